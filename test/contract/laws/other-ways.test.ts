import type { RequestListener } from 'node:http'
import { expect, test } from 'vitest'
import { keyCredentials, laws } from '../../../src/contract/index.ts'
import { checked, contract } from '../checked.ts'

// A key in a header or in the query (OpenAPI 3.1.1, 4.8.30: one of several security requirements is enough).

const inHeader = { in: 'header', name: 'X-Key', part: 'key' } as const
const inQuery = { in: 'query', name: 'key', part: 'key' } as const

async function found(opensByQuery: boolean, ways: Parameters<typeof keyCredentials>[0]['ways']) {
  const server: RequestListener = ({ headers, url = '' }, response) => {
    const query = new URL(url, 'http://any').searchParams
    const isOpen = headers['x-key'] === 'some-key' || (opensByQuery && query.get('key') === 'some-key')
    const challenge = isOpen ? {} : { 'www-authenticate': 'Key' }
    response.writeHead(isOpen ? 200 : 401, { 'content-type': 'application/json', ...challenge })
    response.end(isOpen ? '[]' : '{}')
  }
  const authorizer = keyCredentials({ ways, variables: { key: 'ACME_KEY' } })
  const { report } = await checked(
    laws.filter(({ id }) => id === 'authentication/other-ways'),
    server,
    { contract: () => ({ ...contract, authorizer }) },
  )
  return report.scenarios.map(({ verdict, findings }) => ({ verdict, checks: findings.map(({ check }) => check) }))
}

test('a server whose second way opens too keeps the law', async () => {
  expect(await found(true, [[inHeader], [inQuery]])).toEqual([{ verdict: 'kept', checks: [] }])
})

test('a server that refuses the second way is blamed by the name of the law', async () => {
  expect(await found(false, [[inHeader], [inQuery]])).toEqual([
    // The document of this test has no 401.
    { verdict: 'broken', checks: ['authentication/other-ways', 'shape/status'] },
  ])
})

test('where the document names one way the law has no place in the report', async () => {
  expect(await found(false, [[inHeader]])).toEqual([])
})
