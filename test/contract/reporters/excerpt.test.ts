import { expect, test } from 'vitest'
import { excerpt } from '../../../src/contract/reporters/html/excerpt.ts'
import { excerptLines } from '../../../src/contract/reporters/html/json-excerpt.ts'

/** Ten rows on 42 lines: the list's brackets, and four lines for each row. */
const body = JSON.stringify(Array.from({ length: 10 }, (_, id) => ({ id, name: `organization ${id}` })))

test('keeps the marked place and five lines around it in view, and folds the rest', () => {
  expect(shown(excerpt(excerptLines(body, '/6/name')).html)).toEqual([
    '(22 more lines)',
    '    "id": 5,',
    '    "name": "organization 5"',
    '  },',
    '  {',
    '    "id": 6,',
    '    <mark>"name": "organization 6"</mark>',
    '  },',
    '  {',
    '    "id": 7,',
    '    "name": "organization 7"',
    '  },',
    '(9 more lines)',
  ])
})

test('keeps the head of a body in view when no place is marked', () => {
  const lines = shown(excerpt(excerptLines(body, undefined)).html)
  expect(lines.slice(0, 3)).toEqual(['[', '  {', '    "id": 0,'])
  expect(lines).toHaveLength(19)
  expect(lines.at(-1)).toBe('(24 more lines)')
})

test('folds nothing of a short body', () => {
  expect(shown(excerpt(excerptLines('{"a":1}', '/a')).html)).toEqual(['{', '  <mark>"a": 1</mark>', '}'])
})

/** What stands there before a click: each fold is one line in brackets. */
function shown(html: string): readonly string[] {
  return html
    .replace(/<details><summary>(.*?)<\/summary><pre>.*?<\/pre><\/details>/gs, '($1)\n')
    .replace(/<\/?(?:div|pre)\b[^>]*>/g, '')
    .replaceAll('&#34;', '"')
    .trimEnd()
    .split('\n')
}
