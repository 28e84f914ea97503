import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { createProviders } from '../../../src/compose/providers.ts'
import { contentFor, createValidator, responseFor } from '../../../src/contract/validator/index.ts'
import {
  type CatalogueEntry,
  errorEntries,
  type Fault,
  type MockRequest,
  type Provider,
} from '../../../src/mock/index.ts'
import { loadProviderSpec } from '../../../src/spec/index.ts'
import { type ProviderId, providerIds } from '../../support/providers.ts'
import { answer, mockRequest } from '../ask.ts'

// That nothing is missing in the catalogue, and that what stands in it is what the documents allow.

const providers = await createProviders()

function providerOf(id: ProviderId): Provider {
  const found = providers.find((provider) => provider.id === id)
  if (found === undefined) throw new Error(`${id} is missing`)
  return found
}

/** Finer cases by the fault function's own words; undefined is the plain case. */
const details: Readonly<Record<ProviderId, { readonly [Kind in Fault['kind']]?: readonly string[] }>> = {
  cekura: {},
  cloudflare: {
    unauthenticated: ['authorization', 'x-auth-key', 'x-auth-email', 'x-auth-key,x-auth-email'],
    throttled: ['971'],
  },
  cradl: { unauthenticated: ['unauthorized'], throttled: ['quota'], internal: ['bad-gateway', 'timeout'] },
  nirvana: {},
}

const reasons = ['missing', 'malformed', 'unknown', 'expired', 'revoked'] as const

/** Each kind of fault there is, in all its cases; what a parameter, a path or a type is called is taken from the catalogue. */
function everyFault(id: ProviderId, errors: readonly CatalogueEntry[]): Fault[] {
  const known = errors.map(({ fault }) => fault).filter((fault) => typeof fault === 'object')
  const like = <Kind extends Fault['kind']>(kind: Kind, fallback: Extract<Fault, { kind: Kind }>) =>
    known.find((fault): fault is Extract<Fault, { kind: Kind }> => fault.kind === kind) ?? fallback
  const detailed = <Kind extends Fault['kind']>(kind: Kind) => [
    {},
    ...(details[id][kind] ?? []).map((detail) => ({ detail })),
  ]

  const byKind: { readonly [Kind in Fault['kind']]: readonly Extract<Fault, { kind: Kind }>[] } = {
    unauthenticated: reasons.flatMap((reason) =>
      detailed('unauthenticated')
        // Cloudflare's scheme always says which header is malformed.
        .filter((more) => id !== 'cloudflare' || reason !== 'malformed' || 'detail' in more)
        .map((more) => ({ kind: 'unauthenticated' as const, reason, ...more })),
    ),
    forbidden: detailed('forbidden').flatMap((more) => [
      { kind: 'forbidden' as const, ...more },
      like('forbidden', { kind: 'forbidden' }),
    ]),
    'invalid-parameter': [like('invalid-parameter', { kind: 'invalid-parameter', parameter: 'a', rule: 'must be b' })],
    'invalid-cursor': [like('invalid-cursor', { kind: 'invalid-cursor', parameter: 'cursor' })],
    'not-found': [{ kind: 'not-found' }],
    'method-not-allowed': [like('method-not-allowed', { kind: 'method-not-allowed', allow: ['GET'] })],
    'not-acceptable': [{ kind: 'not-acceptable' }],
    'unsupported-media-type': [like('unsupported-media-type', { kind: 'unsupported-media-type', mediaType: 'a/b' })],
    throttled: detailed('throttled').map((more) => ({ kind: 'throttled' as const, retryAfterSeconds: 1, ...more })),
    internal: detailed('internal').map((more) => ({ kind: 'internal' as const, ...more })),
  }
  return Object.values(byKind).flat()
}

function operationRequest(provider: Provider): MockRequest {
  return mockRequest(provider, { path: provider.walk.path })
}

test.each(providerIds)('whatever the fault function of %s can say is in the catalogue', (id) => {
  const provider = providerOf(id)
  const listed = new Set(errorEntries([provider]).map(({ status, body }) => `${status} ${body}`))
  const faults = everyFault(id, provider.errors)
  expect(faults.length).toBeGreaterThanOrEqual(14)
  for (const fault of faults) {
    const { status, text } = answer(provider.refuse(fault, operationRequest(provider)))
    expect([...listed], JSON.stringify(fault)).toContain(`${status} ${text}`)
  }
})

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
