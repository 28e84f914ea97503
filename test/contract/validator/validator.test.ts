import { expect, it } from 'vitest'
import { bundleSchema } from '../../../src/contract/validator/bundle.ts'
import { compileTest, type KnownTests } from '../../../src/contract/validator/compile.ts'
import { createValidator, SchemaError } from '../../../src/contract/validator/index.ts'
import { contentFor, readPattern, responseFor } from '../../../src/spec/index.ts'
import type { Json, JsonObject, OperationSpec } from '../../../src/spec/types.ts'
import { inFull } from '../in-full.ts'
import { document, json, operationOf, provider, schemaAt } from '../providers.ts'

function isValid(operation: OperationSpec, value: unknown): boolean {
  const content = operation.responses[0]?.content[0]
  if (!content) throw new Error('no content')
  const validator = createValidator(operation)
  const isQuickly = validator.accepts(content, value)
  expect(validator.faults(content, value).length === 0).toBe(isQuickly)
  return isQuickly
}

it('takes the exact status before its range, and the range before the default', () => {
  const operation = provider(document({ '404': json({}), '4XX': json({}), default: json({}) })).published
  expect([404, 403, 500].map((status) => responseFor(operation, status)?.status)).toEqual(['404', '4XX', 'default'])
  const only = provider(document({ '200': json({}), '5XX': json({}) })).published
  expect([201, 400, 599].map((status) => responseFor(only, status)?.status)).toEqual([undefined, undefined, '5XX'])
})

it('takes the exact media type before its range, whatever its letter case and parameters', () => {
  const content: JsonObject = { '*/*': {}, 'text/*': {}, 'application/JSON; version=1': {} }
  const [response] = provider(document({ '200': { description: '', content } })).published.responses
  if (!response) throw new Error('no response')
  const found = ['application/json', 'text/html', 'image/png'].map((type) => contentFor(response, type)?.mediaType)
  expect(found).toEqual(['application/JSON; version=1', 'text/*', '*/*'])
  const [strict] = provider(document({ '200': json({}) })).published.responses
  if (!strict) throw new Error('no response')
  expect(contentFor(strict, 'text/html')).toBeUndefined()
})

it('obeys nullable in OpenAPI 3.0, beside a type only', () => {
  expect(isValid(operationOf({ type: 'string', nullable: true }, {}, '3.0.3'), null)).toBe(true)
  expect(isValid(operationOf({ type: 'string', nullable: false }, {}, '3.0.3'), null)).toBe(false)
  expect(isValid(operationOf({ enum: ['a'], nullable: true }, {}, '3.0.3'), null)).toBe(false)
  // The enum has to name null itself (OpenAPI 3.0.3 with its clarification of nullable).
  expect(isValid(operationOf({ type: 'string', enum: ['a'], nullable: true }, {}, '3.0.3'), null)).toBe(false)
})

it('finds no meaning in nullable in OpenAPI 3.1', () => {
  expect(isValid(operationOf({ type: 'string', nullable: true }), null)).toBe(false)
})

it('leaves properties that are named like keywords alone', () => {
  const schema: Json = {
    type: 'object',
    properties: { nullable: { type: 'boolean' }, example: { type: 'string' }, 'x-y': { type: 'integer' }, $ref: {} },
    required: ['nullable', 'example', 'x-y', '$ref'],
    additionalProperties: false,
  }
  expect(isValid(operationOf(schema), { nullable: true, example: 'a', 'x-y': 1, $ref: 1 })).toBe(true)
  expect(isValid(operationOf(schema), { nullable: 1, example: 1, 'x-y': 'a' })).toBe(false)
})

it('reads the boolean exclusiveMinimum of OpenAPI 3.0', () => {
  const operation = operationOf({ type: 'number', minimum: 5, exclusiveMinimum: true }, {}, '3.0.3')
  expect([5, 5.1].map((value) => isValid(operation, value))).toEqual([false, true])
})

it('takes annotations and extensions for what they are, and an unknown format for a remark', () => {
  const schema: Json = { type: 'string', format: 'colour', example: 5, 'x-spec-enum-id': 'a', deprecated: true }
  expect(isValid(operationOf(schema), 'red')).toBe(true)
})

it.each([
  ['a type that nobody knows', { type: 'text' }, /type must be JSONType/],
  ['a pattern that is none', { type: 'string', pattern: '(' }, /"\(" is no regular expression/],
  ['a $ref to itself', { $ref: '#/components/schemas/Ring' }, /leads back to itself/],
])('refuses %s, with its place', (_, schema, reason) => {
  const ring = { Ring: { $ref: '#/components/schemas/Knot' }, Knot: { $ref: '#/components/schemas/Ring' } }
  const operation = operationOf(schema, ring)
  const content = operation.responses[0]?.content[0]
  if (!content) throw new Error('no content')
  const judge = () => createValidator(operation).accepts(content, 'a')
  expect(judge).toThrow(SchemaError)
  expect(judge).toThrow(reason)
  expect(judge).toThrow(schemaAt('200'))
})

// These two do not get as far as a validator: the document is refused when it is read.
it.each<[string, JsonObject, RegExp]>([
  ['a $ref to nothing', { $ref: '#/components/schemas/Nobody' }, /\$ref #\/components\/schemas\/Nobody names nothing/],
  ['a $ref to another document', { $ref: 'other.yaml#/a' }, /must stay in the document/],
])('never meets %s', (_, schema, reason) => {
  expect(() => operationOf(schema, {})).toThrow(reason)
  expect(() => operationOf(schema, {})).toThrow(schemaAt('200'))
})

// Valid JSON Schema, each with a value that it takes and one that it does not: lint would refuse them.
it.each<[string, Json, unknown, unknown]>([
  ['anyOf with required', { anyOf: [{ required: ['email'] }, { required: ['phone'] }] }, { phone: '1' }, {}],
  [
    'if and then',
    // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema.
    { if: { properties: { plan: { const: 'paid' } }, required: ['plan'] }, then: { required: ['seats'] } },
    { plan: 'free' },
    { plan: 'paid' },
  ],
  ['if without then', { type: 'string', if: { minLength: 3 } }, 'a', 1],
  ['a keyword without its type', { minLength: 1 }, 'a', ''],
  ['a tuple with more to come', { type: 'array', prefixItems: [{ type: 'string' }] }, ['a', 1], [1]],
  ['a word of another dialect', { type: 'string', maxLenght: 1, id: 'a', $async: true }, 'ab', 1],
  [
    'an $id of its own',
    { $id: 'https://other.example/', $anchor: 'a', properties: { a: { $anchor: 'a' } } },
    {},
    undefined,
  ],
  ['contains without a least number', { contains: { const: 1 }, maxContains: 2 }, [1, 1], [1, 1, 1]],
  ['types that exclude each other', { type: ['string', 'array'], minLength: 1, minItems: 1 }, ['a'], []],
])('takes %s for what it says', (_, schema, fitting, other) => {
  const { published, repaired } = provider(document({ '200': json(schema) }))
  for (const operation of [published, repaired]) {
    expect(isValid(operation, fitting)).toBe(true)
    if (other !== undefined) expect(isValid(operation, other)).toBe(false)
  }
})

it.each([
  ['needless escapes', '^\\d{4}\\-\\d{2}\\@$', '2024-02@', '2024-02'],
  ['a needless escape beside a property of Unicode', '^\\p{Lu}\\-$', '\u00c4-', 'p{Lu}-'],
  ['a class that ends in a range', '^[\\w-.]+$', 'a-b.c', 'a b'],
  ['a brace of its own', '^{\\d}$', '{1}', '1'],
])('reads a pattern with %s, which is none in Unicode mode', (_, pattern, fitting, other) => {
  const named = operationOf({ type: 'object', patternProperties: { [pattern]: { type: 'null' } } })
  const valued = operationOf({ type: 'string', pattern })
  expect([fitting, other].map((value) => isValid(valued, value))).toEqual([true, false])
  expect([fitting, other].map((name) => isValid(named, { [name]: 1 }))).toEqual([false, true])
})

it.each(['^\\A\\d\\Z-$', '^\\p{Nonsense}$', '(?<year>\\d'])('takes %s of another dialect for no pattern', (pattern) => {
  expect(readPattern(pattern)).toBeUndefined()
})

it('follows a $ref with percent-encoding and escaped steps', () => {
  const components: JsonObject = { 'a/b c': { type: 'integer' } }
  expect(isValid(operationOf({ $ref: '#/components/schemas/a~1b%20c' }, components), 1)).toBe(true)
  expect(isValid(operationOf({ $ref: '#/components/schemas/a~1b%20c' }, components), 'x')).toBe(false)
})

it('judges a schema that contains itself', () => {
  const components: JsonObject = {
    Org: { type: 'object', properties: { parent: { $ref: '#/components/schemas/Org' } }, additionalProperties: false },
  }
  const operation = operationOf({ $ref: '#/components/schemas/Org' }, components)
  expect(isValid(operation, { parent: { parent: {} } })).toBe(true)
  expect(isValid(operation, { parent: { parent: { id: 1 } } })).toBe(false)
})

it('lists at most a thousand faults, and of a huge body the first one', () => {
  const operation = operationOf({ type: 'array', items: { type: 'integer' } })
  const content = operation.responses[0]?.content[0]
  if (!content) throw new Error('no content')
  const validator = createValidator(operation)
  expect(validator.faults(content, Array(5_000).fill('x'))).toHaveLength(1_000)
  expect(validator.faults(content, Array(3_000_000).fill('x')).map(({ at }) => at)).toEqual(['/0'])
})

it('takes anything where there is no schema', () => {
  const { published } = provider(document({ '200': { description: '', content: { 'application/json': {} } } }))
  expect(isValid(published, { anything: [1] })).toBe(true)
})

it('reads the text of a header as its schema wants it', () => {
  const headers: JsonObject = {
    'X-Total': { schema: { type: 'integer', minimum: 0 } },
    'X-Last': { schema: { type: 'boolean' } },
    'Retry-After': { schema: { type: 'string', pattern: '^[0-9]+$' } },
  }
  const operation = provider(document({ '200': json({}, headers) })).published
  const validator = createValidator(operation)
  const specs = operation.responses[0]?.headers ?? []
  function said(name: string, text: string): readonly string[] {
    return specs
      .filter((spec) => spec.name === name)
      .flatMap((spec) => validator.headerFaults(spec, text).map((fault) => inFull(fault).message))
  }
  expect(said('X-Total', '12')).toEqual([])
  expect(said('X-Total', '-1')).toEqual(['the header X-Total must be at least 0, but -1 came'])
  expect(said('X-Total', 'many')).toEqual(['the header X-Total must be a whole number, but "many" came'])
  expect(said('X-Last', 'false')).toEqual([])
  expect(said('X-Last', 'no')).toEqual(['the header X-Last must be true or false, but "no" came'])
  expect(said('Retry-After', '30')).toEqual([])
  expect(said('Retry-After', 'soon')).toEqual(['the header Retry-After must match ^[0-9]+$, but "soon" came'])
})

it('compiles what two documents say alike only once', () => {
  const bundle = (schema: JsonObject) => bundleSchema(operationOf(schema).document, schemaAt('200'))
  const known: KnownTests = new Map()
  const test = compileTest(bundle({ type: 'string', maxLength: 3 }), known)
  expect(compileTest(bundle({ type: 'string', maxLength: 3 }), known)).toBe(test)
  expect(compileTest(bundle({ type: 'string', maxLength: 4 }), known)).not.toBe(test)
})
