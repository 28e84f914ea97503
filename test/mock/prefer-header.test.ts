import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parsePrefer } from '../../src/mock/prefer-header.ts'

fc.configureGlobal({ seed: 20260601 })

const read = (text: string) => parsePrefer(text).map(([name, value]) => (value === '' ? name : `${name}=${value}`))

test.each<[string, string[]]>([
  // The examples of RFC 7240 itself.
  ['foo; some-parameter=""', ['foo']],
  ['foo; some-parameter', ['foo']],
  ['foo=""', ['foo']],
  ['respond-async, wait=100', ['respond-async', 'wait=100']],
  ['handling=lenient, wait=10, respond-async', ['handling=lenient', 'wait=10', 'respond-async']],
  ['priority=5', ['priority=5']],
  ['Lenient', ['lenient']],
])('reads %s', (text, expected) => {
  expect(read(text)).toEqual(expected)
})

test.each<[why: string, text: string, expected: string[]]>([
  ['whitespace around the sign', 'code \t= \t429', ['code=429']],
  ['whitespace around commas and semicolons', ' a=1 ;b ; c=2\t,\td=3 ', ['a=1', 'd=3']],
  ['no whitespace at all', 'a=1,b=2;c,d', ['a=1', 'b=2', 'd']],
  ['names in any letter case, values as they are', 'CODE=AbC', ['code=AbC']],
  ['a quoted string', 'error="cloudflare.9103"', ['error=cloudflare.9103']],
  ['a comma, a semicolon and a quote inside quotes', 'a="1,2;\\"3\\"\\\\", b=4', ['a=1,2;"3"\\', 'b=4']],
  ['quotes in a parameter', 'a;p="x, y; z", b', ['a', 'b']],
  ['empty elements of the list', ',, a ,,, b ,', ['a', 'b']],
  ['a semicolon with nothing behind it', 'a; ;, b', ['a', 'b']],
  [
    'every character of a token',
    "!#$%&'*+-.^_`|~09azAZ=!#$%&'*+-.^_`|~09azAZ",
    ["!#$%&'*+-.^_`|~09azaz=!#$%&'*+-.^_`|~09azAZ"],
  ],
  ['repeated preferences, all of them', 'a=1, a=2', ['a=1', 'a=2']],
  ['a sign with no value', 'a=, b', ['a', 'b']],
  ['nothing', '', []],
  ['nothing but commas', ' , ,', []],
])('reads %s', (_why, text, expected) => {
  expect(read(text)).toEqual(expected)
})

test.each<[why: string, text: string, expected: string[]]>([
  ['two words', 'a=1, b c, d=2', ['a=1']],
  ['a quote that does not end', 'a=1, b="2, c=3', ['a=1']],
  ['text behind a quote', 'a="1"x, b', []],
  ['a name that is no token', 'a, (b), c', ['a']],
  ['a quoted name', '"a"=1', []],
  ['letters beyond ASCII', 'a, é=1, b', ['a']],
  ['a line end', 'a\n, b', []],
])('ends the list at %s', (_why, text, expected) => {
  expect(read(text)).toEqual(expected)
})

test('takes any text, and time by its length', () => {
  const alphabet = fc.constantFrom('a', '=', '"', ';', ',', ' ', '\t', '\\', 'é', '\n')
  fc.assert(
    fc.property(fc.string({ unit: alphabet, maxLength: 60 }), (text) => void parsePrefer(text)),
    {
      numRuns: 2_000,
    },
  )
  // 16 KB is what a request's head may have. What takes time by the square of that would take seconds, by more would never end.
  for (const unit of [' ;', '; ', ' ; ', 'a ', 'a=', 'a="', '\\"', 'a;b="x" ', ',', ' ', 'a;', 'a="\\', '""']) {
    const text = `a${unit.repeat(16_384 / unit.length)}\n`
    const from = performance.now()
    parsePrefer(text)
    expect([unit, performance.now() - from < 500]).toEqual([unit, true])
  }
})
