import { expect, test } from 'vitest'
import { jsonReader } from '../../src/contract/json-reader.ts'

/** A body of some kilobytes. */
function page(name: string): Buffer {
  return Buffer.from(JSON.stringify({ name, rows: Array.from({ length: 500 }, (_, row) => `row ${row}`) }))
}

test('reads what is JSON, and says why something is none', () => {
  const read = jsonReader()
  expect(read(Buffer.from('{"a":1}'))).toEqual({ ok: true, value: { a: 1 } })
  expect(read(Buffer.alloc(0))).toEqual({ ok: false, reason: 'the body is empty' })
  expect(read(Buffer.from('<p>'))).toEqual({ ok: false, reason: expect.stringMatching(/JSON/) })
})

test('gives the same object for one of the last two pages, and reads any other anew', () => {
  const read = jsonReader()
  const [a, b] = [read(page('a')), read(page('b'))]
  expect(read(page('a'))).toBe(a)
  expect(read(page('b'))).toBe(b)
  const c = read(page('c'))
  expect(c).toMatchObject({ value: { name: 'c' } })
  expect(read(page('b'))).toBe(b)
  expect(read(page('a'))).not.toBe(a)
})

test('tells bodies apart that differ in one byte', () => {
  const read = jsonReader()
  const body = page('a')
  const first = read(body)
  const other = Buffer.from(body)
  other[body.length - 4] = 0x58
  expect(read(other)).not.toBe(first)
})

test('keeps no short bodies: two replies of them are two objects', () => {
  const read = jsonReader()
  expect(read(Buffer.from('[]'))).not.toBe(read(Buffer.from('[]')))
})
