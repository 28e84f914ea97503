import { anyText, call, list, options, wanted } from '../options/index.ts'
import type { OperationSpec } from '../spec/index.ts'
import { parseQuery } from './query-string.ts'
import type { MockRequest, Step } from './types.ts'

/** Refuses with not-found for every path but the operation's own: same letter case, no slash more or less. */
export function operationPath(spec: OperationSpec): Step {
  const path = `${spec.basePath}${spec.path}`
  return (request) => (isPath(request, path) && request.host === spec.hosts[0] ? undefined : { kind: 'not-found' })
}

/** Refuses with method-not-allowed for every method that is not listed. */
export function allowMethods(allow: readonly string[]): Step {
  return (request) => (allow.includes(request.method) ? undefined : { kind: 'method-not-allowed', allow })
}

/** Names of what a request must carry. */
export interface RequiredParameters {
  readonly query?: readonly string[]
  readonly headers?: readonly string[]
}

/** Refuses with invalid-parameter where a header or a parameter of the query is missing or empty. */
export const requiredParameters = call(
  'requiredParameters',
  [wanted(options<RequiredParameters>({ query: list(anyText), headers: list(anyText) }))],
  ({ query = [], headers = [] }: RequiredParameters): Step =>
    (request) => {
      const given = query.length === 0 ? [] : parseQuery(request.query)
      const missing =
        headers.find((name) => (request.headers[name.toLowerCase()] ?? '') === '') ??
        query.find((name) => !given.some((pair) => pair.name === name && pair.value !== ''))
      return missing === undefined
        ? undefined
        : { kind: 'invalid-parameter', parameter: missing, rule: 'must be given' }
    },
)

/**
 * Whether a request's path is this one. Percent-encoded unreserved characters are equal to themselves (RFC 3986, 6.2.2.2); an encoded
 * slash is no slash, and what does not decode is no path of ours.
 */
export function isPath(request: Pick<MockRequest, 'path'>, path: string): boolean {
  if (request.path === path) return true
  if (!request.path.includes('%')) return false
  try {
    return decodeURI(request.path) === path
  } catch {
    return false
  }
}
