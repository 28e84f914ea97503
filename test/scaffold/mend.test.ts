import { describe, expect, test } from 'vitest'
import { mend } from '../../src/scaffold/mend.ts'
import type { Json } from '../../src/spec/index.ts'

function mended(schema: Json, openapi = '3.1.0'): { schema: Json; notes: readonly string[] } {
  const { document, notes } = mend({ openapi, paths: {}, components: { schemas: { S: schema } } })
  const { schemas } = document['components'] as { schemas: { S: Json } }
  return { schema: schemas.S, notes }
}

describe('a keyword whose value makes no sense goes:', () => {
  test.each<[what: string, before: Json, after: Json, note: string]>([
    [
      'patterns that are none go',
      { type: 'string', pattern: '\\A[a-z]\\Z' },
      { type: 'string' },
      '#/components/schemas/S/pattern is left out: it is no pattern of ECMA-262',
    ],
    [
      'required as a claim goes',
      { type: 'string', required: true },
      { type: 'string' },
      '#/components/schemas/S/required is left out: it must be a list',
    ],
    [
      'what is for requests only is not required',
      { type: 'object', properties: { s: { type: 'string', writeOnly: true } }, required: ['s', 'n'] },
      { type: 'object', properties: { s: { type: 'string', writeOnly: true } }, required: ['n'] },
      '#/components/schemas/S: s is for requests only, and so not required here',
    ],
  ])('%s', (_, before, after, note) => {
    expect(mended(before)).toEqual({ schema: after, notes: expect.arrayContaining([note]) })
  })

  test('one that is fit stays as it is, whatever lint says of it', () => {
    const schema = {
      type: ['object', 'null'],
      properties: {
        a: { $ref: '#/components/schemas/S', description: 'Again.' },
        b: { type: 'string', format: 'date' },
      },
      required: ['a'],
      'x-of-ours': 1,
      widget: 'x',
      minItems: 1,
      anyOf: [{ type: 'string', minLength: 1 }, { required: ['b'] }],
      if: { properties: { a: { const: null } } },
      prefixItems: [{ minimum: 1 }],
    }
    expect(mended(schema)).toEqual({ schema, notes: [] })
  })

  test('what stands beside a $ref counts for nothing in 3.0', () => {
    const schema = { type: 'object', properties: { a: { $ref: '#/components/schemas/S', nullable: true } } }
    expect(mended(schema, '3.0.3').schema).toEqual({
      type: 'object',
      properties: { a: { $ref: '#/components/schemas/S' } },
    })
  })
})
