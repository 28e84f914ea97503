import { type FakeSource, referenceDate } from '../../src/mock/index.ts'
import {
  appClient,
  cognitoId,
  firstUser,
  identifier,
  itself,
  type Prefix,
  paymentMethod,
  prefixOf,
  secondUser,
} from './cradl-identifiers.ts'

export type Organization = ReturnType<typeof organization>
type Faker = ReturnType<FakeSource['stream']>

interface Quota {
  readonly allowed: number
  readonly used: number
}

export function organization(source: FakeSource) {
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
    clientId: optionalText(source, 'client id', () => cognitoId(source)),
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
