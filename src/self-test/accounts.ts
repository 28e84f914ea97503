import type { Authorizer, Credentials } from '../contract/index.ts'
import type { Forward, MockedProvider, ProxiedReply, ProxiedRequest } from './types.ts'

/**
 * Organizations of accounts with data of their own. Each is a mock of its own behind the proxy; its credential is the ordinary one with
 * the account's name before every part, and is turned back into the ordinary one on the way.
 */
export const ownCounts: Readonly<Record<string, number>> = { empty: 0, one: 1, page: 40 }

/** Names of accounts that the mocks themselves offer and refuse, as far as there is a row of the matrix for them. */
const refusedNames = ['expired', 'forbidden']

/** Those that a mock offers, with their credentials. */
export function refusedAccounts({ accounts }: MockedProvider): Readonly<Record<string, Credentials>> {
  const offered = refusedNames.flatMap((name) => {
    const account = accounts[name]
    return account === undefined ? [] : [[name, account.credentials] as const]
  })
  return Object.fromEntries(offered)
}

/** A credential's name for an account: every part with the account's name before it. */
export function namedCredentials(name: string, ordinary: Credentials): Credentials {
  return Object.fromEntries(Object.entries(ordinary).map(([part, value]) => [part, `${name}.${value}`]))
}

type Headers = Readonly<Record<string, string>>

export interface RouterOptions {
  /** The mock of the ordinary account. */
  readonly ordinary: Forward
  /** Those of the others, by name. */
  readonly accounts: Readonly<Record<string, Forward>>
  readonly authorizer: Authorizer
  readonly credentials: Credentials
}

/** Passes a request on to the mock of the account whose credential it carries. */
export async function accountRouter({ ordinary, accounts, authorizer, credentials }: RouterOptions): Promise<Forward> {
  const names = Object.keys(accounts)
  const ordinaryHeaders = await plainHeaders(authorizer, credentials)
  const headersOf = new Map<string, Headers | undefined>()
  for (const name of names) headersOf.set(name, await plainHeaders(authorizer, namedCredentials(name, credentials)))
  /** Tokens bear no account's name, so it is remembered who got which. */
  const owners = new Map<string, string>()

  return async function forwardByAccount(request) {
    const name = names.find((account) => isOf(account, request)) ?? ownerOf(request)
    const forward = name === undefined ? ordinary : (accounts[name] ?? ordinary)
    const reply = await forward(name === undefined ? request : withoutName(name, request))
    const token = name === undefined || request.method !== 'POST' ? undefined : issuedToken(reply)
    if (name !== undefined && token !== undefined) owners.set(token, name)
    return reply
  }

  function isOf(account: string, { headers, body }: ProxiedRequest): boolean {
    const own = Object.values(headersOf.get(account) ?? {})
    const form = body.toString('latin1')
    return (
      headers.some(([, value]) => own.includes(value)) ||
      Object.values(credentials).some((value) => form.includes(`${account}.${value}`))
    )
  }

  function ownerOf({ headers }: ProxiedRequest): string | undefined {
    const authorization = headers.find(([name]) => name.toLowerCase() === 'authorization')?.[1]
    return authorization === undefined ? undefined : owners.get(authorization.slice(authorization.indexOf(' ') + 1))
  }

  function withoutName(account: string, request: ProxiedRequest): ProxiedRequest {
    const own = Object.entries(headersOf.get(account) ?? {})
    const form = Object.values(credentials).reduce(
      (text, value) => text.replaceAll(`${account}.${value}`, value),
      request.body.toString('latin1'),
    )
    return {
      ...request,
      headers: request.headers.map(([name, value]) => {
        const header = own.find(([, mine]) => mine === value)?.[0]
        return [name, header === undefined ? value : (ordinaryHeaders?.[header] ?? value)]
      }),
      body: Buffer.from(form, 'latin1'),
    }
  }
}

/** The headers that a credential makes by itself; undefined where a token must be fetched first. */
async function plainHeaders(authorizer: Authorizer, credentials: Credentials): Promise<Headers | undefined> {
  let needsToken = false
  const { headers } = await authorizer.authorize(credentials, async () => {
    needsToken = true
    return { access_token: 'none' }
  })
  return needsToken ? undefined : headers
}

function issuedToken({ status, body }: ProxiedReply): string | undefined {
  if (status !== 200) return undefined
  try {
    const { access_token: token } = JSON.parse(body.toString('utf8')) as { access_token?: unknown }
    return typeof token === 'string' ? token : undefined
  } catch {
    return undefined
  }
}
