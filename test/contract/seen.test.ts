import { expect, it } from 'vitest'
import { createSeen } from '../../src/contract/seen.ts'
import type { Json, JsonObject } from '../../src/spec/types.ts'
import { document, json, operationOf, provider, schemaAt } from './providers.ts'

const org: JsonObject = {
  type: 'object',
  properties: {
    id: { type: 'string' },
    plan: { type: 'string', enum: ['free', 'team'] },
    parent: { anyOf: [{ $ref: '#/components/schemas/Org' }, { type: 'null' }] },
    mail: { type: ['string', 'null'] },
    key: { type: 'string', writeOnly: true },
  },
}
const list: Json = { type: 'array', items: { $ref: '#/components/schemas/Org' } }
const at = '/components/schemas/Org/properties'
const status = '/paths/~1orgs/get/responses/200'

function recordOf(schema: Json, schemas: JsonObject = { Org: org }, openapi?: string) {
  return createSeen(operationOf(schema, schemas, openapi))
}

it('lists statuses, properties, null branches and enum members, each definition once and nothing writeOnly', () => {
  expect(recordOf(list).result()).toEqual({
    total: 9,
    witnessed: 0,
    unseen: [
      { pointer: status, what: 'status 200' },
      { pointer: `${at}/id`, what: 'property id' },
      { pointer: `${at}/plan`, what: 'property plan' },
      { pointer: `${at}/plan/enum/0`, what: 'enum member "free"' },
      { pointer: `${at}/plan/enum/1`, what: 'enum member "team"' },
      { pointer: `${at}/parent`, what: 'property parent' },
      { pointer: `${at}/parent/anyOf/1/type`, what: 'null' },
      { pointer: `${at}/mail`, what: 'property mail' },
      { pointer: `${at}/mail/type/1`, what: 'null' },
    ],
  })
})

it('takes note of what came, over many replies', () => {
  const seen = recordOf(list)
  seen.observe(200, [{ id: 'a', plan: 'team' }])
  expect(seen.result().unseen.map(({ what }) => what)).toEqual([
    'enum member "free"',
    'property parent',
    'null',
    'property mail',
    'null',
  ])
  seen.observe(200, [{ parent: { mail: null, plan: 'unheard of' } }])
  seen.observe(200, [{ id: 1, parent: null }, { parent: { parent: { plan: 'free' } } }])
  expect(seen.result()).toEqual({ total: 9, witnessed: 9, unseen: [] })
})

it('counts the status alone where the body is not that of the schema', () => {
  const seen = recordOf(list)
  seen.observe(200, undefined)
  seen.observe(200, { id: 'a' })
  seen.observe(200, 'id')
  seen.observe(418, [{ id: 'a' }])
  expect(seen.result()).toMatchObject({ total: 9, witnessed: 1 })
})

it('marks a property wherever it is declared, and every member that is meant', () => {
  const schema: Json = {
    allOf: [{ properties: { a: { enum: [1, '1', null, false] } } }, { properties: { a: {}, b: {} } }],
  }
  const seen = recordOf(schema)
  seen.observe(200, { a: 1 })
  const here = schemaAt('200')
  expect(seen.result().unseen.map(({ pointer }) => pointer)).toEqual([
    `${here}/allOf/0/properties/a/enum/1`,
    `${here}/allOf/0/properties/a/enum/2`,
    `${here}/allOf/0/properties/a/enum/3`,
    `${here}/allOf/1/properties/b`,
  ])
  seen.observe(200, { a: null })
  expect(seen.result().unseen).toHaveLength(3)
})

it('looks behind patterns, prefixes and additionalProperties', () => {
  const inner = (name: string): Json => ({ type: 'object', properties: { [name]: {} } })
  const schema: Json = {
    type: 'object',
    properties: { list: { type: 'array', prefixItems: [inner('first')], items: inner('later') } },
    patternProperties: { '^x-': inner('pattern') },
    additionalProperties: inner('other'),
  }
  const seen = recordOf(schema)
  seen.observe(200, { list: [{ later: 1 }, { first: 1 }], 'x-a': { other: 1 }, y: { pattern: 1 } })
  const missing = ['property first', 'property later', 'property pattern', 'property other']
  expect(seen.result().unseen.map(({ what }) => what)).toEqual(missing)
  seen.observe(200, { list: [{ first: 1 }, {}, { later: 1 }], 'x-a': { pattern: 1 }, y: { other: 1 } })
  expect(seen.result().unseen).toEqual([])
})

it('knows nullable in OpenAPI 3.0 only', () => {
  const schema: Json = { type: 'object', properties: { a: { type: 'string', nullable: true } } }
  const pointers = (openapi: string) =>
    recordOf(schema, {}, openapi)
      .result()
      .unseen.map(({ pointer }) => pointer)
  expect(pointers('3.0.3')).toContain(`${schemaAt('200')}/properties/a/nullable`)
  expect(pointers('3.1.0')).not.toContain(`${schemaAt('200')}/properties/a/nullable`)
})

it('counts a shared error schema once, and ranges of statuses as one', () => {
  const responses = Object.fromEntries(
    ['400', '403', '5XX'].map((name) => [name, json({ $ref: '#/components/schemas/Error' })]),
  )
  const error: Json = { type: 'object', properties: { message: {} } }
  const seen = createSeen(provider(document(responses, { components: { schemas: { Error: error } } })).published)
  expect(seen.result().total).toBe(4)
  seen.observe(502, { message: 'x' })
  seen.observe(503, {})
  expect(seen.result().unseen.map(({ what }) => what)).toEqual(['status 400', 'status 403'])
})

it('counts the status of a page that was seen before, and does not read it again', () => {
  const operation = provider(
    document({ '200': json({ properties: { a: {} } }), '201': json({ properties: { a: {}, b: {} } }) }),
  )
  const seen = createSeen(operation.repaired)
  const page = { a: 1, b: 2 }
  seen.observe(200, page)
  seen.observe(200, page)
  // Under another status the same page says something else.
  seen.observe(201, page)
  expect(seen.result().unseen).toEqual([])
})

it('counts schema by schema where the combinations of schemas that apply to one value are a million', () => {
  // A body that leads through `a` and `b` decides at each `a` whether one more schema applies: two to the power of twenty ways.
  const size = 20
  const step = (name: number): JsonObject => ({ $ref: `#/components/schemas/S${name}` })
  const schemas: Record<string, Json> = {
    S0: { type: 'object', properties: { a: { allOf: [step(0), step(1)] }, b: step(0) } },
    [`S${size}`]: { type: 'object', properties: { end: { type: 'string' } } },
  }
  for (let n = 1; n < size; n += 1) {
    schemas[`S${n}`] = { type: 'object', properties: { a: step(n + 1), b: step(n + 1) } }
  }
  const seen = recordOf(step(0), schemas)
  // The status, a and b of 20 schemas, and the end.
  expect(seen.result()).toMatchObject({ total: 42, witnessed: 0 })
  seen.observe(200, { a: { b: { a: {} } } })
  expect(seen.result().unseen.map(({ pointer }) => pointer)).not.toContain('/components/schemas/S1/properties/b')
  expect(seen.result()).toMatchObject({ total: 42, witnessed: 5 })
})

it('reads schemas that follow each other without end of a stack', () => {
  const schemas = Object.fromEntries(
    Array.from({ length: 6_000 }, (_, n) => [
      `S${n}`,
      { type: 'object', properties: { next: { $ref: `#/components/schemas/S${(n + 1) % 6_000}` } } },
    ]),
  )
  expect(recordOf({ $ref: '#/components/schemas/S0' }, schemas).result().total).toBe(6_001)
})
