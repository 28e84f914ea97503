import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SpecError } from '../../src/spec/errors.ts'
import { deepFreeze, isArray, isObject } from '../../src/spec/json.ts'
import { applyErrata } from '../../src/spec/overlay.ts'
import { isWithin } from '../../src/spec/pointer.ts'
import type { Json } from '../../src/spec/types.ts'
import { anyJson, anyObject } from './arbitrary-json.ts'
import { differences } from './differences.ts'
import { apply, overlayOf, REASONED, repair } from './overlay-fixture.ts'
import { refusalOf } from './refusal.ts'

test('adds members at any depth and leaves the others alone', () => {
  const { document, errata } = repair(
    { info: { title: 'Acme' }, paths: {} },
    { target: '$', update: { info: { version: '1' }, tags: ['a'] } },
  )
  expect(document).toEqual({ info: { title: 'Acme', version: '1' }, paths: {}, tags: ['a'] })
  expect(errata[0]?.pointers).toEqual(['/info/version', '/tags'])
})

test('appends to an array, one element or the elements of an array', () => {
  const { document, errata } = repair(
    { a: [1] },
    { target: '$.a', update: 2 },
    { target: '$.a', update: { b: 3 } },
    { target: '$.a', update: [4, [5]] },
    { target: '$', update: { a: [6] } },
  )
  expect(document).toEqual({ a: [1, 2, { b: 3 }, 4, [5], 6] })
  expect(errata[0]?.pointers).toEqual(['/a/1', '/a/2', '/a/3', '/a/4', '/a/5'])
})

test('updates every node that the target selects, once each', () => {
  const { document, errata } = repair(
    { a: { x: { type: 'number' } }, b: { y: { type: 'number' }, z: { type: 'string' } } },
    { target: "$['a', 'a', 'b'][?@.type == 'number']", update: { minimum: 1 } },
  )
  expect(document).toEqual({
    a: { x: { type: 'number', minimum: 1 } },
    b: { y: { type: 'number', minimum: 1 }, z: { type: 'string' } },
  })
  expect(errata[0]?.pointers).toEqual(['/a/x/minimum', '/b/y/minimum'])
})

test('accepts an update that repeats what stands there, beside something new', () => {
  expect(repair({ a: { b: 1 } }, { target: '$.a', update: { b: 1, c: 2 } }).document).toEqual({ a: { b: 1, c: 2 } })
})

test('removes members and elements, several at once', () => {
  const { document, errata } = repair(
    { a: [0, 1, 2, 3], b: { c: 1, d: 2 } },
    { target: '$.a[0, 2, 0]', remove: true },
    { target: '$.b.c', remove: true },
  )
  expect(document).toEqual({ a: [1, 3], b: { d: 2 } })
  expect(errata[0]?.pointers).toEqual(['/a', '/b/c'])
})

test('removes a node and nodes inside it with one target', () => {
  const document = { a: { x: { x: 1, y: [{ x: 2 }, { x: 3 }] } }, b: 4 }
  expect(repair(document, { target: '$..x', remove: true }).document).toEqual({ a: {}, b: 4 })
  expect(
    repair(
      {
        a: [
          [0, 1],
          [2, 3],
        ],
      },
      { target: '$..[0]', remove: true },
    ).document,
  ).toEqual({ a: [[3]] })
})

test('copies one node into others', () => {
  const { document, errata } = repair(
    { from: { get: { tags: ['a'] } }, to: { put: {} } },
    { target: '$.to', copy: '$.from' },
  )
  expect(document).toEqual({ from: { get: { tags: ['a'] } }, to: { put: {}, get: { tags: ['a'] } } })
  expect(errata[0]?.pointers).toEqual(['/to/get'])
})

test('applies each action to the result of the one before', () => {
  const { document, errata } = repair(
    { limit: { type: 'number', required: ['a'] } },
    { target: "$.limit['type', 'required']", remove: true },
    { target: '$.limit', update: { type: 'integer', required: ['b'] } },
  )
  expect(document).toEqual({ limit: { type: 'integer', required: ['b'] } })
  expect(errata[0]?.pointers).toEqual(['/limit/type', '/limit/required'])
})

test('escapes names in the pointers of the ledger', () => {
  const { errata } = repair({ paths: { '/a~b': {} } }, { target: "$.paths['/a~b']", update: { get: {} } })
  expect(errata[0]?.pointers).toEqual(['/paths/~1a~0b/get'])
})

test('names in the ledger where a node ends up, when later removals move it', () => {
  const { errata } = apply(
    { allOf: [{}, {}, {}] },
    overlayOf(
      { ...REASONED, target: '$.allOf[0]', update: { title: 'first' } },
      { ...REASONED, 'x-erratum': 'E-AC-002', target: '$.allOf[2]', update: { title: 'last' } },
      { ...REASONED, 'x-erratum': 'E-AC-003', target: '$.allOf[0]', remove: true },
    ),
  )
  expect(errata.map(({ pointers }) => pointers)).toEqual([['/allOf'], ['/allOf/1/title'], ['/allOf']])
})

test('keeps a ledger: reason, basis, source and first target of each erratum', () => {
  const { errata } = apply(
    { a: {}, b: {} },
    overlayOf(
      { ...REASONED, target: '$.a', update: { x: 1 } },
      { 'x-erratum': 'E-AC-001', target: '$.b', update: { x: 1 } },
      {
        'x-erratum': 'E-AC-002',
        'x-basis': 'observed',
        'x-source': 'an issue thread',
        description: 'Seen.',
        target: '$.b',
        update: { y: 1 },
      },
    ),
  )
  expect(errata).toEqual([
    {
      id: 'E-AC-001',
      target: '$.a',
      reason: 'It is wrong.',
      basis: 'documented',
      source: 'the document itself',
      pointers: ['/a/x', '/b/x'],
    },
    {
      id: 'E-AC-002',
      target: '$.b',
      reason: 'Seen.',
      basis: 'observed',
      source: 'an issue thread',
      pointers: ['/b/y'],
    },
  ])
})

const DOCUMENT: Json = { type: 'number', list: [1], map: { a: 1 } }
const FIRST = 'acme.overlay.yaml#/actions/0: target'

test.each<[string, { readonly [key: string]: Json }, string]>([
  [
    'a target that matches nothing',
    { target: '$.missing', remove: true },
    `OVERLAY_NO_MATCH ${FIRST} $.missing matches nothing`,
  ],
  [
    'a copy of nothing',
    { target: '$.map', copy: '$.missing' },
    `OVERLAY_NO_MATCH ${FIRST} $.map copies $.missing, which must match exactly one node`,
  ],
  [
    'a copy of several nodes',
    { target: '$.map', copy: '$.*' },
    `OVERLAY_NO_MATCH ${FIRST} $.map copies $.*, which must match exactly one node`,
  ],
  [
    'a scalar for another scalar',
    { target: '$', update: { type: 'integer' } },
    `OVERLAY_INCOMPATIBLE ${FIRST} $ cannot merge "integer" into "number" at /type; remove it first, then update its parent`,
  ],
  [
    'a scalar for the scalar that the target selects',
    { target: '$.type', update: 'integer' },
    `OVERLAY_INCOMPATIBLE ${FIRST} $.type cannot merge "integer" into "number" at /type; remove it first, then update its parent`,
  ],
  [
    'an object for an array',
    { target: '$', update: { list: { a: 1 } } },
    `OVERLAY_INCOMPATIBLE ${FIRST} $ cannot merge an object into an array at /list; remove it first, then update its parent`,
  ],
  [
    'an array for an object',
    { target: '$.map', update: [1] },
    `OVERLAY_INCOMPATIBLE ${FIRST} $.map cannot merge an array into an object at /map; remove it first, then update its parent`,
  ],
  [
    'a null for an object',
    { target: '$', update: { map: null } },
    `OVERLAY_INCOMPATIBLE ${FIRST} $ cannot merge null into an object at /map; remove it first, then update its parent`,
  ],
  [
    'an update of unlike nodes',
    { target: '$.*', update: [1] },
    `OVERLAY_INCOMPATIBLE ${FIRST} $.* matches unlike nodes: a string, an array, an object`,
  ],
  [
    'the removal of the whole document',
    { target: '$', remove: true },
    `OVERLAY_INCOMPATIBLE ${FIRST} $ would remove the whole document`,
  ],
  [
    'an update that says nothing new',
    { target: '$', update: { type: 'number', map: { a: 1 } } },
    `OVERLAY_NO_EFFECT ${FIRST} $ changes nothing`,
  ],
])('refuses %s', async (_, action, message) => {
  expect(await refusalOf(() => repair(DOCUMENT, action))).toBe(message)
})

test('refuses what is no JSONPath, as a target and as a source', async () => {
  const target = await refusalOf(() => repair(DOCUMENT, { target: 'paths.get', remove: true }))
  expect(target).toMatch(
    /^OVERLAY_TARGET acme\.overlay\.yaml#\/actions\/0: target paths\.get is no JSONPath of RFC 9535: /,
  )
  const source = await refusalOf(() => repair(DOCUMENT, { target: '$.map', copy: '$[' }))
  expect(source).toMatch(/: target \$\.map copies \$\[, which is no JSONPath of RFC 9535: /)
})

test('changes nothing when there are no errata', () => {
  fc.assert(
    fc.property(anyJson, (document) => {
      expect(applyErrata(document, [])).toEqual({ document, errata: [], edits: [] })
    }),
  )
})

/** Actions that fit any document: one member more for each object, all arrays' first elements gone, one name gone. */
const ACTIONS = [
  { target: '$..[?@.a]', update: { added: [{ by: 'overlay' }] } },
  { target: '$..[0]', remove: true },
  { target: '$..b', remove: true },
  { target: '$', update: { new: { member: true } } },
  { target: '$.new', copy: '$.new.member' },
] as const

test('mutates neither the document nor the overlay, and its ledger covers every difference', () => {
  const names = fc.constantFrom('a', 'b', 'c/d')
  const { tree } = fc.letrec<{ tree: Json }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      fc.integer(),
      fc.array(tie('tree'), { maxLength: 4 }),
      fc.dictionary(names, tie('tree')),
    ),
  }))
  fc.assert(
    fc.property(fc.dictionary(names, tree), fc.subarray([...ACTIONS], { minLength: 1 }), (before, actions) => {
      const kept = structuredClone(before)
      const overlay = overlayOf(...actions.map((action) => ({ ...REASONED, ...action })))
      let repaired: ReturnType<typeof apply>
      try {
        repaired = apply(deepFreeze(before), deepFreeze(overlay))
      } catch (error) {
        if (error instanceof SpecError) return fc.pre(false)
        throw error
      }
      expect(before).toEqual(kept)
      const pointers = repaired.errata.flatMap((erratum) => erratum.pointers)
      for (const changed of differences(before, repaired.document)) {
        expect(pointers.some((pointer) => isWithin(changed, pointer))).toBe(true)
      }
    }),
  )
})

test('keeps every member of both sides when it merges objects that do not contradict each other', () => {
  fc.assert(
    fc.property(anyObject, anyObject, (one, other) => {
      const document = { one }
      const { document: merged } = repair(document, { target: '$', update: { other } })
      expect(merged).toEqual({ one, other })
      fc.pre(Object.keys(other).some((key) => !Object.hasOwn(one, key)))
      const disjoint = Object.fromEntries(Object.entries(other).filter(([key]) => !Object.hasOwn(one, key)))
      const { document: both } = repair(document, { target: '$.one', update: disjoint })
      const expected = Object.fromEntries([...Object.entries(one), ...Object.entries(disjoint)])
      expect(JSON.stringify(both)).toBe(JSON.stringify({ one: expected }))
    }),
  )
})

test('shares with the document before whatever it did not change', () => {
  const before = { kept: { deep: [1] }, changed: { kept: {} } }
  const { document } = repair(before, { target: '$.changed', update: { added: 1 } })
  if (!isObject(document) || !isObject(document['changed'])) throw new Error('not an object')
  expect(document['kept']).toBe(before.kept)
  expect(document['changed']['kept']).toBe(before.changed.kept)
  expect(isArray(before.kept.deep)).toBe(true)
})
