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

/**
 * What a defect has besides its first finding, as labels and texts. `also` counts its other findings: all defects and all `also` together
 * are the findings that a report counts. `again` says how often the first one came again.
 */
export function repetitions({ finding, others }: RepeatedFinding): readonly (readonly [label: string, text: string])[] {
  const promises = unique(others.map((other) => other.finding.promised)).filter((text) => text !== finding.promised)
  const laws = unique(others.map(({ law }) => law.scenario))
  const where = promises.length === 0 ? `, in ${listed(laws, 'law', 3)}` : `: ${listed(promises, 'promise', 12)}`
  return [
    ...(others.length === 0 ? [] : [['also', `${plural(others.length, 'more finding')}${where}`] as const]),
    ...(finding.again === undefined ? [] : [['again', plural(finding.again, 'more time')] as const]),
  ]
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)]
}

/** Such as `a, b, c and 2 more laws`. */
function listed(texts: readonly string[], noun: string, most: number): string {
  const more = texts.length > most ? ` and ${plural(texts.length - most, `more ${noun}`)}` : ''
  return `${texts.slice(0, most).join(', ')}${more}`
}
