import { describe, expect, test } from 'vitest'
import type { Provider } from '../../src/mock/index.ts'
import { createRedactor } from '../../src/server/journal-redactor.ts'

// Two providers, as far as a redactor looks at them.
const providers = [
  { client: { credentials: { apiKey: 'k3y+/=v' } }, parameters: ['limit', 'cursor', 'nextToken'] },
  { client: { credentials: { clientId: 'me', clientSecret: 's3cret' } }, parameters: [] },
] as unknown as Provider[]
const redactor = createRedactor(providers)

describe('the value of a header', () => {
  test.each([
    ['Authorization', 'Bearer abc', 'Bearer [Redacted]'],
    ['authorization', 'bearer   abc', 'bearer   [Redacted]'],
    ['Authorization', 'Basic bWU6eA==', 'Basic [Redacted]'],
    ['Authorization', 'abc', '[Redacted]'],
    ['Authorization', 'my secret', '[Redacted]'],
    ['Proxy-Authorization', 'Basic abc', 'Basic [Redacted]'],
    ['X-Auth-Key', 'abc', '[Redacted]'],
    ['X-CEKURA-API-KEY', 'abc', '[Redacted]'],
    ['Cookie', 'session=abc', '[Redacted]'],
    ['Set-Cookie', 'session=abc; Secure', '[Redacted]'],
    ['X-Amz-Security-Token', 'abc', '[Redacted]'],
  ])('is taken out of %s: %s', (name, value, expected) => {
    expect(redactor.header(name, value)).toBe(expected)
  })

  test.each([
    ['X-Auth-Email', 'me@example.com'],
    ['User-Agent', 'curl/8'],
    ['X-Auth-Key', ''],
    ['Accept', 'application/json'],
  ])('stays in %s: %j', (name, value) => {
    expect(redactor.header(name, value)).toBe(value)
  })
})

test('a JSON Web Token is taken out, its dots encoded or not', () => {
  expect(redactor.path('/a/eyJhbGciOiJ9.eyJpc3MiOi.c2ln-x_')).toBe('/a/[Redacted]')
  expect(redactor.query('q=eyJhbGciOiJ9%2EeyJpc3MiOi%2ec2ln-x_&a=1')).toBe('q=[Redacted]&a=1')
})

describe('a known secret is taken out wherever it stands', () => {
  test.each([
    ['as it is', 'x=k3y+/=v&y', 'x=[Redacted]&y'],
    ['percent-encoded', '/a/k3y%2B%2F%3Dv', '/a/[Redacted]'],
    ['percent-encoded in lower case', '/a/k3y%2b%2f%3dv', '/a/[Redacted]'],
    ['percent-encoded twice', '/a/k3y%252B%252F%253Dv', '/a/[Redacted]'],
    ['with more encoded than is needed', '/%6b3y%2B/%3D%76', '/[Redacted]'],
    ['escaped as in JSON', '"\\u006b3y+/=v"', '"[Redacted]"'],
    ['as HTTP Basic sends the pair', 'x bWU6czNjcmV0 y', 'x [Redacted] y'],
  ])('%s', (_, text, expected) => {
    expect(redactor.path(text)).toBe(expected)
  })

  test('in a header of any name', () => {
    expect(redactor.header('X-Debug', 'id=1, s3cret')).toBe('id=1, [Redacted]')
  })

  test('in a parameter that is declared', () => {
    expect(redactor.query('limit=5&cursor=s3cret')).toBe('limit=5&cursor=[Redacted]')
  })
})

test.each([
  ['api_key=abc&limit=5', 'api_key=[Redacted]&limit=5'],
  ['access%5Ftoken=abc', 'access%5Ftoken=[Redacted]'],
  ['x-auth-key=abc', 'x-auth-key=[Redacted]'],
  ['token=', 'token='],
  ['token', 'token'],
  ['%E0%A4%A=abc', '%E0%A4%A=abc'],
  ['nextToken=abc&cursor=def', 'nextToken=abc&cursor=def'],
  ['name=a%20b&&=', 'name=a%20b&&='],
  ['x=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln', 'x=[Redacted]'],
])('shows the query %s as %s', (query, expected) => {
  expect(redactor.query(query)).toBe(expected)
})

test.each([
  [
    'grant_type=client_credentials&client_id=me&client_secret=abc',
    'grant_type=client_credentials&client_id=me&client_secret=[Redacted]',
  ],
  ['{"client_secret": "a\\"b", "x": 1}', '{"client_secret": "[Redacted]", "x": 1}'],
])('shows the body of a request %s as %s', (body, expected) => {
  expect(redactor.requestBody(body)).toBe(expected)
})

test.each([
  ['{"access_token":"abc","expires_in":3600}', '{"access_token":"[Redacted]","expires_in":3600}'],
  ['{"access_token":"ab', '{"access_token":"[Redacted]"'],
  ['{"nextToken":"abc"}', '{"nextToken":"abc"}'],
])('shows the body of an answer %s as %s', (body, expected) => {
  expect(redactor.answerBody(body)).toBe(expected)
})
