import { fileURLToPath } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import ajvFormats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import nirvana from '../../mocks/nirvana.ts'
import { loadProviderSpec, type OperationSpec } from '../../src/spec/index.ts'
import { ask, makeProvider, type ProviderSettings } from './ask.ts'

interface Organization {
  id: string
  billing_email: string | null
  created_at: string
  domains: { id: string; domain: string; verified: boolean }[]
  metronome_customer_id: string | null
  name: string
  personal: boolean
  services: { cloud: boolean; jit_provisioning: boolean; scim: boolean; siem: boolean; sso: boolean }
  stripe_customer_id: string | null
  type: 'personal' | 'company'
  updated_at: string
  auth_id?: string
}

interface Body {
  items: Organization[]
  pagination: { next_cursor: string | null; previous_cursor: string | null; total_count: number }
}

const seeds = [1, 0, 2, 3, 7, 42, 1_234, 65_535, 1_000_003, 2_147_483_648, 4_294_967_295]
const uuid4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const wholeSeconds = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/

const spec = await loadProviderSpec(fileURLToPath(new URL('../../specs/', import.meta.url)), 'nirvana')

async function pages(settings: ProviderSettings): Promise<Body[]> {
  const provider = await makeProvider('nirvana', nirvana, settings)
  const headers = { authorization: `Bearer ${provider.client.credentials['apiKey']}` }
  const all: Body[] = []
  let query = 'limit=100'
  for (;;) {
    const { text } = await ask(provider, { path: '/v1/organizations', query, headers })
    const body = JSON.parse(text) as Body
    all.push(body)
    if (body.pagination.next_cursor === null) return all
    query = `limit=100&cursor=${body.pagination.next_cursor}`
  }
}

async function organizations(settings: ProviderSettings): Promise<Organization[]> {
  return (await pages(settings)).flatMap(({ items }) => items)
}

function validator({ document }: OperationSpec, name: string) {
  const ajv = new Ajv2020({ strict: true, strictTypes: false, allErrors: true })
  ajvFormats.default(ajv)
  ajv.addVocabulary(['components'])
  return ajv.compile({
    $id: 'nirvana',
    components: document['components'],
    $ref: `nirvana#/components/schemas/${name}`,
  })
}

// The response that the document shows for `curl https://api.nirvanalabs.io/v1/organizations -H "Authorization: Bearer …"`.
const documentedResponse = {
  items: [
    {
      id: '123e4567-e89b-12d3-a456-426614174000',
      billing_email: 'billing@example.com',
      created_at: '2025-01-01T00:00:00Z',
      domains: [{ id: '456e7890-e89b-12d3-a456-426614174000', domain: 'example.com', verified: true }],
      metronome_customer_id: '123e4567-e89b-12d3-a456-426614174000',
      name: 'My Organization',
      personal: false,
      services: { cloud: true, jit_provisioning: true, scim: false, siem: false, sso: false },
      stripe_customer_id: 'cus_1234567890',
      type: 'company',
      updated_at: '2025-01-01T00:00:00Z',
      auth_id: 'org_01H8GQBX3Z',
    },
  ],
  pagination: {
    next_cursor: 'RhwniMT4B74siYZcPF8TnCdGI1l9rpPvg',
    previous_cursor: 'ARhwnmi1hA7wEbHbMjdYQlOB_ZusP4fYvw',
    total_count: 125,
  },
}

test('is held to schemas that the documented response satisfies in both readings', () => {
  for (const reading of [spec.published, spec.repaired]) {
    const validate = validator(reading, 'OrganizationList')
    expect([validate(documentedResponse), validate.errors]).toEqual([true, null])
  }
})

test('nests the same keys in the same order as the documented response', async () => {
  const [documented] = documentedResponse.items
  const [like] = (await organizations({})).filter((organization) => 'auth_id' in organization)
  expect(keysOf(like)).toEqual(keysOf(documented))
})

/** Keys in their order, those of objects within too; lists by their first item. */
function keysOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(keysOf)
  if (typeof value !== 'object' || value === null) return null
  return Object.entries(value).map(([key, member]) => [key, keysOf(member)])
}

describe.each(seeds)('the 127 organizations of seed %i', async (seed) => {
  const bodies = await pages({ seed })
  const all = bodies.flatMap(({ items }) => items)

  test('validate against the repaired schema', () => {
    const validate = validator(spec.repaired, 'OrganizationList')
    for (const body of bodies) expect([validate(body), validate.errors]).toEqual([true, null])
  })

  test('validate against the published schema wherever nothing is null', () => {
    const validate = validator(spec.published, 'Organization')
    const complete = all.filter((organization) => Object.values(organization).every((value) => value !== null))
    expect(complete.length).toBeGreaterThan(0)
    for (const organization of complete) expect([validate(organization), validate.errors]).toEqual([true, null])
  })

  test('have the documented keys and no other', () => {
    const required =
      'id billing_email created_at domains metronome_customer_id name personal services stripe_customer_id type updated_at'
    for (const organization of all) {
      expect([required, `${required} auth_id`]).toContain(Object.keys(organization).join(' '))
    }
  })

  test.each<[string, (organization: Organization) => boolean]>([
    ['of type personal', ({ type }) => type === 'personal'],
    ['of type company', ({ type }) => type === 'company'],
    ['with a billing e-mail', ({ billing_email }) => billing_email !== null],
    ['without a billing e-mail', ({ billing_email }) => billing_email === null],
    ['with a Metronome customer', ({ metronome_customer_id }) => metronome_customer_id !== null],
    ['without a Metronome customer', ({ metronome_customer_id }) => metronome_customer_id === null],
    ['with a Stripe customer', ({ stripe_customer_id }) => stripe_customer_id !== null],
    ['without a Stripe customer', ({ stripe_customer_id }) => stripe_customer_id === null],
    ['with auth_id', (organization) => 'auth_id' in organization],
    ['without auth_id', (organization) => !('auth_id' in organization)],
    ['without a domain', ({ domains }) => domains.length === 0],
    ['with one domain', ({ domains }) => domains.length === 1],
    ['with two domains', ({ domains }) => domains.length === 2],
    ['with three domains', ({ domains }) => domains.length === 3],
    ['with a verified domain', ({ domains }) => domains.some(({ verified }) => verified)],
    ['with a domain that is not verified', ({ domains }) => domains.some(({ verified }) => !verified)],
    ['a company without a domain', ({ type, domains }) => type === 'company' && domains.length === 0],
    ['a company without a billing e-mail', ({ type, billing_email }) => type === 'company' && billing_email === null],
    ['a person with a billing e-mail', ({ type, billing_email }) => type === 'personal' && billing_email !== null],
    ...(['cloud', 'jit_provisioning', 'scim', 'siem', 'sso'] as const).flatMap(
      (service): [string, (organization: Organization) => boolean][] => [
        [`with ${service}`, ({ services }) => services[service]],
        [`without ${service}`, ({ services }) => !services[service]],
      ],
    ),
  ])('have one %s', (_branch, matches) => {
    expect(all.some(matches)).toBe(true)
  })

  test('are told apart by identifiers in the shape of each system', () => {
    const ids = all.flatMap(({ id, domains }) => [id, ...domains.map((domain) => domain.id)])
    expect(ids.filter((id) => !uuid4.test(id))).toEqual([])
    expect(new Set(ids).size).toBe(ids.length)
    for (const { metronome_customer_id, stripe_customer_id, auth_id } of all) {
      if (metronome_customer_id !== null) expect(metronome_customer_id).toMatch(uuid4)
      if (stripe_customer_id !== null) expect(stripe_customer_id).toMatch(/^cus_[0-9A-Za-z]{14}$/)
      // Crockford's base32 has no I, L, O and U.
      if (auth_id !== undefined) expect(auth_id).toMatch(/^org_[0-9A-HJKMNP-TV-Z]{26}$/)
    }
  })

  test('are created before they are updated, and updated before the data was made', () => {
    for (const { created_at, updated_at } of all) {
      expect(created_at).toMatch(wholeSeconds)
      expect(updated_at).toMatch(wholeSeconds)
      expect(created_at >= '2023-03-01T00:00:00Z').toBe(true)
      expect(created_at < updated_at).toBe(true)
      expect(updated_at < '2026-06-01T00:00:00Z').toBe(true)
      expect(new Date(created_at).toISOString()).toBe(created_at.replace('Z', '.000Z'))
      expect(new Date(updated_at).toISOString()).toBe(updated_at.replace('Z', '.000Z'))
    }
  })

  test('are personal when their type says so', () => {
    for (const { personal, type } of all) expect(personal).toBe(type === 'personal')
  })

  test('are named for a person and have no domains when they are personal', () => {
    for (const { name, domains, services, billing_email, ...rest } of all.filter(({ personal }) => personal)) {
      expect(name).toMatch(/^[A-Z][A-Za-z]+ [A-Z][A-Za-z'-]+$/)
      expect(domains).toEqual([])
      expect(services).toMatchObject({ jit_provisioning: false, scim: false, siem: false, sso: false })
      expect('auth_id' in rest).toBe(false)
      if (billing_email !== null) {
        const [first = '', last = ''] = name.toLowerCase().split(' ')
        const [mailbox, site] = billing_email.split('@')
        expect(mailbox?.replace(/\d+$/, '')).toBe(`${first}.${last.replaceAll(/['-]/g, '')}`)
        expect(site).toBe('example.com')
      }
    }
  })

  test('have domains and a billing e-mail that match the name when they are companies', () => {
    for (const { name, domains, billing_email } of all.filter(({ personal }) => !personal)) {
      const site = new RegExp(`^${name.toLowerCase().replaceAll(/[^a-z]/g, '')}\\d+\\.example$`)
      const [own, ...more] = domains.map(({ domain }) => domain)
      if (own !== undefined) expect(own).toMatch(site)
      for (const domain of more) expect(domain.endsWith(`.${own}`)).toBe(true)
      if (billing_email !== null) {
        const [mailbox, host] = billing_email.split('@')
        expect(['billing', 'accounts', 'finance', 'invoices']).toContain(mailbox)
        expect(host).toMatch(site)
        if (own !== undefined) expect(host).toBe(own)
      }
    }
  })

  test('share no domain', () => {
    const domains = all.flatMap((organization) => organization.domains.map(({ domain }) => domain))
    expect(new Set(domains).size).toBe(domains.length)
  })

  test('have provisioning and sign-on only with a verified domain, and SCIM only with sign-on', () => {
    for (const { domains, services, ...rest } of all) {
      const isVerified = domains.some(({ verified }) => verified)
      if (services.jit_provisioning || services.sso) expect(isVerified).toBe(true)
      if (services.scim) expect(services.sso).toBe(true)
      expect('auth_id' in rest).toBe(domains.length > 0)
    }
  })

  test('are known to Metronome, and have cloud services, only when they are known to Stripe', () => {
    for (const { metronome_customer_id, stripe_customer_id, services } of all) {
      if (metronome_customer_id !== null) expect(stripe_customer_id).not.toBeNull()
      expect(services.cloud).toBe(stripe_customer_id !== null)
    }
  })
})

test('carries the time of creation in the first ten characters of auth_id, as ULIDs do', async () => {
  // 01H8GQBX3Z is the document's example; it reads as 2023-08-23T08:14:53.055Z.
  expect(ulidMilliseconds('org_01H8GQBX3Z')).toBe(Date.UTC(2023, 7, 23, 8, 14, 53, 55))
  for (const { auth_id, created_at } of await organizations({})) {
    if (auth_id !== undefined) expect(ulidMilliseconds(auth_id)).toBe(Date.parse(created_at))
  }
})

function ulidMilliseconds(authId: string): number {
  const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
  return [...authId.slice(4, 14)].reduce((sum, character) => sum * 32 + alphabet.indexOf(character), 0)
}

test('gives other organizations for another seed', async () => {
  const [one, two] = await Promise.all([organizations({ seed: 1 }), organizations({ seed: 2 })])
  expect(one.filter(({ id }) => two.some((other) => other.id === id))).toEqual([])
})

test('gives the same organizations however many there are', async () => {
  const [few, many] = await Promise.all([organizations({ count: 30 }), organizations({ count: 300 })])
  expect(many.slice(0, 30)).toEqual(few)
})
