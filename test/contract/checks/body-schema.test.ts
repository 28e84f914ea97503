import { expect, it } from 'vitest'
import { type Action, document, json, provider, schemaAt } from '../providers.ts'
import { findings } from './judged.ts'

const schema = {
  type: 'array',
  items: {
    type: 'object',
    properties: {
      id: { type: 'string', maxLength: 3 },
      size: { type: 'integer' },
      key: { type: 'string', writeOnly: true },
    },
    required: ['id'],
    additionalProperties: false,
  },
}
const target = "$.paths['/orgs'].get.responses['200'].content['application/json'].schema.items"
const actions: readonly Action[] = [
  { id: 'E-AC-001', basis: 'assumed', target: `${target}.properties.size`, update: { minimum: 1 } },
  { id: 'E-AC-002', basis: 'documented', target: `${target}.properties.key`, update: { not: {} } },
]
const spec = provider(document({ '200': json(schema) }), actions)
const items = `${schemaAt('200')}/items`

it('keeps quiet about a valid body', () => {
  expect(findings(spec, { body: [{ id: 'abc', size: 1 }] })).toEqual([])
})

it('tells place, clause, promise and what came', () => {
  expect(findings(spec, { body: [{ id: 'abcd' }] })).toEqual([
    {
      check: 'shape/body',
      basis: 'documented',
      message: '/0/id must have at most 3 characters, but it has 4',
      promised: 'at most 3 characters',
      came: 'it has 4',
      at: '/0/id',
      clause: `${items}/properties/id/maxLength`,
    },
  ])
})

it('gives the basis of the erratum that the clause is owed to', () => {
  expect(findings(spec, { body: [{ id: 'a', size: 0 }] })).toMatchObject([
    { check: 'shape/body', basis: 'assumed', erratum: 'E-AC-001', message: '/0/size must be at least 1, but 0 came' },
  ])
  expect(findings(spec, { body: [{ id: 'a', size: 0 }] }, 'published')).toEqual([])
})

it('tells the same defect of many rows once', () => {
  const body = [{ id: 'abcd' }, { id: 'a' }, { id: 'abcde' }, {}, {}]
  expect(findings(spec, { body }).map(({ at, message }) => [at, message])).toEqual([
    ['/0/id', '/0/id must have at most 3 characters, but it has 4 (and so in 1 more place of this body)'],
    ['/3', '/3 must have the field "id", but it is missing (and so in 1 more place of this body)'],
  ])
})

it('leaves surplus and writeOnly fields to the checks that name them', () => {
  const found = findings(spec, { body: [{ id: 'a', name: 'b', key: 'c' }] })
  expect(found.map(({ check, at }) => [check, at])).toEqual([
    ['shape/write-only', '/0/key'],
    ['shape/undeclared-fields', '/0/name'],
  ])
})

it('still tells of a field that is declared but shut out by another part of the schema', () => {
  const parts = [{ properties: { id: {} }, additionalProperties: false }, { properties: { name: {} } }]
  const torn = provider(document({ '200': json({ type: 'object', allOf: parts }) }))
  expect(findings(torn, { body: { id: 1, name: 2 } }, 'published')).toMatchObject([
    { check: 'shape/body', at: '/name', clause: `${schemaAt('200')}/allOf/0/additionalProperties` },
  ])
})

it('judges refusals by their own schema', () => {
  const failing = provider(document({ '200': json({}), '4XX': json({ type: 'object', properties: {}, required: [] }) }))
  expect(
    findings(failing, { status: 404, body: [], plan: { expect: { status: [404], basis: 'observed' } } }),
  ).toMatchObject([
    {
      check: 'shape/body',
      message: 'the body must be an object, but an empty list came',
      clause: `${schemaAt('4XX')}/type`,
    },
  ])
})

it('tells at most twenty kinds of faults of one body', () => {
  const properties = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`p${index}`, { type: 'integer' }]))
  const wide = provider(document({ '200': json({ type: 'object', properties }) }))
  const body = Object.fromEntries(Object.keys(properties).map((name) => [name, 'x']))
  expect(findings(wide, { body })).toHaveLength(20)
})
