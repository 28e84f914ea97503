import { describe, expect, test } from 'vitest'
import { scaffold } from './scaffolded.ts'
import { row, small } from './small-document.ts'

const options = { id: 'mine', path: '/orgs' }
const list = { type: 'array', items: row }
const text = { type: 'string' }

function answered(mediaType: string) {
  const responses = { 200: { description: '', content: { [mediaType]: { schema: list } } } }
  return () => scaffold('api.yaml', small({ responses }), options).choices.items
}

test.each(['application/json', 'Application/JSON; charset=utf-8', 'application/vnd.acme+json'])(
  'a body of %s is JSON',
  (mediaType) => {
    expect(answered(mediaType)()).toBe('the body itself')
  },
)

test.each(['application/json-seq', 'application/jsonlines', 'x-application/json', 'application/vnd.acme+jsonx'])(
  'a body of %s is not',
  (mediaType) => {
    expect(answered(mediaType)).toThrow()
  },
)

test.each<[properties: object, items: string, what: string]>([
  [{ zebras: list, orgs: list }, '/orgs', 'the one that the path is named for'],
  [{ zebras: list, data: { type: 'object', properties: { orgs: list } } }, '/zebras', 'the one that is less deep'],
  [{ zebras: list, items: list }, '/items', 'the one with a likely name'],
  [{ zebras: list, yaks: list }, '/zebras', 'the first of those that are alike'],
])('of several lists: %#', (properties, items, what) => {
  const { choices } = scaffold('api.yaml', small({ schema: { type: 'object', properties } }), options)
  expect(choices.items, what).toBe(items)
})

describe('a place for cursors', () => {
  const paged = (next: object) =>
    scaffold(
      'api.yaml',
      small({
        parameters: [{ name: 'cursor', in: 'query', schema: text }],
        schema: { type: 'object', required: ['next_cursor'], properties: { orgs: list, next_cursor: next } },
      }),
      { ...options, pages: 'cursor' },
    ).choices.pages

  test.each<object>([
    { type: ['string', 'null'] },
    { type: ['string', 'null'], maxLength: 34, minLength: 34 },
    { type: ['string', 'null'], pattern: '^[A-Za-z0-9_-]+$' },
    { type: ['string', 'null'], pattern: '(' },
  ])('%j holds them', (next) => {
    expect(paged(next)).toBe('cursor')
  })

  test.each<object>([
    { type: ['string', 'null'], maxLength: 33 },
    { type: ['string', 'null'], minLength: 35 },
    { type: ['string', 'null'], pattern: '^[A-Z0-9]+$' },
    { type: ['string', 'null'], pattern: '^[a-z0-9_-]+$' },
    { type: ['string', 'null'], format: 'uuid' },
  ])('%j does not', (next) => {
    expect(() => paged(next)).toThrow('cannot hold a cursor of 34 letters, digits, - and _')
  })
})

test.each<[first: string, second: string, identity: string]>([
  ['X-Email', 'X-Key', 'X-Email'],
  ['X-Key', 'X-Email', 'X-Email'],
  ['X-Token', 'X-Secret', 'X-Token'],
  ['X-Account', 'X-Email', 'X-Account'],
])('of %s and %s, %s says who asks', (first, second, identity) => {
  const document = JSON.parse(small({ security: [{ one: [], two: [] }] }))
  document.components.securitySchemes = {
    one: { type: 'apiKey', in: 'header', name: first },
    two: { type: 'apiKey', in: 'header', name: second },
  }
  const { files, choices } = scaffold('api.json', JSON.stringify(document), options)
  expect(choices.auth).toBe('header-pair')
  const header = files[1]?.text.match(/identity: \{ header: '([^']+)'/i)?.[1]
  expect(header).toBe(identity.toLowerCase())
})

test('an unknown path is told with the paths that there are, eight at most', () => {
  const document = JSON.parse(small({}))
  for (let n = 1; n <= 10; n += 1) document.paths[`/p${n}`] = document.paths['/orgs']
  expect(() => scaffold('api.json', JSON.stringify(document), { ...options, path: '/none' })).toThrow(
    /^there is no path "\/none" in api\.json; it has (\/\w+, ){7}\/\w+ and 3 more$/,
  )
})

function mockOf(item: object): string {
  const { files } = scaffold('api.yaml', small({ schema: { type: 'array', items: item } }), options)
  const mock = String(files[1]?.text)
  return mock.slice(mock.indexOf('function organization'), mock.indexOf('// ---- replies'))
}

test('a member that is wanted and nowhere described comes where others may come', () => {
  const item = { type: 'object', properties: { id: text }, required: ['id', 'ghost'] }
  expect(mockOf({ ...item, additionalProperties: text })).toMatch(/ghost: /)
  expect(mockOf({ ...item, additionalProperties: { enum: ['boo'] } })).toMatch(/ghost: 'boo'/)
  const owner = { type: 'object', required: ['ghost'], additionalProperties: text }
  expect(mockOf({ ...row, properties: { id: text, owner } })).toMatch(/owner: \{ ghost: /)
})

test('a flag of a refusal is as its example shows it', () => {
  const refusal = (flag: object) => ({
    description: '',
    content: { 'application/json': { schema: { type: 'object', properties: { retry: flag, message: text } } } },
  })
  const mock = (flag: object) => {
    const success = { description: '', content: { 'application/json': { schema: list } } }
    return scaffold('api.yaml', small({ responses: { 200: success, 401: refusal(flag) } }), options).files[1]?.text
  }
  expect(mock({ type: 'boolean', example: true })).toContain('retry: true')
  expect(mock({ type: 'boolean' })).toContain('retry: false')
})

test.each<[yaml: string, message: string]>([
  ['a: &x [*x]', '*x contains itself'],
  ['a: 1\na: 2', 'Map keys must be unique'],
  [`a: ${'['.repeat(300)}${']'.repeat(300)}`, ', at /a/0/0/0/0/0/0/0…'],
])('a document is refused: %#', (yaml, message) => {
  expect(() => scaffold('api.yaml', `openapi: 3.1.0\n${yaml}\n`, options)).toThrow(message)
})
