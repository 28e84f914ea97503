import { expect, test } from 'vitest'
import { hasHeader } from '../../src/contract/index.ts'
import { answering, checked, contract, law } from './checked.ts'
import { document, json, provider } from './providers.ts'

const spec = provider(
  document({
    '200': json({ type: 'array', items: { type: 'object', properties: { id: { type: 'string' } } } }),
  }),
)
const rows = JSON.stringify(Array.from({ length: 3 }, (_, i) => ({ id: String(i), color: 'red', size: 4 })))
const asking = (family: 'pagination' | 'query' | 'http') =>
  law(
    `${family}/a`,
    async ({ send }) => {
      for (const purpose of ['one', 'two', 'three']) await send({ purpose })
    },
    { family },
  )
const families = ['pagination', 'query', 'http'] as const

test('two fields more are two drifts, however many replies of however many laws have them', async () => {
  const { report } = await checked(families.map(asking), answering(rows), { spec })
  const findings = report.scenarios.flatMap((result) => result.findings)
  expect(findings.map(({ severity, at, again }) => [severity, at, again])).toEqual([
    ['drift', '/0/color', 8],
    ['drift', '/0/size', 8],
  ])
})

test('where drift breaks a contract, what replies show breaks it once, and no law', async () => {
  const { report } = await checked(families.map(asking), answering(rows), { spec, failOn: 'drift' })
  expect(report.verdict).toBe('broken')
  expect(report.scenarios.map(({ verdict }) => verdict)).toEqual(['kept', 'kept', 'kept'])
  const findings = report.scenarios.flatMap((result) => result.findings)
  expect(findings.map(({ at, again }) => [at, again])).toEqual([
    ['/0/color', 8],
    ['/0/size', 8],
  ])
})

test('a broken promise of a law is one finding of each law that meets it, and breaks it', async () => {
  const refusal = { status: [404], basis: 'documented' } as const
  const refused = families.map((family) =>
    law(
      `${family}/a`,
      async ({ send }) => {
        for (const path of ['/a', '/b', '/c']) await send({ path, purpose: `the path ${path}`, expect: refusal })
      },
      { family },
    ),
  )
  const { report } = await checked(refused, answering('[]'), { spec })
  expect(report.scenarios.map(({ verdict, findings }) => [verdict, findings.map(({ again }) => again)])).toEqual([
    ['broken', [2]],
    ['broken', [2]],
    ['broken', [2]],
  ])
})

test('a law about lists is not checked where a page has no list, and the run goes on', async () => {
  const { report } = await checked(families.map(asking), answering('{"orgs":[]}'), { spec })
  expect(report.verdict).toBe('broken')
  expect(report.scenarios.map(({ scenario, verdict, reason }) => [scenario, verdict, reason])).toEqual([
    ['pagination/a', 'not-checked', expect.stringContaining('without its list of organizations')],
    ['query/a', 'not-checked', expect.stringContaining('without its list of organizations')],
    ['http/a', 'kept', undefined],
  ])
})

test('a server that makes up names fills no report: the last finding says that there are more', async () => {
  const members = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`made_up_${i}`, i]))
  const { report } = await checked([asking('http')], answering(JSON.stringify([{ id: 'a', ...members }])), { spec })
  const [result] = report.scenarios
  expect(result?.findings).toHaveLength(101)
  expect(result?.findings.at(-1)).toMatchObject({
    severity: 'drift',
    message: 'more than 100 different findings of shape/undeclared-fields: the others are not listed',
  })
})

test('one header that no refusal has is one note', async () => {
  const refusal = { status: [404], basis: 'documented', also: [hasHeader('X-Ray', 'assumed')] } as const
  const refused = families.map((family) =>
    law(
      `${family}/a`,
      async ({ send }) => {
        for (const path of ['/a', '/b']) await send({ path, purpose: `the path ${path}`, expect: refusal })
      },
      { family },
    ),
  )
  const { report } = await checked(
    refused,
    ({ url }, response) =>
      void response.writeHead(url === '/v1/orgs' ? 200 : 404, { 'content-type': 'application/json' }).end('[]'),
    { requireBasis: 'documented', contract: () => contract },
  )
  const findings = report.scenarios.flatMap((result) => result.findings)
  expect(findings.map(({ severity, check, again }) => [severity, check, again])).toEqual([
    ['note', 'pagination/refusal-envelope', 5],
  ])
})
