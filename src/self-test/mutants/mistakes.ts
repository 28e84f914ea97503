import type { Subject } from '../types.ts'
import { distance, hasCredentialInQuery, type Presented, tokenOf, valueInQuery } from './credentials.ts'

/** A credential that a broken server takes for a right one, and the row of the matrix that should notice. */
export interface Mistake {
  readonly name: string
  readonly description: string
  readonly rows: readonly string[]
  accepts(presented: Presented): boolean
  /** Why it is no mistake after all. */
  readonly excuse?: string
}

/** Every mistake that a provider's kind of credential admits. */
export function mistakes({ credentialHeaders, refusedAccounts, operation }: Subject): readonly Mistake[] {
  const names = Object.keys(credentialHeaders).map((name) => name.toLowerCase())
  const hasScheme = names.includes('authorization')
  const isJwt = hasScheme && tokenOf(Object.values(credentialHeaders)[0] ?? '').split('.').length === 3
  const [scheme = ''] = Object.values(credentialHeaders)[0]?.split(' ') ?? []
  const hasScopes = operation.security.flat().some(({ scheme: { type } }) => type === 'oauth2')
  const isAddress = (wanted: string) =>
    Object.entries(credentialHeaders).some(([name, value]) => name.toLowerCase() === wanted && value.includes('@'))
  return [
    ...mistakesOfAll(names),
    ...names.flatMap((name) => mistakesOfOne(name, names, isAddress(name))),
    ...(names.length > 1 ? names.map(oneAlone) : []),
    ...(hasScheme ? mistakesOfSchemes(scheme) : []),
    ...(isJwt ? mistakesOfJwts : []),
    ...('expired' in refusedAccounts ? [ofAccount('expired', 'expired')] : []),
    ...('forbidden' in refusedAccounts || hasScopes ? [ofAccount('forbidden', 'under-scoped')] : []),
  ]
}

function mistakesOfAll(names: readonly string[]): readonly Mistake[] {
  return [
    {
      name: 'nothing',
      description: 'a request without any credential is answered',
      rows: ['missing'],
      accepts: ({ given, request }) => Object.keys(given).length === 0 && !hasCredentialInQuery(request.query, names),
    },
    {
      name: 'empty',
      description: 'an empty credential is as good as a right one',
      rows: ['empty'],
      accepts: ({ given }) => names.every((name) => given[name] === ''),
    },
    {
      name: 'anything',
      description: 'any credential that is not empty is answered',
      rows: ['wrong-value'],
      accepts: ({ given }) => names.every((name) => (given[name] ?? '') !== ''),
    },
    {
      name: 'other-header',
      description: 'the right value is taken from another header too',
      rows: ['wrong-header'],
      accepts: ({ given, good }) =>
        Object.entries(given).some(
          ([name, value]) =>
            !names.includes(name) && Object.values(good).some((right) => tokenOf(value) === tokenOf(right)),
        ),
    },
    {
      name: 'query',
      description: 'the credential is taken from the query string',
      rows: ['query-string'],
      accepts: ({ request: { query }, good }) =>
        names.every((name) => valueInQuery(query, name) === tokenOf(good[name] ?? '')),
    },
    {
      name: 'access-token-query',
      description: 'the secret is taken from access_token in the query string',
      rows: ['query-string'],
      accepts: ({ request: { query }, good }) =>
        valueInQuery(query, 'access_token') === tokenOf(Object.values(good).at(-1) ?? ''),
    },
    ...foreignShapes.map(
      ([shape, pattern]): Mistake => ({
        name: `foreign-${shape}`,
        description: `any ${shape} passes for a credential`,
        rows: ['foreign-token'],
        accepts: ({ given, good, refused }) =>
          names.every((name) => given[name] !== undefined) &&
          names.some((name) => {
            const token = tokenOf(given[name] ?? '')
            const isClose = distance(token, tokenOf(good[name] ?? '')) < 6
            return pattern.test(token) && !isClose && !refused.has(token)
          }),
      }),
    ),
  ]
}

const foreignShapes: readonly (readonly [string, RegExp])[] = [
  ['hex-key', /^[0-9a-f]{37}$/],
  ['base64url-key', /^[\w-]{43}$/],
  ['jwt', /^eyJ[\w-]*\.eyJ[\w-]*\.[\w-]+$/],
]

/** Careless comparisons of one header's value, all others being right. */
function mistakesOfOne(header: string, names: readonly string[], isAddress: boolean): readonly Mistake[] {
  const suffix = names.length > 1 ? `-${header}` : ''
  function compared(name: string, description: string, isSame: (given: string, right: string) => boolean): Mistake {
    return {
      name: `${name}${suffix}`,
      description: `${header}: ${description}`,
      rows: ['wrong-value', 'tampered-token', 'inexact-value'],
      accepts({ given, good }) {
        const isElsewhereRight = names.every((name) => name === header || given[name] === good[name])
        const [mine, right] = [given[header] ?? '', good[header] ?? '']
        return isElsewhereRight && mine !== right && mine !== '' && isSame(mine, right)
      },
    }
  }
  return [
    compared('unchecked', 'is not looked at', () => true),
    compared(
      'last-ignored',
      'the last character does not count',
      (mine, right) => mine.slice(0, -1) === right.slice(0, -1),
    ),
    compared('end-only', 'only the last eight characters count', (mine, right) => mine.slice(-8) === right.slice(-8)),
    compared('start-only', 'only the first half counts', (mine, right) => {
      const half = right.length >> 1
      return mine.slice(0, half) === right.slice(0, half)
    }),
    compared('prefix', 'a beginning of the right value is enough', (mine, right) => right.startsWith(mine)),
    compared('longer', 'characters behind the right value do not count', (mine, right) => mine.startsWith(right)),
    {
      ...compared(
        'letter-case',
        'upper and lower case are the same',
        (mine, right) => mine.toLowerCase() === right.toLowerCase(),
      ),
      ...(isAddress ? { excuse: 'nobody says that letter case counts in an e-mail address' } : {}),
    },
  ]
}

function oneAlone(header: string): Mistake {
  return {
    name: `only-${header}`,
    description: `${header} alone is enough`,
    rows: ['one-header-only'],
    accepts: ({ given, good }) => Object.keys(given).length === 1 && given[header] === good[header],
  }
}

function mistakesOfSchemes(own: string): readonly Mistake[] {
  const others = ['Basic', 'Bearer', 'Token', 'Digest'].filter((scheme) => scheme !== own)
  return [
    ...others.map(
      (scheme): Mistake => ({
        name: `scheme-${scheme.toLowerCase()}`,
        description: `the right token passes under the scheme ${scheme}`,
        rows: ['wrong-scheme'],
        accepts: ({ given, good }) => given['authorization'] === `${scheme} ${tokenOf(good['authorization'] ?? '')}`,
      }),
    ),
    {
      name: 'scheme-only',
      description: 'the scheme without a token is enough',
      rows: ['empty-token'],
      accepts: ({ given }) => given['authorization']?.trim().toLowerCase() === own.toLowerCase(),
    },
    {
      name: 'no-scheme',
      description: 'the token passes without its scheme',
      rows: ['wrong-scheme'],
      accepts: ({ given, good }) => given['authorization'] === tokenOf(good['authorization'] ?? ''),
    },
  ]
}

const mistakesOfJwts: readonly Mistake[] = [
  ...['header', 'payload', 'signature'].map(
    (part, index): Mistake => ({
      name: `jwt-${part}`,
      description: `the token's ${part} may be altered`,
      rows: ['tampered-token', 'wrong-value'],
      accepts({ given, good }) {
        const mine = tokenOf(given['authorization'] ?? '').split('.')
        const right = tokenOf(good['authorization'] ?? '').split('.')
        return mine.length === 3 && right.every((text, i) => (text === mine[i]) !== (i === index))
      },
    }),
  ),
  {
    name: 'jwt-unsigned',
    description: 'a token that says alg none needs no signature',
    rows: ['unsigned-token'],
    accepts({ given }) {
      const [header = ''] = tokenOf(given['authorization'] ?? '').split('.')
      return Buffer.from(header, 'base64url').toString('utf8').includes('"none"')
    },
  },
]

function ofAccount(account: string, row: string): Mistake {
  return {
    name: account,
    description: `the credential of an account that is ${account} is answered`,
    rows: [row],
    accepts: ({ given, refused }) => Object.values(given).some((value) => refused.get(tokenOf(value)) === account),
  }
}
