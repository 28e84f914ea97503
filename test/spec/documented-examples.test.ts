import { fileURLToPath } from 'node:url'
import type { ValidateFunction } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type MockServer, startMockServer } from '../../src/compose/index.ts'
import { loadProviderSpec, type OperationSpec } from '../../src/spec/index.ts'
import { runCurl } from '../support/curl.ts'
import { ask } from '../support/http.ts'
import { credentialHeaders, entries } from '../support/providers.ts'

// Every example in the providers' documents: their commands work against the mock, their bodies look like its bodies, and the schemas
// say of them what the errata say that they say.

const specs = fileURLToPath(new URL('../../specs/', import.meta.url))

type Json = null | boolean | number | string | Json[] | { [name: string]: Json }
type Body = Record<string, Json>

const loaded = new Map<string, ReturnType<typeof loadProviderSpec>>()
const validators = new Map<string, ValidateFunction>()

function load(provider: string): ReturnType<typeof loadProviderSpec> {
  const found = loaded.get(provider) ?? loadProviderSpec(specs, provider)
  loaded.set(provider, found)
  return found
}

/** Where a body breaks the schema of a documented answer, as pointers into the body; nothing when it keeps it. */
async function broken(
  provider: string,
  reading: 'published' | 'repaired',
  status: string,
  body: Json,
): Promise<string[]> {
  const operation = (await load(provider))[reading]
  return errorsOf(operation, `${operation.pointer}/responses/${status}/content/application~1json/schema`, body)
}

function errorsOf({ provider, reading, document }: OperationSpec, pointer: string, body: Json): string[] {
  const key = `${provider} ${reading} ${pointer}`
  let validate = validators.get(key)
  if (validate === undefined) {
    // Strict mode would refuse the documents' own defects, which are what is looked at here.
    const ajv = new Ajv2020({ strict: false, allErrors: true })
    formats.default(ajv)
    ajv.addFormat('decimal', true)
    ajv.addSchema({ ...document, $id: 'https://document.test/' })
    const fragment = pointer.split('/').map(encodeURIComponent).join('/')
    validate = ajv.compile({ $ref: `https://document.test/#${fragment}` })
    validators.set(key, validate)
  }
  validate(body)
  return [...new Set((validate.errors ?? []).map(({ instancePath }) => instancePath))].sort()
}

let server: MockServer
let env: Record<string, string>

beforeAll(async () => {
  server = await startMockServer({ port: 0 })
  env = Object.assign({}, ...(await entries(server.url)).map((entry) => entry.env)) as Record<string, string>
})

afterAll(() => server.close())

/** A documented command, its URL led to the mock as the issue says: our address goes in front of the host. */
async function runDocumented(command: string): Promise<Json> {
  return JSON.parse(await runCurl(command.replace('https://', `${server.url}/`), env)) as Json
}

/** What kind of JSON stands where, to any depth; of a list its first entry counts. */
function kinds(value: Json): unknown {
  if (value === null) return 'null'
  if (Array.isArray(value)) return value.length === 0 ? [] : [kinds(value[0] as Json)]
  if (typeof value !== 'object') return typeof value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, kinds(inner)]))
}

describe("Cekura's example", () => {
  const command = `curl --request GET \\
  --url https://api.cekura.ai/user/organizations/ \\
  --header 'X-CEKURA-API-KEY: <api-key>'`

  const member = {
    id: 123,
    user: { name: '<string>', email: 'jsmith@example.com', id: 123 },
    role: 'admin',
    is_email_notify_enabled: true,
    created_at: '2023-11-07T05:31:56Z',
    updated_at: '2023-11-07T05:31:56Z',
  }
  const example: Body = {
    name: '<string>',
    limit_to_exclusive_numbers: true,
    id: 123,
    team_size: '1',
    discovery_source: '<string>',
    outbound_timeout: -1,
    max_agents_limit: 123,
    max_members_limit: 123,
    max_concurrent_runs_limit: -1,
    max_concurrent_chat_runs_limit: -1,
    max_call_duration: -1,
    evaluate_relevant_metrics_enabled: true,
    end_call_enabled: true,
    generate_scenario_auto_assign_numbers_enabled: true,
    show_custom_dashboards: true,
    notify_daily_report: true,
    notify_cron_failure: true,
    notify_cron_success: true,
    notify_no_calls: true,
    notify_result_webhook: true,
    notify_cronjob_webhook: true,
    notify_call_log_webhook: true,
    forward_vapi_webhook: true,
    forward_retell_webhook: true,
    is_send_emails_enabled: true,
    notify_frequent_calls_for_number: true,
    frequent_calls_threshold: -1,
    frequent_calls_time_period: -1,
    frequent_calls_cooldown: -1,
    notify_metric_significant_shift: true,
    notify_low_credits: true,
    low_credits_threshold: '<string>',
    cronjob_low_balance_mute_days: '0',
    allow_duplicate_call_ids: true,
    allow_join_requests: true,
    conditional_actions_generation_enabled: true,
    vapi_api_key_configured: '<string>',
    vapi_public_key_configured: '<string>',
    retell_api_key_configured: '<string>',
    syntflow_api_key_configured: '<string>',
    webhook_url: '<string>',
    webhook_secret: '<string>',
    members: [member],
    projects: [
      {
        name: '<string>',
        id: 123,
        members: [member],
        created_at: '2023-11-07T05:31:56Z',
        updated_at: '2023-11-07T05:31:56Z',
      },
    ],
    created_at: '2023-11-07T05:31:56Z',
    updated_at: '2023-11-07T05:31:56Z',
    timezone: 'Africa/Abidjan',
    is_2fa_required: true,
    skip_onboarding: true,
    onboarding_flow: 'simulation',
    phone_number_verified: true,
    slack_invite_sent: true,
    auto_refill: true,
    auto_refill_threshold: '<string>',
    auto_refill_amount: '<string>',
    auto_refill_max_cap: '<string>',
  }
  const decimals = {
    low_credits_threshold: '100.00',
    auto_refill_threshold: '25.00',
    auto_refill_amount: '50.00',
    auto_refill_max_cap: '500.00',
  }

  test('is a command that gets organizations', async () => {
    const body = await runDocumented(command.replace('<api-key>', env['CEKURA_API_KEY'] ?? ''))
    expect(body).toHaveLength(127)
  })

  test('is a command that is refused with the placeholder in it', async () => {
    expect(await runDocumented(command)).toEqual({ detail: expect.any(String) })
  })

  test('has the 56 members of every organization, and the members of those', async () => {
    expect(Object.keys(example)).toHaveLength(56)
    const body = (await runDocumented(command.replace('<api-key>', env['CEKURA_API_KEY'] ?? ''))) as Body[]
    for (const organization of body) {
      expect(Object.keys(organization).sort()).toEqual(Object.keys(example).sort())
      const projects = organization['projects'] as Body[]
      for (const one of [
        ...(organization['members'] as Body[]),
        ...projects.flatMap((project) => project['members'] as Body[]),
      ]) {
        expect(kinds(one)).toEqual(kinds(member))
      }
      for (const project of projects)
        expect(Object.keys(project).sort()).toEqual(Object.keys((example['projects'] as Body[])[0] ?? {}).sort())
    }
  })

  test('has values of the kinds that every organization has, but for what may be null', async () => {
    const body = (await runDocumented(command.replace('<api-key>', env['CEKURA_API_KEY'] ?? ''))) as Body[]
    const mayBeNull = ['discovery_source', 'auto_refill_max_cap']
    for (const organization of body) {
      for (const [name, value] of Object.entries(organization)) {
        if (value === null) expect(mayBeNull).toContain(name)
        else expect([name, typeof value]).toEqual([name, typeof example[name]])
      }
    }
  })

  test.each([
    ['published', ['auto_refill_amount', 'auto_refill_max_cap', 'auto_refill_threshold', 'low_credits_threshold']],
    [
      'repaired',
      ['auto_refill_amount', 'auto_refill_max_cap', 'auto_refill_threshold', 'low_credits_threshold', 'webhook_url'],
    ],
  ] as const)('breaks the %s schema where placeholders stand for numbers and addresses', async (reading, names) => {
    expect(await broken('cekura', reading, '200', [example])).toEqual(names.map((name) => `/0/${name}`))
  })

  test.each(['published', 'repaired'] as const)('keeps the %s schema once these are filled in', async (reading) => {
    const filledIn = { ...example, ...decimals, webhook_url: 'https://example.com/hook' }
    expect(await broken('cekura', reading, '200', [filledIn])).toEqual([])
  })

  test('needs no webhook address to keep the published schema, which does not know it', async () => {
    expect(await broken('cekura', 'published', '200', [{ ...example, ...decimals }])).toEqual([])
  })

  test.each(Object.keys(decimals))('is short of nothing but %s when that is gone', async (name) => {
    const { [name]: _, ...rest } = { ...example, ...decimals, webhook_url: 'https://example.com/hook' } as Body
    expect(await broken('cekura', 'repaired', '200', [rest])).toEqual(['/0'])
    expect(await broken('cekura', 'published', '200', [rest])).toEqual([])
  })
})

describe("Cloudflare's examples", () => {
  const success = {
    success: true,
    errors: [],
    messages: [],
    result: [
      {
        id: '023e105f4ecef8ad9ca31a8372d0c353',
        name: 'Cloudflare, Inc.',
        permissions: ['#zones:read'],
        roles: ['All Privileges - Super Administrator'],
        status: 'member',
      },
    ],
    result_info: { count: 1, page: 1, per_page: 20, total_count: 2000 },
  }
  const failure = {
    success: false,
    errors: [{ code: 7003, message: 'No route for the URI' }],
    messages: [],
    result: null,
  }
  const examples = { name: 'Cloudflare, Inc.', order: 'status', direction: 'desc', status: 'member' }
  const defaults = { page: '1', per_page: '20', match: 'all' }

  async function list(query: Readonly<Record<string, string>>) {
    const headers = (await credentialHeaders(server.url)).cloudflare
    const target = `/api.cloudflare.com/client/v4/user/organizations?${new URLSearchParams(query)}`
    const answer = await ask(server.url, target, { headers })
    return { status: answer.status, body: answer.json() as typeof success }
  }

  test.each([...Object.entries(examples), ...Object.entries(defaults)])(
    'of the parameters, %s=%s, are taken',
    async (name, value) => {
      expect((await list({ [name]: value })).status).toBe(200)
    },
  )

  test('of the parameters are taken all at once', async () => {
    expect((await list({ ...examples, ...defaults })).status).toBe(200)
  })

  test('of the parameters keep the schemas of the parameters in both readings', async () => {
    const { published, repaired } = await load('cloudflare')
    for (const operation of [published, repaired]) {
      const values: Record<string, Json> = { ...examples, page: 1, per_page: 20, match: 'all' }
      for (const [name, value] of Object.entries(values)) {
        const pointer = operation.parameters.find((parameter) => parameter.name === name)?.pointer
        expect(errorsOf(operation, `${pointer}/schema`, value), name).toEqual([])
      }
    }
  })

  test('of defaults say what comes without parameters', async () => {
    expect((await list(defaults)).body).toEqual((await list({})).body)
    expect((await list({})).body.result_info).toMatchObject({ page: 1, per_page: 20, count: 20 })
  })

  test('of a status gives such organizations alone', async () => {
    const { body } = await list({ status: 'member', per_page: '50' })
    expect(new Set(body.result.map(({ status }) => status))).toEqual(new Set(['member']))
  })

  test('of an order and a direction put members before the invited', async () => {
    const { result } = (await list({ order: 'status', direction: 'desc', per_page: '50' })).body
    const statuses = result.map(({ status }) => status)
    expect(statuses).toEqual([...statuses].sort().reverse())
    expect(statuses[0]).toBe('member')
  })

  test('of success are an answer that keeps both schemas', async () => {
    expect(await broken('cloudflare', 'published', '200', success)).toEqual([])
    expect(await broken('cloudflare', 'repaired', '200', success)).toEqual([])
  })

  test('of success have the members of an answer of the mock, which adds how many pages there are', async () => {
    const { body } = await list({ per_page: '50' })
    const expected = { ...success, result_info: { ...success.result_info, total_pages: 100 } }
    const whole = body.result.filter(
      ({ permissions, roles }) => (permissions?.length ?? 0) > 0 && (roles?.length ?? 0) > 0,
    )
    expect(kinds({ ...body, result: whole })).toEqual(kinds(expected))
  })

  test('of success have all members that an organization can have; permissions and roles may be absent', async () => {
    const { body } = await list({ per_page: '50' })
    for (const organization of body.result) {
      const names = Object.keys({ ...organization, permissions: [], roles: [] }).sort()
      expect(names).toEqual(['id', 'name', 'permissions', 'roles', 'status'])
    }
  })

  test('of failure break the published schema, as any body does, and keep the repaired one', async () => {
    expect(await broken('cloudflare', 'published', '4XX', failure)).not.toEqual([])
    expect(await broken('cloudflare', 'published', '4XX', success)).not.toEqual([])
    expect(await broken('cloudflare', 'repaired', '4XX', failure)).toEqual([])
    expect(await broken('cloudflare', 'repaired', '4XX', success)).not.toEqual([])
  })

  test('of failure have the members and the code of the answer of the mock to a path that is none', async () => {
    const headers = (await credentialHeaders(server.url)).cloudflare
    const answer = await ask(server.url, '/api.cloudflare.com/client/v4/user/organisations', { headers })
    expect(kinds(answer.json() as Json)).toEqual(kinds(failure))
    expect(answer.json()).toMatchObject({ errors: [{ code: 7003 }] })
    expect(await broken('cloudflare', 'repaired', '4XX', answer.json() as Json)).toEqual([])
  })
})

describe("Nirvana's example", () => {
  const command = `curl https://api.nirvanalabs.io/v1/organizations \\
    -H "Authorization: Bearer $NIRVANA_LABS_API_KEY"`

  const example = {
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
  const [organization] = example.items

  test('is a command that gets organizations, word for word', async () => {
    const body = (await runDocumented(command)) as typeof example
    expect(body.items).toHaveLength(20)
    expect(body.pagination.total_count).toBe(127)
  })

  test('has exactly the members of an answer, and auth_id alone may be absent', async () => {
    const body = (await runDocumented(
      command.replace('organizations \\', 'organizations?limit=100 \\'),
    )) as typeof example
    expect(Object.keys(body).sort()).toEqual(['items', 'pagination'])
    expect(Object.keys(body.pagination).sort()).toEqual(['next_cursor', 'previous_cursor', 'total_count'])
    const names = Object.keys(organization ?? {}).sort()
    for (const item of body.items) {
      expect(Object.keys({ ...item, auth_id: '' }).sort()).toEqual(names)
      expect(kinds(item.services)).toEqual(kinds(organization?.services ?? null))
      for (const domain of item.domains) expect(kinds(domain)).toEqual(kinds(organization?.domains[0] ?? null))
    }
    expect(body.items.some((item) => 'auth_id' in item)).toBe(true)
    expect(body.items.some((item) => !('auth_id' in item))).toBe(true)
  })

  test('has values of the kinds that every organization has, but for what may be null', async () => {
    const body = (await runDocumented(command.replace('organizations \\', 'organizations?limit=100 \\'))) as {
      items: Body[]
    }
    const mayBeNull = ['billing_email', 'metronome_customer_id', 'stripe_customer_id']
    for (const item of body.items) {
      for (const [name, value] of Object.entries(item)) {
        if (value === null) expect(mayBeNull).toContain(name)
        else expect([name, typeof value]).toEqual([name, typeof (organization as Body | undefined)?.[name]])
      }
    }
  })

  test.each(['published', 'repaired'] as const)('keeps the %s schema', async (reading) => {
    expect(await broken('nirvana', reading, '200', example)).toEqual([])
  })

  test('keeps the repaired schema alone when it is a first or a last page', async () => {
    for (const name of ['previous_cursor', 'next_cursor']) {
      const page = { ...example, pagination: { ...example.pagination, [name]: null } }
      expect(await broken('nirvana', 'published', '200', page)).toEqual([`/pagination/${name}`])
      expect(await broken('nirvana', 'repaired', '200', page)).toEqual([])
    }
  })

  test('breaks the repaired schema alone when its times are none or its count is not whole', async () => {
    const page = {
      items: [{ ...organization, created_at: 'yesterday' }],
      pagination: { ...example.pagination, total_count: 1.5 },
    }
    expect(await broken('nirvana', 'published', '200', page as Json)).toEqual([])
    expect(await broken('nirvana', 'repaired', '200', page as Json)).toEqual([
      '/items/0/created_at',
      '/pagination/total_count',
    ])
  })
})
