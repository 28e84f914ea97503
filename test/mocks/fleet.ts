import cekura from '../../mocks/cekura.ts'
import cloudflare from '../../mocks/cloudflare.ts'
import cradl from '../../mocks/cradl.ts'
import nirvana from '../../mocks/nirvana.ts'
import type { MockRequest, Provider, Answer as Reply } from '../../src/mock/index.ts'
import type { ProviderId } from '../support/providers.ts'
import { frozenNow, makeProvider, mockRequest, type ProviderSettings } from './ask.ts'

// What holds for every provider alike is asked of all four, by the few things in which they differ.

const factories = { cekura, cloudflare, cradl, nirvana }

const paths: Readonly<Record<ProviderId, string>> = {
  cekura: '/user/organizations/',
  cloudflare: '/client/v4/user/organizations',
  cradl: '/v1/organizations',
  nirvana: '/v1/organizations',
}

export function make(id: ProviderId, settings: ProviderSettings = {}): Promise<Provider> {
  return makeProvider(id, factories[id], settings)
}

/** Headers with the credential of the tenant with this name; `ordinary` is the ordinary account. Cradl's token is fetched at `now`. */
export function headersOf(provider: Provider, tenant: string, now = frozenNow): Record<string, string> {
  const { credentials: ordinary, tenantCredentials } = provider.client
  const credentials = tenant === 'ordinary' ? ordinary : tenantCredentials?.(tenant)
  if (credentials === undefined) throw new Error(`${provider.id} has no credential for ${tenant}`)
  const { apiKey = '', apiEmail = '', clientId = '', clientSecret = '' } = credentials
  switch (provider.id) {
    case 'cekura':
      return { 'x-cekura-api-key': apiKey }
    case 'cloudflare':
      return { 'x-auth-email': apiEmail, 'x-auth-key': apiKey }
    case 'nirvana':
      return { authorization: `Bearer ${apiKey}` }
    default:
      return { authorization: `Bearer ${tokenOf(provider, clientId, clientSecret, now)}` }
  }
}

function tokenOf(provider: Provider, id: string, secret: string, now: number): string {
  const form = {
    grant_type: 'client_credentials',
    audience: 'https://api.cradl.ai/v1',
    client_id: id,
    client_secret: secret,
  }
  const reply = provider.handle(
    mockRequest(provider, {
      method: 'POST',
      host: 'auth.cradl.ai',
      path: '/oauth2/token',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: Buffer.from(new URLSearchParams(form).toString()),
      now,
    }),
  ) as Reply
  const { access_token: token } = JSON.parse(String(reply.body)) as { access_token?: string }
  if (token === undefined) throw new Error(`no token: ${String(reply.body)}`)
  return token
}

/** Asks for the list. */
export async function list(
  provider: Provider,
  headers: Readonly<Record<string, string>>,
  request: Partial<MockRequest> = {},
): Promise<Reply> {
  return provider.handle(mockRequest(provider, { path: paths[provider.id as ProviderId], headers, ...request }))
}

/** The value of a header, its name in any letter case. */
export function header({ headers }: Reply, name: string): string | undefined {
  const place = headers.findIndex((text, i) => i % 2 === 0 && text.toLowerCase() === name)
  return place === -1 ? undefined : headers[place + 1]
}

/** The body as JSON. */
export function json({ body }: Reply): unknown {
  return JSON.parse(Buffer.from(body).toString())
}

/** Identifiers of the organizations on a page. */
export function ids(reply: Reply): string[] {
  const body = json(reply)
  const { items, organizations, result } = body as Record<string, unknown>
  const rows = (Array.isArray(body) ? body : (items ?? organizations ?? result)) as Record<string, unknown>[]
  return rows.map((row) => String(row['id'] ?? row['organizationId']))
}
