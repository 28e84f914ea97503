import { expect, test } from 'vitest'
import { compileProviderSpec } from '../../../src/spec/compile.ts'
import type { JsonObject } from '../../../src/spec/index.ts'
import { document, json, provider } from '../providers.ts'
import { findings } from './judged.ts'

const body = json({ type: 'object' })
const responses = { '200': body, '401': body, '403': body, '405': body }
const secured = (scheme: JsonObject) =>
  provider(document(responses, { security: [{ key: [] }], components: { securitySchemes: { key: scheme } } }))
const spec = secured({ type: 'http', scheme: 'bearer' })
const type = ['Content-Type', 'application/json'] as const

function found(status: number, headers: readonly (readonly [string, string])[] = [], of = spec) {
  return findings(of, { status, headers: [type, ...headers], body: {} })
    .filter(({ check }) => check === 'wire/refusal-headers')
    .map(({ message, basis }) => [message, basis])
}

test('a 401 needs a challenge and a 405 the methods, by RFC 9110', () => {
  expect(found(401)).toEqual([
    ['status 401 comes without the header WWW-Authenticate (RFC 9110, 15.5.2 and 11.6.1)', 'documented'],
  ])
  expect(found(405)).toEqual([['status 405 comes without the header Allow (RFC 9110, 15.5.6)', 'documented']])
})

test.each<[scheme: JsonObject, basis: string]>([
  [{ type: 'http', scheme: 'basic' }, 'documented'],
  [
    {
      type: 'oauth2',
      flows: { clientCredentials: { tokenUrl: 'https://auth.acme.example/token', scopes: {} } },
    },
    'documented',
  ],
  [{ type: 'apiKey', in: 'header', name: 'X-Api-Key' }, 'assumed'],
  [{ type: 'apiKey', in: 'query', name: 'key' }, 'assumed'],
])('with the scheme %j a missing challenge is %s: HTTP knows no scheme for keys', (scheme, basis) => {
  expect(found(401, [], secured(scheme)).map(([, of]) => of)).toEqual([basis])
})

test('any value of the header will do, an empty Allow too, and no other status needs one', () => {
  expect(found(401, [['www-authenticate', 'Api-Key']])).toEqual([])
  expect(found(405, [['ALLOW', '']])).toEqual([])
  expect(found(403)).toEqual([])
  expect(found(200)).toEqual([])
})

test('a provider that is known to leave the header out has moved on', () => {
  const moved = compileProviderSpec({
    provider: 'acme',
    specFile: 'acme.openapi.yaml',
    specText: JSON.stringify(document({ '200': body, '401': body })),
    driftsText: JSON.stringify({
      drifts: [{ at: 'header WWW-Authenticate', change: 'gone', seen: '2026-08', source: 'a test' }],
    }),
  })
  const [finding] = findings(moved, { status: 401, headers: [type], body: {} })
  expect(finding?.movedOn).toMatchObject({ seen: '2026-08', source: 'a test' })
})
