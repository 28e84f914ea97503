import { createHmac, createPublicKey, generateKeyPairSync, type JsonWebKey, sign } from 'node:crypto'
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose'
import jsonwebtoken from 'jsonwebtoken'
import { JwksClient } from 'jwks-rsa'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type MockServer, startMockServer } from '../../src/compose/index.ts'
import type { PublishedAccount } from '../../src/mock/index.ts'
import { ask } from '../support/http.ts'
import { type Entry, entries, tokenForm } from '../support/providers.ts'

// The libraries with which servers check tokens, against a running fake: the contract of Cradl's token host, seen from the side of a server.

const issuer = 'https://auth.cradl.ai'
const audience = 'https://api.cradl.ai/v1'
const organizations = '/api.cradl.ai/v1/organizations'

let server: MockServer
let otherSeed: MockServer
let keySet: URL
let token: string
const started: MockServer[] = []

beforeAll(async () => {
  server = await start()
  otherSeed = await start(2)
  keySet = await keySetOf(server)
  token = await tokenFrom(server)
})

afterAll(() => Promise.all(started.map((one) => one.close())))

async function start(seed?: number): Promise<MockServer> {
  const one = await startMockServer({ only: ['cradl'], ...(seed === undefined ? {} : { seed }) })
  started.push(one)
  return one
}

/** Where the metadata says the keys are; the fake serves each host under its name. */
async function keySetOf(of: MockServer): Promise<URL> {
  const answer = await ask(of.url, '/auth.cradl.ai/.well-known/openid-configuration')
  const metadata = answer.json() as Record<string, unknown>
  expect(metadata).toMatchObject({ issuer, token_endpoint: `${issuer}/oauth2/token` })
  return new URL(String(metadata['jwks_uri']).replace('https:/', of.url))
}

async function tokenFrom(of: MockServer, account?: string): Promise<string> {
  const [entry] = (await entries(of.url)) as (Entry & { accounts: Record<string, PublishedAccount> })[]
  const credentials = account === undefined ? entry?.credentials : entry?.accounts[account]?.credentials
  const { clientId: id = '', clientSecret: secret = '' } = credentials ?? {}
  const answer = await ask(of.url, '/auth.cradl.ai/oauth2/token', {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: tokenForm({ CRADL_CLIENT_ID: id, CRADL_CLIENT_SECRET: secret }),
  })
  return (answer.json() as { access_token: string }).access_token
}

async function byJose(text: string): Promise<unknown> {
  const { payload } = await jwtVerify(text, createRemoteJWKSet(keySet), { algorithms: ['RS256'], audience, issuer })
  return payload
}

function byJsonWebToken(text: string): Promise<unknown> {
  const keys = new JwksClient({ jwksUri: keySet.href })
  return new Promise((resolve, reject) => {
    jsonwebtoken.verify(
      text,
      ({ kid }, done) => {
        keys.getSigningKey(kid).then((key) => done(null, key.getPublicKey()), done)
      },
      { algorithms: ['RS256'], audience, issuer },
      (error, claims) => (error === null ? resolve(claims) : reject(error)),
    )
  })
}

async function byFake(text: string, at = server): Promise<unknown> {
  const { status, text: body } = await ask(at.url, organizations, { headers: { Authorization: `Bearer ${text}` } })
  if (status !== 200) throw new Error(`${status} ${body}`)
  return decodeJwt(text)
}

const judges = { jose: byJose, 'jsonwebtoken with jwks-rsa': byJsonWebToken, 'the fake': byFake }

test.each(Object.entries(judges))('%s accepts a token, with the claims of Kinde', async (_, verify) => {
  const claims = (await verify(token)) as Record<string, unknown>
  expect(claims).toMatchObject({ aud: [audience], iss: issuer, gty: ['client_credentials'], v: '2' })
  expect(claims['scp']).toEqual(String(claims['scope']).split(' '))
  expect(claims['scp']).toContain('organizations:read')
  expect(claims).not.toHaveProperty('sub')
})

test('the key set has no more than the public half of the key', async () => {
  const answer = await ask(server.url, keySet.pathname)
  expect([answer.status, answer.header('content-type')]).toEqual([200, 'application/json'])
  const { keys } = answer.json() as { keys: Record<string, string>[] }
  expect(keys.map((key) => Object.keys(key).sort())).toEqual([['alg', 'e', 'kid', 'kty', 'n', 'use']])
  expect(keys[0]?.['kid']).toBe(decodeProtectedHeader(token).kid)
})

function part(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

function altered(): string {
  const [header, , signature] = token.split('.')
  return `${header}.${part({ ...decodeJwt(token), azp: 'somebody-else' })}.${signature}`
}

function unsigned(): string {
  return `${part({ ...decodeProtectedHeader(token), alg: 'none' })}.${token.split('.')[1]}.`
}

/** The public key of the set is the secret. */
async function confused(): Promise<string> {
  const { keys } = (await ask(server.url, keySet.pathname)).json() as { keys: [JsonWebKey] }
  const [key] = keys
  const pem = createPublicKey({ key, format: 'jwk' }).export({ type: 'spki', format: 'pem' })
  const signed = `${part({ ...decodeProtectedHeader(token), alg: 'HS256' })}.${token.split('.')[1]}`
  return `${signed}.${createHmac('sha256', pem).update(signed).digest('base64url')}`
}

/** A good signature by a key that is not published. */
function strange(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const signed = token.slice(0, token.lastIndexOf('.'))
  return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`
}

type Bad = readonly [what: string, make: () => string | Promise<string>, jose: RegExp, jsonwebtoken: RegExp]

const bad: readonly Bad[] = [
  ['with altered claims', altered, /^signature verification failed$/, /^invalid signature$/],
  [
    'without a signature, of the algorithm none',
    unsigned,
    /Header Parameter value not allowed/,
    /signature is required/,
  ],
  [
    'under HS256 with the published key as its secret',
    confused,
    /Header Parameter value not allowed/,
    /^invalid algorithm$/,
  ],
  ['signed with another key', strange, /^signature verification failed$/, /^invalid signature$/],
  ['that has expired', () => tokenFrom(server, 'expired'), /"exp" claim timestamp check failed/, /^jwt expired$/],
  [
    'of a server with another seed',
    () => tokenFrom(otherSeed),
    /no applicable key found/,
    /Unable to find a signing key/,
  ],
]

test.each(bad)('a token %s is refused by both libraries and the fake', async (_, make, jose, jsonWebToken) => {
  const text = await make()
  expect(text.split('.')).toHaveLength(3)
  await expect(byJose(text)).rejects.toThrow(jose)
  await expect(byJsonWebToken(text)).rejects.toThrow(jsonWebToken)
  await expect(byFake(text)).rejects.toThrow('403 {"message":"Forbidden"}')
})

test('a replica with the same seed accepts the token, and one with another seed does not', async () => {
  await byFake(token, await start())
  await expect(byFake(token, otherSeed)).rejects.toThrow('403 {"message":"Forbidden"}')
})
