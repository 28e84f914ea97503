import { fileURLToPath } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import ajvFormats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import cekura from '../../mocks/cekura.ts'
import { loadProviderSpec, type OperationSpec } from '../../src/spec/index.ts'
import { ask, makeProvider, type ProviderSettings } from './ask.ts'

interface Membership {
  id: number
  user: { id: number; name: string; email: string }
  role: string
  is_email_notify_enabled: boolean
  created_at: string
  updated_at: string
}

interface Project {
  id: number
  name: string
  members: Membership[]
  created_at: string
  updated_at: string
}

interface Organization extends Record<string, unknown> {
  id: number
  name: string
  team_size: string
  discovery_source: string | null
  max_agents_limit: number
  max_members_limit: number
  max_concurrent_runs_limit: number
  max_concurrent_chat_runs_limit: number
  frequent_calls_threshold: number
  frequent_calls_time_period: number
  frequent_calls_cooldown: number
  low_credits_threshold: string
  vapi_api_key_configured: string
  vapi_public_key_configured: string
  retell_api_key_configured: string
  forward_vapi_webhook: boolean
  forward_retell_webhook: boolean
  webhook_url: string
  webhook_secret: string
  members: Membership[]
  projects: Project[]
  created_at: string
  updated_at: string
  timezone: string
  auto_refill_threshold: string
  auto_refill_amount: string
  auto_refill_max_cap: string | null
}

// The document's 57 properties in its order, less the three write-only keys, and the two webhook fields where the other document has them.
const fields = [
  'id name team_size discovery_source outbound_timeout max_agents_limit max_members_limit max_concurrent_runs_limit',
  'max_concurrent_chat_runs_limit max_call_duration evaluate_relevant_metrics_enabled end_call_enabled',
  'generate_scenario_auto_assign_numbers_enabled show_custom_dashboards notify_daily_report notify_cron_failure',
  'notify_cron_success notify_no_calls notify_result_webhook notify_cronjob_webhook notify_call_log_webhook',
  'forward_vapi_webhook forward_retell_webhook is_send_emails_enabled notify_frequent_calls_for_number',
  'frequent_calls_threshold frequent_calls_time_period frequent_calls_cooldown notify_metric_significant_shift',
  'notify_low_credits low_credits_threshold cronjob_low_balance_mute_days limit_to_exclusive_numbers',
  'allow_duplicate_call_ids allow_join_requests conditional_actions_generation_enabled vapi_api_key_configured',
  'vapi_public_key_configured retell_api_key_configured syntflow_api_key_configured webhook_url webhook_secret members',
  'projects created_at updated_at timezone is_2fa_required skip_onboarding onboarding_flow phone_number_verified',
  'slack_invite_sent auto_refill auto_refill_threshold auto_refill_amount auto_refill_max_cap',
]
  .join(' ')
  .split(' ')

const booleans = [
  'evaluate_relevant_metrics_enabled end_call_enabled generate_scenario_auto_assign_numbers_enabled',
  'show_custom_dashboards notify_daily_report notify_cron_failure notify_cron_success notify_no_calls',
  'notify_result_webhook notify_cronjob_webhook notify_call_log_webhook forward_vapi_webhook forward_retell_webhook',
  'is_send_emails_enabled notify_frequent_calls_for_number notify_metric_significant_shift notify_low_credits',
  'limit_to_exclusive_numbers allow_duplicate_call_ids allow_join_requests conditional_actions_generation_enabled',
  'is_2fa_required skip_onboarding phone_number_verified slack_invite_sent auto_refill',
]
  .join(' ')
  .split(' ')

const seeds = [1, 0, 2, 3, 7, 42, 1_234, 65_535, 1_000_003, 2_147_483_648, 4_294_967_295]
const microseconds = /^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/
const twoPlaces = /^\d{1,8}\.\d\d$/

const spec = await loadProviderSpec(fileURLToPath(new URL('../../specs/', import.meta.url)), 'cekura')

async function organizations(settings: ProviderSettings): Promise<Organization[]> {
  const provider = await makeProvider('cekura', cekura, settings)
  const headers = { 'x-cekura-api-key': provider.client.credentials['apiKey'] }
  return JSON.parse((await ask(provider, { path: '/user/organizations/', headers })).text) as Organization[]
}

function validator({ document }: OperationSpec) {
  const ajv = new Ajv2020({ strict: true, strictTypes: false, allErrors: true })
  ajvFormats.default(ajv)
  ajv.addFormat('decimal', true)
  ajv.addVocabulary(['components', 'x-spec-enum-id'])
  return ajv.compile({
    $id: 'cekura',
    components: document['components'],
    type: 'array',
    items: { $ref: 'cekura#/components/schemas/Organization' },
  })
}

function memberships({ members, projects }: Organization): Membership[] {
  return [...members, ...projects.flatMap((project) => project.members)]
}

function isRising(numbers: number[]): boolean {
  return numbers.every((number, place) => place === 0 || number > (numbers[place - 1] ?? Number.NaN))
}

function distinct<T>(values: T[]): T[] {
  return [...new Set(values)].sort()
}

test('names 56 fields, 26 of them booleans', () => {
  expect(fields).toHaveLength(56)
  expect(booleans).toHaveLength(26)
})

describe.each(seeds)('the 127 organizations of seed %i', async (seed) => {
  const all = await organizations({ seed })

  test.each(['published', 'repaired'] as const)('validate against the %s schema', (reading) => {
    const validate = validator(spec[reading])
    expect([validate(all), validate.errors]).toEqual([true, null])
  })

  test('have every field that is not write-only, in order, and no other', () => {
    for (const organization of all) {
      expect(Object.keys(organization)).toEqual(fields)
      for (const membership of memberships(organization)) {
        expect(Object.keys(membership).join(' ')).toBe('id user role is_email_notify_enabled created_at updated_at')
        expect(Object.keys(membership.user).join(' ')).toBe('id name email')
      }
      for (const project of organization.projects) {
        expect(Object.keys(project).join(' ')).toBe('id name members created_at updated_at')
      }
    }
  })

  test('have each member of each enum at least once', () => {
    expect(distinct(all.map(({ team_size }) => team_size))).toEqual(['1', '10-100', '100-500', '500+', '<10'])
    expect(distinct(all.map((one) => one['cronjob_low_balance_mute_days']))).toEqual(['0', '14', '3', '7'])
    expect(distinct(all.map((one) => one['onboarding_flow']))).toEqual(['observability', 'simulation'])
    expect(distinct(all.map(({ timezone }) => timezone))).toHaveLength(84)
    const roles = ['admin', 'labs', 'labs_view_only', 'member', 'view_only']
    expect(distinct(all.flatMap(({ members }) => members.map(({ role }) => role)))).toEqual(roles)
  })

  test('have every boolean true and false', () => {
    for (const field of booleans)
      expect([field, distinct(all.map((one) => one[field]))]).toEqual([field, [false, true]])
    const notified = all.flatMap(memberships).map((membership) => membership.is_email_notify_enabled)
    expect(distinct(notified)).toEqual([false, true])
  })

  test.each<[string, (organization: Organization) => boolean]>([
    ['with a discovery source', ({ discovery_source }) => discovery_source !== null],
    ['without a discovery source', ({ discovery_source }) => discovery_source === null],
    ['with a cap', ({ auto_refill_max_cap }) => auto_refill_max_cap !== null],
    ['without a cap', ({ auto_refill_max_cap }) => auto_refill_max_cap === null],
    ['without a project', ({ projects }) => projects.length === 0],
    ['with one project', ({ projects }) => projects.length === 1],
    ['with four projects', ({ projects }) => projects.length === 4],
    ['with one member', ({ members }) => members.length === 1],
    ['with many members', ({ members }) => members.length >= 6],
    ...[
      'vapi_api_key_configured',
      'vapi_public_key_configured',
      'retell_api_key_configured',
      'syntflow_api_key_configured',
    ].flatMap((field): [string, (organization: Organization) => boolean][] => [
      [`with ${field}`, (organization) => organization[field] === 'true'],
      [`without ${field}`, (organization) => organization[field] === 'false'],
    ]),
    ...['max_agents_limit', 'max_members_limit', 'max_concurrent_runs_limit', 'max_concurrent_chat_runs_limit'].flatMap(
      (field): [string, (organization: Organization) => boolean][] => [
        [`with unlimited ${field}`, (organization) => organization[field] === -1],
        [`with limited ${field}`, (organization) => Number(organization[field]) > 0],
      ],
    ),
  ])('have one %s', (_branch, matches) => {
    expect(all.some(matches)).toBe(true)
  })

  test('have -1 for unlimited in limits only', () => {
    for (const organization of all) {
      const negative = Object.keys(organization).filter((field) => Number(organization[field]) < 0)
      expect(negative.filter((field) => !/^max_.*_limit$/.test(field))).toEqual([])
      for (const field of negative) expect(organization[field]).toBe(-1)
    }
  })

  test('have rising identifiers that no two rows share', () => {
    expect(isRising(all.map(({ id }) => id))).toBe(true)
    expect(isRising(all.flatMap(({ projects }) => projects.map(({ id }) => id)))).toBe(true)
    expect(isRising(all.flatMap(({ members }) => members.map(({ user }) => user.id)))).toBe(true)
    expect(isRising(all.flatMap(memberships).map(({ id }) => id))).toBe(true)
  })

  test('have members within the size and the limit', () => {
    for (const { team_size, members, max_members_limit } of all) {
      expect(members.length).toBeGreaterThanOrEqual(1)
      expect(members.length).toBeLessThanOrEqual(8)
      if (team_size === '1') expect(members.length).toBe(1)
      if (max_members_limit !== -1) expect(members.length).toBeLessThanOrEqual(max_members_limit)
    }
  })

  test('are founded by an admin', () => {
    for (const { members, created_at } of all) {
      expect(members[0]?.role).toBe('admin')
      expect(members[0]?.created_at).toBe(created_at)
    }
  })

  test("have addresses that match the members' names and the company's domain", () => {
    const addresses = all.flatMap(({ members }) => members.map(({ user }) => user.email))
    expect(new Set(addresses).size).toBe(addresses.length)
    for (const { name, members, webhook_url, webhook_secret } of all) {
      const label = name.toLowerCase().replace("'", '').replaceAll(' ', '-')
      const { hostname } = new URL(webhook_url)
      expect(hostname.replace(/^hooks\./, '')).toMatch(/^[a-z]+(-[a-z]+)+\d+\.example$/)
      expect(hostname.startsWith(`hooks.${label.split('-')[0]}`)).toBe(true)
      expect(webhook_url.startsWith('https://')).toBe(true)
      expect(webhook_secret).toMatch(/^whsec_[0-9a-f]{24}$/)
      for (const { user } of members) {
        const [first = '', last = ''] = user.name.toLowerCase().replaceAll("'", '').split(' ')
        expect(user.email.replace(/\d+@/, '@')).toBe(`${first}.${last}@${hostname.slice('hooks.'.length)}`)
        expect(user.email).toMatch(/^[ -~]+$/)
      }
    }
  })

  test('have projects of their own members, under rows of their own', () => {
    for (const { members, projects } of all) {
      expect(new Set(projects.map(({ name }) => name)).size).toBe(projects.length)
      for (const project of projects) {
        expect(project.members.length).toBeGreaterThanOrEqual(1)
        expect(project.members.length).toBeLessThanOrEqual(3)
        for (const { id, user, role } of project.members) {
          const member = members.find((one) => one.user.id === user.id)
          expect(member).toMatchObject({ user, role })
          expect(members.map((one) => one.id)).not.toContain(id)
        }
        expect(new Set(project.members.map(({ user }) => user.id)).size).toBe(project.members.length)
      }
    }
  })

  test('are created before they are updated, in order, and before the data was made', () => {
    const created = all.map(({ created_at }) => created_at)
    expect(created).toEqual([...created].sort())
    for (const organization of all) {
      for (const row of [organization, ...organization.projects, ...memberships(organization)]) {
        expect(row.created_at).toMatch(microseconds)
        expect(row.updated_at).toMatch(microseconds)
        expect(row.created_at >= organization.created_at).toBe(true)
        expect(row.created_at < row.updated_at).toBe(true)
        expect(row.updated_at <= '2026-06-01T00:00:00.000000Z').toBe(true)
        expect(new Date(row.created_at).toISOString()).toBe(row.created_at.replace(/\d{3}Z$/, 'Z'))
      }
      for (const project of organization.projects) {
        for (const { user, created_at } of project.members) {
          const member = organization.members.find((one) => one.user.id === user.id)
          expect(created_at >= project.created_at).toBe(true)
          expect(created_at >= (member?.created_at ?? '9')).toBe(true)
        }
      }
    }
  })

  test('have amounts with two places, the threshold below the amount, the amount below the cap', () => {
    for (const one of all) {
      const amounts = [one.low_credits_threshold, one.auto_refill_threshold, one.auto_refill_amount]
      for (const amount of amounts) expect(amount).toMatch(twoPlaces)
      expect(Number(one.auto_refill_threshold)).toBeLessThan(Number(one.auto_refill_amount))
      expect(Number(one.auto_refill_threshold)).toBeLessThan(Number(one.low_credits_threshold))
      if (one.auto_refill_max_cap !== null) {
        expect(one.auto_refill_max_cap).toMatch(twoPlaces)
        expect(Number(one.auto_refill_max_cap)).toBeGreaterThan(Number(one.auto_refill_amount))
      }
    }
  })

  test('forward webhooks only from accounts whose key is set', () => {
    for (const one of all) {
      if (one.forward_vapi_webhook) expect(one.vapi_api_key_configured).toBe('true')
      if (one.forward_retell_webhook) expect(one.retell_api_key_configured).toBe('true')
      if (one.vapi_public_key_configured === 'true') expect(one.vapi_api_key_configured).toBe('true')
      expect(one.frequent_calls_threshold).toBeGreaterThan(0)
      expect(one.frequent_calls_cooldown).toBeGreaterThanOrEqual(one.frequent_calls_time_period)
    }
  })
})

test('keeps the first organization of seed 1 as it was', async () => {
  const [first] = await organizations({ seed: 1, count: 1 })
  expect(first).toMatchObject({
    id: 1001,
    name: 'Runolfsson and Murazik',
    team_size: '100-500',
    discovery_source: 'LinkedIn',
    outbound_timeout: 45,
    max_agents_limit: -1,
    max_concurrent_runs_limit: 100,
    low_credits_threshold: '25.00',
    webhook_url: 'https://hooks.runolfsson-and-murazik0.example/cekura',
    webhook_secret: 'whsec_7d3f43758bfb784a0bc56670',
    created_at: '2024-02-05T08:51:45.745208Z',
    updated_at: '2025-08-10T06:26:52.460479Z',
    timezone: 'Africa/Conakry',
    auto_refill_max_cap: '50.00',
  })
  expect(first?.members[1]).toEqual({
    id: 5002,
    user: {
      id: 2002,
      name: 'Toni Oberbrunner',
      email: 'toni.oberbrunner@runolfsson-and-murazik0.example',
    },
    role: 'view_only',
    is_email_notify_enabled: false,
    created_at: '2024-10-23T03:19:03.906536Z',
    updated_at: '2025-01-05T04:29:19.595283Z',
  })
  expect(first?.projects.map(({ id, name, members }) => [id, name, members.map((member) => member.id)])).toEqual([
    [3001, 'Front desk', [5009, 5010]],
    [3002, 'Lead qualification', [5012, 5013]],
  ])
})

test('gives other organizations for another seed', async () => {
  const [one, two] = await Promise.all([organizations({ seed: 1 }), organizations({ seed: 2 })])
  const names = two.map(({ webhook_secret }) => webhook_secret)
  expect(one.filter(({ webhook_secret }) => names.includes(webhook_secret))).toEqual([])
})

test('gives the same organizations however many there are', async () => {
  const [few, many] = await Promise.all([organizations({ count: 30 }), organizations({ count: 300 })])
  expect(many.slice(0, 30)).toEqual(few)
})

test('keeps identifiers and times in order in a long list', async () => {
  const many = await organizations({ count: 5_000 })
  expect(isRising(many.map(({ id }) => id))).toBe(true)
  const created = many.map(({ created_at }) => created_at)
  expect(created).toEqual([...created].sort())
  const addresses = many.flatMap(({ members }) => members.map(({ user }) => user.email))
  expect(new Set(addresses).size).toBe(addresses.length)
})

test('keeps a row near four kilobytes', async () => {
  const all = await organizations({})
  expect(JSON.stringify(all).length / all.length).toBeLessThan(4_096)
})
