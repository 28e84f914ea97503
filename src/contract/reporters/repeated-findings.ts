import { grouped } from '../grouped.ts'
import { defectKey } from '../repeats.ts'
import type { ProviderReport } from '../types.ts'
import { type PlacedFinding, placedFindings, worstFirst } from './finding-order.ts'
import { plural } from './wording.ts'

/** One defect, however often it was found: findings of the same check at the same clause and place, rows aside. */
export interface RepeatedFinding extends PlacedFinding {
  /** Further findings of the same, maybe by other laws. */
  readonly others: readonly PlacedFinding[]
}

/** Each defect of the providers once, worst first. */
export function repeatedFindings(providers: readonly ProviderReport[]): readonly RepeatedFinding[] {
  return grouped(worstFirst(placedFindings({ providers })), keyOf).map(([first, ...others]) => ({ ...first, others }))
}

function keyOf({ provider, finding }: PlacedFinding): string {
  return `${provider.provider} ${defectKey(finding)}`
}

/** Such as `38 more times, in pagination/sizes, http/slash, http/head and 9 more laws`; undefined for a defect found once. */
export function repetitionPhrase({ finding, others }: RepeatedFinding): string | undefined {
  if (others.length === 0) return finding.again === undefined ? undefined : plural(finding.again, 'more time')
  const laws = [...new Set(others.map(({ law }) => law.scenario))]
  const more = laws.length > namedLaws ? ` and ${plural(laws.length - namedLaws, 'more law')}` : ''
  return `${plural(others.length, 'more time')}, in ${laws.slice(0, namedLaws).join(', ')}${more}`
}

const namedLaws = 3
