import type { ErrorCatalogue } from './error-catalogue.ts'
import { asksForError } from './fault-rules.ts'
import { type Preference, parsePrefer } from './prefer-header.ts'
import { parseQuery } from './query-string.ts'
import type { Fault, MockRequest } from './types.ts'
import { type WireFault, wireFaults } from './wire-faults.ts'

/** What one request asks for, and in which words it was understood. */
export interface Preferences {
  readonly fault: Fault
  /** Value of Preference-Applied (RFC 7240, 3), such as `code=429, delay=2`; empty when nothing was understood. */
  readonly applied: string
  /** The query without the parameters that were read here. */
  readonly query: string
}

/** What there is to ask for: names and statuses of the provider's catalogue. */
export interface Errors extends Pick<ErrorCatalogue, 'names' | 'statuses'> {
  readonly provider: string
}

/** Longest delay that a request may ask for, in seconds. */
const longestDelay = 300

/** Reads one preference's value; undefined when it is none that can be honoured. */
type Reader = (value: string, errors: Errors) => Fault | undefined

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  [
    'code',
    (value, { statuses }) =>
      /^\d{3}$/.test(value) && statuses.has(Number(value)) ? { code: Number(value) } : undefined,
  ],
  [
    'error',
    (value, { provider, names }) => {
      const name = value.startsWith(`${provider}.`) ? value.slice(provider.length + 1) : undefined
      return name !== undefined && names.has(name) ? { error: name } : undefined
    },
  ],
  ['delay', readDelay],
  ['fault', (value) => (wireFaults.includes(value as WireFault) ? { wire: value as WireFault } : undefined)],
])

/** Seconds, or the bounds of a random delay: `2`, `0.25`, `0.5-2`. */
function readDelay(value: string): Fault | undefined {
  const match = /^(\d{1,3}(?:\.\d{1,3})?)(?:-(\d{1,3}(?:\.\d{1,3})?))?$/.exec(value)
  if (match === null) return undefined
  const least = Number(match[1])
  const most = Number(match[2] ?? least)
  if (most > longestDelay || most < least) return undefined
  const delayMs = Math.round(least * 1000)
  return { delayMs: match[2] === undefined ? delayMs : [delayMs, Math.round(most * 1000)] }
}

/**
 * What a request asks for by `Prefer` (RFC 7240) or, for clients that cannot set headers, by `?__code=…`, which count as if they stood
 * behind those of the header. Of preferences with one name only the first is considered; unknown ones, those that cannot be honoured
 * and a second error are ignored (RFC 7240, 2). Undefined when there is nothing to honour.
 */
export function readPreferences(request: MockRequest, errors: Errors): Preferences | undefined {
  const header = request.headers['prefer']
  if (header === undefined && !request.query.includes('__')) return undefined
  const { own, rest } = split(request.query)
  const asked = [...(header === undefined ? [] : parsePrefer(String(header))), ...own]
  const seen = new Set<string>()
  const applied: string[] = []
  let fault: Fault = {}
  for (const [name, value] of asked) {
    if (seen.has(name)) continue
    seen.add(name)
    const read = readers.get(name)?.(value, errors)
    if (read === undefined || (asksForError(read) && asksForError(fault))) continue
    fault = { ...fault, ...read }
    applied.push(`${name}=${value}`)
  }
  if (applied.length === 0 && own.length === 0) return undefined
  return { fault, applied: applied.join(', '), query: rest }
}

/** Takes the parameters that are none of the provider's out of a query; what is left stays byte for byte. */
function split(query: string): { own: readonly Preference[]; rest: string } {
  const own: Preference[] = []
  const rest = query.split('&').filter((pair) => {
    const name = /^__(code|error|delay|fault)=/.exec(pair)?.[1]
    if (name === undefined) return true
    own.push([name, parseQuery(pair)[0]?.value ?? ''])
    return false
  })
  return { own, rest: rest.join('&') }
}
