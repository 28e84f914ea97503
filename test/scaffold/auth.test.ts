import { describe, expect, test } from 'vitest'
import { type AuthOptions, chooseAuth } from '../../src/scaffold/auth.ts'
import type { JsonObject } from '../../src/spec/index.ts'

function chosen(document: JsonObject, options: AuthOptions = {}) {
  const operation = { path: '/orgs', operation: {} } as Parameters<typeof chooseAuth>[1]
  return chooseAuth(document, operation, options, 'https://api.example')
}

function withKey(scheme: JsonObject): JsonObject {
  const schemes = { a: { type: 'apiKey', in: 'header', name: 'Authorization', ...scheme } }
  return { security: [{ a: [] }], components: { securitySchemes: schemes } }
}

describe('what the document does not say', () => {
  test('is taken for a bearer token, and said', () => {
    expect(chosen({})).toMatchObject({
      kind: 'bearer',
      note: 'the document names no authentication: a bearer token is assumed; --auth sets another way',
    })
  })

  test('is its own scheme, where it has one and requires none', () => {
    const { components } = withKey({ name: 'X-Key' })
    expect(chosen({ components: components as JsonObject })).toMatchObject({
      kind: 'api-key',
      header: 'X-Key',
      note: 'the document requires no authentication; its own scheme is taken',
    })
  })

  test('is not guessed where the document asks for none', () => {
    expect(() => chosen({ security: [] })).toThrow(
      'the document names no authentication for GET /orgs; choose with --auth',
    )
  })
})

describe('the text before a key in Authorization', () => {
  test.each([
    ['The key in the form `Token token=<THE_KEY>`', 'Token token='],
    ['Put it in the header with its word: `Authorization: SSWS {the key}`', 'SSWS '],
    ['Headers allowed: "Authorization: ApiKey <key>".', 'ApiKey '],
    ['Send `Authorization: Token token=KEY`', 'Token token='],
    ['The word "Basic" followed by a space and the key.', 'Basic '],
    ['A key of the bot', undefined],
    ['Authorization: KEY', undefined],
    ['See {the guide} and <the page> for your API KEY.', undefined],
  ])('%s', (description, prefix) => {
    expect(chosen(withKey({ description })).kind).toBe('api-key')
    expect((chosen(withKey({ description })) as { prefix?: string }).prefix).toBe(prefix)
  })

  test('is the one that was asked for', () => {
    expect(chosen(withKey({ description: 'Authorization: ApiKey <key>' }), { prefix: 'Bot ' })).toMatchObject({
      prefix: 'Bot ',
    })
  })

  test('belongs to keys in Authorization', () => {
    const refusal = '--prefix belongs to --auth api-key --header Authorization'
    expect(() => chosen({}, { prefix: 'Bot ' })).toThrow(refusal)
    expect(() => chosen(withKey({ name: 'X-Key' }), { prefix: 'Bot ' })).toThrow(refusal)
  })
})
