import type { ApiRefusal } from '../mock/index.ts'
import { namedProvider } from './admin/addressed.ts'
import { ControlError } from './control-error.ts'
import { readInstant } from './duration.ts'
import type { Journal } from './journal.ts'
import type { JournalEntry } from './journal-entry.ts'
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

/** A test for one entry. Throws ControlError BAD_VALUE for a provider that is not served, and a status or an instant that is none. */
export function matcher(
  { providers }: Pick<World, 'providers'>,
  filter: Omit<RequestFilter, 'limit' | 'order'>,
): (entry: RawEntry) => boolean {
  const { provider, tenant, method, path, fault, error } = filter
  if (provider !== undefined) namedProvider(providers, provider)
  const isStatus = filter.status === undefined ? undefined : statusTest(String(filter.status))
  const isSince = filter.since === undefined ? undefined : sinceTest(String(filter.since))
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

/** The chosen entries as they are kept. Throws ControlError BAD_VALUE and SWITCHED_OFF. */
export function rawRequests(world: World, filter: RequestFilter): RawEntry[] {
  const { limit = Number.POSITIVE_INFINITY, order = 'asc' } = filter
  const found = journalOf(world).entries().filter(matcher(world, filter))
  return (order === 'desc' ? found.reverse() : found).slice(0, limit)
}

/** The chosen entries, fit to be shown. Throws ControlError BAD_VALUE and SWITCHED_OFF. */
export function readRequests(world: World, filter: RequestFilter = {}): JournalEntry[] {
  return rawRequests(world, filter).map(world.render)
}

/** Throws ControlError SWITCHED_OFF. */
export function journalOf({ journal }: World): Journal {
  if (journal !== undefined) return journal
  throw new ControlError(
    'SWITCHED_OFF',
    'the journal is switched off: start without --no-journal and ORGMOCK_JOURNAL=false',
  )
}

function statusTest(text: string): (status: number) => boolean {
  if (!/^[1-5](\d\d|xx)$/i.test(text)) {
    throw new ControlError(
      'BAD_VALUE',
      `status must be one such as 429, or a class such as 5xx, not ${JSON.stringify(text)}`,
    )
  }
  const hundred = Number(text[0])
  return /xx$/i.test(text) ? (status) => Math.floor(status / 100) === hundred : (status) => status === Number(text)
}

function sinceTest(text: string): (seq: number, at: number) => boolean {
  if (/^\d{1,15}$/.test(text)) return (seq) => seq > Number(text)
  const instant = readInstant(text)
  if (instant !== undefined) return (_, at) => at >= instant
  throw new ControlError(
    'BAD_VALUE',
    `since must be the number of a request or an instant such as 2026-01-01T00:00:00Z, not ${JSON.stringify(text)}`,
  )
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
