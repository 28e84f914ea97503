import { jsonReply, withBody, withHeader, withoutHeader } from '../replies.ts'
import type { Mutant, ProxiedReply, ProxiedRequest, Subject } from '../types.ts'
import { type CredentialMemory, credentialMemory, distance, type Presented, tokenOf } from './credentials.ts'
import { type Defect, mutantsFrom } from './make.ts'
import { listRequest } from './requests.ts'

/** A credential that a broken server takes for a right one, and the row of the matrix that should notice. */
interface Mistake {
  readonly name: string
  readonly description: string
  readonly rows: readonly string[]
  accepts(presented: Presented): boolean
}

/** Servers that let the wrong ones in, that refuse in the wrong way, and that keep the right ones out. */
export function authenticationMutants(subject: Subject): readonly Mutant[] {
  return mutantsFrom(subject, 'authentication', [
    ...mistakes(subject).map((mistake) => accepting(subject, mistake)),
    ...refusing(subject),
    ...keepingOut(subject),
  ])
}

function accepting(subject: Subject, { name, description, rows, accepts }: Mistake): Defect {
  return {
    name: `accepts-${name}`,
    description,
    expects: rows.map((row) => `authentication/${row}`),
    mutation(note) {
      const memory = credentialMemory(subject)
      return async (request, forward) => {
        const presented = memory.look(request)
        const isFooled = presented !== undefined && isList(subject, request) && accepts(presented)
        if (isFooled) note()
        const reply = await forward(isFooled ? withGood(request, presented) : request)
        memory.learn(request, reply)
        return reply
      }
    },
  }
}

function isList({ path }: Subject, request: ProxiedRequest): boolean {
  return request.method === 'GET' && request.path === path
}

/** The request with the right credential in place of what came. */
function withGood(request: ProxiedRequest, { good, given }: Presented): ProxiedRequest {
  const others = request.headers.filter(([name]) => given[name.toLowerCase()] === undefined)
  const query = new URLSearchParams(request.query)
  for (const name of [...query.keys()]) if (name.toLowerCase() in good || name === 'access_token') query.delete(name)
  return { ...request, headers: [...others, ...Object.entries(good)], query: query.toString() }
}

function mistakes({ credentialHeaders, provider }: Subject): readonly Mistake[] {
  const names = Object.keys(credentialHeaders).map((name) => name.toLowerCase())
  const isBearer = names.includes('authorization')
  const isJwt = isBearer && tokenOf(Object.values(credentialHeaders)[0] ?? '').split('.').length === 3
  const hasForbidden = isJwt || provider === 'cloudflare' || provider === 'nirvana'
  return [
    ...mistakesOfAll(names),
    ...names.flatMap(mistakesOfOne),
    ...(names.length > 1 ? names.map(oneAlone) : []),
    ...(isBearer ? mistakesOfSchemes : []),
    ...(isJwt ? mistakesOfJwts : []),
    ...(isBearer ? [ofAccount('expired', 'expired')] : []),
    ...(hasForbidden ? [ofAccount('forbidden', 'under-scoped')] : []),
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
function mistakesOfOne(header: string, _index: number, names: readonly string[]): readonly Mistake[] {
  const suffix = names.length > 1 ? `-${header}` : ''
  function compared(name: string, description: string, isSame: (given: string, right: string) => boolean): Mistake {
    return {
      name: `${name}${suffix}`,
      description: `${header}: ${description}`,
      rows: ['wrong-value', 'tampered-token'],
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
    compared(
      'letter-case',
      'upper and lower case are the same',
      (mine, right) => mine.toLowerCase() === right.toLowerCase(),
    ),
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

const mistakesOfSchemes: readonly Mistake[] = [
  ...['basic', 'token', 'digest'].map(
    (scheme): Mistake => ({
      name: `scheme-${scheme}`,
      description: `the right token passes under the scheme ${scheme}`,
      rows: ['wrong-scheme'],
      accepts: ({ given, good }) =>
        given['authorization']?.toLowerCase() === `${scheme} ${tokenOf(good['authorization'] ?? '')}`.toLowerCase(),
    }),
  ),
  {
    name: 'scheme-only',
    description: 'the scheme without a token is enough',
    rows: ['empty-token'],
    accepts: ({ given }) => /^bearer *$/i.test(given['authorization'] ?? ''),
  },
  {
    name: 'no-scheme',
    description: 'the token passes without its scheme',
    rows: ['wrong-scheme'],
    accepts: ({ given, good }) => given['authorization'] === tokenOf(good['authorization'] ?? ''),
  },
]

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

/** Refusals of the right requests in the wrong way, for a credential that is missing and one that is wrong. */
function refusing(subject: Subject): readonly Defect[] {
  const { missing, unknown } = subject.contract.refusals
  const names = Object.keys(subject.credentialHeaders).map((name) => name.toLowerCase())
  const isMissing = ({ given, request }: Presented) =>
    Object.keys(given).length === 0 && !hasCredentialInQuery(request.query, names)
  const isWrong = ({ given, good }: Presented) =>
    names.every((name) => given[name] !== undefined) &&
    names.some((name) => given[name] !== good[name] && distance(given[name] ?? '', good[name] ?? '') <= 1)
  const kinds = [
    { kind: 'missing', row: 'missing', when: isMissing, right: missing.status },
    { kind: 'wrong', row: 'wrong-value', when: isWrong, right: unknown.status },
  ] as const
  return kinds.flatMap(({ kind, row, when, right }): readonly Defect[] => {
    function refused(name: string, words: string, check: readonly string[], change: Change): Defect {
      const description = `a request whose credential is ${kind} is refused ${words}`
      return { name: `${kind}-${name}`, description, expects: check, mutation: onRefusal(subject, when, change) }
    }
    const envelope = ['authentication/refusal-envelope', 'shape/body']
    return [
      ...[200, 302, 400, 401, 403, 404, 418, 500]
        .filter((status) => !right.includes(status))
        .map((status) =>
          refused(`${status}`, `with status ${status}`, [`authentication/${row}`], (reply) => ({ ...reply, status })),
        ),
      refused('data', 'with the list beside it', ['authentication/refusal-without-data'], async (reply, list) => {
        const data = await list()
        return { ...data, status: reply.status, headers: reply.headers }
      }),
      refused(
        'data-elsewhere',
        'with the list under another name',
        ['authentication/refusal-without-data'],
        async (reply, list) => {
          const data = await list()
          const body = {
            ...(JSON.parse(reply.body.toString('utf8')) as object),
            data: JSON.parse(data.body.toString('utf8')),
          }
          return withBody(reply, JSON.stringify(body))
        },
      ),
      refused('other-envelope', "in another provider's words", envelope, (reply) =>
        jsonReply(reply.status, { error: 'invalid_token' }, reply),
      ),
      refused('empty-object', 'with an empty object', envelope, (reply) => jsonReply(reply.status, {}, reply)),
      refused('text', 'with a JSON text', [...envelope, 'wire/json'], (reply) => jsonReply(reply.status, 'no', reply)),
      refused('html', 'with a page', ['shape/content-type'], (reply) =>
        withBody(withHeader(reply, 'Content-Type', 'text/html'), '<h1>No</h1>'),
      ),
      ...headersOf(right === missing.status ? missing : unknown).map((header) =>
        refused(
          `no-${header.toLowerCase()}`,
          `without ${header}`,
          ['authentication/refusal-envelope', 'shape/headers'],
          (reply) => withoutHeader(reply, header),
        ),
      ),
    ]
  })
}

type Change = (reply: ProxiedReply, list: () => Promise<ProxiedReply>) => ProxiedReply | Promise<ProxiedReply>

function onRefusal(subject: Subject, when: (presented: Presented) => boolean, change: Change): Defect['mutation'] {
  return (note) => {
    const memory: CredentialMemory = credentialMemory(subject)
    return async (request, forward) => {
      const presented = memory.look(request)
      const reply = await forward(request)
      memory.learn(request, reply)
      if (presented === undefined || !isList(subject, request) || reply.status < 400 || !when(presented)) return reply
      note()
      return change(reply, () => forward(listRequest(subject, withGood(request, presented))))
    }
  }
}

/** Headers that a refusal promises. */
function headersOf(refusal: Subject['contract']['refusals']['missing']): readonly string[] {
  return (refusal.also ?? []).flatMap(({ promised }) => /^the header (\S+)/.exec(promised)?.[1] ?? [])
}

/** Servers that read names too closely: letter case does not count in names of headers and of schemes. */
function keepingOut(subject: Subject): readonly Defect[] {
  const names = Object.keys(subject.credentialHeaders)
  function strict(name: string, description: string, isKnown: (request: ProxiedRequest) => boolean): Defect {
    return {
      name,
      description,
      expects: ['authentication/letter-case'],
      mutation: (note) => (request, forward) => {
        if (isKnown(request)) return forward(request)
        note()
        const unknown = new Set(names.map((header) => header.toLowerCase()))
        return forward({
          ...request,
          headers: request.headers.filter(([header]) => !unknown.has(header.toLowerCase())),
        })
      },
    }
  }
  const has = (request: ProxiedRequest, accepted: (header: string) => boolean) =>
    names.every((name) =>
      request.headers.every(([header]) => header.toLowerCase() !== name.toLowerCase() || accepted(header)),
    )
  const scheme = Object.values(subject.credentialHeaders)[0]?.split(' ')[0] ?? ''
  return [
    strict('lower-case-header', 'a header name in lower case is not recognized', (request) =>
      has(request, (header) => header !== header.toLowerCase()),
    ),
    strict('upper-case-header', 'a header name in capitals is not recognized', (request) =>
      has(request, (header) => names.includes(header) || header !== header.toUpperCase()),
    ),
    ...(names.includes('Authorization')
      ? [scheme.toLowerCase(), scheme.toUpperCase()].map((form) =>
          strict(
            `scheme-${form === scheme.toLowerCase() ? 'lower' : 'upper'}`,
            `the scheme written ${form} is not recognized`,
            (request) =>
              request.headers.every(
                ([header, value]) => header.toLowerCase() !== 'authorization' || !value.startsWith(`${form} `),
              ),
          ),
        )
      : []),
  ]
}

function hasCredentialInQuery(query: string, names: readonly string[]): boolean {
  return [...names, 'access_token'].some((name) => valueInQuery(query, name) !== undefined)
}

function valueInQuery(query: string, name: string): string | undefined {
  return [...new URLSearchParams(query)].find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1]
}
