import type { Forward, ProxiedReply, ProxiedRequest, Subject } from '../types.ts'
import type { Defect } from './make.ts'

/** Headers by lower-case name. */
type HeaderValues = Readonly<Record<string, string>>

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

const carriers = ['authorization', 'x-api-key']

/**
 * A server that learns credentials from what passes by. `judge` answers a list request; it is not asked before the right credential has
 * been seen at work. `pass` gives the mock's reply to the request, or to another one in its place.
 */
export function onCredential(
  subject: Subject,
  judge: (presented: Presented, pass: Forward) => Promise<ProxiedReply>,
): Defect['mutation'] {
  const { path, credentialHeaders, refusedAccounts } = subject
  const own = new Set([...Object.keys(credentialHeaders).map((name) => name.toLowerCase()), ...carriers])
  function givenIn({ headers }: ProxiedRequest): HeaderValues {
    const lower = headers.map(([name, value]) => [name.toLowerCase(), value] as const)
    return Object.fromEntries(lower.filter(([name]) => own.has(name)))
  }

  return () => {
    const parts = Object.entries(refusedAccounts).flatMap(([account, credentials]) =>
      Object.values(credentials).map((value) => [value, account] as const),
    )
    // A part that several accounts share tells none of them.
    const refused = new Map(parts.filter(([value]) => parts.filter(([one]) => one === value).length === 1))
    let good: HeaderValues | undefined

    function learn(request: ProxiedRequest, reply: ProxiedReply): void {
      if (reply.status !== 200) return
      if (request.path === path) good ??= givenIn(request)
      if (request.method !== 'POST') return
      const form = new URLSearchParams(request.body.toString('utf8'))
      const known = [...form.values()].flatMap((value) => refused.get(value) ?? [])
      const [account = form.has('scope') ? 'forbidden' : undefined] = known
      const token = /"access_token":"([^"]+)"/.exec(reply.body.toString('utf8'))?.[1]
      if (account !== undefined && token !== undefined) refused.set(token, account)
    }

    return async (request, forward) => {
      const pass: Forward = async (asked) => {
        const reply = await forward(asked)
        learn(request, reply)
        return reply
      }
      const isList = request.method === 'GET' && request.path === path
      if (!isList || good === undefined) return pass(request)
      return judge({ request, good, given: givenIn(request), refused }, pass)
    }
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

/** The request with the right credential in place of what came. */
export function withGood({ request, good, given }: Presented): ProxiedRequest {
  const others = request.headers.filter(([name]) => given[name.toLowerCase()] === undefined)
  const query = new URLSearchParams(request.query)
  for (const name of [...query.keys()]) if (name.toLowerCase() in good || name === 'access_token') query.delete(name)
  return { ...request, headers: [...others, ...Object.entries(good)], query: query.toString() }
}
