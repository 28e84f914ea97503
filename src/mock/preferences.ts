import { parseQuery } from './query-string.ts'
import { type MockRequest, type Trouble, type WireFault, wireFaults } from './types.ts'

/** What one request asks for, and in which words it was understood. */
export interface Preferences {
  readonly trouble: Trouble
  /** Value of Preference-Applied (RFC 7240, 3), such as `code=429, delay=2`. */
  readonly applied: string
  /** The query without the parameters that were read here. */
  readonly query: string
}

/** Longest delay that a request may ask for, in seconds. */
const longestDelay = 300

/** Reading takes time by the square of the length at worst. */
const longestHeader = 500

/** Reads one preference's value; undefined when it is none that can be honoured. */
type Reader = (value: string, errorsOf: Errors) => Trouble | undefined

/** What there is to ask for: names and statuses of the provider's catalogue. */
export interface Errors {
  readonly provider: string
  readonly names: ReadonlySet<string>
  readonly statuses: ReadonlySet<number>
}

const readers: Readonly<Record<string, Reader>> = {
  code: (value, { statuses }) =>
    /^\d{3}$/.test(value) && statuses.has(Number(value)) ? { code: Number(value) } : undefined,
  error(value, { provider, names }) {
    const name = value.startsWith(`${provider}.`) ? value.slice(provider.length + 1) : undefined
    return name !== undefined && names.has(name) ? { error: name } : undefined
  },
  delay: (value) =>
    /^\d{1,3}(\.\d{1,3})?$/.test(value) && Number(value) <= longestDelay
      ? { delayMs: Math.round(Number(value) * 1000) }
      : undefined,
  fault: (value) => (wireFaults.includes(value as WireFault) ? { wire: value as WireFault } : undefined),
}

/**
 * What a request asks for by `Prefer` (RFC 7240) or, for clients that cannot set headers, by `?__code=…`. The first of equal preferences
 * counts, unknown ones and those that cannot be honoured are ignored (RFC 7240, 2). Undefined when there is nothing to honour.
 */
export function readPreferences(request: MockRequest, errors: Errors): Preferences | undefined {
  const header = request.headers['prefer']
  const isInQuery = request.query.includes('__')
  if (header === undefined && !isInQuery) return undefined
  const { own, rest } = isInQuery ? split(request.query) : { own: [], rest: request.query }
  const asked = [...(header === undefined ? [] : preferencesOf(String(header))), ...own]
  let trouble: Trouble = {}
  const applied = new Map<string, string>()
  for (const [name, value] of asked) {
    if (applied.has(name)) continue
    const read = readers[name]?.(value, errors)
    if (read === undefined) continue
    trouble = { ...trouble, ...read }
    applied.set(name, value)
  }
  if (applied.size === 0 && own.length === 0) return undefined
  return { trouble, applied: [...applied].map(([name, value]) => `${name}=${value}`).join(', '), query: rest }
}

/** `name=value` and `name="value"`, separated by commas; parameters behind a semicolon say nothing that is known here. */
function preferencesOf(header: string): [string, string][] {
  if (header.length > longestHeader) return []
  const found: [string, string][] = []
  const item =
    /([!#$%&'*+.^_`|~\w-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([!#$%&'*+.^_`|~\w-]*)))?((?:\s*;[^,;"]*(?:"(?:[^"\\]|\\.)*")?)*)\s*(?:,|$)/y
  let at = 0
  while (at < header.length) {
    const space = /[\s,]*/y
    space.lastIndex = at
    space.exec(header)
    item.lastIndex = space.lastIndex
    const match = item.exec(header)
    // What is no preference ends the list: a guess at what comes behind it would be one.
    if (match === null) break
    const [, name = '', quoted, token = ''] = match
    found.push([name.toLowerCase(), quoted === undefined ? token : quoted.replace(/\\(.)/g, '$1')])
    at = item.lastIndex
  }
  return found
}

function split(query: string): { own: [string, string][]; rest: string } {
  const own: [string, string][] = []
  const rest = query.split('&').filter((pair) => {
    const name = /^__(code|error|delay|fault)=/.exec(pair)?.[1]
    if (name === undefined) return true
    own.push([name, parseQuery(pair)[0]?.value ?? ''])
    return false
  })
  return { own, rest: rest.join('&') }
}
