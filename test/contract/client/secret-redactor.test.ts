import { expect, test } from 'vitest'
import { createRedactor } from '../../../src/contract/client/secret-redactor.ts'

// Characters that every escape writes in its own way.
const awkward = `p/w "x'<é&+=%`

test.each([
  ['as it is', awkward],
  ['in another case', `P/W "X'<É&+=%`],
  ['in a URL', "p%2Fw%20%22x'%3C%C3%A9%26%2B%3D%25"],
  ['in a URL, strictly and in small letters', 'p%2fw%20%22x%27%3c%c3%a9%26%2b%3d%25'],
  ['in a form', 'p%2Fw+%22x%27%3C%C3%A9%26%2B%3D%25'],
  ['in JSON', `p/w \\"x'<é&+=%`],
  ['in JSON with escaped slashes', `p\\/w \\"x'<é&+=%`],
  ['in JSON of ASCII only', `p/w \\"x'<\\u00e9&+=%`],
  ['in HTML', 'p/w &quot;x&#39;&lt;é&amp;+=%'],
  ['in HTML of another kind', 'p/w &#34;x&#x27;&lt;é&amp;+=%'],
])('scrubs a secret %s', (_, form) => {
  const { text } = createRedactor([awkward])
  expect(text(`<< ${form} >>`)).toBe('<< [REDACTED] >>')
})

test.each(['', 'a', 'ab', 'client:', 'Ünï:'])(
  'scrubs the part of a Base64 text that holds the secret behind %j',
  (before) => {
    const secret = 'kT4wQ9zLm2XvB7nRc5YhJ8'
    const { text } = createRedactor([secret])
    for (const alphabet of ['base64', 'base64url'] as const) {
      const encoded = Buffer.from(`${before}${secret}:after`).toString(alphabet)
      const scrubbed = text(encoded)
      expect(scrubbed).toContain('[REDACTED]')
      // What is left decodes to nothing but the neighbours, and at most a part of one character at each end.
      const rest = scrubbed.split('[REDACTED]').map((piece) => Buffer.from(piece, 'base64').toString('latin1'))
      expect(rest.join('|')).not.toMatch(/kT|T4|4w|J8|hJ/)
    }
  },
)

test('scrubs tokens that become known later, the longest of two that overlap whole', () => {
  const redactor = createRedactor(['abcd'])
  expect(redactor.text('abcdefgh')).toBe('[REDACTED]efgh')
  redactor.add('abcdefgh')
  redactor.add('Bearer tok.en-42')
  expect(redactor.text('abcdefgh and tok.en-42')).toBe('[REDACTED] and [REDACTED]')
})

test.each(['', 'abc', 'Bearer abc', '   abc  '])('does not take the short secret %j', (secret) => {
  const redactor = createRedactor([secret, 'long enough'])
  redactor.add(secret)
  expect(redactor.text('abc, long enough')).toBe('abc, [REDACTED]')
})

test.each([
  ['Authorization', 'Bearer eyJhbGci', 'Bearer [REDACTED]'],
  ['authorization', 'Basic YTpi', 'Basic [REDACTED]'],
  ['Authorization', 'Bearer', 'Bearer'],
  ['Authorization', 'Bearer ', 'Bearer '],
  ['Authorization', 'unknown-to-us', '[REDACTED]'],
  ['X-API-KEY', 'anything', '[REDACTED]'],
  ['X-Auth-Key', '', ''],
  ['Set-Cookie', '__cflb=1; Path=/', '[REDACTED]'],
  ['X-Acme-Key', 'anything', '[REDACTED]'],
  ['Content-Type', 'application/json', 'application/json'],
  ['WWW-Authenticate', 'Bearer resource_metadata="https://x.example"', 'Bearer resource_metadata="https://x.example"'],
])('writes the header %s: %s as %s', (name, value, written) => {
  expect(createRedactor([], ['x-acme-key']).header(name, value)).toBe(written)
})

test.each([
  ['{"access_token": "a\\"b", "expires_in": 1}', '{"access_token": "[REDACTED]", "expires_in": 1}'],
  ['{"Authorization":"Bearer x"}', '{"Authorization":"Bearer [REDACTED]"}'],
  ['https://x.example/?api_key=abc&page=2', 'https://x.example/?api_key=[REDACTED]&page=2'],
  ['grant_type=x&client_secret=a%20b&y=z', 'grant_type=x&client_secret=[REDACTED]&y=z'],
  ['Host: x\nX-Auth-Key: abc\nAccept: */*', 'Host: x\nX-Auth-Key: [REDACTED]\nAccept: */*'],
  ['got Bearer eyJhbGciOiJIUzI1NiJ9.e30.abc_-=.', 'got Bearer [REDACTED].'],
  ['Missing X-Auth-Key, X-Auth-Email or Authorization headers', undefined],
  ['promised: Bearer authentication, access_token of type string', undefined],
  ['{"nextToken":"abc","webhook":"x"}', undefined],
])('scrubs by name in text: %s', (text, written = text) => {
  expect(createRedactor([]).text(text)).toBe(written)
})

test('never leaves a part of a secret in an excerpt, wherever it is cut', () => {
  const secret = 'kT4wQ9zLm2XvB7nRc5YhJ8sD'
  const { excerpt } = createRedactor([secret])
  const body = Buffer.from(`${'.'.repeat(100)}${secret}${'.'.repeat(300)}`)
  for (let characters = 90; characters < 140; characters++) {
    const cut = excerpt(body, characters)
    expect(cut.length).toBeLessThanOrEqual(characters)
    expect(cut.replace(/\[?R?E?D?A?C?T?E?D?\]?/g, '')).toMatch(/^\.*$/)
  }
  // Scrubbing shortens what comes before, and draws the end of what was read into the excerpt.
  const crowded = Buffer.from(`${secret.repeat(5)}${'.'.repeat(30)}${secret}${'.'.repeat(300)}`)
  for (let characters = 90; characters < 180; characters++) {
    expect(excerpt(crowded, characters)).toMatch(/^(\[REDACTED\])+\.*(\[?R?E?D?A?C?T?E?D?\]?)\.*$/)
  }
})

test('gives as much of a body as is asked for', () => {
  const { excerpt } = createRedactor(['kT4wQ9zLm2XvB7nRc5YhJ8sD'])
  expect(excerpt(Buffer.from('short'), 2_048)).toBe('short')
  expect(excerpt(Buffer.alloc(5_000, '.'), 2_048)).toBe('.'.repeat(2_048))
})

test('learns what requests carry as credentials, but no made-up short ones', () => {
  const redactor = createRedactor([])
  redactor.learn([
    ['X-Auth-Key', '144c9defac04969c7bfad8efaa8ea195'],
    ['Authorization', 'Bearer wrong'],
    ['Accept', 'application/json'],
  ])
  expect(redactor.text('144c9defac04969c7bfad8efaa8ea195 application/json')).toBe('[REDACTED] application/json')
})

test('bears a secret that is no well-formed text', () => {
  const redactor = createRedactor(['\ud800abcd', '.*+?^$()|{}[]\\'])
  expect(redactor.text('x .*+?^$()|{}[]\\ y')).toBe('x [REDACTED] y')
})

test('takes tokens as long as no header is, and scrubs every part of them', () => {
  const long = Array.from({ length: 6_000 }, (_, index) => `${index}(.*)${index * 7}`).join('')
  const redactor = createRedactor([long])
  expect(redactor.text(`<${long.slice(0, 65_000)}>`)).toBe('<[REDACTED]>')
  expect(redactor.text(`<${long.slice(20_000, 20_012)}>`)).toBe('<[REDACTED]>')
  expect(redactor.text(`<${Buffer.from(long.slice(30_000, 30_300)).toString('hex')}>`)).toBe('<[REDACTED]>')
})

test('scrubs 12 characters of a secret, and leaves 11', () => {
  const { text } = createRedactor(['kT4wQ9zLm2XvB7nRc5YhJ8sD'])
  expect(text('a 4wQ9zLm2XvB7 b')).toBe('a [REDACTED] b')
  expect(text('a 4wQ9zLm2XvB b')).toBe('a 4wQ9zLm2XvB b')
})

test('scrubs data by value, and leaves ids of ours and names of variables as they are', () => {
  const { data } = createRedactor(['kept', 'pagination/walk'])
  const law = { verdict: 'kept', scenario: 'pagination/walk', title: 'it is kept', requests: 3 }
  expect(data({ scenarios: [law], request: 'client_secret=$SECRET' })).toEqual({
    scenarios: [{ ...law, title: 'it is [REDACTED]' }],
    request: 'client_secret=$SECRET',
  })
})

test.each(['X-ACME-API-KEY', 'access_token', 'authorization'])(
  'learns the value of the cookie %s, and not its name',
  (name) => {
    const redactor = createRedactor([])
    redactor.learn([['Cookie', `${name}=kT4wQ9zLm2XvB7nR; theme=eR5tY7uI9oP1aS3d=`]])
    expect(redactor.data(`${name}: a kT4wQ9zLm2XvB7nR, eR5tY7uI9oP1aS3d=`)).toBe(`${name}: a [REDACTED], [REDACTED]`)
  },
)
