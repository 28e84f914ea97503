import { expect, it } from 'vitest'
import { createValidator, type SchemaFault } from '../../../src/contract/validator/index.ts'
import type { Json } from '../../../src/spec/types.ts'
import { operationOf, schemaAt } from '../providers.ts'

function faults(schema: Json, value: unknown): readonly SchemaFault[] {
  const operation = operationOf(schema)
  const content = operation.responses[0]?.content[0]
  if (!content) throw new Error('no content')
  const validator = createValidator(operation)
  const found = validator.faults(content, value)
  expect(validator.refusal(content, { value }) === undefined).toBe(found.length === 0)
  return found
}

const text40 = 'a'.repeat(40)

// Each keyword: a schema, a value that it takes, one that it does not, and what is said then.
const keywords: readonly (readonly [keyword: string, schema: Json, kept: unknown, broken: unknown, said: string])[] = [
  ['type', { type: 'integer' }, 1, '1', 'the body must be a whole number, but "1" came'],
  ['type', { type: ['string', 'null'] }, null, 5, 'the body must be text or null, but 5 came'],
  ['type', { type: 'array' }, [], {}, 'the body must be a list, but an object came'],
  ['type', { type: 'object' }, {}, [1, 2], 'the body must be an object, but a list of 2 came'],
  ['enum', { type: 'string', enum: ['a', 'b'] }, 'a', 'c', 'the body must be one of "a" or "b", but "c" came'],
  ['enum', { enum: [null] }, null, {}, 'the body must be null, but an object came'],
  [
    'enum',
    { type: 'integer', enum: [1, 2, 3, 4, 5, 6, 7, 8] },
    8,
    9,
    'the body must be one of 1, 2, 3, 4, 5, 6 and 2 more, but 9 came',
  ],
  ['const', { const: true }, true, false, 'the body must be true, but false came'],
  [
    'pattern',
    { type: 'string', pattern: '^acme-[0-9]+$' },
    'acme-7',
    'Acme-7',
    'the body must match ^acme-[0-9]+$, but "Acme-7" came',
  ],
  [
    'format',
    { type: 'string', format: 'date-time' },
    '2026-07-02T10:11:12.123456Z',
    '2026-02-30T00:00:00Z',
    'the body must be a date and time as in RFC 3339, but "2026-02-30T00:00:00Z" came',
  ],
  ['format', { type: 'string', format: 'email' }, 'a@b.c', 'a@', 'the body must be an e-mail address, but "a@" came'],
  ['format', { type: 'string', format: 'uri' }, 'https://a.example', 'a', 'the body must be a URI, but "a" came'],
  ['format', { type: 'string', format: 'decimal' }, '-10.50', '-', 'the body must be a decimal number, but "-" came'],
  [
    'format',
    { type: 'string', format: 'ipv4' },
    '127.0.0.1',
    '127.0.0',
    'the body must be an IPv4 address, but "127.0.0" came',
  ],
  ['minLength', { type: 'string', minLength: 2 }, 'ab', 'a', 'the body must have at least 2 characters, but it has 1'],
  ['maxLength', { type: 'string', maxLength: 1 }, '🏢', 'ab', 'the body must have at most 1 character, but it has 2'],
  ['minimum', { type: 'integer', minimum: 0 }, 0, -1, 'the body must be at least 0, but -1 came'],
  ['maximum', { type: 'integer', maximum: 5 }, 5, 6, 'the body must be at most 5, but 6 came'],
  ['exclusiveMinimum', { type: 'number', exclusiveMinimum: 0 }, 0.1, 0, 'the body must be more than 0, but 0 came'],
  ['exclusiveMaximum', { type: 'number', exclusiveMaximum: 1 }, 0.9, 1, 'the body must be less than 1, but 1 came'],
  ['multipleOf', { type: 'integer', multipleOf: 5 }, 10, 7, 'the body must be a multiple of 5, but 7 came'],
  [
    'required',
    { type: 'object', properties: { id: {} }, required: ['id'] },
    { id: 1 },
    { ID: 1 },
    'the body must have the field "id", but it is missing',
  ],
  [
    'additionalProperties',
    { type: 'object', properties: { id: {} }, additionalProperties: false },
    {},
    { name: 'x' },
    'the body must have no field but those listed, but it has "name"',
  ],
  [
    'unevaluatedProperties',
    { type: 'object', allOf: [{ properties: { id: {} } }], unevaluatedProperties: false },
    { id: 1 },
    { id: 1, name: 'x' },
    'the body must have no field but those listed, but it has "name"',
  ],
  [
    'dependentRequired',
    { type: 'object', dependentRequired: { a: ['b'] } },
    { a: 1, b: 1 },
    { a: 1 },
    'the body must have the field "b" beside "a", but it is missing',
  ],
  [
    'minProperties',
    { type: 'object', minProperties: 1 },
    { a: 1 },
    {},
    'the body must have at least 1 field, but it has 0',
  ],
  [
    'maxProperties',
    { type: 'object', maxProperties: 1 },
    { a: 1 },
    { a: 1, b: 2 },
    'the body must have at most 1 field, but it has 2',
  ],
  ['minItems', { type: 'array', minItems: 1 }, [1], [], 'the body must have at least 1 entry, but it has 0'],
  ['maxItems', { type: 'array', maxItems: 2 }, [1], [1, 2, 3], 'the body must have at most 2 entries, but it has 3'],
  [
    'uniqueItems',
    { type: 'array', uniqueItems: true },
    [{ a: 1 }, { a: 2 }],
    [{ a: 1 }, 2, { a: 1 }],
    'the body must hold no entry twice, but entries 0 and 2 are the same',
  ],
  [
    'contains',
    { type: 'array', contains: { const: 1 } },
    [2, 1],
    [2, 3],
    'the body must hold at least 1 of a kind of entry, but it does not',
  ],
  ['not', { not: {} }, undefined, 1, 'the body must not be there, but 1 came'],
  ['not', { not: { type: 'string' } }, 1, 'a', 'the body must not fit a schema that is ruled out, but "a" came'],
  [
    'anyOf',
    { anyOf: [{ type: 'object' }, { type: 'array' }, { type: 'string' }] },
    'a',
    5,
    'the body must be an object, a list or text, but 5 came',
  ],
  [
    'oneOf',
    { oneOf: [{ type: 'integer' }, { type: 'number' }] },
    1.5,
    1,
    'the body must be exactly one of a whole number or a number, but 2 of the alternatives fit',
  ],
  [
    'maxLength',
    { type: 'string', maxLength: 60 },
    text40,
    text40 + text40,
    'the body must have at most 60 characters, but it has 80',
  ],
]

it.each(keywords)('%s %j: takes %j, refuses %j', (keyword, schema, kept, broken, said) => {
  if (kept !== undefined) expect(faults(schema, kept)).toEqual([])
  const [fault, ...others] = faults(schema, broken)
  expect(others).toEqual([])
  expect(fault).toMatchObject({ keyword, message: said, clause: `${schemaAt('200')}/${keyword}` })
})

it('says in halves what was promised and what came', () => {
  const [fault] = faults({ type: 'object', properties: { id: { type: 'string', maxLength: 2 } } }, { id: 'abc' })
  expect(fault).toEqual({
    at: '/id',
    clause: `${schemaAt('200')}/properties/id/maxLength`,
    keyword: 'maxLength',
    key: '/id\nmaxLength\n',
    message: '/id must have at most 2 characters, but it has 3',
    promised: 'at most 2 characters',
    came: 'it has 3',
  })
})

it('cuts long text and never quotes what may be a secret', () => {
  const schema: Json = {
    type: 'object',
    properties: { name: { type: 'integer' }, webhook_secret: { type: 'integer' }, api_key: { type: 'integer' } },
  }
  const said = faults(schema, { name: 'n'.repeat(61), webhook_secret: 'hunter2', api_key: 'k' }).map(({ came }) => came)
  expect(said).toEqual([`"${'n'.repeat(60)}"… (61 characters)`, 'a text of 7 characters', 'a text of 1 character'])
})

it('says of a schema that takes nothing that nothing should be there', () => {
  const [fault] = faults({ type: 'array', prefixItems: [{}], items: false, minItems: 1 }, [1, 2])
  expect(fault?.message).toBe('the body must have at most 1 entry, but it has 2')
  const [none] = faults({ type: 'array', items: false }, [2])
  expect(none?.message).toBe('/0 must not be there, but 2 came')
  const [other] = faults({ type: 'object', dependentSchemas: { a: false } }, { a: 1 })
  expect(other?.message).toBe('the body must not be there, but an object came')
})
