import type { ProxiedReply, ProxiedRequest, Subject } from '../types.ts'

/** Headers by lower-case name. */
export type HeaderValues = Readonly<Record<string, string>>

/** What a credential looks like beside the right one. */
export interface Presented {
  readonly request: ProxiedRequest
  /** The right credential's headers. */
  readonly good: HeaderValues
  /** What the request has of headers that could carry a credential. */
  readonly given: HeaderValues
  /** Credentials of accounts that are to be refused, by the account's name. */
  readonly refused: ReadonlyMap<string, string>
}

/** Learns credentials from what passes by, as a server that knows them would. */
export interface CredentialMemory {
  /** Undefined until the right credential has been seen at work. */
  look(request: ProxiedRequest): Presented | undefined
  learn(request: ProxiedRequest, reply: ProxiedReply): void
}

const carriers = ['authorization', 'x-api-key']

export function credentialMemory({ path, credentialHeaders, refusedAccounts }: Subject): CredentialMemory {
  const names = Object.keys(credentialHeaders).map((name) => name.toLowerCase())
  const own = new Set([...names, ...carriers])
  const refused = new Map<string, string>()
  const values = Object.values(refusedAccounts).flatMap((credentials) => Object.values(credentials))
  for (const [account, credentials] of Object.entries(refusedAccounts)) {
    for (const value of Object.values(credentials)) {
      // A part that several accounts share tells none of them.
      if (values.filter((one) => one === value).length === 1) refused.set(value, account)
    }
  }
  let good: HeaderValues | undefined

  function givenIn({ headers }: ProxiedRequest): HeaderValues {
    const lower = headers.map(([name, value]) => [name.toLowerCase(), value] as const)
    return Object.fromEntries(lower.filter(([name]) => own.has(name)))
  }

  return {
    look: (request) => (good === undefined ? undefined : { request, good, given: givenIn(request), refused }),
    learn(request, reply) {
      if (request.path === path && reply.status === 200) good ??= givenIn(request)
      if (request.method !== 'POST' || reply.status !== 200) return
      const form = new URLSearchParams(request.body.toString('utf8'))
      const known = [...form.values()].flatMap((value) => refused.get(value) ?? [])
      const [account = form.has('scope') ? 'forbidden' : undefined] = known
      const token = /"access_token":"([^"]+)"/.exec(reply.body.toString('utf8'))?.[1]
      if (account !== undefined && token !== undefined) refused.set(token, account)
    },
  }
}

/** A header's value without its scheme. */
export function tokenOf(value: string): string {
  return value.slice(value.indexOf(' ') + 1)
}

/** How many characters differ, position by position; another length counts too. */
export function distance(one: string, other: string): number {
  const length = Math.max(one.length, other.length)
  return Array.from({ length }, (_, i) => one[i] !== other[i]).filter(Boolean).length
}

/** Whether the query string holds something like a credential. */
export function hasCredentialInQuery(query: string, names: readonly string[]): boolean {
  return [...names, 'access_token'].some((name) => valueInQuery(query, name) !== undefined)
}

/** A parameter's value; letter case of the name does not count. */
export function valueInQuery(query: string, name: string): string | undefined {
  return [...new URLSearchParams(query)].find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1]
}

/** Whether the request is for the list. */
export function isList({ path }: Subject, request: ProxiedRequest): boolean {
  return request.method === 'GET' && request.path === path
}

/** The request with the right credential in place of what came. */
export function withGood(request: ProxiedRequest, { good, given }: Presented): ProxiedRequest {
  const others = request.headers.filter(([name]) => given[name.toLowerCase()] === undefined)
  const query = new URLSearchParams(request.query)
  for (const name of [...query.keys()]) if (name.toLowerCase() in good || name === 'access_token') query.delete(name)
  return { ...request, headers: [...others, ...Object.entries(good)], query: query.toString() }
}
