import type { ApiRefusal } from '../mock/index.ts'
import { namedProvider } from './admin/addressed.ts'
import { ControlError } from './control-error.ts'
import { readInstant } from './duration.ts'
import type { Journal } from './journal.ts'
import type { JournalEntry } from './journal-entry.ts'
import type { JournalStreams } from './journal-streams.ts'
import type { RawEntry } from './raw-entry.ts'
import type { World } from './world.ts'

/** Which requests; all that is given must hold. */
export interface RequestFilter {
  /** Id. */
  readonly provider?: string
  /** Name; empty text is for requests that were nobody's. */
  readonly tenant?: string
  readonly method?: string
  /** A status such as 429, or a class such as `5xx`. */
  readonly status?: number | string
  /** Path under the provider's host; `*` stands for any characters. */
  readonly path?: string
  /** Requests after the one with this number, or from this instant on (RFC 3339, by the server's clock). */
  readonly since?: number | string
  readonly fault?: ApiRefusal['kind']
  /** Name of an error that was asked for: `9103` or `cloudflare.9103`. */
  readonly error?: string
  /** This many and no more. */
  readonly limit?: number
  /** `asc`, the default, begins with the oldest. */
  readonly order?: 'asc' | 'desc'
}

/** A test for one entry. Throws OptionError for a provider that is not served. */
export function matcher(
  { providers }: Pick<World, 'providers'>,
  filter: Omit<RequestFilter, 'limit' | 'order'>,
): (entry: RawEntry) => boolean {
  const { provider, tenant, method, path, fault, error } = filter
  if (provider !== undefined) namedProvider(providers, provider)
  const isStatus = filter.status === undefined ? undefined : statusTest(String(filter.status))
  const isSince = filter.since === undefined ? undefined : sinceTest(filter.since)
  const isPath = path === undefined ? undefined : pathTest(path)
  return ({ seq, at, provider: id, request, answer }) =>
    (provider === undefined || provider === id) &&
    (tenant === undefined || tenant === (answer.tenant ?? '')) &&
    (method === undefined || method.toUpperCase() === request.method) &&
    (fault === undefined || fault === answer.refusal) &&
    (error === undefined ||
      (answer.error !== undefined && (error === answer.error || error === `${id}.${answer.error}`))) &&
    isStatus?.(answer.status) !== false &&
    isSince?.(seq, at) !== false &&
    isPath?.(request.path) !== false
}

/** The chosen entries as they are kept. Throws OptionError, ControlError SWITCHED_OFF. */
export function rawRequests(world: World, filter: RequestFilter): RawEntry[] {
  const { limit = Number.POSITIVE_INFINITY, order = 'asc' } = filter
  const found = journalOf(world).entries().filter(matcher(world, filter))
  return (order === 'desc' ? found.reverse() : found).slice(0, limit)
}

/** The chosen entries, fit to be shown. Throws OptionError, ControlError SWITCHED_OFF. */
export function readRequests(world: World, filter: RequestFilter = {}): JournalEntry[] {
  return rawRequests(world, filter).map(world.render)
}

/** Throws ControlError SWITCHED_OFF. */
export function journalOf({ journal }: World): Journal {
  return journal ?? switchedOff()
}

/** Throws ControlError SWITCHED_OFF. */
export function streamsOf({ streams }: World): JournalStreams {
  return streams ?? switchedOff()
}

function switchedOff(): never {
  throw new ControlError(
    'SWITCHED_OFF',
    'the journal is switched off: start without --no-journal and ORGMOCK_JOURNAL=false',
  )
}

function statusTest(text: string): (status: number) => boolean {
  const hundred = Number(text[0])
  return /xx$/i.test(text) ? (status) => Math.floor(status / 100) === hundred : (status) => status === Number(text)
}

/** After the request of a number, or from an instant on. */
function sinceTest(since: number | string): (seq: number, at: number) => boolean {
  if (typeof since === 'number') return (seq) => seq > since
  const instant = readInstant(since) ?? Number.NaN
  return (_, at) => at >= instant
}

/** No regular expression: many stars would take time by a power of their number. */
function pathTest(pattern: string): (path: string) => boolean {
  const [first = '', ...rest] = pattern.split('*')
  const last = rest.pop()
  if (last === undefined) return (path) => path === pattern
  return (path) => {
    if (!path.startsWith(first)) return false
    let at = first.length
    for (const part of rest) {
      const found = path.indexOf(part, at)
      if (found === -1) return false
      at = found + part.length
    }
    return path.length - last.length >= at && path.endsWith(last)
  }
}
