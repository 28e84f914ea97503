import {
  allowMethods,
  apiKey,
  defineProvider,
  enumValues,
  type FakeSource,
  type Fault,
  headerList,
  hexWord,
  type MockReply,
  type MockRequest,
  type ProviderContext,
  type ProviderUrls,
  publishedScenarios,
  referenceDate,
  type Step,
  slidingLog,
  testCredential,
  wholeList,
} from '../src/mock/index.ts'
import { errors } from './errors/cekura.ts'

/**
 * Cekura, GET /user/organizations/. One key in a header, and every organization in one bare array. The document knows success only;
 * that Cekura is built on Django REST Framework is observed (its OpenAPI generator, its error bodies), so what the document leaves
 * open follows Django 5.2 and REST framework 3.18 with their default settings (observed, by running them with a view like this one).
 * That Cekura changed none of these settings is assumed.
 */

type Spec = ProviderContext['spec']
type Faker = ReturnType<FakeSource['stream']>

// Assumed: the shape of a key is not documented.
const ordinary = { apiKey: '8c1f0a6e4b7d42f39d5e2a917c60b8f43e1d5a7290bc46e8a3f7d1c5920b6e84' } as const

function tenantCredentials(tenant: string) {
  return { apiKey: testCredential(tenant, 64) }
}

// Assumed: Cekura also takes POST here, which is another operation than the documented one.
const methods = ['GET', 'HEAD', 'OPTIONS'] as const

export default defineProvider(({ spec }) => ({
  client: { credentials: ordinary, accounts: publishedScenarios(tenantCredentials), tenantCredentials, env, curl },
  // Observed: later documents take OAuth tokens too. Ours names the key only, so that a token counts as no credentials.
  auth: apiKey({
    header: 'X-CEKURA-API-KEY',
    credentials: [{ secret: ordinary.apiKey, account: { tenant: 'ordinary' } }],
    scopes: [],
  }),
  // The framework negotiates before it authenticates, and looks for a method's handler last.
  before: [route(spec), negotiate],
  after: [metadata, allowMethods(methods)],
  // No `parameters`: the document has none. Assumed: the framework's own `format` is ignored like every other one.
  organization: organizations(spec),
  paginator: wholeList(),
  // All in one body: about 40 MB for these.
  largestCount: 10_000,
  envelope: ({ items }) => items,
  indent,
  headers: () => frameworkHeaders,
  faults,
  errors,
  // Observed: there are limits by plan, without numbers. Assumed: the number; the framework's way to count.
  rateLimit: { limit: { requests: 60, windowSeconds: 60 }, limiter: slidingLog },
  reasons: {
    'asks-once': {
      why: 'Cekura has no pages here: each answer is every organization with all its fields, and counts against the plan’s limit',
      basis: 'documented',
    },
    'waits-out-retry-after': {
      why: 'Cekura’s limits go by plan and are told to nobody: Retry-After is all that a client learns of them',
      basis: 'observed',
    },
  },
}))

function env({ baseUrl }: ProviderUrls): Record<string, string> {
  return { CEKURA_API_KEY: ordinary.apiKey, CEKURA_API_URL: baseUrl }
}

function curl({ operationUrl }: ProviderUrls): string {
  return `curl '${operationUrl}' -H 'X-CEKURA-API-KEY: ${ordinary.apiKey}'`
}

// ---- paths, formats, methods

/** Django's URL patterns are exact; before it gives up on a path, APPEND_SLASH looks whether one more slash would help. */
function route({ basePath, path }: Spec): Step {
  const served = `${basePath}${path}`
  const slashless = served.slice(0, -1)
  return (request) => {
    if (request.path === served) return undefined
    const asked = decoded(request.path)
    if (asked === served) return undefined
    return asked === slashless ? redirect(request, served) : { kind: 'not-found' }
  }
}

/** WSGI servers hand Django a decoded path, so that %2F is a slash too. What does not decode is no path of ours. */
function decoded(path: string): string {
  if (!path.includes('%')) return path
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

function redirect({ prefix, query }: MockRequest, path: string): MockReply {
  const location = `${prefix}${path}${query === '' ? '' : `?${encoded(query)}`}`
  // Sent by a middleware that stands outside the one which adds X-Frame-Options.
  return { status: 301, headers: ['Content-Type', html, 'Location', location, ...securityHeaders], body: '' }
}

/** Percent-encodes what no URI may hold; what is encoded already, well or badly, stays (django.utils.encoding.iri_to_uri). */
function encoded(query: string): string {
  return query.replace(/[^\w.~/#%[\]=:;$&()+,!?*@'-]/gu, (character) =>
    [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  )
}

function negotiate({ headers }: MockRequest): Fault | undefined {
  return acceptedIndent(headers['accept']) === undefined ? { kind: 'not-acceptable' } : undefined
}

// A body that could not be negotiated is not indented.
function indent({ headers }: MockRequest): number {
  return acceptedIndent(headers['accept']) ?? 0
}

/**
 * How far the JSON is indented for an Accept header, or undefined when the header has no place for JSON. As the framework reads it:
 * the most specific range counts (the first of several), q-values do not (q=0 neither), an empty header accepts nothing, and
 * `application/json; indent=4` asks for indentation, 8 at most.
 * Assumed: JSON is the only renderer, since the document names no other content type; the browsable API would take text/html as well.
 */
function acceptedIndent(accept: string | readonly string[] | undefined): number | undefined {
  if (accept === undefined || accept === '*/*' || accept === 'application/json') return 0
  let accepted: number | undefined
  let bestPrecedence = -1
  for (const text of String(accept).split(',')) {
    const range = mediaRange(text)
    if (range.takesJson && range.precedence > bestPrecedence) {
      bestPrecedence = range.precedence
      accepted = range.indent
    }
  }
  return accepted
}

function mediaRange(text: string): { takesJson: boolean; precedence: number; indent: number } {
  const [full = '', ...parameters] = text.split(';')
  const name = full.trim().toLowerCase()
  const slash = name.indexOf('/')
  const type = slash === -1 ? name : name.slice(0, slash)
  const subtype = slash === -1 ? '' : name.slice(slash + 1)
  let indent = 0
  let isPlain = true
  for (const parameter of parameters) {
    const [key = '', value] = parameter.split('=').map((part) => part.trim())
    if (value === undefined) continue
    if (key.toLowerCase() !== 'q') isPlain = false
    if (key.toLowerCase() === 'indent') indent = spaces(value)
  }
  return {
    takesJson: (type === '*' || type === 'application') && (subtype === '*' || subtype === 'json'),
    precedence: type === '*' ? 0 : subtype === '*' ? 1 : isPlain ? 2 : 3,
    indent,
  }
}

function spaces(value: string): number {
  const digits = value.replace(/^"(.*)"$/, '$1')
  return /^[+-]?\d+$/.test(digits) ? Math.max(0, Math.min(8, Number(digits))) : 0
}

/** OPTIONS, as the framework's SimpleMetadata answers it. Assumed: the name, that of a list view for organizations, and the parsers. */
function metadata(request: MockRequest): MockReply | undefined {
  if (request.method !== 'OPTIONS') return undefined
  return framework(200, request, {
    name: 'Organization List',
    description: '',
    renders: ['application/json'],
    parses: ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data'],
  })
}

// ---- replies

const html = 'text/html; charset=utf-8'

/** Django's SecurityMiddleware, on every reply. */
const securityHeaders = headerList({
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
})

const json = ['Content-Type', 'application/json']

/** What follows the content type and a reply's own headers. Assumed: Vary, which the framework adds for more than one renderer only. */
const viewHeaders = [
  ...headerList({ Vary: 'Accept', Allow: methods.join(', '), 'X-Frame-Options': 'DENY' }),
  ...securityHeaders,
]

const frameworkHeaders = [...json, ...viewHeaders]

const pageHeaders = ['Content-Type', html, 'X-Frame-Options', 'DENY', ...securityHeaders]

function framework(status: number, request: MockRequest, body: unknown, own: readonly string[] = []): MockReply {
  return {
    status,
    headers: own.length === 0 ? frameworkHeaders : [...json, ...own, ...viewHeaders],
    body: JSON.stringify(body, null, indent(request)),
  }
}

/** Django's page for what no view has answered: its markup, our words. */
function page(status: number, title: string, sentence: string): MockReply {
  const body = `
<!doctype html>
<html lang="en">
<head>
  <title>${title}</title>
</head>
<body>
  <h1>${title}</h1><p>${sentence}</p>
</body>
</html>
`
  return { status, headers: pageHeaders, body }
}

const notFound = page(404, 'Not Found', 'This server has nothing at the address that you asked for.')
const serverError = page(500, 'Server Error (500)', '')

function faults(fault: Fault, request: MockRequest): MockReply {
  switch (fault.kind) {
    case 'unauthenticated':
      return framework(
        401,
        request,
        {
          detail:
            fault.reason === 'missing'
              ? 'Authentication credentials were not provided.'
              : // Assumed: the framework's default; Cekura may word this its own way.
                'Incorrect authentication credentials.',
        },
        // Assumed: the scheme's name. That there is one is the framework's rule for a 401.
        ['WWW-Authenticate', 'Api-Key'],
      )
    case 'forbidden':
      return framework(403, request, { detail: 'You do not have permission to perform this action.' })
    case 'not-found':
      return notFound
    case 'method-not-allowed':
      return framework(405, request, { detail: `Method "${request.method}" not allowed.` })
    case 'not-acceptable':
      return framework(406, request, { detail: 'Could not satisfy the request Accept header.' })
    case 'unsupported-media-type':
      return framework(415, request, { detail: `Unsupported media type "${fault.mediaType}" in request.` })
    case 'throttled':
      return framework(429, request, { detail: `Request was throttled. ${expected(fault.retryAfterSeconds)}` }, [
        'Retry-After',
        String(fault.retryAfterSeconds),
      ])
    case 'invalid-parameter':
      // Assumed: nothing here leads to it.
      return framework(400, request, { [fault.parameter]: [fault.rule] })
    case 'invalid-cursor':
    case 'internal':
      // Nothing here leads to the first, where all organizations come at once; the last is sent on demand only.
      return serverError
  }
}

function expected(seconds: number): string {
  return `Expected available in ${seconds} second${seconds === 1 ? '' : 's'}.`
}

// ---- data

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

const projectCounts = [1, 2, 0, 1, 3, 2, 4] as const

const projectNames = [
  'Appointment booking',
  'Billing questions',
  'Claims intake',
  'Collections',
  'Delivery updates',
  'Front desk',
  'Lead qualification',
  'Order status',
  'Outbound sales',
  'Patient reminders',
  'Product support',
  'Recruiting screens',
  'Renewals',
  'Satisfaction survey',
] as const

const projectNameTurns = projectNames.slice(0, 1 - Math.max(...projectCounts)).map((_, turn) => turn)

/** Members of one project. */
const largestProject = 3

/** The most of each that one organization can have, so that identifiers of neighbours never meet. */
const idBlocks = { organization: 3, user: 8, membership: 32, project: 4 }

// Who founds an organization looks after it.
const founderRole = 'admin'

function organizations(spec: Spec) {
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
    const people = peopleOf(source, plan, domain, created, laterRoles)
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

interface Person {
  readonly user: { readonly id: number; readonly name: string; readonly email: string }
  readonly role: string
  /** Microseconds since 1970. */
  readonly joined: number
}

/** The founder, then those who joined, one after the other. */
function peopleOf(source: FakeSource, plan: Plan, domain: string, created: number, laterRoles: readonly string[]) {
  const faker = source.stream('people')
  const count = faker.number.int(plan.members)
  const taken = new Set<string>()
  const people: Person[] = []
  for (let place = 0; place < count; place += 1) {
    const first = faker.person.firstName()
    const last = lastName(faker)
    const mailbox = `${letters(first)}.${letters(last)}`
    // A namesake gets a number.
    const email = `${taken.has(mailbox) ? `${mailbox}${place + 1}` : mailbox}@${domain}`
    taken.add(mailbox)
    people.push({
      user: { id: 2_001 + source.index * idBlocks.user + place, name: `${first} ${last}`, email },
      role: place === 0 ? founderRole : source.rotate(`role ${place}`, laterRoles),
      joined: place === 0 ? created : turnOf(faker, place, count, created),
    })
  }
  return people
}

function membersOf(source: FakeSource, people: readonly Person[]) {
  const faker = source.stream('members')
  return people.map((person, place) => membership(faker, membershipId(source, place), person, person.joined))
}

/** Assumed: a project has membership rows of its own, under identifiers of their own, for some of the organization's users. */
function projectsOf(source: FakeSource, people: readonly Person[], created: number) {
  const count = source.rotate('projects', projectCounts)
  const firstName = source.rotate('project names', projectNameTurns)
  const faker = source.stream('projects')
  return projectNames.slice(firstName, firstName + count).map((name, place) => {
    const begun = turnOf(faker, place, count, created)
    const size = faker.number.int({ min: 1, max: Math.min(largestProject, people.length) })
    const from = faker.number.int({ min: 0, max: people.length - size })
    const id = 3_001 + source.index * idBlocks.project + place
    return {
      id,
      name,
      members: people
        .slice(from, from + size)
        .map((person, seat) =>
          membership(
            faker,
            membershipId(source, idBlocks.user + place * largestProject + seat),
            person,
            Math.max(begun, person.joined) + seat * second,
          ),
        ),
      created_at: dateTime(begun),
      updated_at: dateTime(between(faker, begun + second, now)),
    }
  })
}

function membershipId(source: FakeSource, place: number): number {
  return 5_001 + source.index * idBlocks.membership + place
}

function membership(faker: Faker, id: number, { user, role }: Person, since: number) {
  return {
    id,
    user,
    role,
    is_email_notify_enabled: faker.datatype.boolean(),
    created_at: dateTime(since),
    updated_at: dateTime(between(faker, since + second, now)),
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

function lastName(faker: Faker): string {
  return faker.helpers.arrayElement(faker.definitions.person.last_name.generic ?? [])
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

function letters(name: string): string {
  return name.toLowerCase().replace(/[^a-z-]/g, '')
}

function hex(source: FakeSource, key: string): string {
  return hexWord(source.word(key))
}

// ---- times, all in microseconds since 1970

const second = 1_000_000
const day = 86_400 * second
const now = referenceDate.getTime() * 1_000
const firstSignUp = Date.UTC(2024, 1, 5) * 1_000
const lastSignUp = now - 30 * day

/** Rises with the index, as identifiers do, and never reaches the last sign-up, however many organizations there are. */
function createdAt(source: FakeSource): number {
  const age = source.index + source.word('created') / 0x2_0000_0000
  return firstSignUp + Math.floor((lastSignUp - firstSignUp) * (age / (age + 500)))
}

/** A moment in this one's share of the time since the organization was made, which `count` of them divide among them. */
function turnOf(faker: Faker, place: number, count: number, created: number): number {
  const share = (now - day - created) / count
  return between(faker, Math.ceil(created + share * place), Math.floor(created + share * (place + 1)))
}

function between(faker: Faker, from: number, to: number): number {
  return faker.number.int({ min: from, max: to })
}

const twoDigits = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, '0'))
const minuteTexts = twoDigits.slice(0, 24).flatMap((hour) => twoDigits.map((minute) => `${hour}:${minute}:`))
const dayTexts = new Map<number, string>()

/** As the framework writes it, 2026-05-04T03:02:01.000100Z. Days are few and remembered: toISOString costs more than all the rest. */
function dateTime(microseconds: number): string {
  const dayNumber = Math.floor(microseconds / day)
  let text = dayTexts.get(dayNumber)
  if (text === undefined) {
    text = new Date(dayNumber * 86_400_000).toISOString().slice(0, 11)
    dayTexts.set(dayNumber, text)
  }
  const ofDay = microseconds - dayNumber * day
  const seconds = Math.floor(ofDay / second)
  const fraction = String(ofDay - seconds * second).padStart(6, '0')
  return `${text}${minuteTexts[Math.floor(seconds / 60)]}${twoDigits[seconds % 60]}.${fraction}Z`
}
