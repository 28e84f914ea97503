import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isWithin, joinPointer, resolvePointer, splitPointer } from '../../src/spec/index.ts'

test('gives every node of the example of RFC 6901, section 5', () => {
  const document = {
    foo: ['bar', 'baz'],
    '': 0,
    'a/b': 1,
    'c%d': 2,
    'e^f': 3,
    'g|h': 4,
    'i\\j': 5,
    'k"l': 6,
    ' ': 7,
    'm~n': 8,
  }
  const pointers = ['', '/foo', '/foo/0', '/', '/a~1b', '/c%d', '/e^f', '/g|h', '/i\\j', '/k"l', '/ ', '/m~0n']
  expect(pointers.map((pointer) => resolvePointer(document, pointer))).toEqual([
    document,
    ['bar', 'baz'],
    'bar',
    0,
    1,
    2,
    3,
    4,
    5,
    6,
    7,
    8,
  ])
})

test.each(['/b', '/a/2', '/a/-', '/a/00', '/a/1e0', '/a/length', '/toString', '/a/0/x', 'a', '#/a'])(
  'names nothing with %s',
  (pointer) => {
    expect(resolvePointer({ a: [1, 2] }, pointer)).toBeUndefined()
  },
)

test('tells a null that is there from a value that is not', () => {
  expect(resolvePointer({ a: null }, '/a')).toBeNull()
  expect(resolvePointer({ a: null }, '/a/b')).toBeUndefined()
})

test('unescapes ~01 to ~1, not to a slash', () => {
  expect(splitPointer('/~01')).toEqual(['~1'])
  expect(joinPointer('', '~1')).toBe('/~01')
})

test('splits what it joined, whatever the names', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (tokens) => {
      expect(splitPointer(joinPointer('', ...tokens))).toEqual(tokens)
    }),
    { seed: 4 },
  )
})

test('counts a pointer as within itself and its ancestors, but not within a longer name', () => {
  expect(isWithin('/a/b', '/a/b')).toBe(true)
  expect(isWithin('/a/b', '')).toBe(true)
  expect(isWithin('/ab', '/a')).toBe(false)
})
