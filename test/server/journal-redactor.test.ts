import { describe, expect, test } from 'vitest'
import type { Answer, MockRequest, Provider } from '../../src/mock/index.ts'
import { createRedactor } from '../../src/server/journal-redactor.ts'

// Two providers, as far as a redactor looks at them.
const listing = {
  hosts: ['api.listing.example'],
  parameters: ['limit', 'cursor', 'state', 'my_key'],
  choices: new Set(['temporarily_disabled']),
  secretHeaders: ['x-listing-key', 'x-request-id'],
  secretParameters: ['my_key'],
  listGuide: { path: '/v1/long-name-of-organizations', paging: { style: 'cursor', cursor: 'cursor', size: 'limit' } },
} as unknown as Provider
const tokens = {
  hosts: ['auth.tokens.example'],
  parameters: [],
  choices: new Set(),
  secretHeaders: [],
  secretParameters: [],
  listGuide: { path: '/list', paging: undefined, token: { host: 'auth.tokens.example', path: '/oauth2/token' } },
} as unknown as Provider
const providers = [listing, tokens]
const adminToken = 'admin.token.of.16'
const redactor = createRedactor({
  providers,
  keep: { headers: ['X-My-Name', 'X-Listing-Key'], query: ['mine', 'my_key'] },
  secrets: [adminToken],
})
redactor.showPaths(['/__admin/requests/count'])

/** What is shown in a mask's place, whatever its hash. */
const masked = (text: string) => text.replaceAll(/#[0-9a-f]{6}\]/g, '#]')
const of = (listed: boolean) => ({
  request: { host: 'api.listing.example', path: '/' } as MockRequest,
  answer: { status: 200, ...(listed ? { listed: {} } : {}) } as Answer,
})
const show = () => redactor.exchange(listing, of(false))

describe('a header', () => {
  test.each([
    ['Accept', 'application/json, text/plain;q=0.5, */*'],
    ['Accept-Language', 'en-US,en;q=0.9'],
    ['Content-Type', 'application/x-www-form-urlencoded; charset=utf-8'],
    ['User-Agent', 'python-requests/2.32.3'],
    ['User-Agent', 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0'],
    ['If-Modified-Since', 'Tue, 15 Nov 1994 08:12:31 GMT'],
    ['Host', 'api.listing.example:443'],
    ['Prefer', 'error=cloudflare.9103, delay=2'],
    ['traceparent', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'],
    ['X-Correlation-Id', '123e4567-e89b-12d3-a456-426614174000'],
    ['X-Amzn-Trace-Id', 'Root=1-67891233-abcdef012345678912345678'],
    ['x-my-name', 'a long value that was asked for by name'],
    ['X-Listing-Key', ''],
  ])('%s: %s is shown', (header, value) => {
    expect(show().header(header, value)).toBe(value)
  })

  test.each([
    ['Authorization', 'Bearer abc', 'Bearer [3 characters, #]'],
    ['authorization', 'bearer   abc', 'bearer   [3 characters, #]'],
    ['Authorization', 'abc', '[3 characters, #]'],
    ['Authorization', 'my secret', '[9 characters, #]'],
    ['Proxy-Authorization', 'Basic abc', 'Basic [3 characters, #]'],
    ['Cookie', 'a=b', '[3 characters, #]'],
    ['X-Listing-Key', 'x', '[1 character, #]'],
    ['X-Request-Id', 'short', '[5 characters, #]'],
    ['Referer', 'https://a.example/', '[18 characters, #]'],
    ['X-Odd', 'a', '[1 character, #]'],
    ['User-Agent', 'app/1 (key=0123456789abcdefg)', 'app/1 ([21 characters, #])'],
    ['User-Agent', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', '[40 characters, #]'],
    ['traceparent', '00-0123456789abcdef0-x', '[22 characters, #]'],
  ])('%s: %s is masked', (header, value, expected) => {
    expect(masked(show().header(header, value))).toBe(expected)
  })
})

test.each([
  ['/v1/long-name-of-organizations', '/v1/long-name-of-organizations'],
  ['/v1/long-name-of-organizations/me', '/v1/long-name-of-organizations/me'],
  ['/api.listing.example/v1/organisations', '/api.listing.example/v1/organisations'],
  ['/__admin/requests/count', '/__admin/requests/count'],
  ['/v1/0123456789abcdef', '/v1/0123456789abcdef'],
  ['/v1/0123456789abcdef0', '/v1/[17 characters, #]'],
  ['/v1/0123456789/abcdefg', '/v1/[10 characters, #]/[7 characters, #]'],
  ['/v1/a;token=b', '/v1/[9 characters, #]'],
  ['/v1/%41', '/v1/[3 characters, #]'],
])('shows the path %s as %s', (path, expected) => {
  expect(masked(show().path(path))).toBe(expected)
})

test.each([
  ['limit=10', 'limit=10'],
  ['limit=5O&cursor=-1', 'limit=5O&cursor=-1'],
  ['limit=1;api_key=abc', 'limit=[13 characters, #]'],
  ['limit=0123456789abcdef', 'limit=0123456789abcdef'],
  ['limit=0123456789abcdef0', 'limit=[17 characters, #]'],
  ['state=temporarily_disabled', 'state=temporarily_disabled'],
  ['state=temporarily_disablec', 'state=[20 characters, #]'],
  ['limit=admin.token.of', 'limit=[14 characters, #]'],
  ['__code=429', '__code=429'],
  ['foo=1', 'foo=[1 character, #]'],
  ['mine=a long value', 'mine=a long value'],
  ['my_key=short', 'my_key=[5 characters, #]'],
  ['%6dine=b', '%6dine=b'],
  ['token=', 'token='],
  ['debug&limit=1', 'debug&limit=1'],
  ['0123456789ab&limit=1', '[12 characters, #]&limit=1'],
  ['0123456789ab==', '[14 characters, #]'],
  ['{"a":"b=c"}=d', '[7 characters, #]=[5 characters, #]'],
  ['a%20b=c&&=', '[5 characters, #]=[1 character, #]&&='],
])('shows the query %s as %s', (query, expected) => {
  expect(masked(show().query(query))).toBe(expected)
})

test('shows a cursor that led to a page, and no other', () => {
  const query = 'cursor=0123456789abcdef0123'
  expect(redactor.exchange(listing, of(true)).query(query)).toBe(query)
  expect(masked(redactor.exchange(listing, of(false)).query(query))).toBe('cursor=[20 characters, #]')
  expect(masked(redactor.exchange(tokens, of(true)).query(query))).toBe('cursor=[20 characters, #]')
})

test.each([
  [
    'application/x-www-form-urlencoded',
    'grant_type=client_credentials&client_id=me&client_secret=abc',
    'grant_type=client_credentials&client_id=[2 characters, #]&client_secret=[3 characters, #]',
  ],
  ['application/x-www-form-urlencoded', 'grant_type=abc', 'grant_type=[3 characters, #]'],
  [
    'application/json; charset=utf-8',
    '{"grant_type": "client_credentials", "a": {"b": "c"}, "d": 1, "e": null, "f": true}',
    '{"grant_type":"client_credentials","a":"[9 characters, #]","d":"[1 character, #]","e":null,"f":true}',
  ],
  ['application/json', '["a"]', '[5 characters, #]'],
  ['application/json', '{"a":"b"', '[8 characters, #]'],
  ['text/plain', 'a=b', '[3 characters, #]'],
  ['', 'client_secret=a', '[15 characters, #]'],
  ['', '', ''],
])('shows a body of the type %s, %s, as %s', (type, body, expected) => {
  expect(masked(show().body(body, type))).toBe(expected)
})

test('shows nothing of what has more parts than anybody sends, or is nested deeper', () => {
  const deep = `${'['.repeat(9000)}${']'.repeat(9000)}`
  expect(masked(show().path(`/v1/${'a/'.repeat(300)}`))).toBe('[604 characters, #]')
  expect(masked(show().query('&'.repeat(300)))).toBe('[300 characters, #]')
  expect(masked(show().header('Accept', 'a,'.repeat(300)))).toBe('[600 characters, #]')
  expect(masked(show().body(deep, 'application/json'))).toBe('[18000 characters, #]')
  expect(masked(show().body(`{"a":${deep}}`, 'application/json'))).toBe('[18006 characters, #]')
})

describe('an answer', () => {
  test('is shown as it is, but for what it repeats of what was masked', () => {
    const exchange = show()
    exchange.query('foo=0123456789abc&limit=10')
    exchange.path('/v1/%41bcdefghijklmnop/"quoted/text"')
    expect(masked(exchange.answerBody('{"x":"0123456789abc is no foo","limit":10}'))).toBe(
      '{"x":"[13 characters, #] is no foo","limit":10}',
    )
    expect(masked(exchange.answerHeader('Location', '/v1/ABCDEFGHIJKLMNOP?foo=0123456789ab'))).toBe(
      '/v1/[16 characters, #]?foo=[12 characters, #]',
    )
    expect(exchange.answer('0123456789a 123456789ab')).toBe('0123456789a 123456789ab')
  })

  test('sets cookies that nobody sees', () => {
    expect(masked(show().answerHeader('Set-Cookie', 'a=b'))).toBe('[3 characters, #]')
  })

  test('with a token shows none', () => {
    const request = { host: 'auth.tokens.example', path: '/oauth2/token' } as MockRequest
    const answered = (status: number) => redactor.exchange(tokens, { request, answer: { status } as Answer })
    const body = '{"access_token":"0123456789abcdef0","token_type":"Bearer","expires_in":3600}'
    expect(masked(answered(200).answerBody(body))).toBe(
      '{"access_token":"[17 characters, #]","token_type":"Bearer","expires_in":3600}',
    )
    expect(answered(400).answerBody('{"error":"invalid_client_and_more"}')).toBe('{"error":"invalid_client_and_more"}')
  })
})

test('equal values look equal until the next start', () => {
  const hash = (from: typeof redactor, value: string) => from.exchange(listing, of(false)).header('X-Odd', value)
  expect(hash(redactor, 'one')).toBe(hash(redactor, 'one'))
  expect(hash(redactor, 'one')).not.toBe(hash(redactor, 'two'))
  expect(hash(createRedactor({ providers }), 'one')).not.toBe(hash(redactor, 'one'))
})
