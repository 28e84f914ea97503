import type { IncomingMessage, RequestListener } from 'node:http'
import { expect, test } from 'vitest'
import { headerCredentials, laws } from '../../../src/contract/index.ts'
import { checked, contract } from '../checked.ts'

const authorizer = headerCredentials({ 'X-Key': 'key' }, { key: 'ACME_KEY' })
const unknownRoute = { status: [403], basis: 'assumed' } as const

interface Habits {
  /** Whether a request needs no credential. */
  readonly isOpen?: (request: IncomingMessage) => boolean
  /** What HEAD says of the length, from the right one. */
  readonly headLength?: (right: number) => number | undefined
  readonly headStatus?: number
  /** In each body. */
  readonly mark?: () => string
  /** The nth request finds so many organizations. */
  readonly count?: (request: number) => number
}

function server({
  isOpen = () => false,
  headLength = (right) => right,
  headStatus = 200,
  count = () => 3,
  mark = () => '',
}: Habits) {
  let requests = 0
  const listener: RequestListener = (request, response) => {
    const isHead = request.method === 'HEAD'
    const isLetIn = request.headers['x-key'] === 'some-key' || isOpen(request)
    const status = isLetIn ? (isHead ? headStatus : 200) : 401
    const body = JSON.stringify(status === 200 ? Array(count(requests++)).fill(`an organization${mark()}`) : {})
    const length = isHead && status === 200 ? headLength(body.length) : body.length
    response.writeHead(status, {
      'content-type': 'application/json',
      ...(status === 401 ? { 'www-authenticate': 'Key' } : {}),
      ...(status === 405 ? { allow: 'GET' } : {}),
      ...(length === undefined ? {} : { 'content-length': length }),
    })
    response.end(isHead ? undefined : body)
  }
  return listener
}

async function run(habits: Habits, head: 'as-get' | typeof unknownRoute = 'as-get') {
  const { report } = await checked(
    laws.filter(({ id }) => id === 'http/head'),
    server(habits),
    {
      requireBasis: 'documented',
      contract: () => ({ ...contract, authorizer, http: { ...contract.http, head } }),
    },
  )
  const [result] = report.scenarios
  const violations = result?.findings.filter(({ severity }) => severity === 'violation').map(({ message }) => message)
  return { verdict: result?.verdict, reason: result?.reason, violations }
}

test('a counter that moves with each request blames no HEAD, whatever the lengths', async () => {
  let marks = 0
  const { verdict, violations } = await run({
    count: (request) => (request % 2 === 0 ? 3 : 9),
    mark: () => String(marks++ % 10),
  })
  expect({ verdict, violations }).toEqual({ verdict: 'not-checked', violations: [] })
})

const isHead = ({ method }: IncomingMessage) => method === 'HEAD'

test.each<[string, Habits]>([
  ['says what GET says', {}],
  ['leaves the length out', { headLength: () => undefined }],
  ['is not served', { headStatus: 405 }],
  ['is not served, with or without a credential', { headStatus: 405, isOpen: isHead }],
  ['comes behind one organization more', { count: (request) => (request === 0 ? 2 : 3) }],
])('HEAD that %s is sound', async (_, habits) => {
  expect(await run(habits)).toMatchObject({ verdict: 'kept', violations: [] })
})

test('a list that moves with each request blames no HEAD', async () => {
  expect(await run({ count: (request) => request })).toEqual({
    verdict: 'not-checked',
    reason: 'the list moved between GET and HEAD',
    violations: [],
  })
})

test.each([0, 1, 1000])('HEAD with a length of %d, which is not that of GET, is found', async (length) => {
  const { violations } = await run({ headLength: () => length })
  expect(violations).toEqual(['HEAD has another content-length than GET'])
})

test.each(['as-get', unknownRoute] as const)('HEAD that needs no credential is found: %j', async (head) => {
  const { violations } = await run({ isOpen: isHead }, head)
  expect(violations).toEqual(['HEAD without a credential: answered with status 200'])
})
