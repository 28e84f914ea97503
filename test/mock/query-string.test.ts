import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseQuery } from '../../src/mock/query-string.ts'

fc.configureGlobal({ seed: 20260601 })

test.each<[string, [string, string][]]>([
  ['', []],
  ['&', []],
  ['&&a=1&&', [['a', '1']]],
  ['a', [['a', '']]],
  ['a=', [['a', '']]],
  ['=1', [['', '1']]],
  ['=', [['', '']]],
  ['a=b=c', [['a', 'b=c']]],
  [
    'a=1&a=2',
    [
      ['a', '1'],
      ['a', '2'],
    ],
  ],
  ['a+b=c+d', [['a b', 'c d']]],
  ['a%20b=c%2Bd', [['a b', 'c+d']]],
  ['page%5B%5D=1', [['page[]', '1']]],
  ['page[]=1', [['page[]', '1']]],
  ['a=1;b=2', [['a', '1;b=2']]],
  ['a=%26%3D%25', [['a', '&=%']]],
  ['n=%C3%A9', [['n', 'é']]],
  ['n=%F0%9F%98%80', [['n', '😀']]],
  ['?a=1', [['?a', '1']]],
  ['__proto__=1', [['__proto__', '1']]],
])('splits %s', (query, expected) => {
  expect(parseQuery(query)).toEqual(expected.map(([name, value]) => ({ name, value, malformed: false })))
})

test.each([
  '%',
  '%z',
  '%zz',
  '%1',
  '%FF',
  '%C3',
  '%E0%A4%A',
  '%C0%80', // NUL in two bytes: overlong
  '%ED%A0%80', // half of a surrogate pair
  '%F4%90%80%80', // past U+10FFFF
])('says so when %s does not decode to text, in a value as in a name', (piece) => {
  expect(parseQuery(`a=${piece}`)).toEqual([{ name: 'a', value: '', malformed: true }])
  expect(parseQuery(`${piece}=1`)).toEqual([{ name: piece, value: '1', malformed: true }])
})

test('says so only of the pair that does not decode', () => {
  expect(parseQuery('a=1&b=%zz&c=3').map(({ malformed }) => malformed)).toEqual([false, true, false])
})

const texts = fc.string({ unit: 'binary' })

test('reads back every list of pairs that a client escapes', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(texts, texts)), (pairs) => {
      const query = pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&')
      expect(parseQuery(query)).toEqual(pairs.map(([name, value]) => ({ name, value, malformed: false })))
    }),
  )
})

test('reads back every list of pairs that URLSearchParams writes', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(texts, texts)), (pairs) => {
      expect(parseQuery(new URLSearchParams(pairs).toString()).map(({ name, value }) => [name, value])).toEqual(pairs)
    }),
  )
})

test('agrees with URLSearchParams on every query that decodes', () => {
  const pieces = fc.constantFrom('a', 'b', '=', '&', '+', '%20', '%C3%A9', '%26', '[', ']', '?', ';', 'é')
  fc.assert(
    fc.property(fc.string({ unit: pieces }), (query) => {
      expect(parseQuery(query).map(({ name, value }) => [name, value])).toEqual([...new URLSearchParams(`?${query}`)])
    }),
  )
})

test('throws at nothing that a client can send', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('%', 'F', '0', 'g', '=', '&', '+', 'a') }), (query) => {
      expect(parseQuery(query).length).toBeLessThanOrEqual(query.length)
    }),
  )
})
