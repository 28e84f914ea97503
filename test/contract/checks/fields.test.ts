import { expect, it } from 'vitest'
import { bodySurveyor } from '../../../src/contract/checks/body-survey.ts'
import { shapeUndeclaredFields } from '../../../src/contract/checks/shape/undeclared-fields.ts'
import { shapeWriteOnly } from '../../../src/contract/checks/shape/write-only.ts'
import type { Exchange } from '../../../src/contract/types.ts'
import { createBodyJudge } from '../../../src/contract/validator/index.ts'
import { loadProviderSpec } from '../../../src/spec/index.ts'
import type { Json, JsonObject } from '../../../src/spec/types.ts'
import { contract } from '../checked.ts'
import { exchangeOf } from '../hand-made.ts'
import { inFull } from '../in-full.ts'
import { document, json, provider, schemaAt } from '../providers.ts'
import { findings } from './judged.ts'

function found(schema: Json, body: unknown, schemas: JsonObject = {}, observedFields: readonly string[] = []) {
  const spec = provider(document({ '200': json(schema) }, { components: { schemas } }))
  const operation = spec.published
  const bodies = createBodyJudge({ spec, reading: 'published' })
  const setup = {
    spec,
    operation,
    contract: { ...contract, observedFields },
    bodies,
    survey: bodySurveyor(operation),
    identityOf: (exchange: Exchange) => exchange,
    secrets: [],
  }
  return [shapeWriteOnly(setup), shapeUndeclaredFields(setup)].flatMap((check) =>
    check.judge(exchangeOf({ body })).map(inFull),
  )
}

const closed: Json = { type: 'object', properties: { id: {} }, additionalProperties: false }
const open: Json = { type: 'object', properties: { id: {} } }

it('calls an undeclared field a violation where the schema is closed', () => {
  expect(found({ type: 'array', items: closed }, [{ id: 1 }, { id: 1, name: 2 }, { name: 2 }])).toEqual([
    {
      check: 'shape/undeclared-fields',
      basis: 'documented',
      message: '/1/name is not declared, and the schema permits nothing else (and so in 1 more place of this body)',
      promised: 'only the fields that are declared',
      came: 'the field "name"',
      at: '/1/name',
      clause: `${schemaAt('200')}/items/additionalProperties`,
    },
  ])
})

it('says nothing of a field that is known to come, in any row', () => {
  const list: Json = { type: 'array', items: open }
  const rows = [{ id: 1, name: 2 }, { name: 2 }, { other: 3 }]
  expect(found(list, rows, {}, ['/*/name']).map(({ at }) => at)).toEqual(['/2/other'])
})

it('calls it drift where the schema is open', () => {
  expect(found(open, { id: 1, name: 2 })).toEqual([
    {
      check: 'shape/undeclared-fields',
      severity: 'drift',
      basis: 'documented',
      message: '/name is not declared',
      promised: 'only the fields that are declared',
      came: 'the field "name"',
      at: '/name',
      clause: schemaAt('200'),
    },
  ])
})

// A schema, and a body in which everything is declared.
const declared: readonly (readonly [string, Json, unknown])[] = [
  ['by another part of an allOf', { allOf: [open, { properties: { name: {} } }] }, { id: 1, name: 2 }],
  [
    'by an alternative',
    { anyOf: [open, { properties: { name: {} } }], oneOf: [{ properties: { x: {} } }] },
    { name: 2, x: 1 },
  ],
  ['through $ref', { $ref: '#/components/schemas/Org' }, { parent: { parent: { name: 'a' } } }],
  ['beside a $ref', { $ref: '#/components/schemas/Org', properties: { more: {} } }, { name: 'a', more: 1 }],
  [
    'by a pattern',
    { type: 'object', properties: { id: {} }, patternProperties: { '^x-': open } },
    { 'x-a': { id: 1 } },
  ],
  ['by additionalProperties with a schema', { properties: { id: {} }, additionalProperties: open }, { a: { id: 1 } }],
  [
    'by a prefix of a list',
    { prefixItems: [open, { properties: { a: {} } }], items: open },
    [{ id: 1 }, { a: 1 }, { id: 2 }],
  ],
  ['by no field at all, so that any is right', { type: 'object' }, { a: { b: 1 } }],
  ['by a schema that says so', { properties: { id: {} }, additionalProperties: true }, { a: 1 }],
  ['by an entry without a schema', { properties: { list: { type: 'array', items: {} } } }, { list: [{ a: 1 }] }],
]

it.each(declared)('takes a field that is declared %s', (_, schema, body) => {
  const schemas: JsonObject = {
    Org: { type: 'object', properties: { name: {}, parent: { $ref: '#/components/schemas/Org' } } },
  }
  expect(found(schema, body, schemas)).toEqual([])
})

it('finds undeclared fields at any depth behind all of these', () => {
  const schemas: JsonObject = {
    Org: { allOf: [open, { properties: { parent: { $ref: '#/components/schemas/Org' } } }] },
  }
  const schema: Json = {
    properties: {},
    patternProperties: { '^x-': { type: 'array', items: { $ref: '#/components/schemas/Org' } } },
  }
  const body = { 'x-a': [{ parent: { id: 1, 'odd/name': 1 } }] }
  expect(found(schema, body, schemas).map(({ at }) => at)).toEqual(['/x-a/0/parent/odd~1name'])
})

it('does not trip over names that every object inherits', () => {
  expect(found(open, JSON.parse('{"id":1,"constructor":1,"__proto__":{"a":1}}')).map(({ at }) => at)).toEqual([
    '/constructor',
    '/__proto__',
  ])
})

it('finds writeOnly fields at any depth without quoting their values', () => {
  const schemas: JsonObject = {
    Secret: { type: 'string', writeOnly: true },
    Org: {
      type: 'object',
      properties: { key: { $ref: '#/components/schemas/Secret' }, sub: { $ref: '#/components/schemas/Org' } },
    },
  }
  const body = [{ sub: { key: 'hunter2' } }, { sub: { key: 'hunter3' } }]
  expect(found({ type: 'array', items: { $ref: '#/components/schemas/Org' } }, body, schemas)).toEqual([
    {
      check: 'shape/write-only',
      basis: 'documented',
      message: '/0/sub/key is for requests only and must not come back (and so in 1 more place of this body)',
      promised: 'no field "key" in a reply',
      came: 'it is there',
      at: '/0/sub/key',
      clause: '/components/schemas/Secret/writeOnly',
    },
  ])
})

it('finds each of the three secrets of Cekura, under either reading', async () => {
  const cekura = await loadProviderSpec('specs', 'cekura')
  for (const name of ['vapi_api_key', 'retell_api_key', 'syntflow_api_key']) {
    for (const reading of ['published', 'repaired'] as const) {
      const all = findings(cekura, { body: [{ [name]: 'sk-1234' }] }, reading)
      expect(all.filter(({ at }) => at === `/0/${name}`)).toMatchObject([
        { check: 'shape/write-only', clause: `/components/schemas/Organization/properties/${name}/writeOnly` },
      ])
      expect(JSON.stringify(all)).not.toContain('sk-1234')
    }
  }
})

it('finds a write-only field inside of what is not declared', () => {
  const schema: JsonObject = {
    type: 'object',
    properties: { id: { type: 'string' }, key: { type: 'string', writeOnly: true } },
  }
  const made = found(schema, { id: 'a', hooks: [{ of: { key: 'hunter2' } }] }, {})
  expect(made.filter(({ check }) => check === 'shape/write-only').map(({ at }) => at)).toEqual(['/hooks/0/of/key'])
})

it('finds a write-only field inside of what is declared without its fields', () => {
  const schema: JsonObject = {
    type: 'object',
    properties: {
      key: { type: 'string', writeOnly: true },
      free: { type: 'object' },
      list: { type: 'array' },
      any: {},
      closed: { type: 'object', properties: { id: {} }, additionalProperties: false },
    },
  }
  for (const [body, at] of [
    [{ free: { key: 'hunter2' } }, '/free/key'],
    [{ list: [{ key: 'hunter2' }] }, '/list/0/key'],
    [{ any: { key: 'hunter2' } }, '/any/key'],
    [{ any: [[{ key: 'hunter2' }]] }, '/any/0/0/key'],
    [{ closed: { key: 'hunter2' } }, '/closed/key'],
    [{ closed: { id: { key: 'hunter2' } } }, '/closed/id/key'],
  ] as const) {
    const made = found(schema, body as unknown as Json).filter(({ check }) => check === 'shape/write-only')
    expect(made.map((finding) => finding.at)).toEqual([at])
  }
})
