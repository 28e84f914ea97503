import { expect, it } from 'vitest'
import { createValidator } from '../../../src/contract/validator/index.ts'
import type { Json, JsonObject } from '../../../src/spec/types.ts'
import { inFull } from '../in-full.ts'
import { operationOf, schemaAt } from '../providers.ts'

const here = schemaAt('200')

/** Place, clause and sentence of each fault. */
function told(
  schema: Json,
  value: unknown,
  components: JsonObject = {},
): readonly (readonly [string, string, string])[] {
  const operation = operationOf(schema, components)
  const content = operation.responses[0]?.content[0]
  if (!content) throw new Error('no content')
  const faults = createValidator(operation).faults(content, value)
  return faults.map(inFull).map(({ at, clause, message }) => [at, clause.replace(here, ''), message])
}

const shapes: Json = {
  anyOf: [
    {
      type: 'object',
      properties: { kind: { const: 'circle' }, radius: { type: 'number' } },
      required: ['kind', 'radius'],
    },
    { type: 'array', items: { type: 'integer', minimum: 0 } },
    { type: 'null' },
  ],
}

it('says once what several parts of an allOf demand', () => {
  const schema: Json = { allOf: [{ type: 'array' }, { type: 'array', items: {} }, { anyOf: [{ type: 'array' }] }] }
  expect(told(schema, 5)).toEqual([['', '/allOf/0/type', 'the body must be a list, but 5 came']])
})

it('says nothing of the value when its type is wrong already', () => {
  const schema: Json = { type: 'string', enum: ['a'], const: 'a', anyOf: [{ type: 'string' }] }
  expect(told(schema, 5)).toEqual([['', '/type', 'the body must be text, but 5 came']])
})

it('tells of an anyOf what the alternatives are when none was meant', () => {
  expect(told(shapes, 'a')).toEqual([['', '/anyOf', 'the body must be an object, a list or null, but "a" came']])
})

it('tells of an anyOf what is wrong with the alternative that was meant', () => {
  expect(told(shapes, { kind: 'circle' })).toEqual([
    ['', '/anyOf/0/required', 'the body must have the field "radius", but it is missing'],
  ])
  expect(told(shapes, [1, -1, 2.5])).toEqual([
    ['/1', '/anyOf/1/items/minimum', '/1 must be at least 0, but -1 came'],
    ['/2', '/anyOf/1/items/type', '/2 must be a whole number, but 2.5 came'],
  ])
})

it('keeps the faults beside an anyOf', () => {
  const schema: Json = {
    type: 'object',
    properties: { a: { type: 'string' }, shape: shapes, z: { type: 'string' } },
    required: ['a'],
  }
  expect(told(schema, { shape: [-1], z: 5 })).toEqual([
    ['', '/required', 'the body must have the field "a", but it is missing'],
    ['/shape/0', '/properties/shape/anyOf/1/items/minimum', '/shape/0 must be at least 0, but -1 came'],
    ['/z', '/properties/z/type', '/z must be text, but 5 came'],
  ])
})

it('looks into alternatives within alternatives', () => {
  const schema: Json = { anyOf: [{ type: 'string' }, { type: 'object', properties: { shape: shapes } }] }
  expect(told(schema, { shape: [-1] })).toEqual([
    ['/shape/0', '/anyOf/1/properties/shape/anyOf/1/items/minimum', '/shape/0 must be at least 0, but -1 came'],
  ])
})

it('leads through $ref into the definition', () => {
  const components: JsonObject = {
    List: { type: 'array', items: { $ref: '#/components/schemas/Org' } },
    Org: { type: 'object', properties: { parent: { $ref: '#/components/schemas/Org' }, id: { type: 'integer' } } },
  }
  expect(told({ $ref: '#/components/schemas/List' }, [{ parent: { parent: { id: 'x' } } }], components)).toEqual([
    [
      '/0/parent/parent/id',
      '/components/schemas/Org/properties/id/type',
      '/0/parent/parent/id must be a whole number, but "x" came',
    ],
  ])
})

it('tells what stands beside a $ref, too', () => {
  const components: JsonObject = { Name: { type: 'string', maxLength: 5 } }
  expect(told({ $ref: '#/components/schemas/Name', minLength: 7 }, 'abcdef', components)).toEqual([
    ['', '/components/schemas/Name/maxLength', 'the body must have at most 5 characters, but it has 6'],
    ['', '/minLength', 'the body must have at least 7 characters, but it has 6'],
  ])
})

it('leaves out that an if was broken: its then says it', () => {
  const schema: Json = JSON.parse('{ "if": { "type": "string" }, "then": { "type": "string", "minLength": 2 } }')
  expect(told(schema, 'a')).toEqual([['', '/then/minLength', 'the body must have at least 2 characters, but it has 1']])
})

it('does not list what each entry or name lacks', () => {
  const schema: Json = {
    type: 'object',
    propertyNames: { type: 'string', maxLength: 1 },
    properties: { l: { type: 'array', contains: { const: 1 } } },
  }
  expect(told(schema, { l: [2, 3], long: 1 })).toEqual([
    ['', '/propertyNames', 'the body must have no field of such a name, but it has "long"'],
    ['/l', '/properties/l/contains', '/l must hold at least 1 of a kind of entry, but it does not'],
  ])
})

it('points at a surplus field itself, escaped as a pointer wants it', () => {
  const schema: Json = { type: 'object', properties: {}, additionalProperties: false }
  expect(told(schema, { 'a/b~c': 1 })).toEqual([
    ['/a~1b~0c', '/additionalProperties', 'the body must have no field but those listed, but it has "a/b~c"'],
  ])
})
