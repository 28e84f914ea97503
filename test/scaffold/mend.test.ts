import { describe, expect, test } from 'vitest'
import { mend } from '../../src/scaffold/mend.ts'
import type { Json } from '../../src/spec/index.ts'

function mended(schema: Json, openapi = '3.1.0'): { schema: Json; notes: readonly string[] } {
  const { document, notes } = mend({ openapi, paths: {}, components: { schemas: { S: schema } } })
  const { schemas } = document['components'] as { schemas: { S: Json } }
  return { schema: schemas.S, notes }
}

describe('a schema is made fit for a strict reader:', () => {
  test.each<[what: string, before: Json, after: Json, note: string]>([
    [
      'a type is named',
      { properties: { n: { minimum: 1 } } },
      { type: 'object', properties: { n: { type: 'number', minimum: 1 } } },
      'S: type object is added: the document means it',
    ],
    [
      'the type is taken from the parts',
      { allOf: [{ type: 'array' }], minItems: 1 },
      { type: 'array', allOf: [{ type: 'array' }], minItems: 1 },
      'S: type array is added: the document means it',
    ],
    [
      'what is about another type goes',
      { type: 'object', uniqueItems: true },
      { type: 'object' },
      'S: uniqueItems is left out: it says nothing of object',
    ],
    [
      'words that nobody knows go',
      { type: 'string', widget: 'x' },
      { type: 'string' },
      'S: widget is left out: no validator knows it',
    ],
    [
      'patterns that are none go',
      { type: 'string', pattern: '\\A[a-z]\\Z' },
      { type: 'string' },
      'S: pattern is left out: it is no pattern of ECMA-262',
    ],
    [
      'required as a claim goes',
      { type: 'string', required: true },
      { type: 'string' },
      'S: required is left out: it must be a list',
    ],
    [
      'an alternative that can never hold goes',
      { type: 'string', anyOf: [{ type: 'string' }, { type: 'null' }] },
      { type: 'string', anyOf: [{ type: 'string' }, false] },
      'S: an alternative is left out: nothing is both null and string',
    ],
    [
      'what is for requests only is not required',
      { type: 'object', properties: { s: { type: 'string', writeOnly: true } }, required: ['s', 'n'] },
      { type: 'object', properties: { s: { type: 'string', writeOnly: true } }, required: ['n'] },
      'S: s is for requests only, and so not required here',
    ],
  ])('%s', (_, before, after, note) => {
    expect(mended(before)).toEqual({ schema: after, notes: expect.arrayContaining([note]) })
  })

  test('one that is fit stays as it is', () => {
    const schema = {
      type: ['object', 'null'],
      properties: {
        a: { $ref: '#/components/schemas/S', description: 'Again.' },
        b: { type: 'string', format: 'date' },
      },
      required: ['a'],
      'x-of-ours': 1,
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
