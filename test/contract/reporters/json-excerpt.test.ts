import { expect, test } from 'vitest'
import { excerptLines } from '../../../src/contract/reporters/html/json-excerpt.ts'

/** Lines as text, marked ones behind a star. */
function shown(body: string, at?: string): readonly string[] {
  return excerptLines(body, at).map(({ text, isMarked }) => `${isMarked ? '*' : ' '}${text}`)
}

test('lays JSON out and marks the value that is meant', () => {
  expect(shown('{"result":[{"id":"a"},{"id":"b","tags":[]}],"ok":true}', '/result/1/id')).toEqual([
    ' {',
    '   "result": [',
    '     {',
    '       "id": "a"',
    '     },',
    '     {',
    '*      "id": "b",',
    '       "tags": []',
    '     }',
    '   ],',
    '   "ok": true',
    ' }',
  ])
})

test('marks a whole object, and a name with signs of its own', () => {
  expect(shown('[{"a/b~c":{"d":1}}]', '/0/a~1b~0c')).toEqual([
    ' [',
    '   {',
    '*    "a/b~c": {',
    '*      "d": 1',
    '*    }',
    '   }',
    ' ]',
  ])
})

test('marks nothing when the place is the whole body, or is not there', () => {
  expect(shown('[1]', '')).toEqual([' [', '   1', ' ]'])
  expect(shown('[1]', '/7')).toEqual([' [', '   1', ' ]'])
  expect(shown('[1]')).toEqual([' [', '   1', ' ]'])
})

test('reads on where a body is cut off or wrong, and leaves nothing out', () => {
  expect(shown('{"a":[1,2')).toEqual([' {', '   "a": [', '     1,', '     2'])
  expect(shown('{"a":"unfini')).toEqual([' {', '   "a": "unfini'])
  expect(shown('[}]{x"')).toEqual([' [}', ' ]', ' {', '   x"'])
  expect(shown('{}')).toEqual([' {}'])
})

test('leaves what is no JSON as it came', () => {
  expect(shown('<p>\nno</p>', '/a')).toEqual([' <p>', ' no</p>'])
})

test('folds lines without end and nesting without end', () => {
  expect(shown('x'.repeat(900)).map((line) => line.length)).toEqual([401, 401, 101])
  expect(Math.max(...shown('['.repeat(2_000)).map((line) => line.length))).toBeLessThan(50)
})
