import type { RequestListener } from 'node:http'
import { expect, test } from 'vitest'
import { type Law, words } from '../../src/contract/index.ts'
import { paginationWalk } from '../../src/contract/laws/pagination/walk.ts'
import type { Exchange } from '../../src/contract/types.ts'
import { plain } from '../../src/contract/words.ts'
import { answering, checked, contract, law } from './checked.ts'
import { document, json, provider } from './providers.ts'

/** The second request is answered with another mistake. */
const answeringOtherwise: RequestListener = (request, response) =>
  answering(request.url?.includes('n=2') ? '{}' : '[1]')(request, response)

test('tells findings in the order in which requests were answered, those of the law where it made them', async () => {
  const own = { check: 'http/own', rule: { basis: 'documented' }, promised: words`a`, came: words`b` } as const
  const { report } = await checked(
    [
      law('http/first', async ({ send, report }) => {
        const one = await send({ query: 'n=1', purpose: 'one' })
        report({ ...own, message: words`of the first` }, one)
        const two = await send({ query: 'n=2', purpose: 'two' })
        report({ ...own, came: words`c`, promised: words`d`, message: words`of the second` }, two)
      }),
    ],
    answeringOtherwise,
  )
  expect(report.scenarios[0]?.findings.map(({ check, message, exchange }) => [check, message, exchange])).toEqual([
    ['shape/body', '/0 must be text, but 1 came', 0],
    ['http/own', 'of the first', 0],
    ['shape/body', 'the body must be a list, but an object came', 1],
    ['http/own', 'of the second', 1],
  ])
})

test('judges the last reply before a request that fails, and says why the law was cut off', async () => {
  const { report } = await checked(
    [
      law('http/first', async ({ send }) => {
        await send({ purpose: 'one' })
        await send({ purpose: 'two' })
      }),
    ],
    answering('[1]'),
    { client: { maxRequests: 1, retries: 0 } },
  )
  const reason = 'its part of the budget ends after 1 of its requests: --max-requests can give more'
  expect(report.scenarios[0]).toMatchObject({ verdict: 'not-checked', reason })
  expect(report.scenarios[0]?.findings).toHaveLength(1)
})

/** Laws that send so many requests each. */
function laws(...counts: readonly number[]): readonly Law[] {
  return counts.map((count, index) =>
    law(`http/law-${index}`, async ({ send }) => {
      for (let sent = 0; sent < count; sent += 1) await send({ query: `n=${index}.${sent}`, purpose: 'one of some' })
    }),
  )
}

test.each([
  ['without a budget every law sends what it wants', undefined, [1, 3, 3], 'kept'],
  ['a budget keeps one request for each law to come', 4, [1, 2, 1], 'kept'],
  ['what no law needs any more goes to the last', 6, [1, 3, 2], 'kept'],
  ['a law that gets no request at all makes the run incomplete', 2, [1, 1, 0], 'not-checked'],
] as const)('%s', async (_, maxRequests, counts, verdict) => {
  const { report } = await checked(laws(1, 3, 3), answering('[]'), { client: { maxRequests, retries: 0 } })
  expect(report.scenarios.map(({ requests }) => requests)).toEqual(counts)
  expect(report.verdict).toBe(verdict)
})

/** A law that ends with a HEAD, and one after it. */
const headAndNext: readonly Law[] = [
  law('http/head', async ({ send }) => {
    await send({ query: 'n=1', purpose: 'GET' })
    await send({ method: 'HEAD', query: 'n=2', purpose: 'HEAD' })
  }),
  law('http/next', async ({ send }) => {
    await send({ query: 'n=3', purpose: 'GET' })
  }),
]

test('runs one law after another, and counts the requests of each', async () => {
  const { report, heard } = await checked(headAndNext, answering('[]'))
  expect(heard).toEqual(['GET /v1/orgs?n=1', 'HEAD /v1/orgs?n=2', 'GET /v1/orgs?n=3'])
  expect(report.scenarios.map(({ scenario, requests }) => [scenario, requests])).toEqual([
    ['http/head', 2],
    ['http/next', 1],
  ])
})

test('judges each reply before the law goes on', async () => {
  const found: string[] = []
  const seenByLaw: number[] = []
  await checked(
    [
      law('http/first', async ({ send }) => {
        await send({ query: 'n=1', purpose: 'one' })
        seenByLaw.push(found.length)
        await send({ query: 'n=2', purpose: 'two' })
        seenByLaw.push(found.length)
      }),
    ],
    answeringOtherwise,
    { onFinding: ({ message }) => found.push(message) },
  )
  expect(seenByLaw).toEqual([1, 2])
})

test('finds a body behind a HEAD, in the law that sent it', async () => {
  const { report } = await checked(headAndNext, (request, response) => {
    answering('[]')(request, response)
    if (request.method === 'HEAD') setTimeout(() => request.socket.write('surplus'), 5)
  })
  expect(report.scenarios.map(({ findings }) => findings.map(({ message }) => message))).toEqual([
    ['a body of 7 bytes comes, but the reply to a HEAD has none'],
    [],
  ])
})

test('tells of each request once it is answered, in the order in which they went out', async () => {
  const told: string[] = []
  await checked(headAndNext, answering('[]'), {
    onExchange: ({ purpose, curl }) => told.push(`${purpose}: ${curl.replace(/127\.0\.0\.1:\d+/, 'HOST')}`),
  })
  const headers = "-H 'Accept: application/json' -H 'Accept-Encoding: identity' -H 'User-Agent: orgmock'"
  expect(told).toEqual([
    `GET: curl -i 'http://HOST/v1/orgs?n=1' ${headers}`,
    `HEAD: curl -i --head 'http://HOST/v1/orgs?n=2' ${headers}`,
    `GET: curl -i 'http://HOST/v1/orgs?n=3' ${headers}`,
  ])
})

test('an error in a law ends that law only, and leaves the contract unproven', async () => {
  const { report } = await checked(
    [
      law('http/first', async ({ send }) => {
        await send({ purpose: 'one' })
        throw new TypeError('oh dear')
      }),
      law('http/next', async ({ send }) => void (await send({ purpose: 'two' }))),
    ],
    answering('[]'),
  )
  expect(report).toMatchObject({
    verdict: 'not-checked',
    reason: 'internal error in http/first (please report it): "oh dear"',
    scenarios: [
      { scenario: 'http/first', verdict: 'not-checked', requests: 1 },
      { scenario: 'http/next', verdict: 'kept', requests: 1 },
    ],
  })
})

test('three laws that wait in vain end the run', async () => {
  const waiting = ['a', 'b', 'c', 'd'].map((name) =>
    law(`http/${name}`, async ({ send }) => void (await send({ query: `n=${name}`, purpose: 'one' }))),
  )
  const first = law('http/first', async ({ send }) => void (await send({ purpose: 'one' })))
  const { report, heard } = await checked(
    [first, ...waiting],
    (request, response) => {
      if (request.url?.includes('n=') !== true) answering('[]')(request, response)
    },
    { client: { timeoutMs: 50 } },
  )
  expect(heard).toEqual(['GET /v1/orgs', 'GET /v1/orgs?n=a', 'GET /v1/orgs?n=b', 'GET /v1/orgs?n=c'])
  expect(report).toMatchObject({
    verdict: 'not-checked',
    reason: expect.stringMatching(/did not answer within 0\.05 s$/),
  })
})

test('cuts what a body puts into a sentence', async () => {
  const { report } = await checked(
    [
      law('http/first', async ({ send, report }) => {
        const one = await send({ purpose: 'one' })
        const text = plain('x'.repeat(100_000))
        report(
          {
            check: 'http/own',
            rule: { basis: 'documented' },
            message: text,
            promised: text,
            came: text,
            at: `/${'x/'.repeat(50_000)}`,
          },
          one,
        )
      }),
    ],
    answering('[]'),
  )
  const { message, promised, came, at = '' } = report.scenarios[0]?.findings[0] ?? {}
  expect([message, promised, came].map((text) => text?.length)).toEqual([501, 501, 501])
  expect(at).toHaveLength(501)
})

test('a spec that cannot be used ends the run with its error', async () => {
  const unusable = provider(document({ '200': json({ type: 'nonsense' }) }))
  const run = checked(
    [
      law('http/first', async ({ send }) => {
        await send({ purpose: 'one' })
        await send({ purpose: 'two' })
      }),
    ],
    answering('"x"'),
    { spec: unusable },
  )
  await expect(run).rejects.toThrow(/nonsense/)
})

test('an altered credential is redacted under the header that the document names', async () => {
  const keyed = provider(
    document(
      { '200': json({ type: 'array' }) },
      {
        components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Acme-Key' } } },
        security: [{ key: [] }],
      },
    ),
  )
  const told: string[] = []
  await checked(
    [
      law('http/first', async ({ send }) => {
        await send({ purpose: 'altered', authorization: { headers: { 'X-Acme-Key': 'nearly-the-credential' } } })
      }),
    ],
    answering('[]'),
    { spec: keyed, onExchange: ({ curl }) => told.push(curl) },
  )
  expect(told[0]).toContain("'X-Acme-Key: [REDACTED]'")
  expect(told[0]).not.toContain('nearly')
})

/** A server whose every page brings something new and leads on; it takes a while for each by the client's clock. */
function endless(msPerPage: number) {
  let page = 0
  let nowMs = 0
  const answer: RequestListener = (_request, response) => {
    page += 1
    nowMs += msPerPage
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify([{ id: `o${page}`, next: page }]))
  }
  return { answer, now: () => nowMs }
}

const endlessSpec = provider(document({ '200': json({ type: 'array', items: { type: 'object' } }) }))
const endlessContract = () => ({
  ...contract,
  pager: {
    basis: 'documented' as const,
    first: () => 'after=0',
    next: ({ json }: Exchange) => `after=${json.ok ? (json.value as [{ next: number }])[0].next : 0}`,
  },
})

test('gives up a walk over pages without end, and says so', async () => {
  const { answer, now } = endless(1_000)
  const { report, heard } = await checked([paginationWalk], answer, {
    spec: endlessSpec,
    contract: endlessContract,
    client: { retries: 0, now },
  })
  expect(report.verdict).toBe('not-checked')
  expect(report.reason).toBe('gave up after 301 requests, which took the server 5 minutes to answer')
  expect(heard).toHaveLength(301)
})

test('leaves a server alone that leads three laws on without end', async () => {
  const { answer, now } = endless(100_000)
  const walks = ['a', 'b', 'c', 'd'].map((name) => ({ ...paginationWalk, id: `pagination/${name}` }))
  const first = law('http/first', async ({ send }) => void (await send({ purpose: 'one' })))
  const { report } = await checked([first, ...walks], answer, {
    spec: endlessSpec,
    contract: endlessContract,
    client: { retries: 0, now },
  })
  expect(report.scenarios.map(({ reason }) => reason)).toEqual([
    undefined,
    ...new Array(3).fill('gave up after 4 requests, which took the server 5 minutes to answer'),
  ])
})
