import { expect, test } from 'vitest'
import { readJson } from '../../src/contract/json-reader.ts'

test('reads what is JSON, and says why something is none', () => {
  expect(readJson(Buffer.from('{"a":1}'))).toEqual({ ok: true, value: { a: 1 } })
  expect(readJson(Buffer.alloc(0))).toEqual({ ok: false, reason: 'the body is empty' })
  expect(readJson(Buffer.from('<p>'))).toEqual({ ok: false, reason: expect.stringMatching(/JSON/) })
})
