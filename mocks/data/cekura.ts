import { declares, enumValues, type FakeSource, hexWord, type ProviderContext } from '../../src/mock/index.ts'
import { founderRole, idBlocks, lastName, membersOf, peopleOf, projectsOf } from './cekura-people.ts'
import { between, createdAt, dateTime, now, second } from './cekura-times.ts'

type Spec = ProviderContext['spec']

/** What an organization of one size has. Assumed throughout; -1 is unlimited (observed: the descriptions of Cekura's plans). */
interface Plan {
  readonly members: { readonly min: number; readonly max: number }
  readonly memberLimit: number
  readonly agentLimit: number
  readonly runLimit: number
  readonly chatRunLimit: number
}

const unlimited = -1

// A size that the document adds one day gets the largest plan.
const largestPlan: Plan = {
  members: { min: 4, max: 8 },
  memberLimit: unlimited,
  agentLimit: unlimited,
  runLimit: 200,
  chatRunLimit: unlimited,
}
const plans: Readonly<Record<string, Plan>> = {
  '1': { members: { min: 1, max: 1 }, memberLimit: 3, agentLimit: 2, runLimit: 2, chatRunLimit: 5 },
  '<10': { members: { min: 2, max: 4 }, memberLimit: 10, agentLimit: 5, runLimit: 10, chatRunLimit: 20 },
  '10-100': { members: { min: 3, max: 6 }, memberLimit: 25, agentLimit: 20, runLimit: 25, chatRunLimit: 50 },
  '100-500': { members: { min: 3, max: 7 }, memberLimit: 100, agentLimit: 100, runLimit: 100, chatRunLimit: 200 },
  '500+': largestPlan,
}

export const columns = { name: companyName }

/** The organizations of the edition that the document is of. */
export function organizations(spec: Spec): (source: FakeSource) => unknown {
  const organization = documentedOrganizations(spec)
  if (!declares(spec, '/components/schemas/Organization/properties/user_onboarding')) return organization
  // The document of August 2026 has no webhook_url. Assumed: the words of user_onboarding, and that the new fields come last.
  return (source) => {
    const { webhook_url: _, ...rest } = organization(source)
    const onboarding = rest.skip_onboarding ? 'skipped' : source.rotate('user onboarding', ['completed', 'in_progress'])
    return { ...rest, user_onboarding: onboarding, is_internal_view_only: source.oneIn('internal view only', 9) }
  }
}

function documentedOrganizations(spec: Spec) {
  const enumOf = (schema: string, property: string) =>
    enumValues(spec, `/components/schemas/${schema}/properties/${property}`)
  const teamSizes = enumOf('Organization', 'team_size')
  const mutedDays = enumOf('Organization', 'cronjob_low_balance_mute_days')
  const timezones = enumOf('Organization', 'timezone')
  const onboardingFlows = enumOf('Organization', 'onboarding_flow')
  const laterRoles = enumOf('MembershipInline', 'role').filter((role) => role !== founderRole)

  return function organization(source: FakeSource) {
    const created = createdAt(source)
    const teamSize = source.rotate('team size', teamSizes)
    const plan = plans[teamSize] ?? largestPlan
    const name = companyName(source)
    // The number tells namesakes apart, so that no two users share an address.
    const domain = `${slug(name)}${source.index}.example`
    const people = peopleOf(source, plan.members, domain, created, laterRoles)
    const members = membersOf(source, people)
    const projects = projectsOf(source, people, created)
    const updated = between(source.stream('updated'), created + second, now)
    const hasVapi = source.oneIn('vapi', 2)
    const hasRetell = source.oneIn('retell', 3)
    const faker = source.stream('settings')
    const period = faker.helpers.arrayElement([15, 30, 60, 120])
    const refillThreshold = faker.helpers.arrayElement([5, 10, 12.5, 20, 50])
    const refillAmount = refillThreshold * faker.helpers.arrayElement([2, 5, 10])
    // The framework writes every field that is not write-only, in the serializer's order, which is taken to be the document's.
    return {
      id: 1_000 + source.index * idBlocks.organization + (source.word('id') % idBlocks.organization),
      name,
      team_size: teamSize,
      discovery_source: source.rotate('discovery', ['LinkedIn', 'Google', 'ChatGPT', 'Friends', null]),
      // Assumed: seconds.
      outbound_timeout: faker.helpers.arrayElement([30, 45, 60, 90, 120]),
      max_agents_limit: source.oneIn('unlimited agents', 9) ? unlimited : plan.agentLimit,
      max_members_limit: source.oneIn('unlimited members', 7) ? unlimited : plan.memberLimit,
      max_concurrent_runs_limit: source.oneIn('unlimited runs', 11) ? unlimited : plan.runLimit,
      max_concurrent_chat_runs_limit: source.oneIn('unlimited chat runs', 8) ? unlimited : plan.chatRunLimit,
      // Assumed: minutes.
      max_call_duration: faker.helpers.arrayElement([5, 10, 15, 30, 60]),
      evaluate_relevant_metrics_enabled: source.oneIn('relevant metrics', 2),
      end_call_enabled: !source.oneIn('no end call', 4),
      generate_scenario_auto_assign_numbers_enabled: source.oneIn('assign numbers', 3),
      show_custom_dashboards: source.oneIn('dashboards', 4),
      notify_daily_report: source.oneIn('daily report', 2),
      notify_cron_failure: !source.oneIn('no cron failure', 5),
      notify_cron_success: source.oneIn('cron success', 4),
      notify_no_calls: source.oneIn('no calls', 3),
      notify_result_webhook: source.oneIn('result webhook', 2),
      notify_cronjob_webhook: source.oneIn('cronjob webhook', 3),
      notify_call_log_webhook: source.oneIn('call log webhook', 4),
      // Assumed, for both: what is forwarded comes from an account whose key is set.
      forward_vapi_webhook: hasVapi && source.oneIn('forward vapi', 3),
      forward_retell_webhook: hasRetell && source.oneIn('forward retell', 2),
      is_send_emails_enabled: !source.oneIn('no emails', 6),
      notify_frequent_calls_for_number: source.oneIn('frequent calls', 3),
      frequent_calls_threshold: faker.helpers.arrayElement([3, 5, 10, 20]),
      // Assumed: minutes, both.
      frequent_calls_time_period: period,
      frequent_calls_cooldown: period * faker.helpers.arrayElement([1, 2, 4]),
      notify_metric_significant_shift: source.oneIn('metric shift', 2),
      notify_low_credits: !source.oneIn('no low credits', 3),
      // Told before the refill sets in.
      low_credits_threshold: decimal(refillThreshold * 2),
      cronjob_low_balance_mute_days: source.rotate('muted', mutedDays),
      limit_to_exclusive_numbers: source.oneIn('exclusive numbers', 3),
      allow_duplicate_call_ids: source.oneIn('duplicate call ids', 5),
      allow_join_requests: source.oneIn('join requests', 2),
      conditional_actions_generation_enabled: source.oneIn('conditional actions', 3),
      vapi_api_key_configured: configured(hasVapi),
      vapi_public_key_configured: configured(hasVapi && !source.oneIn('no vapi public key', 3)),
      retell_api_key_configured: configured(hasRetell),
      syntflow_api_key_configured: configured(source.oneIn('syntflow', 7)),
      webhook_url: `https://hooks.${domain}/cekura`,
      // Assumed: hexadecimal digits behind a prefix.
      webhook_secret: `whsec_${hex(source, 'secret 1')}${hex(source, 'secret 2')}${hex(source, 'secret 3')}`,
      members,
      projects,
      created_at: dateTime(created),
      updated_at: dateTime(updated),
      timezone: source.rotate('timezone', timezones),
      is_2fa_required: source.oneIn('2fa', 4),
      skip_onboarding: source.oneIn('skip onboarding', 5),
      onboarding_flow: source.rotate('onboarding flow', onboardingFlows),
      phone_number_verified: !source.oneIn('unverified number', 3),
      slack_invite_sent: source.oneIn('slack', 2),
      auto_refill: source.oneIn('auto refill', 2),
      auto_refill_threshold: decimal(refillThreshold),
      auto_refill_amount: decimal(refillAmount),
      auto_refill_max_cap: source.oneIn('no cap', 3)
        ? null
        : decimal(refillAmount * faker.helpers.arrayElement([2, 4, 10])),
    }
  }
}

// ---- texts

// Faker's own company and last names come out of templates, at ten times the cost.
function companyName(source: FakeSource): string {
  const faker = source.stream('name')
  const first = lastName(faker)
  const isPartnership = faker.datatype.boolean()
  return isPartnership
    ? `${first} and ${lastName(faker)}`
    : `${first} ${faker.helpers.arrayElement(faker.definitions.company['legal_entity_type'] as readonly string[])}`
}

function configured(isSet: boolean): string {
  // Documented as text. Assumed: which text; the wire very likely has booleans here.
  return isSet ? 'true' : 'false'
}

function decimal(amount: number): string {
  return amount.toFixed(2)
}

/** A company's name as a label of a host name: "O'Kon, Orn and Sons" is okon-orn-and-sons. */
function slug(name: string): string {
  return name
    .toLowerCase()
    .replaceAll("'", '')
    .replace(/[^a-z0-9]+/g, '-')
}

function hex(source: FakeSource, key: string): string {
  return hexWord(source.word(key))
}
