import { describe, expect, test } from 'vitest'
import { sample } from '../../src/scaffold/sample.ts'
import { shapesOf } from '../../src/scaffold/shape.ts'
import type { Json } from '../../src/spec/index.ts'

const shapes = shapesOf({
  openapi: '3.1.0',
  components: {
    schemas: {
      Node: { type: 'object', properties: { next: { $ref: '#/components/schemas/Node' } }, required: ['next'] },
      Tree: { type: 'object', properties: { next: { $ref: '#/components/schemas/Tree' } } },
    },
  },
})

function sampleOf(schema: Json): Json | undefined {
  const shape = shapes.of(schema)
  return shape && sample(shapes, shape)
}

describe('a sample is the plainest value that fits:', () => {
  test.each<[schema: Json, value: Json | undefined]>([
    [{ type: 'string' }, 'example'],
    [{ type: 'string', maxLength: 3 }, 'exa'],
    [{ type: 'string', minLength: 9 }, 'examplexx'],
    [{ type: 'string', minLength: 7, maxLength: 7 }, 'example'],
    [{ type: 'string', maxLength: 0 }, ''],
    [{ type: 'string', pattern: '^[0-9]{3}$' }, expect.stringMatching(/^[0-9]{3}$/)],
    [{ type: 'string', format: 'ipv4' }, '192.0.2.1'],
    [{ type: 'string', format: 'ipv4', maxLength: 4 }, 'exam'],
    [{ type: 'string', examples: ['shown'] }, 'shown'],
    [{ type: 'string', examples: ['too long'], maxLength: 7 }, 'example'],
    [{ type: 'string', examples: ['too long', 'shown'], maxLength: 7 }, 'shown'],
    [{ type: 'string', enum: ['b', 'a'] }, 'b'],
    [{ type: 'integer' }, 1],
    [{ type: 'integer', minimum: 5 }, 5],
    [{ type: 'integer', maximum: -5 }, -5],
    [{ type: 'integer', exclusiveMinimum: 5 }, 6],
    [{ type: 'integer', exclusiveMaximum: -5 }, -6],
    [{ type: 'integer', multipleOf: 7 }, 7],
    [{ type: 'integer', multipleOf: 7, minimum: 8 }, 14],
    [{ type: 'integer', multipleOf: 7, maximum: 6, minimum: -3 }, 0],
    [{ type: 'integer', exclusiveMinimum: 1, exclusiveMaximum: 2 }, undefined],
    [{ type: 'integer', examples: [42] }, 42],
    [{ type: 'integer', examples: ['no number'] }, 1],
    [{ type: 'number', exclusiveMinimum: 2 }, 2.5],
    [{ type: 'number', exclusiveMaximum: 1 }, 0.5],
    [{ type: 'number', exclusiveMinimum: 0.25, exclusiveMaximum: 0.5 }, 0.375],
    [{ type: 'number', multipleOf: 0.5, minimum: 1.25 }, 1.5],
    [{ type: 'boolean' }, false],
    [{ type: 'boolean', examples: [true] }, true],
    [{ type: 'null' }, null],
    [{ type: ['string', 'null'] }, 'example'],
    [{}, 'example'],
    [{ examples: [{ a: 1 }] }, { a: 1 }],
  ])('%j', (schema, value) => {
    expect(sampleOf(schema)).toEqual(value)
  })
})

describe('a sample of a list has as many items as it needs:', () => {
  test.each<[schema: Json, value: Json | undefined]>([
    [{ type: 'array', items: { type: 'string' } }, []],
    [{ type: 'array', items: { type: 'string' }, minItems: 2 }, ['example', 'example']],
    [{ type: 'array', items: { type: 'string' }, minItems: 2, uniqueItems: true }, ['example', 'example1']],
    [{ type: 'array', items: { type: 'integer' }, prefixItems: [{ type: 'boolean' }], minItems: 2 }, [false, 1]],
    [{ type: 'array', items: { type: 'integer', minimum: 2, maximum: 1 }, minItems: 1 }, undefined],
  ])('%j', (schema, value) => {
    expect(sampleOf(schema)).toEqual(value)
  })
})

describe('a sample of an object', () => {
  const named = { type: 'object', properties: { a: { type: 'string' }, b: { type: 'integer' } }, required: ['b'] }

  test('has the members in the order of the document', () => {
    expect(Object.entries(sampleOf(named) as object)).toEqual([
      ['a', 'example'],
      ['b', 1],
    ])
  })

  test('has no member that is only written', () => {
    expect(
      sampleOf({ type: 'object', properties: { a: { type: 'string', writeOnly: true }, b: { type: 'integer' } } }),
    ).toEqual({ b: 1 })
  })

  test('has what it needs though no property describes it, where others may be there', () => {
    expect(sampleOf({ type: 'object', required: ['x'], additionalProperties: { type: 'boolean' } })).toEqual({
      x: false,
    })
    expect(sampleOf({ type: 'object', minProperties: 2, additionalProperties: { type: 'integer' } })).toEqual({
      'key 1': 1,
      'key 2': 1,
    })
  })

  test('is not found where a member that it needs has none', () => {
    const impossible = { type: 'integer', minimum: 2, maximum: 1 }
    expect(sampleOf({ type: 'object', properties: { a: impossible }, required: ['a'] })).toBeUndefined()
    expect(sampleOf({ type: 'object', properties: { a: impossible, b: { type: 'integer' } } })).toEqual({ b: 1 })
  })

  test('that contains itself ends at the third level, and is not found where it must not end', () => {
    expect(sampleOf({ $ref: '#/components/schemas/Tree' })).toEqual({ next: { next: { next: {} } } })
    expect(sampleOf({ $ref: '#/components/schemas/Node' })).toBeUndefined()
  })
})
