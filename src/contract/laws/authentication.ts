import type { Authorization, Law, LawContext, Refusal } from '../types.ts'
import { alteredAt } from './pagination-cursors.ts'

/** One row of the matrix: what is done to the ordinary credential, and which refusal it must meet. */
interface Row {
  readonly id: string
  readonly title: string
  /** Sent to the real API too: no flood of bad logins, three at most. */
  readonly harmless?: boolean
  /** The altered credentials to try; empty when the row does not apply to this kind of credential. */
  variants(ordinary: Authorization, context: LawContext): readonly Authorization[] | Promise<readonly Authorization[]>
  /** Any of these. */
  refusal(refusals: LawContext['contract']['refusals']): readonly (Refusal | undefined)[]
}

type Entry = readonly [name: string, value: string]

const rows: readonly Row[] = [
  {
    id: 'missing',
    title: 'no credential is refused',
    harmless: true,
    variants: () => [{ headers: {} }],
    refusal: ({ missing }) => [missing],
  },
  {
    id: 'empty',
    title: 'an empty credential is refused',
    variants: ({ headers }) => [withHeaders(entries(headers).map(([name]) => [name, '']))],
    refusal: ({ missing, malformed }) => [missing, malformed],
  },
  {
    id: 'wrong-value',
    title: 'a credential altered in one character is refused',
    harmless: true,
    variants: ({ headers }, { isLive }) =>
      entries(headers)
        .flatMap(([name, value]) =>
          (isLive ? [value.length - 1] : ends(value)).map((position) => ({
            headers: { ...headers, [name]: alteredAt(value, position) },
          })),
        )
        .slice(isLive ? -1 : 0),
    // One character of the same kind leaves the form as it was.
    refusal: ({ unknown }) => [unknown],
  },
  {
    id: 'inexact-value',
    title: 'a credential cut short, with more behind it, or in another letter case is refused',
    variants: ({ headers }) =>
      entries(headers).flatMap(([name, value]) =>
        // Padding carries nothing (RFC 4648, 3.2): cutting it alone would leave the same credential.
        [value.replace(/.=*$/, ''), value.slice(0, -(token(value).length >> 1)), `${value}0`, otherCase(value)]
          .filter((text) => text !== value)
          .map((text) => ({ headers: { ...headers, [name]: text } })),
      ),
    // What is longer or shorter may no longer have the form of a credential.
    refusal: ({ unknown, malformed }) => [unknown, malformed],
  },
  {
    id: 'wrong-header',
    title: 'the right value under another header is refused',
    variants: ({ headers }) =>
      entries(headers).map(([name, value]) =>
        name.toLowerCase() === 'authorization'
          ? { headers: { 'X-Api-Key': token(value) } }
          : { headers: { Authorization: `Bearer ${value}` } },
      ),
    refusal: ({ missing, malformed, unknown }) => [missing, malformed, unknown],
  },
  {
    id: 'wrong-scheme',
    title: 'the right value under another scheme is refused',
    variants: ({ headers }) =>
      schemes(headers).flatMap(([name, value]) =>
        ['Basic ', 'Bearer ', 'Token ', 'Digest ', '']
          .filter((other) => other !== `${scheme(value)} `)
          .map((other) => ({ headers: { ...headers, [name]: `${other}${token(value)}` } })),
      ),
    refusal: ({ malformed }) => [malformed],
  },
  {
    id: 'empty-token',
    title: 'a scheme without a token is refused',
    variants: ({ headers }) =>
      schemes(headers).flatMap(([name, value]) =>
        [scheme(value), `${scheme(value)} `].map((text) => ({ headers: { ...headers, [name]: text } })),
      ),
    refusal: ({ malformed, missing }) => [malformed, missing],
  },
  {
    id: 'one-header-only',
    title: 'one of two headers alone is refused',
    variants: ({ headers }) =>
      entries(headers).length < 2 ? [] : entries(headers).map(([name, value]) => withHeaders([[name, value]])),
    refusal: ({ missing }) => [missing],
  },
  {
    id: 'foreign-token',
    title: "another provider's credential is refused",
    variants: ({ headers }) =>
      foreignTokens.map((foreign) =>
        withHeaders(
          entries(headers).map(([name, value]) => [
            name,
            isScheme(value) ? `${scheme(value)} ${foreign}` : value.includes('@') ? value : foreign,
          ]),
        ),
      ),
    refusal: ({ unknown, malformed }) => [unknown, malformed],
  },
  {
    id: 'tampered-token',
    title: 'a token altered in any of its parts is refused',
    variants: ({ headers }) =>
      schemes(headers).flatMap(([name, value]) =>
        partEnds(token(value)).map((position) => ({
          headers: { ...headers, [name]: `${scheme(value)} ${alteredAt(token(value), position)}` },
        })),
      ),
    refusal: ({ unknown, malformed }) => [unknown, malformed],
  },
  {
    id: 'unsigned-token',
    title: 'a token without a signature is refused',
    variants: ({ headers }) =>
      schemes(headers).flatMap(([name, value]) => {
        const [, payload] = token(value).split('.')
        if (payload === undefined) return []
        const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')
        return [{ headers: { ...headers, [name]: `${scheme(value)} ${none}.${payload}.` } }]
      }),
    refusal: ({ unknown, malformed }) => [unknown, malformed],
  },
  {
    id: 'expired',
    title: 'an expired credential is refused',
    variants: (_ordinary, context) => accountAuthorization(context, 'expired'),
    refusal: ({ expired, unknown }) => [expired ?? unknown],
  },
  {
    id: 'under-scoped',
    title: 'a credential without the right is refused',
    variants: (_ordinary, context) => underScoped(context),
    refusal: ({ forbidden }) => [forbidden],
  },
  {
    id: 'query-string',
    title: 'a credential in the query string is refused',
    variants: ({ headers }) => [
      {
        headers: {},
        query: entries(headers)
          .map(([name, value]) => `${name}=${encodeURIComponent(token(value))}`)
          .join('&'),
      },
      { headers: {}, query: `access_token=${encodeURIComponent(token(entries(headers).at(-1)?.[1] ?? ''))}` },
    ],
    refusal: ({ missing }) => [missing],
  },
]

/** The authentication matrix: a law for each row, generated from the ordinary credential's own headers. */
export const authenticationMatrix: readonly Law[] = rows.map((row) => ({
  id: `authentication/${row.id}`,
  family: 'authentication',
  title: row.title,
  async run(context) {
    if (context.isLive && row.harmless !== true) context.skip('not sent to a live target: it would look like an attack')
    const variants = await row.variants(await context.ordinary(), context)
    const accepted = row.refusal(context.contract.refusals).filter((refusal) => refusal !== undefined)
    const [first] = accepted
    if (variants.length === 0 || first === undefined) return context.notApplicable()
    const expect = anyOf(first, accepted)
    for (const authorization of variants) {
      await context.send({ purpose: row.title, authorization, expect, check: `authentication/${row.id}` })
    }
  },
}))

/** Names of schemes and of headers are case-insensitive. */
export const authenticationCase: Law = {
  id: 'authentication/letter-case',
  family: 'authentication',
  title: 'scheme and header names count in any letter case (RFC 9110, 5.1 and 11.1)',
  async run(context) {
    if (context.isLive) context.skip('not sent to a live target: it would look like an attack')
    const { headers } = await context.ordinary()
    const forms = [
      withHeaders(entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
      withHeaders(entries(headers).map(([name, value]) => [name.toUpperCase(), value])),
      ...schemes(headers).flatMap(([name, value]) =>
        [scheme(value).toLowerCase(), scheme(value).toUpperCase()].map((text) => ({
          headers: { ...headers, [name]: `${text} ${token(value)}` },
        })),
      ),
    ]
    for (const authorization of forms) {
      await context.send({ purpose: 'another letter case', authorization, check: 'authentication/letter-case' })
    }
  },
}

// In the shapes that the four providers use, and known to none of them.
const foreignTokens = [
  'f00dfeedf00dfeedf00dfeedf00dfeedf00df',
  'Zm9yZWlnbi1jcmVkZW50aWFsLW9mLW5vYm9keS1hdC0',
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJub2JvZHkifQ.c2lnbmF0dXJl',
]

/** A refusal that is as good as any of several: with the status of one of them, and with all that this one promises. */
function anyOf(first: Refusal, refusals: readonly Refusal[]): Refusal {
  if (refusals.length === 1) return first
  const promises = refusals.map((refusal) => (refusal.also ?? []).map(({ promised }) => promised).join(' and '))
  return {
    status: [...new Set(refusals.flatMap(({ status }) => status))],
    basis: first.basis,
    also: [
      {
        basis: first.basis,
        promised: [...new Set(promises)].join(', or '),
        broken(exchange) {
          const told = refusals
            .filter(({ status }) => status.includes(exchange.response.status))
            .map(({ also }) => also?.map((clause) => clause.broken(exchange)).find((came) => came !== undefined))
          return told.every((came) => came !== undefined) ? told[0] : undefined
        },
      },
    ],
  }
}

function entries(headers: Authorization['headers']): readonly Entry[] {
  return Object.entries(headers)
}

function withHeaders(list: readonly Entry[]): Authorization {
  return { headers: Object.fromEntries(list) }
}

/** Headers of the form `Scheme token`. */
function schemes(headers: Authorization['headers']): readonly Entry[] {
  return entries(headers).filter(([name, value]) => name.toLowerCase() === 'authorization' && isScheme(value))
}

function isScheme(value: string): boolean {
  return /^[A-Za-z]+ \S+$/.test(value)
}

function scheme(value: string): string {
  return value.slice(0, value.indexOf(' '))
}

function token(value: string): string {
  return isScheme(value) ? value.slice(value.indexOf(' ') + 1) : value
}

/** Positions to alter: the first, the middle and the last character behind the scheme. */
function ends(value: string): readonly number[] {
  const start = value.length - token(value).length
  return [...new Set([start, (start + value.length) >> 1, value.length - 1])]
}

/** The value with capitals for small letters and the other way round, but for the scheme. Addresses are left alone: of their letter case nobody says that it counts. */
function otherCase(value: string): string {
  if (value.includes('@')) return value
  const swapped = token(value).replace(/[a-z]+|[A-Z]+/g, (letters) =>
    letters === letters.toLowerCase() ? letters.toUpperCase() : letters.toLowerCase(),
  )
  return value.slice(0, value.length - token(value).length) + swapped
}

/** Positions to alter: the middle and the last character of each part between dots. */
function partEnds(text: string): number[] {
  const positions: number[] = []
  let start = 0
  for (const part of text.split('.')) {
    positions.push(start + Math.floor(part.length / 2), start + part.length - 1)
    start += part.length + 1
  }
  return positions
}

function accountAuthorization(context: LawContext, name: string): Promise<Authorization[]> {
  return name in context.accounts ? context.authorizationOf(name).then((made) => [made]) : Promise.resolve([])
}

async function underScoped(context: LawContext): Promise<Authorization[]> {
  const fromAccount = await accountAuthorization(context, 'forbidden')
  if (fromAccount.length > 0) return fromAccount
  const needed = context.operation.security.flatMap((requirement) => requirement.flatMap(({ scopes }) => scopes))
  const all = context.operation.security.flatMap((requirement) =>
    requirement.flatMap(({ scheme }) => (scheme.type === 'oauth2' ? Object.keys(scheme.scopes) : [])),
  )
  const other = all.find((scope) => !needed.includes(scope))
  return other === undefined ? [] : [await context.withScope(other)]
}
