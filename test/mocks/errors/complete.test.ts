import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { createProviders } from '../../../src/compose/providers.ts'
import { createValidator } from '../../../src/contract/validator/index.ts'
import { refusalOf } from '../../../src/mock/error-catalogue.ts'
import {
  errorEntries,
  type MockRequest,
  type Provider,
  type ProviderError,
  type Refusal,
} from '../../../src/mock/index.ts'
import { contentFor, loadProviderSpec, responseFor } from '../../../src/spec/index.ts'
import { type ProviderId, providerIds } from '../../support/providers.ts'
import { answer, mockRequest } from '../ask.ts'

// That nothing is missing in the catalogue, and that what stands in it is what the documents allow.

const providers = await createProviders()

function providerOf(id: ProviderId): Provider {
  const found = providers.find((provider) => provider.id === id)
  if (found === undefined) throw new Error(`${id} is missing`)
  return found
}

const reasons = ['missing', 'malformed', 'unknown', 'expired', 'revoked'] as const

/** Each kind of refusal, in each case that this provider tells apart; the values of facts are those that its catalogue has for them. */
function everyRefusal(errors: readonly ProviderError[]): readonly Refusal[] {
  const facts = (kind: Refusal['kind'], otherwise: object = {}) =>
    ({
      kind,
      ...otherwise,
      ...errors.find((error) => error.kind === kind && error.facts !== undefined)?.facts,
    }) as Refusal
  return [
    ...reasons.map((reason): Refusal => ({ kind: 'unauthenticated', reason })),
    facts('forbidden'),
    facts('invalid-parameter', { parameter: 'a', rule: 'must be b' }),
    facts('invalid-cursor', { parameter: 'cursor' }),
    facts('not-found'),
    facts('method-not-allowed', { allow: ['GET'] }),
    facts('not-acceptable'),
    facts('unsupported-media-type', { mediaType: 'a/b' }),
    facts('throttled', { retryAfterSeconds: 1 }),
    facts('internal'),
  ]
}

const finerCases: Readonly<Record<ProviderId, readonly Refusal[]>> = {
  cekura: [],
  nirvana: [],
  cloudflare: [
    { kind: 'unauthenticated', reason: 'missing', detail: 'x-auth-key' },
    { kind: 'unauthenticated', reason: 'missing', detail: 'x-auth-email' },
    { kind: 'unauthenticated', reason: 'malformed', detail: 'x-auth-key' },
    { kind: 'unauthenticated', reason: 'malformed', detail: 'x-auth-email' },
    { kind: 'unauthenticated', reason: 'malformed', detail: 'x-auth-key,x-auth-email' },
    { kind: 'unauthenticated', reason: 'malformed', detail: 'authorization' },
    { kind: 'unauthenticated', reason: 'unknown', detail: 'authorization' },
  ],
  cradl: [
    { kind: 'token', code: 'invalid_client' },
    { kind: 'token', code: 'invalid_request' },
    { kind: 'token', code: 'invalid_scope' },
    { kind: 'token', code: 'unauthorized_client' },
    { kind: 'token', code: 'unsupported_grant_type' },
    { kind: 'token', code: 'wrong-method' },
    { kind: 'token', code: 'wrong-path' },
  ],
}

test.each(providerIds)('whatever %s can refuse has its error in the catalogue', (id) => {
  const provider = providerOf(id)
  const listed = new Set(errorEntries([provider]).map(({ status, body }) => `${status} ${body}`))
  for (const refusal of [...everyRefusal(provider.errors), ...finerCases[id]]) {
    const { status, text } = answer(provider.refuse(refusal, operationRequest(provider)))
    expect([...listed], JSON.stringify(refusal)).toContain(`${status} ${text}`)
  }
})

/** Errors that come by themselves, each by the refusal that it is for. */
function natural(id: ProviderId): readonly ProviderError[] {
  return providerOf(id).errors.filter(({ isOnDemand }) => isOnDemand !== true)
}

test.each(providerIds)('no error of %s hides behind another one: its own case leads to it', (id) => {
  const provider = providerOf(id)
  for (const error of natural(id)) {
    const { status, text } = answer(provider.refuse(refusalOf(error), operationRequest(provider)))
    const shown = answer(provider.example(error))
    expect(`${status} ${text}`, error.name).toBe(`${shown.status} ${shown.text}`)
  }
})

test('only these errors come on demand alone', () => {
  const found = providerIds.flatMap((id) =>
    providerOf(id).errors.flatMap(({ name, isOnDemand }) => (isOnDemand === true ? [`${id}.${name}`] : [])),
  )
  expect(found.sort()).toEqual([
    'cloudflare.971',
    'cradl.bad_gateway',
    'cradl.endpoint_request_timed_out',
    'cradl.limit_exceeded',
    'cradl.not_found',
    'cradl.unauthorized',
  ])
})

function operationRequest(provider: Provider): MockRequest {
  return mockRequest(provider, { path: provider.listGuide.path })
}

test.each(providerIds)('no two errors of %s are the same', (id) => {
  const bodies = errorEntries([providerOf(id)]).map(({ status, body }) => `${status} ${body}`)
  expect(new Set(bodies).size).toBe(bodies.length)
})

// From the documents, and from what was settled where they are silent.
test.each<[ProviderId, readonly number[]]>([
  ['cekura', [400, 401, 403, 404, 405, 406, 415, 429, 500]],
  ['cloudflare', [400, 403, 404, 405, 429, 500]],
  ['cradl', [400, 401, 403, 404, 405, 415, 429, 500, 502, 504]],
  ['nirvana', [400, 401, 403, 404, 405, 429, 500]],
])('%s has an error of each status that is known of it', (id, statuses) => {
  const found = new Set(errorEntries([providerOf(id)]).map(({ status }) => status))
  expect([...found].sort()).toEqual(statuses)
})

describe('the repaired document', async () => {
  const specs = fileURLToPath(new URL('../../../specs/', import.meta.url))
  const repaired = Object.fromEntries(
    await Promise.all(providerIds.map(async (id) => [id, (await loadProviderSpec(specs, id)).repaired] as const)),
  )

  test.each(providerIds)('of %s declares no error that is not in the catalogue', (id) => {
    const found = errorEntries([providerOf(id)]).map(({ status }) => status)
    const declared = repaired[id]?.responses.map(({ status }) => status).filter((status) => /^[45]\d\d$/.test(status))
    for (const status of declared ?? []) expect(found).toContain(Number(status))
  })

  /** Said by another operation, or under a status that the document does not declare. */
  const undeclared = [
    'cekura.invalid',
    'cekura.unsupported_media_type',
    'cloudflare.10001',
    'cradl.invalid_client',
    'cradl.invalid_request',
    'cradl.invalid_scope',
    'cradl.unauthorized_client',
    'cradl.unsupported_grant_type',
    'cradl.token_path_not_found',
    'cradl.token_method_not_allowed',
  ]
  const judged = errorEntries(providers).filter(
    ({ id, provider }) => provider !== 'nirvana' && !undeclared.includes(id),
  )

  /** What is wrong with an error's body by the schema of its status. */
  function faultsOf(id: string): readonly { readonly at: string; readonly keyword: string }[] {
    const entry = judged.find((candidate) => candidate.id === id)
    const operation = repaired[entry?.provider ?? '']
    if (entry === undefined || operation === undefined) throw new Error(`${id} is not judged`)
    const response = responseFor(operation, entry.status)
    const type = entry.headers[entry.headers.findIndex((name) => name.toLowerCase() === 'content-type') + 1] ?? ''
    const content = response && contentFor(response, type.replace(/;.*/, ''))
    if (content === undefined) throw new Error(`${id} is not declared`)
    const value: unknown = type.startsWith('application/json') ? JSON.parse(entry.body) : entry.body
    return createValidator(operation).faults(content, value)
  }

  test.each(judged.map(({ id }) => id).filter((id) => id !== 'cloudflare.971'))('takes the body of %s', (id) => {
    expect(faultsOf(id)).toEqual([])
  })

  test('refuses the body of cloudflare.971, as its source says: a code below 1000, and two members missing', () => {
    const faults = faultsOf('cloudflare.971').map(({ at, keyword }) => `${keyword} ${at}`)
    expect([...new Set(faults)].sort()).toEqual(['minimum /errors/0/code', 'required '])
    expect(errorEntries(providers).find(({ id }) => id === 'cloudflare.971')?.source).toMatch(/Breaks the document/)
  })

  test('of Nirvana declares no error at all', () => {
    expect(repaired['nirvana']?.responses.map(({ status }) => status)).toEqual(['200'])
  })
})
