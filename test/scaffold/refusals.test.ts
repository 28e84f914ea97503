import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import type { ScaffoldOptions } from '../../src/scaffold/index.ts'
import { bareArray, everyPage } from './documents.ts'
import { scaffold } from './scaffolded.ts'
import { row, type Small, small } from './small-document.ts'

/** The message of the refusal. */
function refusal(text: string, options: Partial<ScaffoldOptions>): string {
  try {
    scaffold('api.yaml', text, { id: 'mine', path: '/orgs', ...options })
  } catch (error) {
    expect(error).toMatchObject({ name: 'ScaffoldError', code: expect.stringMatching(/^[A-Z]+$/) })
    const { message } = error as Error
    expect(message).not.toContain('\n')
    return message
  }
  throw new Error('it is not refused')
}

const query = (...names: string[]) => names.map((name) => ({ name, in: 'query', schema: { type: 'string' } }))

const versions = 'OpenAPI 3.0 to 3.2 and Swagger 2.0 are read'

describe('a document is refused in one line that says what would do:', () => {
  test.each<[what: string, text: string, options: Partial<ScaffoldOptions>, message: string]>([
    [
      'no YAML',
      'a: [',
      {},
      'api.yaml:1:5: Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
    ['no object', '- 1', {}, 'api.yaml holds no OpenAPI document: it is no object'],
    ['an older Swagger', 'swagger: "1.2"', {}, `api.yaml is Swagger 1.2; ${versions}`],
    ['a later OpenAPI', 'openapi: 3.3.0', {}, `api.yaml is OpenAPI 3.3.0; ${versions}`],
    ['none at all', 'info: {}', {}, `api.yaml does not say which OpenAPI it is; ${versions}`],
    [
      'a Swagger that cannot be converted',
      JSON.stringify({ swagger: '2.0', paths: { '/orgs': { get: { parameters: [{ name: 'x' }] } } } }),
      {},
      'api.yaml is no Swagger 2.0: Parameter object must have an "in" property',
    ],
    ['an id', small({}), { id: 'My_API' }, '"My_API" is no provider id: lower-case letters, digits and single hyphens'],
    ['a path', bareArray.text, { path: '/org' }, 'there is no path "/org" in api.yaml; it has /orgs'],
    ['a path among others', bareArray.text, { path: '/x' }, 'there is no path "/x" in api.yaml; it has /orgs, /users'],
    [
      'a method',
      JSON.stringify({ openapi: '3.0.0', paths: { '/orgs': { post: {}, delete: {} } } }),
      {},
      '/orgs has no GET in api.yaml; it has only POST and DELETE',
    ],
    [
      'a path with gaps',
      JSON.stringify({ openapi: '3.0.0', paths: { '/o/{id}': { get: {} } } }),
      { path: '/o/{id}' },
      '/o/{id} has parameters in it, and one path is served: give --param id=VALUE',
    ],
    [
      'a value of no parameter',
      JSON.stringify({ openapi: '3.0.0', paths: { '/o/{id}': { get: {} } } }),
      { path: '/o/{id}', params: { id: '1', org: 'acme' } },
      '--param "org" is no parameter of the path /o/{id}; it has id',
    ],
    [
      'no success',
      small({ responses: { 404: { description: '' } } }),
      {},
      'GET /orgs documents no answer with status 200',
    ],
    [
      'no JSON',
      small({ responses: { 200: { description: '', content: { 'text/csv': {} } } } }),
      {},
      'GET /orgs documents its answer as text/csv; JSON is needed',
    ],
    [
      'no list',
      small({ schema: { type: 'object', properties: { ids: { type: 'array', items: { type: 'string' } } } } }),
      {},
      'the answer of GET /orgs holds no list of objects with documented properties; --items POINTER names one',
    ],
    ...[
      { type: 'string', properties: { id: { type: 'string' } } },
      { type: 'object' },
      { type: 'object', properties: {} },
    ].map((items): [string, string, Partial<ScaffoldOptions>, string] => [
      `only a list of ${JSON.stringify(items)}`,
      small({ schema: { type: 'object', properties: { rows: { type: 'array', items } } } }),
      {},
      'the answer of GET /orgs holds no list of objects with documented properties; --items POINTER names one',
    ]),
    [
      'another list than was asked for',
      small({ schema: { type: 'object', properties: { data: { type: 'array', items: row } } } }),
      { items: '/rows' },
      '--items "/rows" is no list of objects in the answer of GET /orgs; it has "/data"',
    ],
    [
      'no identity',
      small({ schema: { type: 'array', items: { type: 'object', properties: { color: { type: 'string' } } } } }),
      {},
      'nothing tells two items of GET /orgs apart (no id, key or name); --identity NAME names a property: it has color',
    ],
    [
      'another identity than was asked for',
      small({}),
      { identity: 'name' },
      '--identity "name" is no text or number of an item of GET /orgs; there is id',
    ],
    [
      'a schema that nothing satisfies',
      small({ schema: { allOf: [{ type: 'array' }, { type: 'object' }] } }),
      {},
      'no body can satisfy the schema of GET /orgs, status 200: it contradicts itself',
    ],
    [
      'a reference that leads out',
      small({ schema: { $ref: 'other.yaml#/List' } }),
      {},
      'the document refers to other.yaml, and no files beside it are read here',
    ],
    [
      'a reference that leads nowhere',
      small({ schema: { $ref: '#/components/schemas/No' } }),
      {},
      '$ref #/components/schemas/No names nothing',
    ],
  ])('%s', (_, text, options, message) => {
    expect(refusal(text, options)).toBe(message)
  })
})

describe('an authentication is refused:', () => {
  const kinds = 'api-key, bearer, basic, header-pair, client-credentials or none'
  test.each<[what: string, security: unknown, options: Partial<ScaffoldOptions>, message: string]>([
    [
      'one that is not served',
      [{ m: [] }],
      {},
      `the document asks for m (mutualTLS), which cannot be served; choose with --auth ${kinds}`,
    ],
    ['one that nobody knows', [{ b: [] }], { auth: 'digest' }, `--auth must be ${kinds}, not "digest"`],
    [
      'a key without a header',
      [{ b: [] }],
      { auth: 'api-key' },
      '--auth api-key needs --header NAME: the document names b (http bearer)',
    ],
    [
      'a pair without headers',
      [],
      { auth: 'header-pair' },
      '--auth header-pair needs --header twice, who and secret: the document names no authentication',
    ],
    [
      'client credentials without a token URL',
      [{ b: [] }],
      { auth: 'client-credentials' },
      '--auth client-credentials needs --token-url URL: the document names b (http bearer)',
    ],
    [
      'a header for a token',
      [{ b: [] }],
      { auth: 'bearer', headers: ['X'] },
      '--header is given 1 times: belongs to --auth api-key (once) and --auth header-pair (twice)',
    ],
    [
      'a header that is none',
      [{ b: [] }],
      { auth: 'api-key', headers: ['X Y'] },
      '--header must be the name of a header, not "X Y"',
    ],
    [
      'a token URL that is none',
      [{ b: [] }],
      { auth: 'client-credentials', tokenUrl: 'x' },
      '--token-url must be an https URL, not "x"',
    ],
    [
      'a token URL for a key',
      [{ b: [] }],
      { auth: 'bearer', tokenUrl: 'https://x.example' },
      '--token-url belongs to --auth client-credentials',
    ],
  ])('%s', (_, security, options, message) => {
    expect(refusal(small({ security }), options)).toBe(message)
  })
})

describe('pages are refused:', () => {
  const list = (properties: object) => ({
    type: 'object',
    required: Object.keys(properties),
    properties: { data: { type: 'array', items: row }, ...properties },
  })
  test.each<[what: string, made: Small, options: Partial<ScaffoldOptions>, message: string]>([
    [
      'a kind that nobody knows',
      {},
      { pages: 'links' },
      '--pages must be whole-list, page-number, offset, forward-token, cursor or last-id, not "links"',
    ],
    [
      'a size that is not declared',
      { parameters: query('cursor') },
      { sizeParameter: 'limit' },
      '--size "limit" is no query parameter of GET /orgs; it declares cursor',
    ],
    [
      'nothing that leads on',
      { parameters: query('cursor', 'limit'), schema: list({ more: { type: 'string' } }) },
      {},
      'the answer of GET /orgs holds no text that leads to the next page; --next POINTER names one, --pages whole-list does without',
    ],
    [
      'a way on that is not there',
      { parameters: query('cursor', 'limit'), schema: list({ more: { type: 'string' } }) },
      { next: '/next' },
      '--next "/next" is no text in the answer of GET /orgs; it has /more',
    ],
    [
      'a way on that can never end',
      { parameters: query('cursor', 'limit'), schema: list({ next: { type: 'string', minLength: 1 } }) },
      {},
      'the schema lets /next be neither null nor absent nor empty: a last page could not be told',
    ],
    [
      'a way on that is too narrow',
      { parameters: query('cursor', 'limit'), schema: list({ next: { type: ['string', 'null'], maxLength: 20 } }) },
      {},
      '/next cannot hold a cursor of 34 letters, digits, - and _, as they are served: its schema forbids it',
    ],
    [
      'an offset that is a text, and nothing that leads on',
      { parameters: query('offset', 'limit') },
      {},
      'the document does not say how GET /orgs pages by offset; choose with --pages whole-list, page-number, offset, forward-token, cursor or last-id',
    ],
    [
      'a flag without a meaning',
      {},
      { pages: 'whole-list', next: '/next' },
      '--next has no meaning for --pages whole-list',
    ],
  ])('%s', (_, made, options, message) => {
    expect(refusal(small(made), options)).toBe(message)
  })
})

test('a server that is none is refused', () => {
  expect(refusal(small({}), { server: 'localhost:8080' })).toBe(
    '--server must be a URL such as https://api.example.com/v1, not "localhost:8080"',
  )
})

describe('flags name what names do not tell:', () => {
  const text = small({
    parameters: query('von', 'viele'),
    schema: {
      type: 'object',
      properties: {
        a: { type: 'array', items: { type: 'object', properties: { id: { type: 'string' } } } },
        b: { type: 'array', items: { type: 'object', properties: { ort: { type: 'string' } } } },
        weiter: { type: 'string' },
      },
    },
  })

  test('the list, the identity, both parameters and the way on', () => {
    const made = scaffold('api.yaml', text, {
      id: 'mine',
      path: '/orgs',
      pages: 'cursor',
      items: '/b',
      identity: 'ort',
      pageParameter: 'von',
      sizeParameter: 'viele',
      next: '/weiter',
      server: 'https://api.mine.example/v1/',
    })
    expect(made.choices).toEqual({
      auth: 'bearer',
      pages: 'cursor',
      items: '/b',
      identity: 'ort',
      server: 'https://api.mine.example/v1',
    })
    const mock = made.files.find(({ name }) => name === 'mocks/mine.js')?.text
    expect(mock).toContain(
      "pages({ by: 'cursor', parameter: 'von', size: 'viele', codec: opaqueCodec(deriveKey('cursor')) })",
    )
    expect(mock).toContain('b: items, ...(info.next === null ? {} : { weiter: info.next }) })')
  })
})

describe('the very pointer that a refusal prints is accepted, whatever the names in it:', () => {
  const names = fc.oneof(fc.constantFrom('a/b', 'm~n', 'a~1b', 'x\ny', '"', '0'), fc.string({ minLength: 1 }))
  const printed = (message: string) => JSON.parse(/; it has (".*")$/.exec(message)?.[1] ?? 'null') as string

  test('a list', () => {
    fc.assert(
      fc.property(names, names, (outer, inner) => {
        const list = { type: 'object', properties: { [inner]: { type: 'array', items: row } } }
        const text = small({ schema: { type: 'object', properties: { [outer]: list } } })
        const items = printed(refusal(text, { items: '/no/such/list' }))
        expect(scaffold('api.yaml', text, { id: 'mine', path: '/orgs', items }).choices.items).toBe(items)
      }),
      { seed: 9, numRuns: 40 },
    )
  })

  test('with its escapes written out', () => {
    const text = small({ schema: { type: 'object', properties: { 'a/b': { type: 'array', items: row } } } })
    expect(refusal(text, { items: '/rows' })).toBe(
      '--items "/rows" is no list of objects in the answer of GET /orgs; it has "/a~1b"',
    )
    expect(scaffold('api.yaml', text, { id: 'mine', path: '/orgs', items: '/a~1b' }).choices.items).toBe('/a~1b')
  })

  test('a text that leads to the next page', () => {
    const text = small({
      parameters: query('cursor', 'limit'),
      schema: { type: 'object', properties: { data: { type: 'array', items: row }, 'on/ward': { type: 'string' } } },
    })
    const paged = { pages: 'cursor', items: '/data' } as const
    expect(refusal(text, { ...paged, next: '/no' })).toBe(
      '--next "/no" is no text in the answer of GET /orgs; it has /on~1ward',
    )
    expect(scaffold('api.yaml', text, { id: 'mine', path: '/orgs', ...paged, next: '/on~1ward' }).choices.pages).toBe(
      'cursor',
    )
  })
})

test.each([
  ['^[0-9]$', ['id repeats after 10: its pattern ^[0-9]$ was understood too narrowly'], ': room for 10'],
  ['^[a-z]{3}$', [], ': room for 17,576'],
  ['^[0-9]{3}$', [], ': room for 1,000'],
  ['^[0-9]{7}$', [], ''],
])('identities with the pattern %s: %j', (pattern, warnings, room) => {
  const items = { type: 'object', required: ['id'], properties: { id: { type: 'string', pattern } } }
  const made = scaffold('api.yaml', small({ schema: { type: 'array', items } }), { id: 'mine', path: '/orgs' })
  expect(made.warnings).toEqual(warnings)
  const mock = made.files.find(({ name }) => name === 'mocks/mine.js')?.text ?? ''
  expect(/\/\/ \^\S+?(: room for [\d,]+)?$/m.exec(mock)?.[1] ?? '').toBe(room)
})

describe('the document that is written', () => {
  const made = scaffold('folder/every-page.yaml', everyPage.text, {
    id: 'mine',
    path: everyPage.path,
    auth: 'client-credentials',
  })
  const text = made.files.find(({ name }) => name === 'specs/mine.openapi.yaml')?.text ?? ''
  const document = parse(text)

  test('holds the one operation, with the parameters of its path', () => {
    expect(Object.keys(document.paths)).toEqual(['/v2/accounts'])
    expect(Object.keys(document.paths['/v2/accounts'])).toEqual(['get'])
    const { parameters } = document.paths['/v2/accounts'].get
    expect(parameters.map(({ name }: { name: string }) => name)).toEqual([
      'page',
      'cursor',
      'active',
      'expand',
      'X-Version',
      'limit',
    ])
  })

  test('holds what the operation refers to, and nothing else', () => {
    expect(Object.keys(document.components.schemas).sort()).toEqual(['Account', 'Paging'])
    expect(document.components.securitySchemes).toEqual({
      grant: {
        type: 'oauth2',
        flows: {
          clientCredentials: {
            tokenUrl: 'https://eu.every.example/oauth/token',
            scopes: { 'accounts:read': 'Read.', 'accounts:write': 'Write.' },
          },
        },
      },
    })
    expect(document.paths['/v2/accounts'].get.security).toEqual([{ grant: ['accounts:read'] }])
  })

  test('tells at its head where it comes from and what was changed', () => {
    expect(text.split('\n').slice(0, 3)).toEqual([
      '# One operation of every-page.yaml and what it refers to, taken out by `orgmock new`.',
      '# Changed on the way:',
      '#   security: of 4 ways to authenticate this one is kept; --auth sets another way',
    ])
  })
})
