import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { loadProviderSpec } from '../../src/spec/index.ts'
import { answering, checked, law } from './checked.ts'

const specs = fileURLToPath(new URL('../../specs', import.meta.url))
const first = law('http/first', async ({ send }) => void (await send({ purpose: 'a page' })))

/** What a server that is not ours is told of one page. */
async function found(provider: string, body: unknown, bodies: 'masked' | 'full' = 'full') {
  const spec = await loadProviderSpec(specs, provider)
  const { report } = await checked([first], answering(JSON.stringify(body)), {
    spec,
    requireBasis: 'documented',
    bodies,
  })
  const findings = report.scenarios[0]?.findings ?? []
  return findings
    .filter(({ severity }) => severity !== 'note')
    .map(({ severity, check, message }) => [severity, check, message])
}

const organization = {
  id: 'a',
  name: 'Acme',
  type: 'company',
  personal: false,
  billing_email: null,
  metronome_customer_id: null,
  stripe_customer_id: null,
  domains: [],
  services: { sso: { enabled: false } },
  created_at: '2026-07-02T10:11:12Z',
  updated_at: '2026-07-02T10:11:12Z',
}
const pagination = { next_cursor: null, previous_cursor: null, total_count: 1 }

function without(name: string) {
  return Object.fromEntries(Object.entries(organization).filter(([key]) => key !== name))
}

test('a field that is known to be gone is drift with its date, and any other stays a violation', async () => {
  const [usual, gone, other] = await Promise.all(
    [organization, without('metronome_customer_id'), without('stripe_customer_id')].map((one) =>
      found('nirvana', { items: [one], pagination }),
    ),
  )
  const new_ = (all: typeof usual) => all?.filter(([, , message]) => !usual?.some(([, , known]) => known === message))
  expect(new_(gone)).toEqual([
    [
      'drift',
      'shape/body',
      '/items/0 must have the field "metronome_customer_id", but it is missing (known since 2026-06-29: Nirvana\'s clients, which no longer have the field)',
    ],
  ])
  expect(new_(other)).toEqual([
    ['violation', 'shape/body', '/items/0 must have the field "stripe_customer_id", but it is missing'],
  ])
})

test.each(['billing_state', 'billing_state_since', 'charging_model'])('%s is a known new field', async (name) => {
  const told = await found('nirvana', { items: [{ ...organization, [name]: 'manual' }], pagination }, 'masked')
  expect(told).toContainEqual([
    'drift',
    'shape/undeclared-fields',
    `/items/0/${name} is not declared (known since 2026-07-03: nirvana-go, where the field is required)`,
  ])
})

test('the name of a new field is told where it looks like one, and masked elsewhere', async () => {
  async function names(name: string) {
    const told = await found('nirvana', { items: [{ ...organization, [name]: 'x' }], pagination }, 'masked')
    return told.filter(([, check]) => check === 'shape/undeclared-fields').map(([, , message]) => message)
  }
  expect(await names('plan_v2')).toEqual(['/items/0/plan_v2 is not declared'])
  expect(await names('jane@example.com')).toEqual(['/items/0/text of 16 characters [a-z@.] is not declared'])
  expect(await names('x'.repeat(60))).toEqual(['/items/0/text of 60 characters [a-z] is not declared'])
})

test('a refusal may lack what it is known to lack, and a page may not', async () => {
  const refusal = { success: false, errors: [{ code: 9106, message: 'no key' }] }
  const spec = await loadProviderSpec(specs, 'cloudflare')
  const refused = law('http/first', async ({ send }) => {
    await send({ purpose: 'no key', authorization: 'none', expect: { status: [400], basis: 'observed' } })
  })
  const { report } = await checked(
    [refused],
    (_request, response) => {
      response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify(refusal))
    },
    { spec, requireBasis: 'documented', bodies: 'full' },
    { isOwn: true },
  )
  const findings = report.scenarios[0]?.findings ?? []
  expect(findings.map(({ severity, message }) => [severity, /known, last seen 2026-08: /.test(message)])).toEqual([
    ['drift', true],
    ['drift', true],
  ])
})
