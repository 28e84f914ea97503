import { expect, test } from 'vitest'
import { breakingsOf, brokenValue } from '../../src/self-test/mutants/breaking.ts'
import { choose } from '../../src/self-test/mutants/choose.ts'
import { item, type SchemaPart, spotsOf } from '../../src/self-test/mutants/clauses.ts'
import { breaks, type ValueKeyword } from '../../src/self-test/mutants/fits.ts'
import { placeIn } from '../../src/self-test/mutants/placing.ts'
import { schemaMutants } from '../../src/self-test/mutants/schema.ts'
import type { Json, JsonObject, OperationSpec } from '../../src/spec/index.ts'
import { subjectOf } from './tested.ts'

function part(schema: JsonObject): readonly SchemaPart[] {
  return [{ pointer: '/s', schema }]
}

/** What becomes of a value, by the name of what is done to it. */
function broken(schema: JsonObject, value: Json): Record<string, Json | undefined> {
  const parts = part(schema)
  return Object.fromEntries(
    breakingsOf(parts).map((breaking) => [breaking.name, brokenValue(breaking, value, parts, 'key')?.value]),
  )
}

test.each<[ValueKeyword, JsonObject, Json, Json]>([
  ['type', { type: 'integer' }, 1, 1.5],
  ['type', { type: ['string', 'null'] }, null, 7],
  ['type', { type: 'string', nullable: true }, null, true],
  ['enum', { enum: ['a', null] }, null, 'A'],
  ['minimum', { minimum: 0 }, 0, -1],
  ['maximum', { maximum: 5 }, 5, 6],
  // Code points count, not UTF-16 units.
  ['minLength', { minLength: 2 }, 'ab', '😀'],
  ['maxLength', { maxLength: 1 }, '😀', 'ab'],
  ['pattern', { pattern: '^a+$' }, 'aa', 'ab'],
  ['format', { format: 'date-time' }, '2026-06-01T00:00:00.5+02:00', '2026-13-01T00:00:00Z'],
  ['format', { format: 'email' }, 'a@b.example', 'a at b.example'],
  ['format', { format: 'uri' }, 'https://a.example/x', 'nothing of the kind'],
  ['format', { format: 'decimal' }, '-1.50', '1,50'],
  ['minItems', { minItems: 1 }, [1], []],
  ['uniqueItems', { uniqueItems: true }, [{ a: 1 }, { a: 2 }], [{ a: 1 }, { a: 1 }]],
])('%s %j is kept by %j and broken by %j', (keyword, schema, good, bad) => {
  expect([good, bad].map((value) => breaks(keyword, value, { pointer: '', schema }))).toEqual([false, true])
})

test('breaks one clause at a time, each in turn', () => {
  expect(broken({ type: 'integer', minimum: 1, maximum: 1825 }, 30)).toEqual({
    type: '30',
    null: null,
    fraction: 30.5,
    minimum: 0,
    maximum: 1826,
  })
  const text = broken({ type: 'string', maxLength: 4, pattern: '^[a-z]*$' }, 'abc')
  expect(text).toMatchObject({ null: null, 'max-length': 'abcaa' })
  expect(text['pattern']).not.toMatch(/^[a-z]*$/)
  expect(String(text['pattern']).length).toBeLessThanOrEqual(4)
  expect(broken({ type: ['string', 'null'] }, 'abc')).not.toHaveProperty('null')
  expect(broken({ type: 'boolean', enum: [true] }, true)).toMatchObject({ enum: false, type: 'true' })
})

test('says so when a clause cannot be broken alone', () => {
  // Whatever fits this pattern is a decimal number.
  expect(broken({ type: 'string', format: 'decimal', pattern: '^[0-9]{1,8}$' }, '100')).toMatchObject({
    format: undefined,
  })
})

test('chooses at random, but always the same', () => {
  const values = ['a', 'b', 'c', 'd', 'e']
  expect([1, 2, 3].map(() => choose('a key', values))).toEqual(Array(3).fill(choose('a key', values)))
  expect(new Set(Array.from({ length: 100 }, (_, i) => choose(`key ${i}`, values)))).toEqual(new Set(values))
})

const document = {
  components: {
    schemas: {
      Person: {
        type: 'object',
        required: ['name'],
        properties: { name: { type: 'string' }, nick: { type: 'string' } },
      },
    },
  },
} as const

function operation(schema: JsonObject): OperationSpec {
  const content = [{ mediaType: 'application/json', schema, pointer: '/root' }]
  return { document, responses: [{ status: '200', content, headers: [], pointer: '' }] } as unknown as OperationSpec
}

test('finds every spot along references, allOf, properties and items', () => {
  const spots = spotsOf(
    operation({
      type: 'object',
      properties: { people: { type: 'array', items: { $ref: '#/components/schemas/Person' } } },
    }),
  )
  expect(spots.map(({ way, parts, isRequired }) => [way, parts.map(({ pointer }) => pointer), isRequired])).toEqual([
    [[], ['/root'], true],
    [['people'], ['/root/properties/people'], false],
    [['people', item], ['/components/schemas/Person'], true],
    [['people', item, 'name'], ['/components/schemas/Person/properties/name'], true],
    [['people', item, 'nick'], ['/components/schemas/Person/properties/nick'], false],
  ])
})

test('finds a place in a body, and makes one that fits where there is none', () => {
  const people = { type: 'array', items: { $ref: '#/components/schemas/Person' } }
  const spots = spotsOf(operation({ type: 'object', required: ['people'], properties: { people } }))
  const way = ['people', item, 'nick'] as const
  const body = { people: [{ name: 'a' }, { name: 'b', nick: 'c' }] }
  expect(placeIn(body, way, { which: 'last' }, spots)).toBe('/people/1/nick')
  expect(placeIn(body, ['people', item, 'name'], { which: 'last' }, spots)).toBe('/people/1/name')
  const bare: Json = {}
  expect(placeIn(bare, way, { which: 'any', key: '' }, spots)).toBe('/people/0/nick')
  expect(bare).toEqual({ people: [{ name: 'sample', nick: 'sample' }] })
  expect(placeIn({ people: null }, way, { which: 'last' }, spots)).toBeUndefined()
})

/** How many mutants and equivalents there are of each kind, those of the last page aside. Counted by hand in the repaired documents. */
test.each([
  // Required: 54 + 6 + 5 + 3 of the four objects, and the refusal's one. Formats: four decimals, six times, an address, a URL.
  ['cekura', { required: 69, 'write-only': 3, enum: 5, format: 12, pattern: 4, minimum: 7, maximum: 7 }],
  // Four of each envelope, code and message of errors and messages in both, three of an organization.
  ['cloudflare', { required: 19, 'min-length': 1, 'max-length': 4, 'min-items': 1, 'unique-items': 4, minimum: 4 }],
  // Required: 44 of an organization, two of the page, one of an error. Surplus: two closed objects, an open one, five that take any field.
  ['cradl', { required: 47, surplus: 8, pattern: 7, maximum: 1 }],
  // 11 of an organization, 3 of a domain, 5 of its services, 2 of the page, 3 of its pagination.
  ['nirvana', { required: 24, enum: 1, format: 2, surplus: 5 }],
])('breaks every clause of %s', async (id, wanted) => {
  const subject = await subjectOf(id)
  const { mutants, equivalents } = schemaMutants(subject)
  const ids = [...mutants, ...equivalents].map((mutant) => mutant.id).filter((name) => !name.endsWith('@last'))
  const counts = Object.fromEntries(
    Object.keys(wanted).map((kind) => [kind, ids.filter((name) => name.endsWith(`/${kind}`)).length]),
  )
  expect(counts).toEqual(wanted)
})
