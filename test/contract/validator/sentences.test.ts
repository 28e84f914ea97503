import { expect, it } from 'vitest'
import { createValidator, type SchemaFault } from '../../../src/contract/validator/index.ts'
import type { Json } from '../../../src/spec/types.ts'
import { inFull } from '../in-full.ts'
import { operationOf, schemaAt } from '../providers.ts'
import { keywords } from './keywords.ts'

function faults(schema: Json, value: unknown): ReturnType<typeof inFull<SchemaFault>>[] {
  const operation = operationOf(schema)
  const content = operation.responses[0]?.content[0]
  if (!content) throw new Error('no content')
  const validator = createValidator(operation)
  const found = validator.faults(content, value)
  expect(validator.accepts(content, value)).toBe(found.length === 0)
  return found.map(inFull)
}

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
