import {
  type AuthEndpoint,
  clientCredentials,
  defineProvider,
  documentedOAuth,
  type FakeSource,
  type Fault,
  type ForwardTokenInfo,
  fakeSources,
  forwardToken,
  headerList,
  hexWord,
  isPath,
  jsonReply,
  type MockReply,
  type MockRequest,
  mediaType,
  opaqueCodec,
  type ProviderUrls,
  parameterReader,
  publishedBytes,
  publishedScenarios,
  referenceDate,
  type Step,
  testAccount,
  testCredential,
  tokenBucket,
  uuid,
} from '../src/mock/index.ts'
import { errors } from './errors/cradl.ts'

/**
 * Cradl, GET /v1/organizations, behind Amazon API Gateway, and the token endpoint on auth.cradl.ai, which is Kinde's. What the document
 * leaves open follows the code of Cradl's own clients (observed), or what API Gateway does by default and plain choices (assumed);
 * each is marked where it stands.
 */

const ordinary = {
  clientId: '3f8c1d5b7e9a42608d1f6c4b2a0e9d73',
  clientSecret: 'kT4wQ9zLm2XvB7nRc5YhJ8sDf3GpA6uE1iOoZxCyVbNqWtKr',
} as const
// A client of another customer: its tokens are as good, but it sees other organizations.
const other = {
  clientId: '7b2e9a4c6d8f41035e7a9c1b3d5f8e20',
  clientSecret: 'Hn5vR8cXz1QwP4mJt7KyB2gLd9SfE6aUoIiYxTqVrWbNkMZs',
} as const
// Tenants: every client id that begins with `test_`, all with one secret, which is as public as the others here.
const tenantSecret = `test_${publishedBytes('cradl tenant').toString('hex').slice(0, 43)}`
const audience = 'https://api.cradl.ai/v1'

export default defineProvider<Organization, ForwardTokenInfo>(({ spec, seed, deriveKey, cursorLifetimeSeconds }) => {
  const { tokenUrl, scopes, requiredScopes } = documentedOAuth(spec)
  const otherSeed = (seed ^ 0x6f746865) >>> 0
  const auth = clientCredentials({
    tokenUrl,
    audiences: [audience],
    requiredScopes,
    clients: [
      {
        id: ordinary.clientId,
        secret: ordinary.clientSecret,
        account: { tenant: 'ordinary' },
        scopes,
        claims: () => clientClaims(seed),
      },
      {
        id: other.clientId,
        secret: other.clientSecret,
        // A name that no tenant's credential can have.
        account: { tenant: 'Other', seed: otherSeed, count: 3 },
        scopes,
        claims: () => clientClaims(otherSeed),
      },
    ],
    tenantClient(id) {
      const account = testAccount(id)
      return account && { id, secret: tenantSecret, account, scopes, claims: () => clientClaims(account.seed ?? seed) }
    },
    key: deriveKey('access-token'),
    // Observed: every client reads expires_in. The length is that of the older token endpoint's documented example.
    lifetimeSeconds: 3600,
    // Assumed: the document promises them for the API only.
    headers: corsHeaders,
  })
  return {
    client: {
      credentials: ordinary,
      accounts: publishedScenarios(tenantCredentials),
      tenantCredentials,
      env,
      curl,
    },
    auth,
    before: [tokenHost(auth.endpoints[0]), operation(`${spec.basePath}${spec.path}`)],
    // Assumed: the gateway asks its authorizer before it looks at a body.
    after: [bodyFormat],
    parameters: parameterReader(spec, {
      // Assumed: API Gateway's way; it passes on the last of repeated parameters, and `name[]` is another name.
      repeated: 'last',
      // Assumed: bounds and default; the document says of maxResults only that it is there.
      overrides: { maxResults: { minimum: 1, maximum: 100, default: 20 } },
      // Assumed: an empty token means none, as it does to the SDKs when it comes back.
      emptyIsAbsent: ['nextToken'],
    }),
    organization,
    paginator: forwardToken({
      token: 'nextToken',
      size: 'maxResults',
      codec: opaqueCodec(deriveKey('next-token'), cursorLifetimeSeconds),
    }),
    // Observed: nextToken is there and null on the last page; the SDKs read it without asking.
    envelope: ({ items, info }) => ({ nextToken: info.nextToken, organizations: items }),
    headers,
    faults,
    errors: errors({
      refuseToken: auth.refuseToken,
      wrongMethod: (request) => auth.endpoints[0].handle({ ...request, method: 'GET' }),
      wrongPath: wrongTokenPath,
    }),
    // Assumed: the numbers. API Gateway counts by token bucket and tells a caller nothing of where it stands.
    rateLimit: { limit: { requests: 100, windowSeconds: 10 }, limiter: tokenBucket },
    reasons: {
      'follows-pages': {
        why: 'Cradl gives no total: nextToken alone tells that there is more, and null that there is not',
        basis: 'observed',
      },
      'backs-off': {
        why: 'API Gateway never says how long to wait, not with a 429 either: only who waits longer each time gets through',
        basis: 'assumed',
      },
      'renews-token': {
        why: 'Cradl’s tokens are another host’s and good for expires_in seconds; a refused one stays refused, as 403 Forbidden',
        basis: 'observed',
      },
    },
  }
})

function tenantCredentials(tenant: string) {
  return { clientId: testCredential(tenant, 32), clientSecret: tenantSecret }
}

/** Observed: the Python SDK wants both of these, neither empty. Assumed: what they are; the first organization is the client's own. */
function clientClaims(seed: number): Record<string, string> {
  const source = fakeSources(seed, 'cradl')(0)
  const prefix = prefixOf(source)
  return {
    external_app_client_id: identifier(source, prefix, appClient),
    external_organization_id: identifier(source, prefix, itself),
  }
}

function env({ baseUrl, tokenUrl = '' }: ProviderUrls): Record<string, string> {
  return {
    CRADL_CLIENT_ID: ordinary.clientId,
    CRADL_CLIENT_SECRET: ordinary.clientSecret,
    CRADL_API_ENDPOINT: baseUrl,
    // Observed: the Python SDK posts to this URL as it stands, because auth.cradl.ai is in it.
    CRADL_AUTH_ENDPOINT: tokenUrl,
  }
}

function curl({ operationUrl, tokenUrl = '' }: ProviderUrls): string {
  const form = [
    'grant_type=client_credentials',
    `audience=${audience}`,
    `client_id=${ordinary.clientId}`,
    `client_secret=${ordinary.clientSecret}`,
  ]
  const fields = form.map((field) => `-d '${field}'`).join(' ')
  const token = `$(curl -s '${tokenUrl}' ${fields} | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`
  return `TOKEN=${token}; curl '${operationUrl}?maxResults=5' -H "Authorization: Bearer $TOKEN"`
}

// ---- decisions

/** Assumed: the authorization server has nothing but the token endpoint, and says so in its own envelope. */
function tokenHost(endpoint: AuthEndpoint): Step {
  return (request) => {
    if (request.host !== endpoint.host) return undefined
    if (isPath(request, endpoint.path)) return endpoint.handle(request)
    return wrongTokenPath
  }
}

/** Assumed: path and method are one question to API Gateway, asked before any other, and its answer to both is the same. */
function operation(path: string): Step {
  return (request) => {
    // Observed: Zapier's integration calls /runs/, with a slash at the end. Assumed: it is tolerated here as well.
    if (!isPath(request, path) && !isPath(request, `${path}/`)) return noSuchRoute(request)
    if (request.method === 'GET') return undefined
    return request.method === 'OPTIONS' ? preflight(request) : noSuchRoute(request)
  }
}

/** Status 415 is documented. Assumed: a body that says it is no JSON leads to it; one that says nothing counts as JSON. */
function bodyFormat(request: MockRequest): Fault | undefined {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers
  if (encoding === undefined && (length === undefined || Number(length) === 0)) return undefined
  const type = mediaType(request)
  return type === '' || type === 'application/json' ? undefined : { kind: 'unsupported-media-type', mediaType: type }
}

// ---- data

type Organization = ReturnType<typeof organization>
type Faker = ReturnType<FakeSource['stream']>

interface Quota {
  readonly allowed: number
  readonly used: number
}

function organization(source: FakeSource) {
  const texts = source.stream('texts')
  // Four times as fast as company.name(), which alone would take a fifth of all the time.
  const name = `${texts.person.lastName()} ${source.rotate('trade', trades)} ${source.rotate('legal form', legalForms)}`
  const description = texts.company.catchPhrase()
  const handle = name
    .toLowerCase()
    .replaceAll("'", '')
    .replace(/[^a-z0-9]+/g, '-')

  const faker = source.stream('figures')
  const plan = source.oneIn('no plan', 9) ? undefined : source.rotate('plan', plans)
  // Assumed: without a plan there is a tenth of what the smallest plan allows.
  const scale = plan?.scale ?? 0.1

  /** `needed` is the number of things without which nothing can be used. */
  function quota(base: number, needed = 1): Quota {
    const allowed = Math.floor(base * scale)
    return { allowed, used: needed === 0 ? 0 : faker.number.int(allowed) }
  }

  function optional(key: string, absentOneIn: number, base: number, needed?: number): Quota | undefined {
    return source.oneIn(key, absentOneIn) ? undefined : quota(base, needed)
  }

  const userQuota = quota(10)
  // There is at least whoever set the organization up.
  const users = { allowed: userQuota.allowed, used: Math.max(1, userQuota.used) }
  const appClients = quota(10)
  const assets = quota(50)
  const secrets = quota(25)
  const models = quota(5)
  const transitions = quota(25)
  const workflows = quota(10)
  const datasets = optional('datasets absent', 5, 10)
  const agents = optional('agents absent', 6, 5)
  const hooks = optional('hooks absent', 7, 20)
  const actions = optional('actions absent', 8, 20)
  const validations = optional('validations absent', 9, 10)
  const connections = optional('connections absent', 10, 10)
  const deployments = optional('deployments absent', 11, 2, models.used)

  const dataBundles = quota(10, datasets?.used)
  const documents = quota(1_000)
  const fieldPredictions = quota(20_000, models.used)
  const pagePredictions = optional('page predictions absent', 12, 4_000, models.used)
  const predictions = quota(2_000, models.used)
  const trainings = quota(10, models.used)
  const transformations = quota(2_000)
  const transitionExecutions = quota(10_000, transitions.used)
  const workflowExecutions = quota(2_000, workflows.used)
  const agentRuns = optional('agent runs absent', 6, 1_000, agents?.used)
  const hookRuns = optional('hook runs absent', 7, 5_000, hooks?.used)
  const actionRuns = optional('action runs absent', 8, 5_000, actions?.used)
  const validationTasks = optional('validation tasks absent', 9, 500, validations?.used)
  const gpuHours = faker.number.int(trainings.used * 400) / 100

  const prefix = prefixOf(source)
  const organizationId = identifier(source, prefix, itself)
  const createdBy = source.oneIn('created by app client', 5)
    ? identifier(source, prefix, appClient)
    : identifier(source, prefix, firstUser)
  const { created, updated } = lifetime(faker, prefix)
  const isUpdated = !source.oneIn('never updated', 3)
  const isOneUser = users.used === 1 || source.oneIn('updated by the same', 2)

  // What is undefined here is absent on the wire: JSON.stringify leaves it out. One literal, because V8 writes an object with so many
  // properties twice as fast when it knows all of them from the start.
  return {
    organizationId,
    name: source.oneIn('no name', 10) ? null : name,
    code: optionalText(source, 'code', () => handle.slice(0, handle.indexOf('-'))),
    description: source.oneIn('no description', 4) ? null : description,
    url: optionalText(source, 'url', () => `https://www.${handle}.example`),
    pictureUrl: optionalText(source, 'picture', () => `https://www.${handle}.example/logo.png`),
    clientId: optionalText(source, 'client id', () => base36(source)),
    planId: plan === undefined ? null : planId(organizationId, prefix, plan),
    paymentMethodId:
      plan === undefined || source.oneIn('paid by invoice', 5) ? null : identifier(source, prefix, paymentMethod),
    metadata: source.oneIn('no metadata', 3) ? null : source.rotate('metadata', metadata),
    privileges: source.rotate('privileges', privileges),
    useNewScopes: useNewScopes(source, prefix),
    documentRetentionInDays: source.rotate('retention', retentions),
    createdBy,
    createdTime: created,
    updatedBy: isUpdated ? (isOneUser ? createdBy : identifier(source, prefix, secondUser)) : null,
    updatedTime: isUpdated ? updated : null,
    numberOfUsersAllowed: users.allowed,
    numberOfUsersCreated: users.used,
    numberOfAppClientsAllowed: appClients.allowed,
    numberOfAppClientsCreated: appClients.used,
    numberOfAssetsAllowed: assets.allowed,
    numberOfAssetsCreated: assets.used,
    numberOfModelsAllowed: models.allowed,
    numberOfModelsCreated: models.used,
    numberOfSecretsAllowed: secrets.allowed,
    numberOfSecretsCreated: secrets.used,
    numberOfTransitionsAllowed: transitions.allowed,
    numberOfTransitionsCreated: transitions.used,
    numberOfWorkflowsAllowed: workflows.allowed,
    numberOfWorkflowsCreated: workflows.used,
    numberOfDatasetsAllowed: datasets?.allowed,
    numberOfDatasetsCreated: datasets?.used,
    numberOfAgentsAllowed: agents?.allowed,
    numberOfAgentsCreated: agents?.used,
    numberOfHooksAllowed: hooks?.allowed,
    numberOfHooksCreated: hooks?.used,
    numberOfActionsAllowed: actions?.allowed,
    numberOfActionsCreated: actions?.used,
    numberOfValidationsAllowed: validations?.allowed,
    numberOfValidationsCreated: validations?.used,
    numberOfConnectionsAllowed: connections?.allowed,
    numberOfConnectionsCreated: connections?.used,
    // Assumed: deployments are counted by kind of environment.
    deploymentsAllowed: deployments && { standard: deployments.allowed },
    deploymentsCreated: deployments && { standard: deployments.used },
    monthlyNumberOfDataBundlesAllowed: dataBundles.allowed,
    monthlyNumberOfDataBundlesCreated: dataBundles.used,
    monthlyNumberOfDocumentsAllowed: documents.allowed,
    monthlyNumberOfDocumentsCreated: documents.used,
    monthlyNumberOfFieldPredictionsAllowed: fieldPredictions.allowed,
    monthlyNumberOfFieldPredictionsUsed: fieldPredictions.used,
    monthlyNumberOfPagePredictionsAllowed: pagePredictions?.allowed,
    monthlyNumberOfPagePredictionsUsed: pagePredictions?.used,
    monthlyNumberOfPredictionsAllowed: predictions.allowed,
    monthlyNumberOfPredictionsCreated: predictions.used,
    monthlyNumberOfTrainingsAllowed: trainings.allowed,
    monthlyNumberOfTrainingsCreated: trainings.used,
    monthlyNumberOfTransformationsAllowed: transformations.allowed,
    monthlyNumberOfTransformationsCreated: transformations.used,
    monthlyNumberOfTransitionExecutionsAllowed: transitionExecutions.allowed,
    monthlyNumberOfTransitionExecutionsCreated: transitionExecutions.used,
    monthlyNumberOfWorkflowExecutionsAllowed: workflowExecutions.allowed,
    monthlyNumberOfWorkflowExecutionsCreated: workflowExecutions.used,
    monthlyNumberOfAgentRunsAllowed: agentRuns?.allowed,
    monthlyNumberOfAgentRunsCreated: agentRuns?.used,
    monthlyNumberOfHookRunsAllowed: hookRuns?.allowed,
    monthlyNumberOfHookRunsCreated: hookRuns?.used,
    monthlyNumberOfActionRunsAllowed: actionRuns?.allowed,
    monthlyNumberOfActionRunsCreated: actionRuns?.used,
    monthlyNumberOfValidationTasksAllowed: validationTasks?.allowed,
    monthlyNumberOfValidationTasksCreated: validationTasks?.used,
    monthlyNumberOfActiveModelsUsed: faker.number.int(models.used),
    monthlyNumberOfGpuHoursUsed: gpuHours,
    monthlyNumberOfModelDeploymentUnitsUsed: source.oneIn('deployment units absent', 13)
      ? undefined
      : (deployments?.used ?? 0) * 2,
    monthlyNumberOfProductionWorkflowMinutesUsed: source.oneIn('workflow minutes absent', 14)
      ? undefined
      : faker.number.int(workflowExecutions.used * 3),
    monthlyNumberOfUserMinutesUsed: source.oneIn('user minutes absent', 15)
      ? undefined
      : faker.number.int(users.used * 6_000) / 10,
    // Assumed: a summary repeats the month's figures.
    monthlyUsageSummary: {
      documents: documents.used,
      predictions: predictions.used,
      fieldPredictions: fieldPredictions.used,
      trainings: trainings.used,
      gpuHours,
    },
  }
}

interface Plan {
  /** Behind `plan:`; the end is a version or the name of one. */
  readonly id: string
  /** How many times the smallest plan's allowance. */
  readonly scale: number
  /** Made for one organization, whose identifier stands in front. */
  readonly isOwn: boolean
}

const trades = ['Logistics', 'Accounting', 'Insurance', 'Shipping', 'Freight', 'Payments', 'Energy'] as const
const legalForms = ['AS', 'Ltd', 'GmbH', 'Inc', 'AB'] as const

const plans: readonly Plan[] = [
  { id: '5d0c2b7a91e84f36a2c7d8e9f0b1a263', scale: 1, isOwn: false },
  { id: '8e1f3a6c20b74d59b3d8e9fa01c2b374:2', scale: 4, isOwn: false },
  { id: '1b9d4e8f73c25a60c4e9fa0b12d3c485:@latest', scale: 20, isOwn: false },
  { id: 'a6c7e5f0842d3b71d5fa0b1c23e4d596:7', scale: 100, isOwn: true },
]

// Assumed: what stands in the two free objects; the clients that use the API hand them through unread.
const metadata = [{}, { department: 'finance' }, { department: 'logistics', pilot: true }] as const
const privileges = [{}, undefined, { agents: true }, { agents: true, customModels: true }] as const
/** 1 and 1825 are the documented bounds. */
const retentions = [30, 90, 180, 365, 730, 1825, 1] as const

/** One thing of an organization that has an identifier. */
interface Identified {
  /** As it stands in the identifier. */
  readonly kind: string
  /** Names of the words that make the 32 hex digits. */
  readonly words: readonly [string, string, string, string]
}

const itself = identified('organization', 'organization')
const appClient = identified('app-client', 'app client')
const firstUser = identified('user', 'first user')
const secondUser = identified('user', 'second user')
const paymentMethod = identified('payment-method', 'payment method')

function identified(kind: string, purpose: string): Identified {
  return { kind, words: [`${purpose} 1`, `${purpose} 2`, `${purpose} 3`, `${purpose} 4`] }
}

type Prefix = 'las' | 'cradl'

/** Older accounts have the prefix of Cradl's former name, Lucidtech; it is theirs throughout. */
function prefixOf(source: FakeSource): Prefix {
  return source.oneIn('older account', 4) ? 'las' : 'cradl'
}

function identifier(source: FakeSource, prefix: Prefix, { kind, words: [a, b, c, d] }: Identified): string {
  return `${prefix}:${kind}:${hexWord(source.word(a))}${hexWord(source.word(b))}${hexWord(source.word(c))}${hexWord(source.word(d))}`
}

function planId(organizationId: string, prefix: Prefix, plan: Plan): string {
  const id = `${prefix}:plan:${plan.id}`
  return plan.isOwn ? `${organizationId}/${id}` : id
}

/** Assumed: scopes had a longer form until 2025 (observed in the older document), and some older accounts still use it. */
function useNewScopes(source: FakeSource, prefix: Prefix): boolean | undefined {
  if (source.oneIn('new scopes absent', 17)) return undefined
  return prefix === 'cradl' || source.oneIn('moved to new scopes', 3)
}

/** A text that may be null or absent: of five organizations, one has none and one has not even the property. */
function optionalText(source: FakeSource, key: string, text: () => string): string | null | undefined {
  const turn = source.rotate(key, optionalTurns)
  return turn === 'given' ? text() : turn === 'null' ? null : undefined
}

const optionalTurns = ['given', 'null', 'given', 'absent', 'given'] as const

/** 26 digits and lower-case letters, as Amazon Cognito makes them. Assumed: it made these. */
function base36(source: FakeSource): string {
  return appClient.words
    .map((key) => source.word(key).toString(36).padStart(7, '0'))
    .join('')
    .slice(0, 26)
}

// Observed: identifiers with cradl: do not occur in the document of 29 November 2024.
const rename = Date.UTC(2024, 10, 29)
const beginning = Date.UTC(2019, 2, 1)

function lifetime(faker: Faker, prefix: Prefix): { created: string; updated: string } {
  const now = referenceDate.getTime()
  const [from, to] = prefix === 'las' ? [beginning, rename] : [rename, now - 86_400_000]
  const created = faker.number.int({ min: from, max: to })
  // Two seconds and more, so that the fractions below cannot turn the order round.
  const updated = faker.number.int({ min: created + 2_000, max: now - 1 })
  return {
    created: timestamp(created, faker.number.int(999_999)),
    updated: timestamp(updated, faker.number.int(999_999)),
  }
}

/** Observed in Cradl's documentation: 2021-08-16T12:53:13.374930+0000, whatever the zone of whoever asks. */
function timestamp(time: number, microseconds: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}.${String(microseconds).padStart(6, '0')}+0000`
}

// ---- replies

// The names are documented, on every reply; assumed: the values, API Gateway's defaults.
const corsHeaders = headerList({
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Headers': 'Content-Type,X-Amz-Date,Authorization,X-Api-Key,X-Amz-Security-Token',
})
const fixedHeaders = ['Content-Type', 'application/json', ...corsHeaders]
const wrongTokenPath = jsonReply(404, [...fixedHeaders, 'Cache-Control', 'no-store'], {
  error: 'not_found',
  error_description: 'there is nothing at this path',
})

/** Assumed: the headers and shapes that API Gateway adds to what a Lambda function answers. */
function headers(request: MockRequest): string[] {
  const { requestId, now } = request
  const trace = `Root=1-${hexWord(Math.floor(now / 1000))}-${requestId.slice(8)}`
  return [
    'x-amzn-RequestId',
    uuid(requestId),
    'x-amz-apigw-id',
    Buffer.from(requestId.slice(0, 22), 'hex').toString('base64'),
    'X-Amzn-Trace-Id',
    trace,
    ...fixedHeaders,
  ]
}

function failure(request: MockRequest, status: number, message: string, errorType?: string): MockReply {
  const more = errorType === undefined ? [] : ['x-amzn-ErrorType', errorType]
  return jsonReply(status, [...headers(request), ...more], { message })
}

/** Assumed: API Gateway's default, for a path or a method that it does not know. */
function noSuchRoute(request: MockRequest): MockReply {
  return failure(request, 403, 'Missing Authentication Token', 'MissingAuthenticationTokenException')
}

/** Assumed from an older document of Cradl's: an empty object and Access-Control-Allow-Methods, whoever asks. */
function preflight(request: MockRequest): MockReply {
  return jsonReply(200, [...headers(request), 'Access-Control-Allow-Methods', 'GET,OPTIONS'], {})
}

function faults(fault: Fault, request: MockRequest): MockReply {
  switch (fault.kind) {
    case 'unauthenticated':
      // The document has no 401. Assumed: what such a gateway says by itself to a request without a token; on demand only.
      if (fault.detail === 'unauthorized') return failure(request, 401, 'Unauthorized', 'UnauthorizedException')
      return forbidden(request)
    case 'forbidden':
      return forbidden(request)
    case 'invalid-parameter':
      // Observed: the SDK reads message. Assumed: the text.
      return failure(request, 400, `${fault.parameter} ${fault.rule}`)
    case 'invalid-cursor':
      // Assumed: the text.
      return failure(request, 400, `${fault.parameter} is not a token of this list`)
    case 'not-found':
      // Assumed: sent on demand only, nothing here leads to it.
      return failure(request, 404, 'Not Found')
    case 'unsupported-media-type':
      return failure(request, 415, 'Unsupported Media Type')
    case 'throttled':
      // Observed: both messages, the month's quota on demand only. Assumed: API Gateway says nothing of when to come back.
      return fault.detail === 'quota'
        ? failure(request, 429, 'Limit Exceeded', 'LimitExceededException')
        : failure(request, 429, 'Too Many Requests', 'TooManyRequestsException')
    case 'method-not-allowed':
      return noSuchRoute(request)
    case 'not-acceptable':
      // Nothing here leads to it.
      return brokenDown(undefined, request)
    case 'internal':
      return brokenDown(fault.detail, request)
  }
}

/** The document has 403 and no 401. Observed: "Forbidden", which the Python SDK takes for wrong credentials. */
function forbidden(request: MockRequest): MockReply {
  return failure(request, 403, 'Forbidden', 'ForbiddenException')
}

/** Assumed: API Gateway's defaults for a function that failed, answered nonsense or did not answer in time. On demand only. */
function brokenDown(detail: string | undefined, request: MockRequest): MockReply {
  const errorType = 'InternalServerErrorException'
  if (detail === 'timeout') return failure(request, 504, 'Endpoint request timed out', errorType)
  return failure(request, detail === 'bad-gateway' ? 502 : 500, 'Internal server error', errorType)
}
