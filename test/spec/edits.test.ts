import fc from 'fast-check'
import { expect, test } from 'vitest'
import { carryForward, type Edit, traceBack } from '../../src/spec/edits.ts'
import { joinPointer, resolvePointer } from '../../src/spec/pointer.ts'
import { anyObject } from './arbitrary-json.ts'
import { repair } from './overlay-fixture.ts'

function removal(pointer: string): Edit {
  return { kind: 'remove', pointer, isElement: true, file: 'acme.overlay.yaml', source: '/actions/0/remove' }
}

test.each([
  ['/a/0/x', '/a/0/x'],
  ['/a/1', '/a'],
  ['/a/1/x', '/a'],
  ['/a/2/x', '/a/1/x'],
  ['/a/10', '/a/9'],
  ['/a', '/a'],
  ['/ab/2', '/ab/2'],
])('carries %s to %s over the removal of /a/1', (before, after) => {
  expect(carryForward(before, [removal('/a/1')])).toBe(after)
})

test('traces a node back over several removals from its array', () => {
  expect(traceBack('/a/1/x~1y', [removal('/a/1'), removal('/a/0')])).toEqual({ pointer: '/a/3/x~1y' })
})

test('traces what an action inserted to the action, and what another put inside it to that one', () => {
  const { edits } = repair(
    { a: {} },
    { target: '$.a', update: { list: [{ x: 1 }, { y: 2 }] } },
    { target: '$.a.list[1]', update: { z: 3 } },
    { target: '$.a.list[0]', remove: true },
  )
  expect(traceBack('/a/list/0/y', edits)).toEqual({ file: 'acme.overlay.yaml', pointer: '/actions/0/update/list/1/y' })
  expect(traceBack('/a/list/0/z', edits)).toEqual({ file: 'acme.overlay.yaml', pointer: '/actions/1/update/z' })
  expect(traceBack('/a', edits)).toEqual({ pointer: '/a' })
})

test('traces every element that survives any removals to itself', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 12 }),
      fc.array(fc.nat(), { minLength: 1, maxLength: 8 }),
      (length, picks) => {
        const before = { list: Array.from({ length }, (_, index) => index) }
        const indices = [...new Set(picks.map((pick) => pick % length))]
        const { document, edits } = repair(before, { target: `$.list[${indices.join()}]`, remove: true })
        for (let index = 0; index < length - indices.length; index++) {
          const pointer = joinPointer('/list', index)
          const origin = traceBack(pointer, edits)
          expect(resolvePointer(before, origin.pointer)).toBe(resolvePointer(document, pointer))
          expect(carryForward(origin.pointer, edits)).toBe(pointer)
        }
      },
    ),
  )
})

test('traces every inserted value to the very value in the overlay', () => {
  fc.assert(
    fc.property(anyObject, (update) => {
      fc.pre(Object.keys(update).length > 0)
      const { document, edits } = repair({ a: {} }, { target: '$.a', update })
      for (const key of Object.keys(update)) {
        const { pointer } = traceBack(joinPointer('/a', key), edits)
        const overlay = { actions: [{ update }] }
        expect(resolvePointer(overlay, pointer)).toBe(resolvePointer(document, joinPointer('/a', key)))
      }
    }),
  )
})
