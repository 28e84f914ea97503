import {
  anyText,
  call,
  secret as hidden,
  list,
  map,
  needed,
  oneOf,
  options,
  someText,
  wanted,
  yes,
} from '../../options/index.ts'
import { parseQuery } from '../query-string.ts'
import type { Account, AuthScheme, Caller, MockRequest, Outcome } from '../types.ts'
import { accountOptions, admit, type Credential, credentialFinder, refused } from './credentials.ts'
import { safeEqual } from './safe-equal.ts'

/** Where a client puts one part of its credential. */
export interface KeyPlace {
  /** `user` and `password` are those of HTTP Basic (RFC 7617); with the user alone the password is empty. */
  readonly in: 'header' | 'query' | 'cookie' | 'user' | 'password'
  /** Of the header, the parameter or the cookie. */
  readonly name?: string
  /** The part of the credential. Without it any value is good: it is no secret, but has to be there. */
  readonly part?: string
  /** The text before the value, such as `Bearer `, in any letter case. */
  readonly prefix?: string
  /** What stands before the value is not known: any word or none. */
  readonly anyWord?: true
}

interface KeysOptions {
  /** Any of these ways opens; a way has all of its places. */
  readonly ways: readonly (readonly KeyPlace[])[]
  readonly credentials: readonly { readonly parts: Readonly<Record<string, string>>; readonly account: Account }[]
  /** The part by which a caller is found, where a way has it; one that begins with `test_` is a tenant's. */
  readonly secret: string
}

type Read = (request: MockRequest, basic: Pair | undefined) => string | undefined | typeof malformed

interface Pair {
  readonly user: string
  readonly password: string
}

const malformed = Symbol('malformed')

/**
 * Keys of any usual kind, alone or together, in one way or in several. Refuses: unauthenticated; missing where nothing is in any place,
 * malformed where it has another form (HTTP Basic in base64 that is not canonical), expired, unknown otherwise.
 */
export const keys = call(
  'keys',
  [
    wanted(
      options<KeysOptions>({
        ways: needed(
          list(
            list(
              options<KeyPlace>({
                in: needed(oneOf(['header', 'query', 'cookie', 'user', 'password'])),
                name: someText('the name of a header, a parameter or a cookie'),
                part: someText('the name of a part'),
                prefix: anyText,
                anyWord: yes,
              }),
            ),
          ),
        ),
        credentials: needed(
          list(
            options<KeysOptions['credentials'][number]>({
              parts: needed(map(someText('the name of a part'), hidden(someText('a text')))),
              account: needed(accountOptions),
            }),
          ),
        ),
        secret: needed(someText('the name of a part')),
      }),
    ),
  ],
  scheme,
)

/** No key is asked for: all callers are one account. */
export const noKey = (): AuthScheme => {
  const caller: Outcome<Caller> = { ok: true, value: { account: { tenant: 'ordinary' }, scopes: [] } }
  return { authenticate: () => caller }
}

function scheme({ ways: places, credentials, secret }: KeysOptions): AuthScheme {
  const partsOf = new Map<Credential, Readonly<Record<string, Buffer>>>()
  const ways = places.map((way) => {
    const isUserAlone = !way.some(({ in: where }) => where === 'password')
    const parts = way.flatMap(({ part }) => part ?? [])
    const key = parts.includes(secret) ? secret : (parts[0] ?? '')
    const known = credentials.map(({ parts: right, account }) => ({ secret: right[key] ?? '', account }))
    for (const [index, credential] of known.entries()) {
      partsOf.set(credential, inBytes(credentials[index]?.parts ?? {}))
    }
    const read = way.map((place) => ({ part: place.part, read: reader(place, isUserAlone) }))
    return { key, find: credentialFinder(known, []), places: read }
  })
  const usesBasic = places.flat().some(({ in: where }) => where === 'user' || where === 'password')

  return {
    authenticate(request) {
      const basic = usesBasic ? basicPair(request) : undefined
      let worst: 'missing' | 'malformed' | 'unknown' = 'missing'
      for (const way of ways) {
        const outcome = through(way, request, basic)
        if (typeof outcome !== 'string') return outcome
        if (worst === 'missing' || outcome === 'unknown') worst = outcome
      }
      return refused(worst)
    },
  }

  /** The caller, or why this way does not open. */
  function through(way: (typeof ways)[number], request: MockRequest, basic: Pair | undefined) {
    const given: Record<string, string> = {}
    let isMissing = false
    for (const { part, read } of way.places) {
      const value = read(request, basic)
      if (value === malformed) return 'malformed'
      if (value === undefined) isMissing = true
      else if (part !== undefined) given[part] = value
    }
    if (isMissing) return 'missing'
    const credential = way.find(given[way.key] ?? '')
    if (credential === undefined) return 'unknown'
    // Of a tenant the secret alone tells who it is.
    const right = partsOf.get(credential)
    const isWhole = right === undefined || Object.entries(given).every(([part, value]) => isSame(right[part], value))
    return isWhole ? admit(credential, undefined, request.now) : 'unknown'
  }
}

function inBytes(parts: Readonly<Record<string, string>>): Readonly<Record<string, Buffer>> {
  return Object.fromEntries(Object.entries(parts).map(([part, value]) => [part, Buffer.from(value)]))
}

function isSame(right: Buffer | undefined, given: string): boolean {
  return right !== undefined && safeEqual(right, given)
}

function reader({ in: where, name = '', prefix, anyWord }: KeyPlace, isUserAlone: boolean): Read {
  const header = name.toLowerCase()
  switch (where) {
    case 'header':
      return ({ headers }) => {
        const text = headers[header]
        if (typeof text !== 'string' || text === '') return undefined
        if (anyWord === true) return text.slice(text.lastIndexOf(' ') + 1)
        return prefix === undefined ? text : behind(prefix, text)
      }
    case 'query':
      return ({ query }) => {
        if (query === '') return undefined
        const [first, ...others] = parseQuery(query).filter((pair) => pair.name === name)
        if (first === undefined) return undefined
        return others.length > 0 || first.malformed ? malformed : first.value || undefined
      }
    case 'cookie':
      return ({ headers }) => {
        const pairs = String(headers['cookie'] ?? '').split(/; */)
        return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) || undefined
      }
    default:
      return ({ headers }, basic) => {
        if (basic === undefined) return (headers['authorization'] ?? '') === '' ? undefined : malformed
        if (isUserAlone && basic.password !== '') return malformed
        return basic[where] || undefined
      }
  }
}

function behind(prefix: string, text: string): string | typeof malformed {
  const isBehind = text.slice(0, prefix.length).toLowerCase() === prefix.toLowerCase()
  const value = isBehind ? text.slice(prefix.length).trim() : ''
  return value === '' ? malformed : value
}

/** User and password of HTTP Basic; undefined for what is no such thing, such as base64 that another encoder would write otherwise. */
function basicPair({ headers: { authorization } }: MockRequest): Pair | undefined {
  const [, encoded = ''] = /^basic +(\S+) *$/i.exec(String(authorization ?? '')) ?? []
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  if (colon === -1 || Buffer.from(text).toString('base64') !== encoded) return undefined
  return { user: text.slice(0, colon), password: text.slice(colon + 1) }
}
