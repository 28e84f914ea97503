import { describe, expect, test } from 'vitest'
import { type AuthOptions, chooseAuth } from '../../src/scaffold/auth.ts'
import type { JsonObject } from '../../src/spec/index.ts'

function chosen(document: JsonObject, options: AuthOptions = {}) {
  const operation = { path: '/orgs', operation: {} } as Parameters<typeof chooseAuth>[1]
  return chooseAuth(document, operation, options, 'https://api.example')
}

/** The places of each way, as mocks and contracts describe them. */
function ways(document: JsonObject, options: AuthOptions = {}) {
  const auth = chosen(document, options)
  return auth.kind === 'keys' ? auth.ways : auth.kind
}

function withKey(scheme: JsonObject): JsonObject {
  return withSchemes([{ a: [] }], { a: { type: 'apiKey', in: 'header', name: 'Authorization', ...scheme } })
}

function withSchemes(security: readonly JsonObject[], securitySchemes: JsonObject, info: JsonObject = {}): JsonObject {
  return { info, security, components: { securitySchemes } }
}

const basic = { type: 'http', scheme: 'basic' }
const bearer = { type: 'http', scheme: 'bearer' }
const header = (name: string) => ({ type: 'apiKey', in: 'header', name })
const anyWord = 'security: the document does not say what stands before the key'

describe('what the document does not say', () => {
  test('is taken for a bearer token behind any word, and said', () => {
    expect(ways({})).toEqual([
      [{ in: 'header', name: 'Authorization', prefix: 'Bearer ', anyWord: true, part: 'apiKey' }],
    ])
    expect(chosen({}).notes).toEqual([
      'the document names no authentication: a bearer token is assumed, and any word before it is taken; --auth and --prefix set another way',
    ])
  })

  test('is a key behind the prefix that is asked for', () => {
    expect(ways({}, { prefix: 'token ' })).toEqual([
      [{ in: 'header', name: 'Authorization', prefix: 'token ', part: 'apiKey' }],
    ])
  })

  test('is its own scheme, where it has one and requires none', () => {
    const { components } = withKey({ name: 'X-Key' })
    const auth = chosen({ components: components as JsonObject })
    expect(auth).toMatchObject({ ways: [[{ in: 'header', name: 'X-Key', part: 'apiKey' }]] })
    expect(auth.notes).toEqual(['the document requires no authentication; its own scheme is taken'])
  })

  test('is in headers of its other operations', () => {
    const parameters = ['Api-Key', 'X-Page', 'Api-Username'].map((name) => ({ in: 'header', name }))
    expect(ways({ paths: { '/users': { post: { parameters } } } })).toEqual([
      [
        { in: 'header', name: 'Api-Username', part: 'apiUsername' },
        { in: 'header', name: 'Api-Key', part: 'apiKey' },
      ],
    ])
  })

  test('is left out where the document or a flag says that no key is asked for', () => {
    expect(chosen({ security: [] })).toMatchObject({ kind: 'none', requirements: [] })
    expect(chosen(withKey({}), { auth: 'none' }).kind).toBe('none')
  })
})

describe('the text before a key in Authorization', () => {
  test.each([
    ['The key in the form `Token token=<THE_KEY>`', 'Token token='],
    ['Put it in the header with its word: `Authorization: SSWS {the key}`', 'SSWS '],
    ['Headers allowed: "Authorization: ApiKey <key>".', 'ApiKey '],
    ['Send `Authorization: Token token=KEY`', 'Token token='],
    ['Send `Authorization: Token token=y_NbAkKc66ryYTWUXYEu`', 'Token token='],
    ['The word "Basic" followed by a space and the key.', 'Basic '],
  ])('%s', (description, prefix) => {
    expect(ways(withKey({ description }))).toEqual([[{ in: 'header', name: 'Authorization', prefix, part: 'apiKey' }]])
  })

  test.each(['A key of the bot', 'Authorization: KEY', 'See {the guide} and <the page> for your API KEY.'])(
    'is any word where the document does not say it: %s',
    (description) => {
      const auth = chosen(withKey({ description }))
      expect(auth).toMatchObject({ ways: [[{ in: 'header', name: 'Authorization', anyWord: true, part: 'apiKey' }]] })
      expect(auth.notes.map((note) => `security: ${note}`.slice(0, anyWord.length))).toEqual([anyWord])
    },
  )

  test('is the one that was asked for', () => {
    const [[place] = []] = ways(withKey({ description: 'Authorization: ApiKey <key>' }), {
      prefix: 'Bot ',
    }) as readonly (readonly object[])[]
    expect(place).toEqual({ in: 'header', name: 'Authorization', prefix: 'Bot ', part: 'apiKey' })
  })

  test('belongs to keys in Authorization', () => {
    const refusal = '--prefix belongs to a key in the header Authorization: --auth api-key --header Authorization'
    expect(() => chosen(withKey({ name: 'X-Key' }), { prefix: 'Bot ' })).toThrow(refusal)
  })
})

describe('HTTP Basic', () => {
  test('has a user and a password', () => {
    const document = withSchemes([{ a: [] }], { a: { ...basic, description: 'Public key and secret key.' } })
    expect(ways(document)).toEqual([
      [
        { in: 'user', part: 'user' },
        { in: 'password', part: 'password' },
      ],
    ])
  })

  test.each([
    'Use the API key as the username and leave the password blank.',
    'Your key is the user name; the password is not needed',
    'Send `<api_key>:` in base64',
    'The secret key as username, with no password',
  ])('has a key for a user: %s', (description) => {
    expect(ways(withSchemes([{ a: [] }], { a: { ...basic, description } }))).toEqual([[{ in: 'user', part: 'apiKey' }]])
  })

  test.each(['Use `api` as the username and your key as the password', 'A username and a password', ''])(
    'has both: %s',
    (description) => {
      expect(ways(withSchemes([{ a: [] }], { a: { ...basic, description } }))).toMatchObject([
        [{ in: 'user' }, { in: 'password' }],
      ])
    },
  )
})

describe('several headers', () => {
  test('are parts of one credential in the order of the document, and a version is none', () => {
    const schemes = { s: header('Acme-Secret'), i: header('Acme-Client-Id'), v: header('Acme-Version') }
    const document = withSchemes([{ s: [], i: [], v: [] }], schemes, { version: '2024-11-05_2.1' })
    expect(ways(document)).toEqual([
      [
        { in: 'header', name: 'Acme-Secret', part: 'acmeSecret' },
        { in: 'header', name: 'Acme-Client-Id', part: 'acmeClientId' },
        { in: 'header', name: 'Acme-Version', value: '2024-11-05' },
      ],
    ])
  })

  test('whose names differ in their spelling alone have parts of their own', () => {
    const document = withSchemes([{ a: [], b: [] }], { a: header('api-key'), b: header('Api_Key') })
    const [way = []] = ways(document) as readonly (readonly { part: string }[])[]
    expect(way.map(({ part }) => part)).toEqual(['apiKey', 'apiKey2'])
  })
})

describe('several ways', () => {
  test('open each with a part of the first', () => {
    const document = withSchemes([{ a: [] }, { b: [] }, { q: [] }], {
      a: basic,
      b: bearer,
      q: { type: 'apiKey', in: 'query', name: 'key' },
    })
    expect(ways(document)).toEqual([
      [
        { in: 'user', part: 'user' },
        { in: 'password', part: 'password' },
      ],
      [{ in: 'header', name: 'Authorization', prefix: 'Bearer ', part: 'user' }],
      [{ in: 'header', name: 'Authorization', prefix: 'Bearer ', part: 'password' }],
      [{ in: 'query', name: 'key', part: 'user' }],
      [{ in: 'query', name: 'key', part: 'password' }],
    ])
  })

  test('are left out where they ask for what the first one does not have', () => {
    const schemes = { a: header('X-Key'), i: header('X-Id'), s: header('X-Secret'), b: basic }
    expect(chosen(withSchemes([{ a: [] }, { i: [], s: [] }, { b: [] }], schemes))).toMatchObject({
      ways: [[{ name: 'X-Key' }], [{ in: 'user', part: 'apiKey' }]],
      requirements: [{ a: [] }, { b: [] }],
    })
  })

  test('are one where they are the same, and what cannot be served is said', () => {
    const auth = chosen(
      withSchemes([{ b: [] }, { o: ['read'] }, { m: [] }], {
        b: bearer,
        o: { type: 'oauth2', flows: { authorizationCode: {} } },
        m: { type: 'mutualTLS' },
      }),
    )
    expect(auth).toMatchObject({ label: 'bearer', ways: [[{ in: 'header' }]], requirements: [{ b: [] }] })
    expect(auth.notes).toEqual(['of 3 ways to authenticate m (mutualTLS) cannot be served'])
  })

  test('are those of the kind that is asked for', () => {
    const document = withSchemes([{ a: [] }, { b: [] }], { a: basic, b: bearer })
    expect(ways(document, { auth: 'bearer' })).toMatchObject([[{ in: 'header', prefix: 'Bearer ' }]])
  })
})
