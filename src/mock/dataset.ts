import { ConfigError } from './errors.ts'
import { type FakeSource, fakeSources } from './fake-source.ts'
import type { Dataset } from './types.ts'

interface Recipe<Org> {
  readonly organization: (source: FakeSource) => Org
  readonly columns?: Readonly<Record<string, (source: FakeSource) => string>>
}

/** The organizations of one tenant, each made when it is asked for and never kept. */
export function dataset<Org>(provider: string, seed: number, count: number, recipe: Recipe<Org>): Dataset<Org> {
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
