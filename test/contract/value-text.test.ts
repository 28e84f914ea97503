import { expect, test } from 'vitest'
import { identityText, textOf } from '../../src/contract/value-text.ts'

test.each([
  ['a', 'a'],
  [1, '1'],
  [Number.POSITIVE_INFINITY, 'Infinity'],
  [null, 'null'],
  [[['a']], '[["a"]]'],
  [{ toString: 1, valueOf: 2, toJSON: 3 }, '{"toString":1,"valueOf":2,"toJSON":3}'],
  [undefined, 'nothing'],
])('%j as text is %s', (value, text) => {
  expect(textOf(value)).toBe(text)
})

test('shortens long identities and keeps different ones apart', () => {
  const [one, other] = ['a', 'b'].map((end) => identityText(`${'x'.repeat(100_000)}${end}`))
  expect(one).toMatch(/^x{200}… \(100001 characters, \d+\)$/)
  expect(one).not.toBe(other)
  expect(identityText('x'.repeat(200))).toBe('x'.repeat(200))
})
