import { describe, expect, test } from 'vitest'
import type { Provider } from '../../../src/mock/index.ts'
import { urlRedactor } from '../../../src/server/request-log.ts'

// A secret in a URL was recognised as it is, but not percent-encoded.

const provider = {
  parameters: ['page'],
  client: {
    credentials: { apiKey: 'Ab-3k.z+', clientSecret: 'sEcrEt/1' },
  },
}
const redact = urlRedactor([provider as unknown as Provider])

describe('a known secret in a URL is not logged', () => {
  test.each([
    ['as it is', '/x/Ab-3k.z+/y'],
    ['with one character encoded', '/x/%41b-3k.z+/y'],
    ['with every character encoded', '/x/%41%62%2d%33%6b%2e%7a%2B/y'],
    ['in both letter cases of the digits', '/x/Ab-3k%2E%7a%2b/y'],
    ['encoded twice', '/x/%2541b-3k.z%252B/y'],
  ])('%s', (_, url) => {
    expect(redact(url)).toBe('/x/[Redacted]/y')
  })

  test('in a parameter that may be shown', () => {
    expect(redact('/x?page=s%45crEt%2F1&a=b')).toBe('/x?page=[Redacted]&a=[Redacted]')
  })
})

test('other encoded text is logged', () => {
  expect(redact('/x/%41%62%2d?page=%20')).toBe('/x/%41%62%2d?page=%20')
})
