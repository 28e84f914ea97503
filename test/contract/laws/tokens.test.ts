import { createHmac, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import type { IncomingMessage, RequestListener } from 'node:http'
import { expect, test } from 'vitest'
import { clientCredentials } from '../../../src/contract/index.ts'
import { authenticationAudience } from '../../../src/contract/laws/authentication/audience.ts'
import { authenticationEmbeddedKey } from '../../../src/contract/laws/authentication/embedded-key.ts'
import { authenticationIssuer } from '../../../src/contract/laws/authentication/issuer.ts'
import { authenticationKeyConfusion } from '../../../src/contract/laws/authentication/key-confusion.ts'
import { authenticationUnsignedToken } from '../../../src/contract/laws/authentication/unsigned-token.ts'
import { checked, contract } from '../checked.ts'

const laws = [
  authenticationUnsignedToken,
  authenticationEmbeddedKey,
  authenticationKeyConfusion,
  authenticationIssuer,
  authenticationAudience,
]
const authorizer = clientCredentials({
  audience: 'https://api.example.com',
  variables: { clientId: 'ID', clientSecret: 'SECRET' },
})
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })

type Parts = { readonly header: Record<string, unknown>; readonly signed: string; readonly signature: string }

interface Server {
  readonly alg?: 'RS256' | 'ES256'
  /** What it takes beside tokens of its own. */
  readonly takes?: (token: Parts) => boolean
  readonly anyAudience?: boolean
  readonly issuer?: string
  readonly publishes?: boolean
}

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return new URLSearchParams(Buffer.concat(chunks).toString())
}

function server({
  alg = 'RS256',
  takes = () => false,
  anyAudience = false,
  issuer,
  publishes = true,
}: Server): RequestListener {
  const { privateKey, publicKey } = alg === 'RS256' ? rsa : ec
  const claimsOf = (aud: unknown) => ({ iss: 'https://issuer.example', aud: [aud], exp: 4_000_000_000 })
  return async (request, response) => {
    const reply = (status: number, body: unknown) =>
      void response
        .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
        .end(JSON.stringify(body))
    if (request.method === 'POST') {
      const aud = (await formOf(request)).get('audience')
      if (aud !== 'https://api.example.com' && !anyAudience) return reply(400, { error: 'invalid_request' })
      const signed = `${encoded({ alg, kid: 'one' })}.${encoded(claimsOf(aud))}`
      const signature = sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' })
      const token = `${signed}.${signature.toString('base64url')}`
      return reply(200, { access_token: token, token_type: 'Bearer', expires_in: 3600 })
    }
    if (request.url?.includes('/.well-known/')) {
      if (!publishes) return reply(404, {})
      const { host } = request.headers
      if (request.url === '/auth/.well-known/openid-configuration') {
        return reply(200, {
          issuer: issuer ?? 'https://issuer.example',
          token_endpoint: `http://${host}/auth/oauth2/token`,
          jwks_uri: `http://${host}/auth/keys`,
        })
      }
      return reply(404, {})
    }
    if (request.url === '/auth/keys')
      return reply(200, { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one' }] })
    const [header = '', payload = '', signature = ''] = (request.headers.authorization ?? '').slice(7).split('.')
    const parts: Parts = {
      header: JSON.parse(Buffer.from(header, 'base64url').toString() || '{}'),
      signed: `${header}.${payload}`,
      signature,
    }
    const isOwn =
      parts.header['alg'] === alg &&
      verify(
        'sha256',
        Buffer.from(parts.signed),
        { key: publicKey, dsaEncoding: 'ieee-p1363' },
        Buffer.from(signature, 'base64url'),
      )
    if (isOwn || takes(parts)) return reply(200, [])
    response.setHeader('www-authenticate', 'Bearer')
    return reply(401, {})
  }
}

async function verdicts(what: Server) {
  const { report } = await checked(
    laws,
    server(what),
    { contract: () => ({ ...contract, authorizer }) },
    { tokenPath: '/auth/oauth2/token', credentials: { clientId: 'me', clientSecret: 'my-secret-text' } },
  )
  return Object.fromEntries(report.scenarios.map(({ scenario, verdict, reason }) => [scenario, reason ?? verdict]))
}

const sound = {
  'authentication/unsigned-token': 'kept',
  'authentication/embedded-key': 'kept',
  'authentication/key-confusion': 'kept',
  'authentication/issuer': 'kept',
  'authentication/audience': 'the token endpoint gives no token for another audience',
}

const hmac = (secret: string | Buffer, { signed, signature }: Parts) =>
  createHmac('sha256', secret).update(signed).digest('base64url') === signature
const own = (alg: 'RS256' | 'ES256') => (alg === 'RS256' ? rsa : ec).publicKey

test.each(['RS256', 'ES256'] as const)('a sound server with tokens under %s keeps every law', async (alg) => {
  expect(await verdicts({ alg })).toEqual(sound)
})

const broken: readonly (readonly [string, keyof typeof sound, Server])[] = [
  [
    'alg None',
    'authentication/unsigned-token',
    { takes: ({ header, signature }) => header['alg'] === 'None' && signature === '' },
  ],
  [
    'alg none, of a known key, with the old signature',
    'authentication/unsigned-token',
    { takes: ({ header, signature }) => header['alg'] === 'none' && header['kid'] === 'one' && signature !== '' },
  ],
  ...(['RS256', 'ES256'] as const).flatMap((alg): (typeof broken)[number][] => [
    [
      `a key in the token (${alg})`,
      'authentication/embedded-key',
      {
        alg,
        takes: ({ header, signed, signature }) =>
          header['alg'] === alg &&
          header['jwk'] !== undefined &&
          verify(
            'sha256',
            Buffer.from(signed),
            { key: createPublicKey({ key: header['jwk'] as never, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
            Buffer.from(signature, 'base64url'),
          ),
      },
    ],
    [
      `HS256 with the PEM of the key (${alg})`,
      'authentication/key-confusion',
      { alg, takes: (token) => hmac(own(alg).export({ type: 'spki', format: 'pem' }).toString(), token) },
    ],
    [
      `HS256 with the DER of the key (${alg})`,
      'authentication/key-confusion',
      { alg, takes: (token) => hmac(own(alg).export({ type: 'spki', format: 'der' }), token) },
    ],
  ]),
  [
    'HS256 with the PEM that RSA keys had first',
    'authentication/key-confusion',
    { takes: (token) => hmac(rsa.publicKey.export({ type: 'pkcs1', format: 'pem' }).toString().trim(), token) },
  ],
  ['another issuer than is published', 'authentication/issuer', { issuer: 'https://other.example' }],
  ['any audience', 'authentication/audience', { anyAudience: true }],
]

test.each(broken)('%s is found by %s alone', async (_what, law, what) => {
  expect(await verdicts(what)).toEqual({ ...sound, [law]: 'broken' })
})

test('a token host that publishes nothing is listed with what it would have to publish', async () => {
  expect(await verdicts({ publishes: false })).toMatchObject({
    'authentication/key-confusion': expect.stringContaining('publishes no key set'),
    'authentication/issuer': expect.stringContaining('/.well-known/openid-configuration'),
  })
})
