import { expect, test } from 'vitest'
import { resolvePointer } from '../../src/spec/index.ts'
import { readOperation } from '../../src/spec/operation.ts'
import type { Json, JsonObject, OperationSpec } from '../../src/spec/types.ts'
import { ACME, acmeWith } from './acme-fixture.ts'
import { refusalOf } from './refusal.ts'

function read(document: JsonObject): OperationSpec {
  return readOperation({ provider: 'acme', reading: 'published', file: 'acme.openapi.yaml', document })
}

const GET = ['paths', '/orgs', 'get']

test('tells who serves the operation, and where', () => {
  const { provider, reading, title, method, path, operationId, pointer, document } = read(ACME)
  expect({ provider, reading, title, method, path, operationId, pointer }).toEqual({
    provider: 'acme',
    reading: 'published',
    title: 'Acme API',
    method: 'GET',
    path: '/orgs',
    operationId: 'listOrgs',
    pointer: '/paths/~1orgs/get',
  })
  expect(document).toBe(ACME)
})

test('gives hosts in lower case without port, servers before token endpoints', () => {
  expect(read(ACME).hosts).toEqual(['api.acme.example', 'eu.acme.example', 'auth.acme.example'])
})

test('gives each host once', () => {
  const servers = [{ url: 'https://auth.acme.example/a' }, { url: 'https://AUTH.acme.example/b' }]
  expect(read(acmeWith(['servers'], servers)).hosts).toEqual(['auth.acme.example'])
})

test.each([
  ['https://a.example', ''],
  ['https://a.example/', ''],
  ['https://a.example/client/v4', '/client/v4'],
  ['https://a.example/client/v4//', '/client/v4'],
])('reads the base path of %s as %j', (url, basePath) => {
  expect(read(acmeWith(['servers'], [{ url }])).basePath).toBe(basePath)
})

test("fills a server's variables with their defaults", () => {
  expect(read(ACME).basePath).toBe('/live/v2')
})

test("prefers the operation's servers to the path's, and these to the document's", () => {
  const onPath = acmeWith(['paths', '/orgs', 'servers'], [{ url: 'https://path.example' }])
  expect(read(onPath).hosts[0]).toBe('path.example')
  const path = { ...ACME.paths['/orgs'], servers: [{ url: 'https://path.example' }] }
  const both = { ...path, get: { ...path.get, servers: [{ url: 'https://own.example' }] } }
  expect(read(acmeWith(['paths', '/orgs'], both)).hosts[0]).toBe('own.example')
})

test("gives the operation's parameters, then those of the path that it does not replace, schemas dereferenced", () => {
  expect(read(ACME).parameters).toEqual([
    {
      name: 'size',
      in: 'query',
      required: false,
      schema: { type: 'integer', maximum: 50 },
      pointer: '/components/parameters/Size',
    },
    {
      name: 'page',
      in: 'query',
      required: true,
      schema: { type: 'integer', minimum: 1 },
      pointer: '/paths/~1orgs/get/parameters/1',
    },
    {
      name: 'X-Trace',
      in: 'header',
      required: false,
      schema: { type: 'string' },
      pointer: '/paths/~1orgs/parameters/1',
    },
  ])
})

test('gives responses with dereferenced headers and with schemas as they stand', () => {
  const at = '/paths/~1orgs/get/responses/200'
  expect(read(ACME).responses).toEqual([
    {
      status: '200',
      pointer: at,
      headers: [
        { name: 'X-Total', required: true, schema: { type: 'integer' }, pointer: `${at}/headers/X-Total` },
        {
          name: 'X-Page',
          required: false,
          schema: { type: 'integer', minimum: 1 },
          pointer: '/components/headers/Page',
        },
      ],
      content: [
        {
          mediaType: 'application/json',
          schema: { $ref: '#/components/schemas/Orgs' },
          pointer: `${at}/content/application~1json/schema`,
        },
        { mediaType: 'text/plain', pointer: `${at}/content/text~1plain` },
      ],
    },
    { status: '4XX', pointer: '/components/responses/Failure', headers: [], content: [] },
  ])
})

test('passes over extensions among the responses', () => {
  const { responses } = read(acmeWith([...GET, 'responses', 'x-note'], 'none'))
  expect(responses.map(({ status }) => status)).toEqual(['200', '4XX'])
})

test('resolves security requirements to schemes: alternatives of schemes that count together', () => {
  const key = { scheme: { id: 'key', type: 'apiKey', in: 'header', name: 'X-Key' }, scopes: [] }
  const oauth = {
    scheme: {
      id: 'oauth',
      type: 'oauth2',
      tokenUrl: 'https://Auth.acme.example/token',
      scopes: { 'orgs:read': 'Read', 'orgs:write': 'Write' },
    },
    scopes: ['orgs:read'],
  }
  const basic = { scheme: { id: 'basic', type: 'http', scheme: 'basic' }, scopes: [] }
  expect(read(ACME).security).toEqual([[oauth, key], [basic], []])
})

test("falls back to the document's security only where the operation states none", () => {
  const inherited = { ...acmeWith([...GET, 'security'], undefined), security: [{ key: [] }] }
  expect(read(inherited).security.map((all) => all.map(({ scheme }) => scheme.id))).toEqual([['key']])
  expect(read({ ...acmeWith([...GET, 'security'], []), security: [{ key: [] }] }).security).toEqual([])
})

test('every pointer names its node in the document', () => {
  const { parameters, responses, pointer } = read(ACME)
  const pointers = [pointer, ...[...parameters, ...responses].map((part) => part.pointer)]
  for (const response of responses) {
    for (const part of [...response.headers, ...response.content]) pointers.push(part.pointer)
  }
  expect(pointers).toHaveLength(10)
  for (const each of pointers) expect(resolvePointer(ACME, each)).toBeDefined()
})

test('freezes the operation and the document, all the way down', () => {
  const thaw = (value: unknown): string[] => {
    if (typeof value !== 'object' || value === null) return []
    const inner = Object.values(value).flatMap(thaw)
    return Object.isFrozen(value) ? inner : [JSON.stringify(value), ...inner]
  }
  expect(thaw(read(structuredClone(ACME)))).toEqual([])
})

const HERE = 'acme.openapi.yaml#/paths/~1orgs/get'

test.each<[string, JsonObject, string]>([
  [
    'a document without version',
    acmeWith(['openapi'], undefined),
    'DOCUMENT_SHAPE acme.openapi.yaml: openapi is missing',
  ],
  [
    'Swagger 2',
    acmeWith(['openapi'], '2.0'),
    'UNSUPPORTED acme.openapi.yaml#/openapi: OpenAPI 2.0 is not supported; 3.0 and 3.1 are',
  ],
  ['a missing title', acmeWith(['info'], {}), 'DOCUMENT_SHAPE acme.openapi.yaml#/info: title is missing'],
  [
    'a document without operation',
    acmeWith(['paths'], {}),
    'OPERATION_COUNT acme.openapi.yaml#/paths: must hold exactly one operation, a GET; it holds none',
  ],
  [
    'an operation that is no GET',
    acmeWith(['paths'], { '/orgs': { post: {} } }),
    'OPERATION_COUNT acme.openapi.yaml#/paths: must hold exactly one operation, a GET; it holds POST /orgs',
  ],
  [
    'two operations',
    acmeWith(['paths', '/more'], { get: {} }),
    'OPERATION_COUNT acme.openapi.yaml#/paths: must hold exactly one operation, a GET; it holds GET /orgs, GET /more',
  ],
  [
    'a path without its slash',
    acmeWith(['paths'], { orgs: {} }),
    'DOCUMENT_SHAPE acme.openapi.yaml#/paths/orgs: a path must begin with /',
  ],
  [
    'a document without servers',
    acmeWith(['servers'], undefined),
    'DOCUMENT_SHAPE acme.openapi.yaml: servers is missing',
  ],
  [
    'an empty list of servers',
    acmeWith(['servers'], []),
    'DOCUMENT_SHAPE acme.openapi.yaml#/servers: must name at least one server',
  ],
  [
    'a relative server',
    acmeWith(['servers'], [{ url: '/v1' }]),
    'DOCUMENT_SHAPE acme.openapi.yaml#/servers/0/url: /v1 is not an absolute http or https URL',
  ],
  [
    'a server variable without default',
    acmeWith(['servers'], [{ url: 'https://{region}.example' }]),
    'DOCUMENT_SHAPE acme.openapi.yaml#/servers/0/url: {region} has no default in /servers/0/variables',
  ],
  [
    'a parameter in no known place',
    acmeWith([...GET, 'parameters'], [{ name: 'a', in: 'body', schema: {} }]),
    `DOCUMENT_SHAPE ${HERE}/parameters/0/in: must be one of query, header, path, cookie, not "body"`,
  ],
  [
    'a parameter without schema',
    acmeWith([...GET, 'parameters'], [{ name: 'a', in: 'query' }]),
    `DOCUMENT_SHAPE ${HERE}/parameters/0: schema is missing`,
  ],
  [
    'a parameter with content',
    acmeWith([...GET, 'parameters'], [{ name: 'a', in: 'query', content: {} }]),
    `UNSUPPORTED ${HERE}/parameters/0: content is not supported here; schema is`,
  ],
  [
    'a parameter that stands twice',
    acmeWith(
      [...GET, 'parameters'],
      [
        { name: 'a', in: 'query', schema: {} },
        { name: 'a', in: 'query', schema: {} },
      ],
    ),
    `DOCUMENT_SHAPE ${HERE}/parameters/1: the query parameter a stands twice`,
  ],
  [
    'a required that is no boolean',
    acmeWith([...GET, 'parameters'], [{ name: 'a', in: 'query', required: 'yes', schema: {} }]),
    `DOCUMENT_SHAPE ${HERE}/parameters/0/required: must be a boolean, not a string`,
  ],
  [
    'parameters that are no list',
    acmeWith([...GET, 'parameters'], {}),
    `DOCUMENT_SHAPE ${HERE}/parameters: must be an array, not an object`,
  ],
  [
    'a schema that is no object',
    acmeWith([...GET, 'responses', '200', 'content', 'text/plain', 'schema'], true),
    `DOCUMENT_SHAPE ${HERE}/responses/200/content/text~1plain/schema: must be an object, not a boolean`,
  ],
  [
    'no responses',
    acmeWith([...GET, 'responses'], {}),
    `DOCUMENT_SHAPE ${HERE}/responses: must document at least one response`,
  ],
  [
    'an unknown status',
    acmeWith([...GET, 'responses', 'ok'], {}),
    `DOCUMENT_SHAPE ${HERE}/responses/ok: ok is no status: 200, 4XX or default`,
  ],
  [
    'a response $ref that names nothing',
    acmeWith([...GET, 'responses', '500'], { $ref: '#/components/responses/Nope' }),
    `REF_UNRESOLVED ${HERE}/responses/500: $ref #/components/responses/Nope names nothing`,
  ],
  [
    'a security scheme that is not there',
    acmeWith([...GET, 'security'], [{ nope: [] }]),
    `DOCUMENT_SHAPE ${HERE}/security/0/nope: nope is not among components.securitySchemes`,
  ],
  [
    'a security scheme that a mock cannot check',
    acmeWith(['components', 'securitySchemes', 'key'], { type: 'mutualTLS' }),
    'UNSUPPORTED acme.openapi.yaml#/components/securitySchemes/key: mutualTLS is no scheme that a mock can check; apiKey, http and oauth2 are',
  ],
  [
    'an OAuth flow with a browser',
    acmeWith(['components', 'securitySchemes', 'oauth', 'flows'], { implicit: {} }),
    'UNSUPPORTED acme.openapi.yaml#/components/securitySchemes/oauth/flows: oauth2 needs the clientCredentials flow',
  ],
  [
    'a relative token URL',
    acmeWith(['components', 'securitySchemes', 'oauth', 'flows', 'clientCredentials', 'tokenUrl'], '/token'),
    'DOCUMENT_SHAPE acme.openapi.yaml#/components/securitySchemes/oauth/flows/clientCredentials/tokenUrl: /token is not an absolute http or https URL',
  ],
])('refuses %s', async (_, document, message) => {
  expect(await refusalOf(() => read(document))).toBe(message)
})

test('carries the facts of a refusal as fields', () => {
  const document = acmeWith(['servers'], [{ url: '/v1' }])
  const facts = {
    name: 'SpecError',
    code: 'DOCUMENT_SHAPE',
    file: 'acme.openapi.yaml',
    pointer: '/servers/0/url',
    reason: '/v1 is not an absolute http or https URL',
  }
  expect(() => read(document)).toThrow(expect.objectContaining(facts))
})

test('says a refusal in one line, whatever the document calls its parts', async () => {
  const paths: Json = { 'a\nb': {} }
  expect(await refusalOf(() => read(acmeWith(['paths'], paths)))).toBe(
    'DOCUMENT_SHAPE acme.openapi.yaml#/paths/a b: a path must begin with /',
  )
})
