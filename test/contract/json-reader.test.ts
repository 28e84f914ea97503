import { expect, test } from 'vitest'
import { readJson } from '../../src/contract/json-reader.ts'

test('reads what is JSON, and says why something is none', () => {
  expect(readJson(Buffer.from('{"a":1}'))).toEqual({ ok: true, value: { a: 1 } })
  expect(readJson(Buffer.alloc(0))).toEqual({ ok: false, reason: 'the body is empty' })
  expect(readJson(Buffer.from('<p>'))).toEqual({ ok: false, reason: expect.stringMatching(/JSON/) })
})

test.each(['[', '{"a":'])('reads 100 levels of %s and no more', (opening) => {
  const nested = (levels: number) => {
    const closing = (opening === '[' ? ']' : '}').repeat(levels)
    return readJson(Buffer.from(`${opening.repeat(levels)}1${closing}`))
  }
  expect(nested(100).ok).toBe(true)
  for (const levels of [101, 5_000, 1_000_000]) {
    expect(nested(levels)).toEqual({
      ok: false,
      isTooDeep: true,
      reason: 'nested too deep to judge: more than 100 levels',
    })
  }
})

test('takes brackets within texts for no nesting', () => {
  const text = '[{"'.repeat(200)
  expect(readJson(Buffer.from(JSON.stringify({ [text]: text })))).toEqual({ ok: true, value: { [text]: text } })
})

test('refuses more values than memory is sure to hold', () => {
  expect(readJson(Buffer.from(`[${'0,'.repeat(590_000)}0]`)).ok).toBe(true)
  expect(() => readJson(Buffer.from(`[${'0,'.repeat(610_000)}0]`))).toThrow('holds too many values to judge')
})
