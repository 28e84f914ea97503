import { expect, test } from 'vitest'
import { createResponseReader, type RawResponse } from '../../../src/contract/client/response-reader.ts'
import { CouldNotCheck } from '../../../src/contract/types.ts'

const peer = 'http://127.0.0.1:8080'

interface Read extends Omit<RawResponse, 'body'> {
  readonly body: string
  readonly keepsConnection: boolean
}

/** Feeds the text in pieces of the given size, then ends the connection if asked. */
function read(text: string, { method = 'GET', pieceBytes = 1_000_000, end = false, limitBytes = 1_000 } = {}): Read {
  const reader = createResponseReader({ method, peer, bodyLimitBytes: () => limitBytes })
  const bytes = Buffer.from(text, 'latin1')
  for (let at = 0; at < bytes.length; at += pieceBytes) reader.feed(bytes.subarray(at, at + pieceBytes))
  if (end) reader.end()
  const response = reader.result()
  if (response === undefined) throw new Error('no head yet')
  return { ...response, body: response.body.toString('latin1'), keepsConnection: reader.keepsConnection }
}

function refusal(text: string, end = false): string {
  try {
    read(text, { end })
  } catch (error) {
    if (error instanceof CouldNotCheck) return `${error.code}: ${error.message}`
    throw error
  }
  throw new Error('it was read')
}

test.each([1, 2, 3, 7, 1_000])('reads the same from pieces of %i bytes', (pieceBytes) => {
  const text =
    'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nset-cookie:  b=2 \r\nTransfer-Encoding: chunked\r\n\r\n' +
    '3;x=y\r\n{"a\r\n4\r\n":1}\r\n0\r\nX-Sum: 9\r\n\r\nAB'
  expect(read(text, { pieceBytes })).toEqual({
    status: 200,
    headers: [
      ['Set-Cookie', 'a=1'],
      ['set-cookie', 'b=2'],
      ['Transfer-Encoding', 'chunked'],
    ],
    body: '{"a":1}',
    isComplete: true,
    surplusBytes: 2,
    keepsConnection: false,
  })
})

test.each([
  ['a second response', '{}HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}', 40],
  ['an empty line', '{}\r\n', 2],
  ['one byte', '{}}', 1],
])('counts %s behind the body as surplus', (_, body, surplusBytes) => {
  expect(read(`HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n${body}`)).toMatchObject({
    body: '{}',
    isComplete: true,
    surplusBytes,
    keepsConnection: false,
  })
})

test.each([
  ['HEAD', 200],
  ['GET', 204],
  ['GET', 304],
])('expects no body after %s %i, and counts one as surplus', (method, status) => {
  const text = `HTTP/1.1 ${status} X\r\nContent-Length: 7\r\n\r\n{"a":1}`
  expect(read(text, { method })).toMatchObject({ body: '', isComplete: true, surplusBytes: 7 })
})

test.each([
  ['Content-Length: 3', '{}'],
  ['Content-Length: 3', ''],
  ['Transfer-Encoding: chunked', '5\r\n{}'],
  ['Transfer-Encoding: chunked', '2\r\n{}\r\n'],
  ['Transfer-Encoding: chunked', '2\r\n{}\r\n0\r\n'],
])('sees that a body with %s is cut short: %j', (header, body) => {
  const text = `HTTP/1.1 200 OK\r\n${header}\r\n\r\n${body}`
  expect(read(text, { end: true })).toMatchObject({ isComplete: false, surplusBytes: 0, keepsConnection: false })
})

test.each(['ZZ\r\n', '\r\n', '-2\r\n{}\r\n', '2\r\n{}X\r\n', '0x2\r\n{}\r\n', '2\n{}\n'])(
  'gives up at chunks that it cannot read: %j',
  (chunks) => {
    const text = `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}0\r\n\r\n`
    expect(read(text)).toMatchObject({ isComplete: false, keepsConnection: false })
  },
)

test('reads a body without a length until the connection ends', () => {
  expect(read('HTTP/1.0 200 OK\r\n\r\n{"a"', { end: false })).toMatchObject({ isComplete: false })
  expect(read('HTTP/1.0 200 OK\r\n\r\n{}', { end: true })).toMatchObject({ body: '{}', isComplete: true })
})

test('prefers chunks to a length, and trusts neither for the next request', () => {
  const text = 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n'
  expect(read(text)).toMatchObject({ body: '{}', isComplete: true, surplusBytes: 0, keepsConnection: false })
})

test('trusts no connection on which two lengths disagree', () => {
  const text = 'HTTP/1.1 200 OK\r\nContent-Length: 2, 3\r\n\r\n{}'
  expect(read(text)).toMatchObject({ body: '{}', isComplete: true, surplusBytes: 0, keepsConnection: false })
  expect(read(text.replace('3', '2')).keepsConnection).toBe(true)
})

test('takes the first of two lengths and shows both', () => {
  const text = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}!'
  expect(read(text)).toMatchObject({
    headers: [
      ['Content-Length', '2'],
      ['Content-Length', '3'],
    ],
    surplusBytes: 1,
    keepsConnection: false,
  })
})

test.each([
  ['HTTP/1.1', '', true],
  ['HTTP/1.1', 'Connection: close\r\n', false],
  ['HTTP/1.1', 'connection: X, Close\r\n', false],
  ['HTTP/1.0', '', false],
  ['HTTP/1.0', 'Connection: keep-alive\r\n', true],
])('%s with %j keeps the connection: %s', (version, header, isKept) => {
  expect(read(`${version} 200 OK\r\n${header}Content-Length: 0\r\n\r\n`).keepsConnection).toBe(isKept)
})

test('takes 101 for the answer, and what follows for no HTTP', () => {
  const text = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\nabc'
  expect(read(text)).toMatchObject({ status: 101, body: '', keepsConnection: false })
})

test.each([
  ['SSH-2.0-OpenSSH_9\r\n', 'NOT_HTTP: http://127.0.0.1:8080 answers with something that is not HTTP/1.1'],
  ['<html>', 'NOT_HTTP: http://127.0.0.1:8080 answers with something that is not HTTP/1.1'],
  ['\x15\x03\x01\x00\x02\x02\x46', 'NOT_HTTP: http://127.0.0.1:8080 speaks TLS: its URL begins with https://'],
  ['HTTP/2 200\r\n\r\n', 'NOT_HTTP: http://127.0.0.1:8080 answers with no HTTP/1.1 status line'],
  ['HTTP/1.1 099 X\r\n\r\n', 'NOT_HTTP: http://127.0.0.1:8080 answers with no HTTP/1.1 status line'],
  [
    'HTTP/1.1 200 OK\nA: b\n\n',
    "NOT_HTTP: http://127.0.0.1:8080 ends a line of its answer's head without a carriage return",
  ],
  [
    'HTTP/1.1 200 OK\r\nNo colon\r\n\r\n',
    'NOT_HTTP: http://127.0.0.1:8080 answers 200 with a header line that no HTTP client can read',
  ],
  [
    'HTTP/1.1 200 OK\r\nA : b\r\n\r\n',
    'NOT_HTTP: http://127.0.0.1:8080 answers 200 with a header line that no HTTP client can read',
  ],
  [
    'HTTP/1.1 200 OK\r\nA: b\x00\r\n\r\n',
    'NOT_HTTP: http://127.0.0.1:8080 answers 200 with a header line that no HTTP client can read',
  ],
  [
    'HTTP/1.1 200 OK\r\nContent-Length: 2x\r\n\r\n',
    'NOT_HTTP: http://127.0.0.1:8080 answers 200 with a Content-Length that is no number',
  ],
])('refuses %j', (text, message) => {
  expect(refusal(text)).toBe(message)
})

test('refuses a head that ends with the connection', () => {
  expect(refusal('HTTP/1.1 200 OK\r\nA:', true)).toBe(
    'NOT_HTTP: http://127.0.0.1:8080 closed the connection within the head of its answer',
  )
})

test.each([
  ['Content-Length: 1000', 1_000],
  ['Content-Length: 0', 0],
])('reads a body up to the limit: %s', (header, bytes) => {
  expect(read(`HTTP/1.1 200 OK\r\n${header}\r\n\r\n${'x'.repeat(bytes)}`).body).toHaveLength(bytes)
})

test.each([
  [`Content-Length: 1001\r\n\r\n`],
  [`\r\n${'x'.repeat(1_001)}`],
  [`Transfer-Encoding: chunked\r\n\r\n3e8\r\n${'x'.repeat(1_000)}\r\n1\r\nx`],
])('refuses a body of one byte more than the limit: %.40j', (rest) => {
  expect(refusal(`HTTP/1.1 200 OK\r\n${rest}`)).toMatch(/^TOO_LARGE: .*more than 1000 bytes are not read of a 200$/)
})

test('refuses headers without end', () => {
  expect(refusal(`HTTP/1.1 200 OK\r\nA: ${'x'.repeat(70_000)}`)).toBe(
    'TOO_LARGE: http://127.0.0.1:8080 sends more than 65536 bytes of headers',
  )
})

test('counts interim responses to the headers', () => {
  expect(refusal('HTTP/1.1 100 Continue\r\n\r\n'.repeat(3_000))).toMatch(/sends more than 65536 bytes of headers$/)
})

test('refuses a head of more than 1,000 fields', () => {
  expect(refusal(`HTTP/1.1 200 OK\r\n${'a:\r\n'.repeat(1_001)}\r\n`)).toBe(
    'TOO_LARGE: http://127.0.0.1:8080 sends more than 1000 header fields',
  )
})

test('counts what frames the chunks to the body', () => {
  const text = `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${`1;${'e'.repeat(400)}\r\nx\r\n`.repeat(3)}`
  expect(refusal(text)).toMatch(/^TOO_LARGE: .*more than 1000 bytes are not read of a 200$/)
})

test('takes blanks off a value, however many stand within', () => {
  const value = `a${' '.repeat(60_000)}b`
  expect(read(`HTTP/1.1 200 OK\r\nA: \t${value} \t\r\nB:\r\nContent-Length: 0\r\n\r\n`).headers).toEqual([
    ['A', value],
    ['B', ''],
    ['Content-Length', '0'],
  ])
})
