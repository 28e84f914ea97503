import { describe, expect, test } from 'vitest'
import { judge } from './judge.mjs'

// How many answers a stream may bring, by RFC 9112; written by hand.

const get = 'GET /a HTTP/1.1\r\nHost: a\r\n\r\n'
const post = (head: string, body: string) => `POST /a HTTP/1.1\r\nHost: a\r\n${head}\r\n\r\n${body}`
const counts = (text: string) => {
  const { least, most } = judge(Buffer.from(text, 'latin1'))
  return [least, most]
}
const refusal = (text: string) => judge(Buffer.from(text, 'latin1')).refusedFrom

describe('whole requests are answered, each once:', () => {
  test.each([
    ['one', get, 1],
    ['three', get + get + get, 3],
    ['behind empty lines', `\r\n\r\n${get}`, 1],
    ['with a body by length', post('Content-Length: 3', 'abc') + get, 2],
    ['with a request for a body', post(`Content-Length: ${get.length}`, get), 1],
    ['with a body of chunks', post('Transfer-Encoding: chunked', '3\r\nabc\r\n0\r\n\r\n') + get, 2],
    ['with a request in a chunk', post('Transfer-Encoding: Chunked', `1c\r\n${get}\r\n0\r\n\r\n`), 1],
    ['with a chunk extension', post('Transfer-Encoding: chunked', '1;a=b\r\nx\r\n0\r\n\r\n') + get, 2],
    ['in absolute form', get.replace('/a', 'http://a/a') + get, 2],
    ['until the last', get.replace('\r\n\r\n', '\r\nConnection: x, Close\r\n\r\n') + get, 1],
    ['of HTTP/1.0', `GET /a HTTP/1.0\r\n\r\n${get}`, 1],
    ['of HTTP/1.0 that keep', `GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n${get}`, 2],
  ])('%s', (_, text, answers) => {
    expect(counts(text)).toEqual([answers, answers])
  })
})

describe('is refused, and nothing behind it is a request:', () => {
  test.each([
    ['a length beside chunks', post('Content-Length: 5\r\nTransfer-Encoding: chunked', '0\r\n\r\n')],
    ['lengths that differ', post('Content-Length: 3\r\nContent-Length: 4', 'abcd')],
    ['lengths that differ in one line', post('Content-Length: 3, 4', 'abcd')],
    ['a length with a sign', post('Content-Length: +3', 'abc')],
    ['an empty length', post('Content-Length:', '')],
    ['a coding that is not chunked', post('Transfer-Encoding: gzip', 'abc')],
    ['a coding behind chunked', post('Transfer-Encoding: chunked, gzip', '0\r\n\r\n')],
    ['a coding that is nearly chunked', post('Transfer-Encoding: xchunked', '0\r\n\r\n')],
    ['a space before a colon', 'GET /a HTTP/1.1\r\nHost: a\r\nX : b\r\n\r\n'],
    ['a line without a colon', 'GET /a HTTP/1.1\r\nHost: a\r\nnonsense\r\n\r\n'],
    ['no request line', 'nonsense\r\n\r\n'],
    ['HTTP/2', 'GET /a HTTP/2.0\r\nHost: a\r\n\r\n'],
    ['HTTP/0.9', 'GET /a\r\n\r\n'],
  ])('%s', (_, text) => {
    expect(counts(get + text + get)).toEqual([1, 2])
    expect(refusal(get + text + get)).toBe(1)
  })
})

describe('brings one answer at most:', () => {
  test.each([
    ['a head that stops', 'GET /a HTTP/1.1\r\nHos'],
    ['a body that stops', post('Content-Length: 9', 'abc')],
    ['chunks that stop', post('Transfer-Encoding: chunked', '3\r\nabc\r\n')],
    ['a chunk without a size', post('Transfer-Encoding: chunked', `zz\r\n${get}`)],
    ['a chunk that is longer than its size', post('Transfer-Encoding: chunked', `2\r\nabc\r\n0\r\n\r\n${get}`)],
    ['a chunk behind a lone line feed', post('Transfer-Encoding: chunked', `3\nabc\r\n0\r\n\r\n${get}`)],
    ['an enormous chunk', post('Transfer-Encoding: chunked', `${'f'.repeat(20)}\r\nabc\r\n0\r\n\r\n${get}`)],
    ['chunks in HTTP/1.0', post('Transfer-Encoding: chunked', `0\r\n\r\n${get}`).replace('1.1', '1.0')],
    ['a tunnel', `CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n${get}`],
  ])('%s', (_, text) => {
    expect(counts(text)).toEqual([0, 1])
  })
})

describe('may be refused or served:', () => {
  test.each([
    ['a folded header', 'GET /a HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n'],
    ['the same length twice', post('Content-Length: 3, 3', 'abc')],
    ['a method that nobody knows', get.replace('GET', 'FETCH')],
    ['a control character in a value', 'GET /a HTTP/1.1\r\nHost: a\r\nX: \x01\r\n\r\n'],
  ])('%s', (_, text) => {
    expect(counts(text + get)).toEqual([0, 2])
  })
})

test.each([
  ['no Host', 'GET /a HTTP/1.1\r\n\r\n'],
  ['two Hosts', 'GET /a HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n'],
])('%s must be answered 400', (_, text) => {
  expect(judge(Buffer.from(get + text)).hostless).toEqual([1])
})

test('a lone line feed in a head lets every request that can be seen be one', () => {
  expect(counts(`GET /a HTTP/1.1\nHost: a\n\n${get}`)).toEqual([0, 3])
})
