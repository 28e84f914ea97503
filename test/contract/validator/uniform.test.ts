import { expect, it } from 'vitest'
import { shapesOf } from '../../../src/contract/schema-shape.ts'
import { createBodyJudge } from '../../../src/contract/validator/index.ts'
import { uniformCopier } from '../../../src/contract/validator/uniform.ts'
import type { Json, JsonObject } from '../../../src/spec/types.ts'
import { exchangeOf } from '../hand-made.ts'
import { document, json, operationOf, provider, schemaAt } from '../providers.ts'

const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']
const wide: JsonObject = { type: 'object', properties: Object.fromEntries(names.map((name) => [name, {}])) }

function copierOf(schema: Json, schemas: JsonObject = {}) {
  return uniformCopier(shapesOf(operationOf(schema, schemas).document)(schemaAt('200')))
}

function kindOf(schema: Json, body: unknown) {
  const spec = provider(document({ '200': json(schema) }))
  return createBodyJudge({ spec, reading: 'repaired' }).verdict(exchangeOf({ body })).kind
}

it('gives all objects of a wide shape the same fields in the same order', () => {
  const copy = copierOf({ type: 'array', items: wide })([{ i: 1 }, { b: null, more: 2, a: 3 }]) as object[]
  expect(copy.map((row) => Object.keys(row))).toEqual([names, [...names, 'more']])
  expect(JSON.stringify(copy)).toBe('[{"i":1},{"a":3,"b":null,"more":2}]')
})

it('copies what is wide beneath what is not, and leaves the rest as it is', () => {
  const copier = copierOf({ type: 'object', properties: { list: { type: 'array', items: wide }, other: {} } })
  const body = { list: [{ a: 1 }], other: { x: 1 } }
  const copy = copier(body) as typeof body
  expect(Object.keys(copy.list[0] ?? {})).toEqual(names)
  expect(copy.other).toBe(body.other)
  expect(body).toEqual({ list: [{ a: 1 }], other: { x: 1 } })
})

it('gives back the very value where nothing is wide, or where it has another type', () => {
  const narrow = [{ a: 1 }]
  expect(copierOf({ type: 'array', items: { properties: { a: {} } } })(narrow)).toBe(narrow)
  for (const value of [null, 'a', 5, undefined]) expect(copierOf(wide)(value)).toBe(value)
  const list = [1]
  expect(copierOf(wide)(list)).toBe(list)
})

it('does not let a field name change what an object inherits', () => {
  const body = JSON.parse('{"a":1,"__proto__":{"b":2}}')
  expect(copierOf(wide)(body)).toBe(body)
  expect(kindOf({ ...wide, additionalProperties: false }, body)).toBe('violates')
})

it('ends for a shape that contains itself', () => {
  const Org: JsonObject = {
    type: 'object',
    properties: { ...(wide['properties'] as JsonObject), a: { $ref: '#/components/schemas/Org' } },
  }
  const copy = copierOf({ $ref: '#/components/schemas/Org' }, { Org })({ a: { b: 1 } })
  expect(JSON.stringify(copy)).toBe('{"a":{"b":1}}')
})

// Schemas that further fields without a value could satisfy or break: the body, which is wrong or right, decides and not its copy.
it.each([
  ['counts fields', { ...wide, minProperties: 2 }, { a: 1 }, 'violates'],
  ['counts fields', { ...wide, maxProperties: 2 }, { a: 1 }, 'conforms'],
  ['rules a kind out', { ...wide, not: { type: 'object', maxProperties: 3 } }, { a: 1 }, 'violates'],
  [
    'closes one part against another',
    { ...wide, allOf: [{ type: 'object', properties: { a: {} }, additionalProperties: false }] },
    { a: 1 },
    'conforms',
  ],
  ['compares whole entries', { ...wide, const: { a: 1 } }, { a: 1 }, 'conforms'],
  [
    'compares whole entries',
    { type: 'array', items: wide, uniqueItems: true },
    [{ a: 1 }, { b: 1 }, { a: 1 }],
    'violates',
  ],
] as const)('judges by the body itself where the schema %s', (_, schema, body, kind) => {
  expect(kindOf(schema as Json, body)).toBe(kind)
})
