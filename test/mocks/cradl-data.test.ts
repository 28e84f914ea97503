import { fileURLToPath } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import cradl from '../../mocks/cradl.ts'
import { loadProviderSpec, type OperationSpec } from '../../src/spec/index.ts'
import { ask, frozenNow, makeProvider, type ProviderSettings } from './ask.ts'

type Organization = Record<string, unknown> & {
  organizationId: string
  name: string | null
  planId: string | null
  createdBy: string
  createdTime: string
  updatedBy: string | null
  updatedTime: string | null
  useNewScopes?: boolean
}

interface Body {
  nextToken: string | null
  organizations: Organization[]
}

const seeds = [1, 0, 2, 3, 7, 42, 1_234, 65_535, 1_000_003, 2_147_483_648, 4_294_967_295]

/** specs/cradl.openapi.yaml: in properties, not in required. */
const optional = [
  'privileges',
  'deploymentsAllowed',
  'deploymentsCreated',
  'pictureUrl',
  'code',
  'url',
  'clientId',
  'useNewScopes',
  'monthlyNumberOfAgentRunsAllowed',
  'monthlyNumberOfAgentRunsCreated',
  'monthlyNumberOfHookRunsAllowed',
  'monthlyNumberOfHookRunsCreated',
  'monthlyNumberOfActionRunsAllowed',
  'monthlyNumberOfActionRunsCreated',
  'monthlyNumberOfValidationTasksAllowed',
  'monthlyNumberOfValidationTasksCreated',
  'monthlyNumberOfPagePredictionsAllowed',
  'monthlyNumberOfPagePredictionsUsed',
  'monthlyNumberOfProductionWorkflowMinutesUsed',
  'monthlyNumberOfUserMinutesUsed',
  'monthlyNumberOfModelDeploymentUnitsUsed',
  'numberOfAgentsAllowed',
  'numberOfAgentsCreated',
  'numberOfHooksAllowed',
  'numberOfHooksCreated',
  'numberOfActionsAllowed',
  'numberOfActionsCreated',
  'numberOfDatasetsAllowed',
  'numberOfDatasetsCreated',
  'numberOfValidationsAllowed',
  'numberOfValidationsCreated',
  'numberOfConnectionsAllowed',
  'numberOfConnectionsCreated',
]
/** Those with `nullable: true`. */
const nullable = [
  'metadata',
  'planId',
  'updatedTime',
  'updatedBy',
  'pictureUrl',
  'name',
  'code',
  'description',
  'paymentMethodId',
  'clientId',
  'url',
]

const spec = await loadProviderSpec(fileURLToPath(new URL('../../specs/', import.meta.url)), 'cradl')

async function bodies(settings: ProviderSettings): Promise<Body[]> {
  const provider = await makeProvider('cradl', cradl, settings)
  const { clientId = '', clientSecret = '' } = provider.client.credentials
  const { text: granted } = await ask(provider, {
    method: 'POST',
    host: 'auth.cradl.ai',
    path: '/oauth2/token',
    query: 'grant_type=client_credentials',
    headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
  })
  const headers = { authorization: `Bearer ${(JSON.parse(granted) as { access_token: string }).access_token}` }
  const all: Body[] = []
  let query = 'maxResults=100'
  for (;;) {
    const { text } = await ask(provider, { path: '/v1/organizations', query, headers })
    const body = JSON.parse(text) as Body
    all.push(body)
    if (body.nextToken === null) return all
    query = `maxResults=100&nextToken=${body.nextToken}`
  }
}

async function organizations(settings: ProviderSettings): Promise<Organization[]> {
  return (await bodies(settings)).flatMap((body) => body.organizations)
}

function validator({ document }: OperationSpec) {
  const ajv = new Ajv2020({ strict: true, strictTypes: false, allErrors: true })
  ajv.addVocabulary(['components'])
  return ajv.compile({
    $id: 'cradl',
    components: document['components'],
    $ref: 'cradl#/components/schemas/Organizations',
  })
}

const validatePublished = validator(spec.published)
const validateRepaired = validator(spec.repaired)

function prefixOf(identifier: string): string {
  return identifier.slice(0, identifier.indexOf(':'))
}

describe.each(seeds)('with seed %i', async (seed) => {
  const pages = await bodies({ seed })
  const rows = pages.flatMap((body) => body.organizations)

  test('satisfies the document as published and as repaired', () => {
    expect(rows).toHaveLength(127)
    for (const body of pages) {
      expect([validatePublished(body), validatePublished.errors]).toEqual([true, null])
      expect([validateRepaired(body), validateRepaired.errors]).toEqual([true, null])
    }
  })

  test('shows all 77 properties, 44 of them always, and each of the others sometimes absent', () => {
    const always = Object.keys(rows[0] ?? {}).filter((name) => rows.every((row) => name in row))
    const ever = new Set(rows.flatMap((row) => Object.keys(row)))
    expect(ever.size).toBe(77)
    expect(always).toHaveLength(44)
    expect([...ever].filter((name) => !always.includes(name)).sort()).toEqual([...optional].sort())
  })

  test.each(nullable)('shows %s null, and not null', (name) => {
    expect(rows.some((row) => row[name] === null)).toBe(true)
    expect(rows.some((row) => row[name] !== null && row[name] !== undefined)).toBe(true)
  })

  test('shows null in no other property', () => {
    const nulls = rows.flatMap((row) => Object.keys(row).filter((name) => row[name] === null))
    expect([...new Set(nulls)].sort()).toEqual([...nullable].sort())
  })

  test('shows both prefixes, both values of useNewScopes, and every form of a plan', () => {
    expect(new Set(rows.map((row) => prefixOf(row.organizationId)))).toEqual(new Set(['cradl', 'las']))
    expect(new Set(rows.map((row) => row.useNewScopes))).toEqual(new Set([true, false, undefined]))
    const plans = rows.map(({ planId }) => planId ?? '')
    for (const form of [
      /^\w+:plan:\w+$/,
      /^\w+:plan:\w+:\d+$/,
      /^\w+:plan:\w+:@\w+$/,
      /^\w+:organization:\w+\/\w+:plan:/,
    ]) {
      expect(
        plans.some((plan) => form.test(plan)),
        String(form),
      ).toBe(true)
    }
  })

  test('shows the shortest and the longest retention', () => {
    const days = new Set(rows.map((row) => row['documentRetentionInDays']))
    expect(days).toContain(1)
    expect(days).toContain(1825)
  })

  test('gives each organization an identifier of its own', () => {
    for (const { organizationId } of rows) expect(organizationId).toMatch(/^(cradl|las):organization:[0-9a-f]{32}$/)
    expect(new Set(rows.map((row) => row.organizationId)).size).toBe(127)
  })

  test('uses no more than is allowed', () => {
    for (const row of rows) {
      const pairs = Object.keys(row).filter((name) => name.endsWith('Allowed') && name !== 'deploymentsAllowed')
      expect(pairs.length).toBeGreaterThanOrEqual(15)
      for (const name of pairs) {
        const used = row[name.replace(/Allowed$/, 'Created')] ?? row[name.replace(/Allowed$/, 'Used')]
        expect({ name, used: used as number }).toEqual({ name, used: expect.any(Number) })
        expect(used as number, name).toBeLessThanOrEqual(row[name] as number)
      }
    }
  })

  test('deploys no more than is allowed, and both sides are there or neither is', () => {
    for (const { deploymentsAllowed: allowed, deploymentsCreated: created } of rows) {
      expect(typeof allowed).toBe(typeof created)
      if (allowed === undefined) continue
      const { standard } = allowed as { standard: number }
      expect((created as { standard: number }).standard).toBeLessThanOrEqual(standard)
    }
  })

  test('uses nothing of what needs something that is not there', () => {
    for (const [things, ...uses] of [
      ['numberOfModelsCreated', 'monthlyNumberOfPredictionsCreated', 'monthlyNumberOfFieldPredictionsUsed'],
      ['numberOfModelsCreated', 'monthlyNumberOfTrainingsCreated', 'monthlyNumberOfPagePredictionsUsed'],
      ['numberOfModelsCreated', 'monthlyNumberOfActiveModelsUsed', 'monthlyNumberOfGpuHoursUsed'],
      ['numberOfWorkflowsCreated', 'monthlyNumberOfWorkflowExecutionsCreated'],
      ['monthlyNumberOfWorkflowExecutionsCreated', 'monthlyNumberOfProductionWorkflowMinutesUsed'],
      ['numberOfTransitionsCreated', 'monthlyNumberOfTransitionExecutionsCreated'],
      ['numberOfAgentsCreated', 'monthlyNumberOfAgentRunsCreated'],
      ['numberOfHooksCreated', 'monthlyNumberOfHookRunsCreated'],
      ['numberOfActionsCreated', 'monthlyNumberOfActionRunsCreated'],
      ['numberOfValidationsCreated', 'monthlyNumberOfValidationTasksCreated'],
      ['numberOfDatasetsCreated', 'monthlyNumberOfDataBundlesCreated'],
      ['monthlyNumberOfTrainingsCreated', 'monthlyNumberOfGpuHoursUsed'],
    ] as const) {
      const idle = rows.filter((row) => row[things] === 0)
      for (const use of uses) {
        for (const row of idle) expect(row[use] ?? 0, `${use} without ${things}`).toBe(0)
      }
    }
    for (const row of rows) {
      expect(row['monthlyNumberOfActiveModelsUsed']).toBeLessThanOrEqual(row['numberOfModelsCreated'] as number)
    }
  })

  test('has at least one user everywhere', () => {
    for (const row of rows) expect(row['numberOfUsersCreated']).toBeGreaterThanOrEqual(1)
  })

  test('creates before it updates, and neither in the future', () => {
    const pattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}\+0000$/
    for (const { createdTime, updatedTime } of rows) {
      expect(createdTime).toMatch(pattern)
      // Such texts, all with the same offset, are in order when their times are.
      expect(Date.parse(createdTime.replace('+0000', 'Z'))).toBeLessThan(frozenNow)
      if (updatedTime === null) continue
      expect(updatedTime).toMatch(pattern)
      expect(updatedTime > createdTime).toBe(true)
      expect(Date.parse(updatedTime.replace('+0000', 'Z'))).toBeLessThan(frozenNow)
    }
  })

  test('knows who updated an organization exactly where it knows when', () => {
    for (const row of rows) {
      expect(row.updatedBy === null).toBe(row.updatedTime === null)
      expect(row.createdBy).toMatch(/^(cradl|las):(user|app-client):[0-9a-f]{32}$/)
      if (row.updatedBy !== null) expect(row.updatedBy).toMatch(/^(cradl|las):(user|app-client):[0-9a-f]{32}$/)
      if (row.updatedBy !== null && row['numberOfUsersCreated'] === 1) expect(row.updatedBy).toBe(row.createdBy)
    }
  })

  test('keeps to one prefix within an organization; the older one is of 2024 or before', () => {
    for (const row of rows) {
      const prefix = prefixOf(row.organizationId)
      const identifiers = [row.createdBy, row.updatedBy, row.planId, row['paymentMethodId']]
      for (const identifier of identifiers) {
        if (identifier !== null) expect(prefixOf(identifier as string)).toBe(prefix)
      }
      expect(row.createdTime < '2024-11-29').toBe(prefix === 'las')
      if (prefix === 'cradl') expect(row.useNewScopes).not.toBe(false)
    }
  })

  test('pays for a plan only, and puts the organization before a plan of its own', () => {
    for (const row of rows) {
      if (row.planId === null) expect(row['paymentMethodId']).toBeNull()
      else if (row.planId.includes('/')) expect(row.planId.startsWith(`${row.organizationId}/`)).toBe(true)
    }
  })

  test('names code and site after the organization', () => {
    for (const row of rows) {
      if (row.name === null) continue
      const handle = row.name
        .toLowerCase()
        .replaceAll("'", '')
        .replace(/[^a-z0-9]+/g, '-')
      const host = `www.${handle}.example`
      if (typeof row['url'] === 'string') expect(row['url']).toBe(`https://${host}`)
      if (typeof row['pictureUrl'] === 'string') expect(new URL(row['pictureUrl']).host).toBe(host)
      if (typeof row['code'] === 'string') expect(row['code']).toBe(handle.split('-')[0])
    }
  })

  test("repeats the month's figures in its summary", () => {
    for (const row of rows) {
      expect(row['monthlyUsageSummary']).toEqual({
        documents: row['monthlyNumberOfDocumentsCreated'],
        predictions: row['monthlyNumberOfPredictionsCreated'],
        fieldPredictions: row['monthlyNumberOfFieldPredictionsUsed'],
        trainings: row['monthlyNumberOfTrainingsCreated'],
        gpuHours: row['monthlyNumberOfGpuHoursUsed'],
      })
    }
  })
})

test('makes the same organization whatever stands beside it', async () => {
  const few = await organizations({ count: 12 })
  expect((await organizations({ count: 127 })).slice(0, 12)).toEqual(few)
})

test('makes other organizations with another seed', async () => {
  const [first] = await organizations({ count: 1, seed: 1 })
  const [second] = await organizations({ count: 1, seed: 2 })
  expect(first?.organizationId).not.toBe(second?.organizationId)
})

// Golden: an upgrade of faker, or a change of the mock, that alters data shows here.
test('makes the organization that it always made', async () => {
  const [first] = await organizations({ count: 1 })
  expect(first).toMatchInlineSnapshot(`
    {
      "clientId": "1cc8ryw0kzu7tf1svnq8m1hvo2",
      "code": "friesen",
      "createdBy": "las:user:c0f1f44bee80ccb55010d1fbc8babdfc",
      "createdTime": "2024-11-06T09:10:03.930759+0000",
      "deploymentsAllowed": {
        "standard": 2,
      },
      "deploymentsCreated": {
        "standard": 1,
      },
      "description": "Customer-focused high-level focus group",
      "documentRetentionInDays": 1,
      "metadata": null,
      "monthlyNumberOfActionRunsAllowed": 5000,
      "monthlyNumberOfActionRunsCreated": 2515,
      "monthlyNumberOfActiveModelsUsed": 1,
      "monthlyNumberOfDataBundlesAllowed": 10,
      "monthlyNumberOfDataBundlesCreated": 6,
      "monthlyNumberOfDocumentsAllowed": 1000,
      "monthlyNumberOfDocumentsCreated": 797,
      "monthlyNumberOfFieldPredictionsAllowed": 20000,
      "monthlyNumberOfFieldPredictionsUsed": 10054,
      "monthlyNumberOfGpuHoursUsed": 14.19,
      "monthlyNumberOfHookRunsAllowed": 5000,
      "monthlyNumberOfHookRunsCreated": 13,
      "monthlyNumberOfPagePredictionsAllowed": 4000,
      "monthlyNumberOfPagePredictionsUsed": 301,
      "monthlyNumberOfPredictionsAllowed": 2000,
      "monthlyNumberOfPredictionsCreated": 756,
      "monthlyNumberOfProductionWorkflowMinutesUsed": 1752,
      "monthlyNumberOfTrainingsAllowed": 10,
      "monthlyNumberOfTrainingsCreated": 7,
      "monthlyNumberOfTransformationsAllowed": 2000,
      "monthlyNumberOfTransformationsCreated": 1860,
      "monthlyNumberOfTransitionExecutionsAllowed": 10000,
      "monthlyNumberOfTransitionExecutionsCreated": 3788,
      "monthlyNumberOfUserMinutesUsed": 1161.5,
      "monthlyNumberOfValidationTasksAllowed": 500,
      "monthlyNumberOfValidationTasksCreated": 309,
      "monthlyNumberOfWorkflowExecutionsAllowed": 2000,
      "monthlyNumberOfWorkflowExecutionsCreated": 657,
      "monthlyUsageSummary": {
        "documents": 797,
        "fieldPredictions": 10054,
        "gpuHours": 14.19,
        "predictions": 756,
        "trainings": 7,
      },
      "name": "Friesen Shipping Inc",
      "numberOfActionsAllowed": 20,
      "numberOfActionsCreated": 14,
      "numberOfAppClientsAllowed": 10,
      "numberOfAppClientsCreated": 4,
      "numberOfAssetsAllowed": 50,
      "numberOfAssetsCreated": 31,
      "numberOfConnectionsAllowed": 10,
      "numberOfConnectionsCreated": 4,
      "numberOfDatasetsAllowed": 10,
      "numberOfDatasetsCreated": 2,
      "numberOfHooksAllowed": 20,
      "numberOfHooksCreated": 10,
      "numberOfModelsAllowed": 5,
      "numberOfModelsCreated": 3,
      "numberOfSecretsAllowed": 25,
      "numberOfSecretsCreated": 9,
      "numberOfTransitionsAllowed": 25,
      "numberOfTransitionsCreated": 21,
      "numberOfUsersAllowed": 10,
      "numberOfUsersCreated": 6,
      "numberOfValidationsAllowed": 10,
      "numberOfValidationsCreated": 9,
      "numberOfWorkflowsAllowed": 10,
      "numberOfWorkflowsCreated": 9,
      "organizationId": "las:organization:45b22e3c0170c78c97dba872a4fa7a85",
      "paymentMethodId": "las:payment-method:78e1e8fb7b8a60a85fc8d5483a5150f4",
      "pictureUrl": "https://www.friesen-shipping-inc.example/logo.png",
      "planId": "las:plan:5d0c2b7a91e84f36a2c7d8e9f0b1a263",
      "privileges": {},
      "updatedBy": "las:user:c0f1f44bee80ccb55010d1fbc8babdfc",
      "updatedTime": "2026-03-20T12:15:42.454159+0000",
      "url": null,
      "useNewScopes": false,
    }
  `)
})
