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

test('where drift breaks a contract, every law that meets it is broken', async () => {
  const { report } = await checked(families.map(asking), answering(rows), { spec, failOn: 'drift' })
  expect(report.scenarios.map(({ verdict }) => verdict)).toEqual(['broken', 'broken', 'broken'])
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
