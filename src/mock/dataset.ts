import { ConfigError } from './errors.ts'
import { type FakeSource, fakeSources } from './fake-source.ts'
import type { Dataset } from './types.ts'

/** More would overflow the identifiers that rise with the index. */
export const maxCount = 10_000_000

interface Recipe<Org> {
  readonly organization: (source: FakeSource) => Org
  readonly columns?: Readonly<Record<string, (source: FakeSource) => string>>
}

/**
 * The organizations of one tenant, each made when it is asked for and never kept.
 * Throws ConfigError when the count is not a whole number from 0 to 10,000,000.
 */
export function dataset<Org>(provider: string, seed: number, count: number, recipe: Recipe<Org>): Dataset<Org> {
  if (!Number.isInteger(count) || count < 0 || count > maxCount) {
    throw new ConfigError('BAD_COUNT', `count must be a whole number from 0 to ${maxCount}, not ${count}`)
  }
  const sourceOf = fakeSources(seed, provider)
  return {
    key: `${provider}/${seed}/${count}`,
    count,
    at: (index) => recipe.organization(sourceOf(index)),
    column(name) {
      const read = recipe.columns?.[name]
      if (read === undefined) throw new ConfigError('NO_SUCH_COLUMN', `mocks/${provider} declares no column ${name}`)
      return (index) => read(sourceOf(index))
    },
  }
}
