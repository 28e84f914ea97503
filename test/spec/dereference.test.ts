import { expect, test } from 'vitest'
import { dereference, follow } from '../../src/spec/dereference.ts'
import { find, type Place } from '../../src/spec/place.ts'
import type { Json } from '../../src/spec/types.ts'
import { refusalOf } from './refusal.ts'

function placesOf(document: { readonly [key: string]: Json }): { root: Place; start: Place } {
  const root: Place = { file: 'acme.openapi.yaml', pointer: '', value: document }
  return { root, start: find(root, 'start') ?? root }
}

function inlined(document: { readonly [key: string]: Json }): Json {
  const { root, start } = placesOf(document)
  return dereference(root, start)
}

test('replaces a $ref at any depth, through further ones', () => {
  const document = {
    start: { type: 'object', properties: { id: { $ref: '#/defs/Id' } }, items: [{ $ref: '#/defs/Id' }] },
    defs: { Id: { $ref: '#/defs/Text' }, Text: { type: 'string' } },
  }
  expect(inlined(document)).toEqual({
    type: 'object',
    properties: { id: { type: 'string' } },
    items: [{ type: 'string' }],
  })
})

test('reads escapes of pointers and of URIs', () => {
  expect(inlined({ start: { $ref: '#/a~1b/c%20d' }, 'a/b': { 'c d': 1 } })).toBe(1)
})

test('keeps a $ref that is data or the name of a property', () => {
  const start = {
    example: { $ref: '#/nowhere' },
    enum: [{ $ref: '#/nowhere' }],
    properties: { $ref: { type: 'string' }, example: { $ref: '#/Text' } },
  }
  expect(inlined({ start, Text: { type: 'string' } })).toEqual({
    ...start,
    properties: { $ref: { type: 'string' }, example: { type: 'string' } },
  })
})

test('adds what stands beside a $ref and lets its annotations win', () => {
  const document = {
    start: { $ref: '#/Text', description: 'mine', maxLength: 3 },
    Text: { type: 'string', description: 'theirs' },
  }
  expect(inlined(document)).toEqual({ type: 'string', description: 'mine', maxLength: 3 })
})

test('follows a reference to where its facts stand', () => {
  const { root, start } = placesOf({ start: { $ref: '#/b' }, b: { $ref: '#/c' }, c: { name: 'x' } })
  expect(follow(root, start)).toEqual({ file: 'acme.openapi.yaml', pointer: '/c', value: { name: 'x' } })
})

test.each<[string, { readonly [key: string]: Json }, string]>([
  [
    'a $ref to another file',
    { start: { schema: { $ref: 'other.yaml#/Text' } } },
    'REF_NOT_LOCAL acme.openapi.yaml#/start/schema: $ref other.yaml#/Text must stay in the document and begin with #/',
  ],
  [
    'a $ref to an anchor',
    { start: { $ref: '#text' } },
    'REF_NOT_LOCAL acme.openapi.yaml#/start: $ref #text must stay in the document and begin with #/',
  ],
  [
    'a $ref that names nothing',
    { start: { $ref: '#/Text' } },
    'REF_UNRESOLVED acme.openapi.yaml#/start: $ref #/Text names nothing',
  ],
  [
    'a $ref with a broken escape',
    { start: { $ref: '#/%zz' } },
    'REF_UNRESOLVED acme.openapi.yaml#/start: $ref #/%zz names nothing',
  ],
  [
    'a $ref into its own surroundings',
    { start: { items: { $ref: '#/start' } } },
    'REF_CYCLE acme.openapi.yaml#/start/items: $ref leads back to itself: #/start -> #/start',
  ],
  [
    'a ring of two',
    { start: { $ref: '#/b' }, b: { items: { $ref: '#/start' } } },
    'REF_CYCLE acme.openapi.yaml#/start: $ref leads back to itself: #/b -> #/start -> #/b',
  ],
  [
    'a constraint on both sides of a $ref',
    { start: { $ref: '#/Text', maxLength: 3 }, Text: { maxLength: 4 } },
    'REF_CONFLICT acme.openapi.yaml#/start: maxLength stands beside a $ref whose target states it too',
  ],
])('refuses %s', async (_, document, message) => {
  expect(await refusalOf(() => inlined(document))).toBe(message)
})

test('refuses references that only lead to each other', async () => {
  const { root, start } = placesOf({ start: { $ref: '#/b' }, b: { $ref: '#/start' } })
  expect(await refusalOf(() => follow(root, start))).toBe(
    'REF_CYCLE acme.openapi.yaml#/start: $ref leads back to itself: #/start -> #/b -> #/start',
  )
})
