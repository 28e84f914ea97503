import { describe, expect, test } from 'vitest'
import { shapesOf } from '../../src/scaffold/shape.ts'
import type { Json } from '../../src/spec/index.ts'

const schemas: Json = {
  Named: { type: 'object', properties: { name: { type: 'string', maxLength: 20 } }, required: ['name'] },
  Node: { type: 'object', properties: { next: { $ref: '#/components/schemas/Node' } } },
}
const modern = shapesOf({ openapi: '3.1.0', components: { schemas } })
const old = shapesOf({ openapi: '3.0.3', components: { schemas } })

describe('schemas of one value are put together:', () => {
  test.each<[type: string, ...schemas: Json[]]>([
    ['object', { required: ['a'] }, { minProperties: 1 }, { additionalProperties: {} }],
    ['array', { uniqueItems: true }, { minItems: 1 }, { prefixItems: [{}] }],
    ['string', { format: 'date' }, { maxLength: 3 }],
    ['number', { minimum: 1 }, { multipleOf: 2 }],
  ])('without a type, keywords about %ss say what is meant', (type, ...untyped) => {
    for (const schema of untyped) expect(modern.of(schema)?.types).toEqual([type])
  })

  test('the parts of an allOf, and what stands beside a $ref', () => {
    const shape = modern.of({
      allOf: [{ $ref: '#/components/schemas/Named' }, { properties: { name: { minLength: 3 } }, required: ['id'] }],
    })
    expect([...(shape?.required ?? [])].sort()).toEqual(['id', 'name'])
    expect(modern.of(...(shape?.properties.get('name') ?? []))).toMatchObject({ minLength: 3, maxLength: 20 })
  })

  test('the narrower of two bounds', () => {
    expect(modern.of({ type: 'number', minimum: 1, maximum: 9 }, { type: 'integer', minimum: 3 })).toMatchObject({
      types: ['integer'],
      minimum: 3,
      maximum: 9,
    })
  })

  test('the members that both lists have', () => {
    expect(modern.of({ enum: ['a', 'b'] }, { enum: ['b', 'c'] })?.members).toEqual(['b'])
  })

  test.each<[what: string, one: Json, other: Json, isSame: boolean]>([
    ['in another order', { a: 1, b: [2] }, { b: [2], a: 1 }, true],
    ['with another value', { a: 1, b: 2 }, { a: 1, b: 3 }, false],
    ['with another name', { a: 1 }, { b: 1 }, false],
    ['with a name more', { a: 1 }, { a: 1, b: 2 }, false],
    ['with a name that every object inherits', JSON.parse('{ "__proto__": {} }') as Json, { a: {} }, false],
    ['with another item', [1, 2], [1, 3], false],
    ['with an item more', [1], [1, 2], false],
  ])('a listed object is the same one or not: %s', (_, one, other, isSame) => {
    expect(modern.of({ enum: [one, 'a'] }, { enum: ['a', other] })?.members).toEqual(isSame ? [one, 'a'] : ['a'])
  })

  test('the first alternative that goes with the rest', () => {
    const shape = modern.of(
      { type: 'array' },
      { anyOf: [{ type: 'object' }, { type: 'array', items: { type: 'string' } }] },
    )
    expect(shape).toMatchObject({ types: ['array'], items: [{ type: 'string' }] })
  })

  test('an alternative is known by the name that the discriminator gives it', () => {
    const shape = modern.of({
      oneOf: [{ $ref: '#/components/schemas/Named' }],
      discriminator: { propertyName: 'kind' },
    })
    expect(modern.of(...(shape?.properties.get('kind') ?? []))?.members).toEqual(['Named'])
  })

  test('a schema that contains itself has an end', () => {
    expect(modern.of({ $ref: '#/components/schemas/Node' })?.properties.size).toBe(1)
  })
})

describe('null may come', () => {
  test.each<[what: string, schema: Json, isOld: boolean, nullable: boolean]>([
    ['by a type of 3.1', { type: ['string', 'null'] }, false, true],
    ['by an alternative', { anyOf: [{ type: 'string' }, { type: 'null' }] }, false, true],
    ['by a listed member', { enum: ['a', null] }, false, true],
    ['by a word of 3.0', { type: 'string', nullable: true }, true, true],
    ['but not by that word in 3.1', { type: 'string', nullable: true }, false, false],
    ['but not where a list leaves it out', { type: 'string', nullable: true, enum: ['a'] }, true, false],
    [
      'but not where another schema forbids it',
      { allOf: [{ type: ['string', 'null'] }, { type: 'string' }] },
      false,
      false,
    ],
    ['but not where nobody speaks of it', {}, false, false],
  ])('%s', (_, schema, isOld, nullable) => {
    expect((isOld ? old : modern).of(schema)?.nullable).toBe(nullable)
  })
})

describe('nothing satisfies', () => {
  test.each<[what: string, schema: Json]>([
    ['false', false],
    ['two types', { allOf: [{ type: 'string' }, { type: 'object' }] }],
    ['lists that share nothing', { allOf: [{ enum: [true] }, { enum: [false] }] }],
    ['bounds that cross', { allOf: [{ minLength: 5 }, { maxLength: 4 }] }],
    ['alternatives of which none fits', { type: 'string', oneOf: [{ type: 'object' }, { type: 'null' }] }],
    ['members of another type', { type: 'integer', enum: ['a'] }],
  ])('%s', (_, schema) => {
    expect(modern.of(schema)).toBeUndefined()
  })
})
