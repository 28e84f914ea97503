import { headerOf } from '../replies.ts'
import type { Subject } from '../types.ts'
import {
  distance,
  hasCredentialInQuery,
  onCredential,
  type Presented,
  tokenOf,
  valueInQuery,
  withGood,
} from './credentials.ts'
import type { Defect } from './make.ts'

/** Servers that take a wrong credential for a right one: every mistake that a provider's kind of credential admits. */
export function mistakes(subject: Subject): readonly Defect[] {
  const { credentialHeaders, refusedAccounts, operation } = subject
  const names = Object.keys(credentialHeaders).map((name) => name.toLowerCase())
  const [value = ''] = Object.values(credentialHeaders)
  const hasScheme = names.includes('authorization')
  const isJwt = hasScheme && tokenOf(value).split('.').length === 3
  const [scheme = ''] = value.split(' ')
  const hasScopes = operation.security.flat().some(({ scheme: { type } }) => type === 'oauth2')
  return [
    ...mistakesOfAll(),
    ...names.flatMap(mistakesOfOne),
    ...(names.length > 1 ? names.map(oneAlone) : []),
    ...(hasScheme ? mistakesOfSchemes(scheme) : []),
    ...(isJwt ? mistakesOfJwts() : []),
    ...('expired' in refusedAccounts ? [ofAccount('expired', 'expired')] : []),
    ...(isJwt && hasScopes ? [writeForRead()] : []),
    ...('forbidden' in refusedAccounts || hasScopes ? [ofAccount('forbidden', 'under-scoped')] : []),
  ]

  /** `rows` are those of the contract's matrix of credentials that should notice. */
  function mistake(
    name: string,
    description: string,
    rows: readonly string[],
    accepts: (presented: Presented) => boolean,
  ): Defect {
    return {
      name: `accepts-${name}`,
      description,
      expects: rows,
      changes: ['asked headers', '?'],
      mutation: onCredential(subject, async (presented, pass) =>
        pass(accepts(presented) ? withGood(presented) : presented.request),
      ),
    }
  }

  function mistakesOfAll(): readonly Defect[] {
    return [
      mistake(
        'nothing',
        'a request without any credential is answered',
        ['missing'],
        ({ given, request }) => Object.keys(given).length === 0 && !hasCredentialInQuery(request.query, names),
      ),
      mistake('empty', 'an empty credential is as good as a right one', ['empty'], ({ given }) =>
        names.every((name) => given[name] === ''),
      ),
      mistake('anything', 'any credential that is not empty is answered', ['wrong-value'], ({ given }) =>
        names.every((name) => (given[name] ?? '') !== ''),
      ),
      mistake('other-header', 'the right value is taken from another header too', ['wrong-header'], ({ given, good }) =>
        Object.entries(given).some(
          ([name, value]) =>
            !names.includes(name) && Object.values(good).some((right) => tokenOf(value) === tokenOf(right)),
        ),
      ),
      mistake('query', 'the credential is taken from the query string', ['query-string'], ({ request, good }) =>
        names.every((name) => valueInQuery(request.query, name) === tokenOf(good[name] ?? '')),
      ),
      mistake(
        'access-token-query',
        'the secret is taken from access_token in the query string',
        ['query-string'],
        ({ request, good }) =>
          valueInQuery(request.query, 'access_token') === tokenOf(Object.values(good).at(-1) ?? ''),
      ),
      mistake(
        'usual-query',
        'the secret is taken from api_key in the query string',
        ['query-string'],
        ({ request, good }) => valueInQuery(request.query, 'api_key') === tokenOf(Object.values(good).at(-1) ?? ''),
      ),
      mistake(
        'usual-header',
        'the secret is taken from X-Auth-Token',
        ['wrong-header'],
        ({ request, good }) => headerOf(request, 'x-auth-token') === tokenOf(Object.values(good).at(-1) ?? ''),
      ),
      mistake('cookie', 'the secret is taken from a cookie', ['cookie'], ({ request, good }) =>
        (headerOf(request, 'cookie') ?? '')
          .split('; ')
          .includes(`access_token=${tokenOf(Object.values(good).at(-1) ?? '')}`),
      ),
      mistake('basic', 'the secret is taken as a password', ['basic'], ({ given, good }) =>
        Buffer.from(/^Basic (.*)$/.exec(given['authorization'] ?? '')?.[1] ?? '', 'base64')
          .toString()
          .endsWith(`:${tokenOf(Object.values(good).at(-1) ?? '')}`),
      ),
      mistake('basic-user', 'the secret is taken as a user without a password', ['basic'], ({ given, good }) => {
        const [, pair = ''] = /^Basic (.*)$/.exec(given['authorization'] ?? '') ?? []
        return Buffer.from(pair, 'base64').toString() === `${tokenOf(Object.values(good).at(-1) ?? '')}:`
      }),
      ...foreignShapes.map(([shape, pattern]) =>
        mistake(
          `foreign-${shape}`,
          `any ${shape} passes for a credential`,
          ['foreign-token'],
          ({ given, good, refused }) =>
            names.every((name) => given[name] !== undefined) &&
            names.some((name) => {
              const token = tokenOf(given[name] ?? '')
              const isClose = distance(token, tokenOf(good[name] ?? '')) < 6
              return pattern.test(token) && !isClose && !refused.has(token)
            }),
        ),
      ),
    ]
  }

  /** Careless comparisons of one header's value, where all others are right. */
  function mistakesOfOne(header: string): readonly Defect[] {
    const rows = ['wrong-value', 'tampered-token', 'inexact-value']
    function compared(name: string, words: string, isSame: (given: string, right: string) => boolean): Defect {
      return mistake(`${name}${suffixOf(subject, header)}`, `${header}: ${words}`, rows, ({ given, good }) => {
        const isElsewhereRight = names.every((name) => name === header || given[name] === good[name])
        const [mine, right] = [given[header] ?? '', good[header] ?? '']
        return isElsewhereRight && mine !== right && mine !== '' && isSame(mine, right)
      })
    }
    /** Only a part of the value counts. */
    const partly = (name: string, words: string, part: (value: string, whole: string) => string) =>
      compared(name, words, (mine, right) => part(mine, right) === part(right, right))
    return [
      compared('unchecked', 'is not looked at', () => true),
      partly('last-ignored', 'the last character does not count', (value) => value.slice(0, -1)),
      partly('end-only', 'only the last eight characters count', (value) => value.slice(-8)),
      partly('start-only', 'only the first half counts', (value, whole) => value.slice(0, whole.length >> 1)),
      compared('prefix', 'a beginning of the right value is enough', (mine, right) => right.startsWith(mine)),
      compared('longer', 'characters behind the right value do not count', (mine, right) => mine.startsWith(right)),
      ...(isAddress(subject, header)
        ? []
        : [partly('letter-case', 'upper and lower case are the same', (value) => value.toLowerCase())]),
    ]
  }

  function oneAlone(header: string): Defect {
    return mistake(
      `only-${header}`,
      `${header} alone is enough`,
      ['one-header-only'],
      ({ given, good }) => Object.keys(given).length === 1 && given[header] === good[header],
    )
  }

  function mistakesOfSchemes(own: string): readonly Defect[] {
    const others = ['Basic', 'Bearer', 'Token', 'Digest'].filter((other) => other !== own)
    /** The header has this form, with the token of the right one. */
    const written = (name: string, words: string, row: string, form: (token: string) => string) =>
      mistake(
        name,
        words,
        [row],
        ({ given, good }) => given['authorization'] === form(tokenOf(good['authorization'] ?? '')),
      )
    return [
      ...others.map((other) => {
        const words = `the right token passes under the scheme ${other}`
        return written(`scheme-${other.toLowerCase()}`, words, 'wrong-scheme', (token) => `${other} ${token}`)
      }),
      mistake(
        'scheme-only',
        'the scheme without a token is enough',
        ['empty-token'],
        ({ given }) => given['authorization']?.trim().toLowerCase() === own.toLowerCase(),
      ),
      written('no-scheme', 'the token passes without its scheme', 'wrong-scheme', (token) => token),
    ]
  }

  function mistakesOfJwts(): readonly Defect[] {
    const headerTextOf = ({ given }: Presented) => Buffer.from(partsOf(given)[0] ?? '', 'base64url').toString('utf8')
    const partsOf = (values: Presented['given']) => tokenOf(values['authorization'] ?? '').split('.')
    return [
      ...['header', 'payload', 'signature'].map((part, index) =>
        mistake(
          `jwt-${part}`,
          `the token's ${part} may be altered`,
          ['tampered-token', 'wrong-value'],
          ({ given, good }) => {
            const mine = partsOf(given)
            return mine.length === 3 && partsOf(good).every((text, i) => (text === mine[i]) !== (i === index))
          },
        ),
      ),
      mistake('jwt-unsigned', 'a token that says alg none needs no signature', ['unsigned-token'], (presented) =>
        headerTextOf(presented).includes('"none"'),
      ),
      mistake(
        'jwt-unsigned-in-capitals',
        'a token that says alg NONE needs no signature',
        ['unsigned-token'],
        (presented) => headerTextOf(presented).includes('"NONE"'),
      ),
      mistake('jwt-without-signature', 'a token needs no signature', ['unsigned-token'], ({ given }) =>
        /^\S+ [\w-]+\.[\w-]+\.$/.test(given['authorization'] ?? ''),
      ),
      mistake('jwt-embedded-key', "the key in a token's own header is believed", ['embedded-key'], (presented) =>
        headerTextOf(presented).includes('"jwk"'),
      ),
    ]
  }

  function writeForRead(): Defect {
    const needed = operation.security.flat().flatMap(({ scopes }) => scopes)
    const writing = needed.map((scope) => scope.replace(/\bread\b/, 'write'))
    return mistake('write-for-read', 'the right to write is enough to read', ['under-scoped'], ({ given }) => {
      const [, payload = ''] = tokenOf(given['authorization'] ?? '').split('.')
      const text = Buffer.from(payload, 'base64url').toString('utf8')
      return writing.some((scope) => text.includes(scope)) && !needed.some((scope) => text.includes(scope))
    })
  }

  function ofAccount(account: string, row: string): Defect {
    return mistake(
      account,
      `the credential of an account that is ${account} is answered`,
      [row],
      ({ given, refused }) => Object.values(given).some((value) => refused.get(tokenOf(value)) === account),
    )
  }
}

const foreignShapes: readonly (readonly [string, RegExp])[] = [
  ['hex-key', /^[0-9a-f]{37}$/],
  ['base64url-key', /^[\w-]{43}$/],
  ['jwt', /^eyJ[\w-]*\.eyJ[\w-]*\.[\w-]+$/],
]

/** Behind the names of mutants that are about one header of several. */
export function suffixOf({ credentialHeaders }: Subject, header: string): string {
  return Object.keys(credentialHeaders).length > 1 ? `-${header.toLowerCase()}` : ''
}

/** Whether a credential's header holds an e-mail address. */
export function isAddress({ credentialHeaders }: Subject, header: string): boolean {
  return Object.entries(credentialHeaders).some(
    ([name, value]) => name.toLowerCase() === header.toLowerCase() && value.includes('@'),
  )
}
