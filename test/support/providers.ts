import { expect } from 'vitest'
import { type Answer, ask } from './http.ts'

export const providerIds = ['cekura', 'cloudflare', 'cradl', 'nirvana'] as const
export type ProviderId = (typeof providerIds)[number]

/** The URL of each provider's operation without `https://`, as the issue writes it behind the server's address. */
export const operations: Readonly<Record<ProviderId, string>> = {
  cekura: 'api.cekura.ai/user/organizations/',
  cloudflare: 'api.cloudflare.com/client/v4/user/organizations',
  cradl: 'api.cradl.ai/v1/organizations',
  nirvana: 'api.nirvanalabs.io/v1/organizations',
}

export function hostOf(id: ProviderId): string {
  return operations[id].slice(0, operations[id].indexOf('/'))
}

export function pathOf(id: ProviderId): string {
  return operations[id].slice(operations[id].indexOf('/'))
}

export interface Entry {
  readonly id: string
  readonly title: string
  readonly baseUrl: string
  readonly operationUrl: string
  readonly tokenUrl?: string
  readonly credentials: Readonly<Record<string, string>>
  readonly env: Readonly<Record<string, string>>
}

export async function entries(origin: string, headers: Readonly<Record<string, string>> = {}): Promise<Entry[]> {
  return (await ask(origin, '/__admin/providers', { headers })).json() as Entry[]
}

/** Valid credential headers for every provider that this server has, made from nothing but the vendors' own variables. */
export async function credentialHeaders(
  origin: string,
  admin: Readonly<Record<string, string>> = {},
): Promise<Record<ProviderId, Record<string, string>>> {
  const env = Object.assign({}, ...(await entries(origin, admin)).map((entry) => entry.env)) as Record<string, string>
  const form = tokenForm(env)
  const token = (
    await ask(origin, '/auth.cradl.ai/oauth2/token', {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: form,
    })
  ).json() as { access_token?: string }
  return {
    cekura: { 'X-CEKURA-API-KEY': env['CEKURA_API_KEY'] ?? '' },
    cloudflare: { 'X-Auth-Email': env['CLOUDFLARE_EMAIL'] ?? '', 'X-Auth-Key': env['CLOUDFLARE_API_KEY'] ?? '' },
    cradl: { Authorization: `Bearer ${token.access_token}` },
    nirvana: { Authorization: `Bearer ${env['NIRVANA_LABS_API_KEY']}` },
  }
}

/** The token request that docs.cradl.ai describes. */
export function tokenForm(env: Readonly<Record<string, string>>): string {
  return new URLSearchParams({
    grant_type: 'client_credentials',
    audience: 'https://api.cradl.ai/v1',
    client_id: env['CRADL_CLIENT_ID'] ?? '',
    client_secret: env['CRADL_CLIENT_SECRET'] ?? '',
  }).toString()
}

/** The page of organizations, in the provider's own envelope. */
export function expectOrganizations(id: ProviderId, answer: Answer): void {
  expect({ status: answer.status, type: answer.header('content-type') }).toEqual({
    status: 200,
    type: 'application/json',
  })
  const body = answer.json()
  if (id === 'cekura') expect(body).toSatisfy(Array.isArray)
  else expect(body).toHaveProperty({ cloudflare: 'result', cradl: 'organizations', nirvana: 'items' }[id])
}

/** What the provider says where it has no such path. */
export function expectNotFound(id: ProviderId, answer: Answer): void {
  switch (id) {
    case 'cekura':
      expect(answer.status).toBe(404)
      expect(answer.header('content-type')).toBe('text/html; charset=utf-8')
      expect(answer.text).toContain('<h1>Not Found</h1>')
      expect(answer.text).not.toContain('Cannot ')
      return
    case 'cloudflare':
      expect(answer.status).toBe(404)
      expect(answer.json()).toMatchObject({ success: false, errors: [{ code: 7003 }], messages: [], result: null })
      return
    case 'cradl':
      expect(answer.status).toBe(403)
      expect(answer.json()).toEqual({ message: 'Missing Authentication Token' })
      return
    case 'nirvana':
      expect(answer.status).toBe(404)
      expect(answer.json()).toEqual({ message: expect.stringMatching(/\w/) })
  }
}

/** An answer in a format of this provider, whatever it says: no page of the framework, no trace of code, no 5xx. */
export function expectOwnWords(id: ProviderId, answer: Answer): void {
  expect(answer.status).toBeLessThan(500)
  expect(answer.text).not.toMatch(/<pre>|Cannot [A-Z]+ |^\s+at /m)
  if (id === 'cekura') {
    if (answer.header('content-type')?.startsWith('text/html')) {
      expect(answer.status === 301 ? '' : answer.text).toMatch(/^$|Not Found|Bad Request/)
      return
    }
    expect(answer.header('content-type')).toBe('application/json')
    const body = answer.json()
    if (!Array.isArray(body)) expect(body).toEqual({ detail: expect.any(String) })
    return
  }
  expect(answer.header('content-type')).toBe('application/json')
  const names = Object.keys(answer.json() as object)
  const whenFine = { cloudflare: 'result_info', cradl: 'organizations', nirvana: 'items' }[id]
  const whenNot = { cloudflare: 'errors', cradl: 'message', nirvana: 'message' }[id]
  expect(names).toContain(answer.status < 300 ? whenFine : whenNot)
}
