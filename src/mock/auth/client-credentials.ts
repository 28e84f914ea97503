import { createHmac } from 'node:crypto'
import {
  action,
  options as allOf,
  anyText,
  call,
  secret as hidden,
  list,
  needed,
  someText,
  thing,
  wanted,
  wholeNumber,
} from '../../options/index.ts'
import type { OperationSpec } from '../../spec/index.ts'
import { boundedCache } from '../bounded-cache.ts'
import { ConfigError } from '../errors.ts'
import { ownText } from '../own-text.ts'
import { jsonReply } from '../reply.ts'
import type { Account, Answer, AuthEndpoint, AuthScheme, Caller, MockRequest, Outcome, TokenRefusal } from '../types.ts'
import { uuid } from '../uuid.ts'
import { bearerToken } from './bearer.ts'
import { accountOptions, refused } from './credentials.ts'
import { safeEqual } from './safe-equal.ts'
import { type Claims, tokenSigner } from './signed-token.ts'
import { refusedMethod, tokenErrors, tokenHeaders } from './token-errors.ts'
import { tokenHost } from './token-host.ts'
import { type GivenCredentials, readTokenRequest, type TokenRequest } from './token-request.ts'

/** A client that may ask for tokens. */
export interface OAuthClient {
  readonly id: string
  readonly secret: string
  readonly account: Account
  /** All that it may ask for, and what it gets when it asks for nothing in particular. */
  readonly scopes: readonly string[]
  /** Claims of the provider's own; asked for once, when the client's first token is made. */
  readonly claims?: () => Claims
}

export interface ClientCredentialsOptions {
  /** As documented, such as `https://auth.example.com/oauth2/token`; its origin is the tokens' issuer. */
  readonly tokenUrl: string
  /** What tokens can be for; the first is the one of a request without a body, which names none. */
  readonly audiences: readonly [string, ...string[]]
  /** Without any of these a caller is forbidden. */
  readonly requiredScopes: readonly string[]
  readonly clients: readonly OAuthClient[]
  /** The client with this id when it is a tenant's. */
  readonly tenantClient?: (id: string) => OAuthClient | undefined
  /** The tokens of one key are good where the key is the same, as in every replica. */
  readonly key: Uint8Array
  readonly lifetimeSeconds: number
  /** Headers of each reply of the token endpoint, beside Content-Type and Cache-Control. */
  readonly headers?: readonly string[]
}

/** A scheme with endpoints of its own: the token endpoint, and what its host publishes. */
export interface ClientCredentialsScheme extends AuthScheme {
  readonly endpoints: readonly [token: AuthEndpoint, ...published: AuthEndpoint[]]
}

/** What a verified token is worth, and from when to when (seconds since 1970). */
interface Grant {
  /** The whole header. */
  readonly header: string
  readonly outcome: Outcome<Caller>
  readonly notBefore: number
  readonly expires: number
}

/** Bytes of verified tokens that are remembered; some thousand. To verify one takes longer than a page. */
const cacheBytes = 8 * 1024 * 1024
/** A token of ours takes three thousand, twice. */
const largestEntryBytes = 16 * 1024
/** So much of a token's end, a part of its signature, finds it: to hash all of it would take a tenth of a page's time. */
const keyCharacters = 64

/**
 * OAuth2 client credentials (RFC 6749, 4.4): a token endpoint, and Bearer tokens that carry all that is known of them.
 * Refuses: unauthenticated; missing without the header, malformed when it is no Bearer, unknown for a token that was not made here for
 * this audience, expired; forbidden without a required scope.
 */
export const clientCredentials = call(
  'clientCredentials',
  [
    wanted(
      allOf<ClientCredentialsOptions>({
        tokenUrl: needed(thing('a URL', (value) => typeof value === 'string' && URL.canParse(value))),
        audiences: needed(
          thing('a list of at least one text', (value) => Array.isArray(value) && typeof value[0] === 'string'),
        ),
        requiredScopes: needed(list(anyText)),
        clients: needed(
          list(
            allOf<OAuthClient>({
              id: needed(someText('a text')),
              secret: needed(hidden(someText('a text'))),
              account: needed(accountOptions),
              scopes: needed(list(anyText)),
              claims: action(),
            }),
          ),
        ),
        tenantClient: action(),
        key: needed(thing<Uint8Array>('bytes', (value) => value instanceof Uint8Array)),
        lifetimeSeconds: needed(wholeNumber(1, 1_000_000_000)),
        headers: list(anyText),
      }),
    ),
  ],
  scheme,
)

function scheme(options: ClientCredentialsOptions): ClientCredentialsScheme {
  const { audiences, clients, requiredScopes } = options
  if (clients.length === 0) throw new ConfigError('NO_CREDENTIALS', 'client credentials need at least one client')
  const { origin: issuer, hostname: host, pathname: path } = new URL(options.tokenUrl)
  const signer = tokenSigner(options.key)
  const clientsById = new Map(clients.map((client) => [client.id, client]))
  const headers = tokenHeaders(options.headers)
  const ownClaims = new Map<string, Claims>()
  const verified = boundedCache<Grant>('verified tokens', cacheBytes, largestEntryBytes)

  function clientById(id: string): OAuthClient | undefined {
    return clientsById.get(id) ?? options.tenantClient?.(id)
  }

  function ownClaimsOf(client: OAuthClient): Claims {
    const claims = ownClaims.get(client.id) ?? client.claims?.() ?? {}
    if (clientsById.has(client.id)) ownClaims.set(client.id, claims)
    return claims
  }

  function verify(header: string): Outcome<Grant> {
    const token = bearerToken(header)
    if (token === undefined) return refused('malformed')
    const claims = signer.read(token)
    if (claims === undefined) return refused('unknown')
    const client = clientById(String(claims['azp']))
    const audience = [claims['aud']].flat()
    const expires = claims['exp']
    const isOurs = claims['iss'] === issuer && audiences.some((name) => audience.includes(name))
    if (client === undefined || !isOurs || typeof expires !== 'number') return refused('unknown')
    const scopes = String(claims['scope']).split(' ')
    const lacksScope = requiredScopes.some((scope) => !scopes.includes(scope))
    const isForbidden = lacksScope || client.account.scenario?.credential === 'forbidden'
    const grant: Grant = {
      header: ownText(header),
      outcome: !isForbidden
        ? { ok: true, value: { account: client.account, scopes, credential: String(claims['jti']) } }
        : { ok: false, refusal: { kind: 'forbidden' }, account: client.account },
      notBefore: typeof claims['nbf'] === 'number' ? claims['nbf'] : 0,
      expires,
    }
    // The header, and its scopes in pieces.
    verified.set(header.slice(-keyCharacters), grant, 2 * header.length)
    return { ok: true, value: grant }
  }

  // Tokens whose uses are counted must differ, even when they are made in the same second.
  let countedTokens = 0

  function issue(client: OAuthClient, audience: string, scp: readonly string[], now: number): Answer {
    const scope = scp.join(' ')
    const { scenario } = client.account
    const isExpired = scenario?.credential === 'expired'
    const iat = Math.floor(now / 1000) - (isExpired ? options.lifetimeSeconds : 0)
    if (scenario?.expiresAfter !== undefined) countedTokens += 1
    const serial = scenario?.expiresAfter === undefined ? '' : `\n${countedTokens}`
    const claims: Claims = {
      // The claims are those that Kinde documents for such tokens (observed): there is no sub, and the scopes come twice.
      aud: [audience],
      azp: client.id,
      exp: iat + options.lifetimeSeconds,
      ...ownClaimsOf(client),
      gty: ['client_credentials'],
      iat,
      iss: issuer,
      // The same request in the same second gets the same token: nothing is remembered, and any replica gives the same answer.
      jti: uuid(
        createHmac('sha256', options.key)
          .update(`jti\n${client.id}\n${audience}\n${scope}\n${iat}${serial}`)
          .digest('hex'),
      ),
      scope,
      scp,
      v: '2',
    }
    return jsonReply(200, headers, {
      access_token: signer.sign(claims),
      expires_in: options.lifetimeSeconds,
      token_type: 'Bearer',
      scope,
    })
  }

  function grantToken(request: TokenRequest, now: number): Outcome<Answer> {
    // Of the grants only this one is documented.
    if (request.grantType !== 'client_credentials') return refusedToken('unsupported_grant_type')
    const client = findClient(candidatesFor(request.credentials), request.credentials)
    if (client === undefined) return refusedToken('invalid_client')
    const { account } = client
    if (account.scenario?.credential === 'revoked') return refusedToken('invalid_client', account)
    const audience = request.audience ?? (request.bodyless ? audiences[0] : undefined)
    if (audience === undefined) return refusedToken('invalid_request')
    if (!audiences.includes(audience)) return refusedToken('unauthorized_client')
    const granted = scopesOf(client)
    const asked = request.scope?.split(' ') ?? granted
    if (!asked.every((scope) => granted.includes(scope))) return refusedToken('invalid_scope')
    const reply = issue(client, audience, [...new Set(asked)], now)
    return { ok: true, value: { ...reply, tenant: account.tenant } }
  }

  /** A client of the scenario `forbidden` lacks what the operation needs. */
  function scopesOf({ scopes, account }: OAuthClient): readonly string[] {
    return account.scenario?.credential === 'forbidden'
      ? scopes.filter((scope) => !requiredScopes.includes(scope))
      : scopes
  }

  function candidatesFor(given: readonly GivenCredentials[]): readonly OAuthClient[] {
    const tenants = given.flatMap(({ id }) => options.tenantClient?.(id) ?? [])
    return tenants.length === 0 ? clients : tenants
  }

  return {
    authenticate(request) {
      const header = request.headers['authorization']
      if (typeof header !== 'string' || header === '') return refused('missing')
      let grant = verified.get(header.slice(-keyCharacters))
      if (grant?.header !== header) {
        const fresh = verify(header)
        if (!fresh.ok) return fresh
        grant = fresh.value
      }
      const seconds = request.now / 1000
      // "on or after which the JWT MUST NOT be accepted" (RFC 7519, 4.1.4).
      if (seconds >= grant.expires) return { ...refused('expired'), ...accountOf(grant.outcome) }
      if (seconds < grant.notBefore) return refused('unknown')
      return grant.outcome
    },
    errors: tokenErrors(headers),
    endpoints: [
      {
        host,
        path,
        handle(request: MockRequest) {
          // "The client MUST use the HTTP POST method" (RFC 6749, 3.2).
          if (request.method !== 'POST') return refusedMethod(['POST'])
          const read = readTokenRequest(request)
          return 'kind' in read ? { ok: false, refusal: read } : grantToken(read, request.now)
        },
      },
      ...tokenHost({ tokenUrl: options.tokenUrl, headers: options.headers, publicKey: signer.publicKey }),
    ],
  }
}

function refusedToken(code: TokenRefusal['code'], account?: Account): Outcome<never> {
  return { ok: false, refusal: { kind: 'token', code }, ...(account === undefined ? {} : { account }) }
}

/** What a document says of OAuth2 client credentials. */
export interface DocumentedOAuth {
  readonly tokenUrl: string
  /** Every scope that there is. */
  readonly scopes: readonly string[]
  /** What the operation demands. */
  readonly requiredScopes: readonly string[]
}

/** Takes the token URL and the scopes from the spec. Throws ConfigError when the operation has no OAuth2 requirement. */
export function documentedOAuth(spec: OperationSpec): DocumentedOAuth {
  for (const { scheme, scopes } of spec.security.flat()) {
    if (scheme.type !== 'oauth2') continue
    return { tokenUrl: scheme.tokenUrl, scopes: Object.keys(scheme.scopes), requiredScopes: scopes }
  }
  throw new ConfigError('NO_OAUTH', `specs/${spec.provider}: the operation has no security requirement of type oauth2`)
}

function accountOf(outcome: Outcome<Caller>): { account?: Account } {
  const account = outcome.ok ? outcome.value.account : outcome.account
  return account === undefined ? {} : { account }
}

/** The client with these credentials; every one is looked at, so that the time tells nothing. */
function findClient(clients: readonly OAuthClient[], candidates: readonly GivenCredentials[]): OAuthClient | undefined {
  let found: OAuthClient | undefined
  for (const client of clients) {
    const id = Buffer.from(client.id)
    const secret = Buffer.from(client.secret)
    for (const given of candidates) {
      const isId = safeEqual(id, given.id)
      const isSecret = safeEqual(secret, given.secret)
      if (isId && isSecret) found = client
    }
  }
  return found
}
