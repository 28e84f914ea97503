import type { LaterParameter } from '../spec/index.ts'
import { parseQuery } from './query-string.ts'

/** Says which parameters of a query have no effect here because only the latest edition has them; undefined when there is none. */
export function ignoredParameters(
  provider: string,
  later: readonly LaterParameter[] = [],
): (query: string) => string | undefined {
  const title = provider.charAt(0).toUpperCase() + provider.slice(1)
  return (query) => {
    if (query === '' || !later.some(({ name }) => query.includes(name))) return undefined
    const sent = parseQuery(query).map(({ name }) => name)
    const ignored = later.filter(({ name }) => sent.includes(name))
    const [first] = ignored
    if (first === undefined) return undefined
    const names = ignored.map(({ name }) => `\`${name}\``).join(', ')
    const [verb, pronoun] = ignored.length === 1 ? ['is', 'it'] : ['are', 'them']
    return `${names} ${verb} ignored: ${title} has ${pronoun} since ${first.since}; --edition latest serves ${pronoun}`
  }
}
