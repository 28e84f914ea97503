import { expect, it } from 'vitest'
import { document, json, provider } from '../providers.ts'
import { findings } from './judged.ts'

const spec = provider(document({ '200': json({}) }))

function told(body: string | Buffer, headers?: readonly (readonly [string, string])[]) {
  return findings(spec, { body, ...(headers && { headers }) }).map(({ check, message, at }) => [check, message, at])
}

it('takes JSON, whatever its layout', () => {
  expect(told(' \r\n{ "a" : [1, "b: {\\"c\\": 1}", ":", {"a":null}], "\\u0062\u007f" : ":\\\\" }\n')).toEqual([])
})

it('finds a member that stands twice, however it is written, and points at it', () => {
  expect(told('{"list":[{"id":1},{"id":1, "name":2,"\\u0069d" :3}]}')).toEqual([
    ['wire/json', '/list/1/id stands twice in the same object', '/list/1/id'],
  ])
  expect(told('{"a":1,"a":1,"a/b":{"":1,"":2}}')).toEqual([
    ['wire/json', '/a stands twice in the same object', '/a'],
    ['wire/json', '/a~1b/ stands twice in the same object', '/a~1b/'],
  ])
})

it('finds a repeated member although the colons in strings would make up for it', () => {
  expect(told('{"a" :"x","b":":","b":""}')).toEqual([['wire/json', '/b stands twice in the same object', '/b']])
})

it('finds a byte order mark, and looks behind it', () => {
  expect(told(Buffer.from([0xef, 0xbb, 0xbf, 0x5b, 0x5d]))).toEqual([
    ['wire/json', 'the body begins with a byte order mark', undefined],
  ])
  expect(told(Buffer.from('\ufeff{"a":1,"a":2}'))).toHaveLength(2)
})

it('finds bytes that are no UTF-8, and says where', () => {
  const body = Buffer.concat([Buffer.from('["é'), Buffer.from([0xe9]), Buffer.from('"]')])
  expect(findings(spec, { body })).toMatchObject([
    { check: 'wire/json', message: 'the body is not UTF-8', promised: 'UTF-8', came: 'bytes that are none at byte 4' },
  ])
})

it.each([
  ['[1] x', 'the body is not JSON: something follows the end of the value, at character 5', ''],
  ['{}{}', 'the body is not JSON: something follows the end of the value, at character 3', ''],
  ['{"a":[1,', 'the body is not JSON: it ends before the value is complete, at character 9 (in /a/1)', '/a/1'],
  ['{"a":01}', 'the body is not JSON: "1" is out of place, at character 7 (in /a)', '/a'],
  ["{'a':1}", 'the body is not JSON: "\'" is out of place, at character 2 (in /)', '/'],
  ['{"a":1,}', 'the body is not JSON: "}" is out of place, at character 8 (in /a)', '/a'],
  ['[NaN]', 'the body is not JSON: "N" is out of place, at character 2 (in /0)', '/0'],
  ['["\\x41"]', 'the body is not JSON: "\\"" is out of place, at character 2 (in /0)', '/0'],
  ['["a\nb"]', 'the body is not JSON: "\\"" is out of place, at character 2 (in /0)', '/0'],
  ['{"a" 1}', 'the body is not JSON: "1" is out of place, at character 6 (in /a)', '/a'],
  ['', 'the body is empty, but status 200 is documented with JSON', undefined],
])('tells what is wrong with %j', (body, message, at) => {
  expect(told(body)).toEqual([[body === '' ? 'wire/body-presence' : 'wire/json', message, at]])
})

it('does not ask what says that it is something else', () => {
  expect(told('<p>', [['Content-Type', 'text/html']]).map(([check]) => check)).toEqual(['shape/content-type'])
  // Without a word it should be what is documented.
  expect(told('<p>', []).map(([check]) => check)).toEqual(['shape/content-type', 'wire/json'])
})

it('asks JSON that comes under a name of its own', () => {
  const own = [['Content-Type', 'application/problem+json']] as const
  expect(told('{', own).map(([check]) => check)).toEqual(['shape/content-type', 'wire/json'])
})

it.each([
  '['.repeat(130_000),
  '['.repeat(100_000) + ']'.repeat(100_000),
  `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`,
])('finds a body nested too deep, and judges nothing else of it: %.20s', (body) => {
  expect(findings(spec, { body })).toMatchObject([
    {
      check: 'wire/json',
      basis: 'assumed',
      message: 'the body is nested too deep to judge: more than 100 levels',
    },
  ])
})

it('finds half a surrogate pair, and takes whole ones', () => {
  expect(told('{"a":["\\ud83d\\ude00"]}')).toEqual([])
  expect(told('{"a":["ok","Cut \\uD83d"]}')).toEqual([
    ['wire/json', '/a/1 has half a surrogate pair, which is no Unicode (RFC 8259, 8.2)', '/a/1'],
  ])
})
