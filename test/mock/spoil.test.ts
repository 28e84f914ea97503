import { expect, test } from 'vitest'
import { spoil } from '../../src/mock/spoil.ts'
import type { Answer } from '../../src/mock/types.ts'
import { wireFaults } from '../../src/mock/wire-faults.ts'

const answer: Answer = {
  status: 200,
  headers: ['Content-Type', 'application/json'],
  body: '{"a":1}',
  tenant: 'one',
  delayMs: 5,
}

const text = ({ body }: Answer) => Buffer.from(body).toString()

test('makes of any reply the page that nginx sends when what stands behind it is gone', () => {
  const spoiled = spoil(answer, 'bad-gateway')
  expect(spoiled).toMatchObject({ status: 502, headers: ['Server', 'nginx', 'Content-Type', 'text/html'] })
  expect(text(spoiled)).toMatch(/^<html>\r\n<head><title>502 Bad Gateway<\/title><\/head>\r\n<body>\r\n/)
  // The length that nginx announces for it when its version is hidden.
  expect(Buffer.byteLength(spoiled.body)).toBe(150)
})

test('makes of it the page of another edge, which names itself', () => {
  const edge = { server: 'cloudflare', headers: ['cf-ray', '0123456789abcdef-IAD'] }
  const spoiled = spoil(answer, 'bad-gateway', edge)
  expect(spoiled).toMatchObject({ status: 502, headers: ['cf-ray', '0123456789abcdef-IAD'] })
  expect(text(spoiled)).toMatch(/<hr><center>cloudflare<\/center>\r\n/)
})

test.each([
  ['{"a":1}', '{"a'],
  ['[]', '['],
  ['{}', '{'],
])('cuts %s to %s, which no parser takes', (body, expected) => {
  expect(text(spoil({ ...answer, body }, 'malformed-json'))).toBe(expected)
  expect(text(spoil({ ...answer, body: Buffer.from(body) }, 'malformed-json'))).toBe(expected)
  expect(() => JSON.parse(expected)).toThrow()
})

test('empties a reply and calls it a success', () => {
  expect(spoil({ ...answer, status: 404 }, 'empty-body')).toMatchObject({
    status: 200,
    headers: ['Content-Type', 'application/json'],
    body: '',
  })
})

test.each(['slow-headers', 'slow-body', 'connection-reset', 'connection-reset-in-body', 'truncated-body'] as const)(
  "leaves a reply as it is for %s, which is the connection's",
  (wire) => {
    expect(spoil(answer, wire)).toEqual({ ...answer, wire })
  },
)

test.each(wireFaults)('keeps what is known of a reply and names the fault: %s', (wire) => {
  expect(spoil(answer, wire)).toMatchObject({ tenant: 'one', delayMs: 5, wire })
})
