import { ConfigError } from './errors.ts'
import type { CatalogueEntry, Fault, MockReply, MockRequest } from './types.ts'

/** One example of each kind of fault, for a provider whose file lists no errors. */
const kinds: readonly {
  readonly name: string
  readonly fault: Fault
  readonly meaning: string
  readonly advice: string
}[] = [
  {
    name: 'missing',
    fault: { kind: 'unauthenticated', reason: 'missing' },
    meaning: 'there are no credentials in the request',
    advice: 'send the credentials',
  },
  {
    name: 'malformed',
    fault: { kind: 'unauthenticated', reason: 'malformed' },
    meaning: 'the credentials are not in the form that is asked for',
    advice: 'look at the form of the credentials',
  },
  {
    name: 'unknown',
    fault: { kind: 'unauthenticated', reason: 'unknown' },
    meaning: 'nobody has these credentials',
    advice: 'look whether they are of the right account and complete',
  },
  {
    name: 'expired',
    fault: { kind: 'unauthenticated', reason: 'expired' },
    meaning: 'the credentials were good once',
    advice: 'get new ones',
  },
  {
    name: 'revoked',
    fault: { kind: 'unauthenticated', reason: 'revoked' },
    meaning: 'the credentials were taken back',
    advice: 'get new ones',
  },
  {
    name: 'forbidden',
    fault: { kind: 'forbidden' },
    meaning: 'the credentials are good, but not for this',
    advice: 'ask for more rights; to try again changes nothing',
  },
  // Before those that a provider may have no words for: of the errors with one status the first is meant.
  {
    name: 'internal',
    fault: { kind: 'internal' },
    meaning: 'the provider failed',
    advice: 'try again later, and wait longer each time',
  },
  {
    name: 'invalid-parameter',
    fault: { kind: 'invalid-parameter', parameter: 'limit', rule: 'must be a whole number from 1 to 100' },
    meaning: 'a parameter has a value that is not accepted',
    advice: 'mend the request; to try again changes nothing',
  },
  {
    name: 'invalid-cursor',
    fault: { kind: 'invalid-cursor', parameter: 'cursor' },
    meaning: 'the cursor is none of this list',
    advice: 'begin again at the first page',
  },
  {
    name: 'not-found',
    fault: { kind: 'not-found' },
    meaning: 'nothing is at this path',
    advice: 'look at the base URL',
  },
  {
    name: 'method-not-allowed',
    fault: { kind: 'method-not-allowed', allow: ['GET'] },
    meaning: 'the path is right and the method is not',
    advice: 'send GET',
  },
  {
    name: 'throttled',
    fault: { kind: 'throttled', retryAfterSeconds: 30 },
    meaning: 'there were too many requests',
    advice: 'wait as long as Retry-After says, and longer each time where there is none',
  },
]

export function generalCatalogue(): readonly CatalogueEntry[] {
  return kinds.map(({ name, fault, meaning, advice }) => ({
    name,
    fault,
    basis: 'assumed',
    source: 'no document lists the errors of this provider',
    meaning,
    cause: 'asked for by name, or met on the way',
    advice,
  }))
}

/** A catalogue by name and by status. */
export interface Catalogue {
  readonly entries: readonly CatalogueEntry[]
  byName(name: string): CatalogueEntry | undefined
  /** The first with this status; at an endpoint of the authentication the first that such an endpoint says, where there is one. */
  byStatus(status: number, isAtEndpoint?: boolean): CatalogueEntry | undefined
  readonly names: ReadonlySet<string>
  readonly statuses: ReadonlySet<number>
}

/** Throws ConfigError TWO_ERRORS when two entries have one name. */
export function createCatalogue(
  entries: readonly CatalogueEntry[],
  reply: (entry: CatalogueEntry) => MockReply,
): Catalogue {
  const named = new Map<string, CatalogueEntry>()
  const first = new Map<number, CatalogueEntry>()
  const firstOfEndpoints = new Map<number, CatalogueEntry>()
  for (const entry of entries) {
    if (named.has(entry.name)) throw new ConfigError('TWO_ERRORS', `two errors have the name ${entry.name}`)
    named.set(entry.name, entry)
    const { status } = reply(entry)
    if (!first.has(status)) first.set(status, entry)
    // Such a reply is worded by an endpoint itself.
    if (typeof entry.fault === 'function' && !firstOfEndpoints.has(status)) firstOfEndpoints.set(status, entry)
  }
  return {
    entries,
    byName: (name) => named.get(name),
    byStatus: (status, isAtEndpoint = false) =>
      (isAtEndpoint ? firstOfEndpoints.get(status) : undefined) ?? first.get(status),
    names: new Set(named.keys()),
    statuses: new Set(first.keys()),
  }
}

/** A plain request for the operation, to show what a reply looks like without one. */
export function sampleRequest(host: string, path: string): MockRequest {
  return {
    method: 'GET',
    host,
    path,
    query: '',
    headers: {},
    body: new Uint8Array(0),
    prefix: '',
    scheme: 'https',
    requestId: '86610873f8d987a90000000000000000',
    now: Date.UTC(2026, 5, 1),
  }
}
