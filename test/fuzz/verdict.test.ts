import { describe, expect, test } from 'vitest'
import type { Case } from './cases.mjs'
import { breachOf } from './verdict.mjs'

// The judge of the fuzz run must see what is wrong; each answer here breaks one law.

const get = 'GET /a HTTP/1.1\r\nHost: a\r\n\r\n'

function asked(text: string, ending: Case['ending'] = 'wait'): Case {
  const bytes = Buffer.from(text, 'latin1')
  return { shape: 'x', bytes, pieces: [bytes], ending }
}

function answer(status = '200 OK', body = '{}', headers = 'Content-Type: application/json\r\n'): string {
  return `HTTP/1.1 ${status}\r\n${headers}Content-Length: ${body.length}\r\n\r\n${body}`
}

/** As the admin API sends long lists. */
function chunks(body: string): string {
  return `HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n${body}`
}

function breach(question: Case, text: string, end: 'closed' | 'reset' | 'late' = 'closed'): string | undefined {
  return breachOf(question, { bytes: Buffer.from(text, 'latin1'), end }).breach
}

describe('nothing is wrong with', () => {
  test.each([
    ['an answer', get, answer()],
    ['two answers', get + get, answer() + answer('404 Not Found')],
    ['an answer to HEAD', get.replace('GET', 'HEAD') + get, `HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n${answer()}`],
    ['a refusal', 'nonsense\r\n\r\n', answer('400 Bad Request')],
    ['silence to what is no request', 'nonsense\r\n\r\n', ''],
    ['a refusal of a version', 'GET / HTTP/9.9\r\n\r\n', answer('505 HTTP Version Not Supported')],
    ['100 before the answer', get, `HTTP/1.1 100 Continue\r\n\r\n${answer()}`],
    ['a list of the admin API in chunks', get + get, chunks('4\r\n[{},\r\n3\r\n{}]\r\n0\r\n\r\n') + answer()],
    ['the head of such a list', get.replace('GET', 'HEAD') + get, chunks('') + answer()],
    ['a 503 that was asked for', get.replace('\r\n\r\n', '\r\nPrefer: code=503\r\n\r\n'), answer('503 x')],
  ])('%s', (_, question, text) => {
    expect(breach(asked(question), text)).toBeUndefined()
  })
})

describe('a breach is', () => {
  test.each<[what: string, question: string, text: string, words: RegExp]>([
    ['a 500', get, answer('500 Internal Server Error'), /status 500/],
    ['a second answer', get, answer() + answer(), /2 answers where 1/],
    ['an answer behind the last one', get + get, answer('200 OK', '{}', 'Connection: close\r\n') + answer(), /follows/],
    ['a missing answer', get + get, answer(), /1 answers to 2/],
    ['no status line', get, 'HTTP/1.1 OK\r\n\r\n', /no status line/],
    ['a broken header', get, answer('200 OK', '{}', 'X-A : b\r\n'), /no header line/],
    ['a header twice', get, answer('200 OK', '{}', 'X-A: b\r\nX-A: b\r\n'), /twice/],
    ['no length', get, 'HTTP/1.1 200 OK\r\n\r\n{}', /Content-Length/],
    ["a provider's answer in chunks", get, chunks('2\r\n{}\r\n0\r\n\r\n').replace('; charset=utf-8', ''), /in chunks/],
    ['a chunk longer than its size', get, chunks('1\r\n{}\r\n0\r\n\r\n'), /chunk/],
    ['half an answer', get, answer('200 OK', '{"a":1}').slice(0, -3), /stops|0 answers/],
    ['a body that is no JSON', get, answer('200 OK', 'oops'), /no JSON/],
    ['a page of the framework', get, answer('404 x', '<pre>Cannot GET</pre>', ''), /inside/],
    ['a header that a client made', get, answer('200 OK', '{}', 'X-Injected: 1\r\n'), /client/],
    ['a success for what must be refused', 'GET / HTTP/2.0\r\nHost: a\r\n\r\n', answer(), /must be refused/],
    ['a success without a Host', 'GET / HTTP/1.1\r\n\r\n', answer(), /Host/],
    [
      'a refusal in the place of an answer',
      `${get}nonsense\r\n\r\n`,
      answer('400 x', '{"message":"this is no valid HTTP/1.1 request: x"}'),
      /behind it/,
    ],
  ])('%s', (_, question, text, words) => {
    expect(breach(asked(question), text)).toMatch(words)
  })

  test('a connection that stays open', () => {
    expect(breach(asked(get), answer(), 'late')).toMatch(/not closed/)
  })
})

test('a client that broke off is owed nothing, but gets no answer too many', () => {
  expect(breach(asked(get, 'reset'), '', 'reset')).toBeUndefined()
  expect(breach(asked(get, 'reset'), answer() + answer(), 'reset')).toMatch(/2 answers/)
})
