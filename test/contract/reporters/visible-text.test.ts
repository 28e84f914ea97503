import { expect, test } from 'vitest'
import { oneLine, visibleText } from '../../../src/contract/reporters/visible-text.ts'

test.each([
  ['\u001b[31mred', '\\x1b[31mred'],
  ['\u0000', '\\x00'],
  ['\u0085', '\\x85'],
  ['\u202egnp.exe', '\\u202egnp.exe'],
  ['\ud800', '\\ud800'],
  ['\ufffe', '\\ufffe'],
  ['\u{1fffe}', '\\u{1fffe}'],
  ['\ufeff{}', '\\ufeff{}'],
  ['a\rb', 'a\\rb'],
  ['👩‍🚀 café', '👩‍🚀 café'],
])('shows what cannot be seen: %j', (text, shown) => {
  expect(visibleText(text)).toBe(shown)
})

test('keeps line feeds and tabs, and takes a carriage return before a line feed away', () => {
  expect(visibleText('a\tb\r\nc\nd')).toBe('a\tb\nc\nd')
})

test('puts a text on one line', () => {
  expect(oneLine('a\tb\r\nc\u2028d')).toBe('a\\tb\\r\\nc\\u2028d')
})
