import { afterAll, beforeAll, expect, test } from 'vitest'
import { shapedExchange } from '../../src/contract/shaped-exchange.ts'
import { mutantsOf } from '../../src/self-test/mutants/index.ts'
import { forwarder } from '../../src/self-test/proxy.ts'
import { exchangeOf } from '../../src/self-test/replies.ts'
import { type Rig, startRig } from '../../src/self-test/rig.ts'
import type { Forward, Mutation, ProxiedRequest, Subject } from '../../src/self-test/types.ts'
import { compareShapes, createShapeRecord, type OperationShape } from '../../src/shape/index.ts'
import { tested } from '../self-test/tested.ts'

// Every broken server of the self-test's shape family differs from the sound one in its shape. The replies of the mocks are asked for once.

let rig: Rig
let passed: ReturnType<typeof forwarder>
const kept = new Map<string, ReturnType<Forward>>()

beforeAll(async () => {
  const { providers, start } = await tested()
  let url: string | undefined
  rig = await startRig({
    count: 12,
    seed: 1,
    providers,
    async start(mocks) {
      const server = await start(mocks)
      url ??= mocks.count === 12 ? server.url : undefined
      return server
    },
  })
  passed = forwarder(url ?? '')
})
afterAll(async () => {
  passed.close()
  await rig.close()
})

const forward: Forward = (request) => {
  const key = JSON.stringify({ ...request, body: request.body.toString('base64') })
  const reply = kept.get(key) ?? passed.forward(request)
  kept.set(key, reply)
  return reply
}

/** What a client sends that sees every page and some refusals. */
async function shapeOf({ operation, contract, path, credentialHeaders }: Subject, mutation: Mutation) {
  const record = createShapeRecord({ operation })
  const headers = Object.entries({ accept: 'application/json', ...credentialHeaders })
  const plain = { method: 'GET', host: operation.hosts[0] ?? '', path, query: '', headers, body: Buffer.alloc(0) }
  async function ask(what: string, changes: Partial<ProxiedRequest>) {
    const request = { ...plain, ...changes }
    const exchange = exchangeOf(request, await mutation(request, forward))
    record.observe(shapedExchange({ ...exchange, plan: { purpose: what } }, { id: 'walk' }, { contract, operation }))
    return exchange
  }
  let query: string | undefined = contract.pager.first()
  for (let page = 0; query !== undefined && page < 8; page += 1) {
    query = contract.pager.next(await ask('a page', { query }), query)
  }
  await ask('no credential', { headers: [['accept', 'application/json']] })
  const { size } = contract.pager
  if (size !== undefined) await ask('a bad size', { query: `${size.parameter}=none` })
  await ask('another method', { method: 'PUT' })
  await ask('another path', { path: `${path}/nope` })
  await ask('the other slash', { path: path.endsWith('/') ? path.slice(0, -1) : `${path}/` })
  await ask('another content type', {
    headers: [...headers, ['content-type', 'application/xml']],
    body: Buffer.from('<a/>'),
  })
  for (const probe of contract.http.probes) {
    const { plan } = probe
    await ask(probe.id, {
      ...(plan.query === undefined ? {} : { query: plan.query }),
      ...(plan.headers === undefined ? {} : { headers: [...headers, ...Object.entries(plan.headers)] }),
    })
  }
  return record.result() as OperationShape
}

/** A third of them, or all, which takes half a minute. */
const every = process.env['ORGMOCK_ALL_SHAPES'] === undefined ? 3 : 1

test('every mutant of the shape family is a change', { timeout: 180_000 }, async () => {
  let count = 0
  const alive: string[] = []
  const mild: string[] = []
  for (const subject of rig.subjects) {
    const sound = await shapeOf(subject, (request, pass) => pass(request))
    const again = await shapeOf(subject, (request, pass) => pass(request))
    expect(compareShapes('p', { '/': sound }, { '/': again }).changes).toEqual([])
    for (const mutant of mutantsOf(subject)
      .mutants.filter((one) => one.class === 'shape')
      .filter((_, index) => index % every === 0)) {
      count += 1
      const { changes } = compareShapes('p', { '/': sound }, { '/': await shapeOf(subject, mutant.mutation()) })
      if (changes.length === 0) alive.push(mutant.id)
      else if (changes.every(({ severity }) => severity === 'harmless')) mild.push(mutant.id)
    }
  }
  // What is in a list that was always empty before is no change by itself: that the list is empty no more is one.
  expect(mild.filter((id) => !/(errors|messages)\[\]/.test(id))).toEqual(
    every === 1 ? ['cloudflare/shape/4XX:result/enum'] : expect.any(Array),
  )
  expect(count).toBeGreaterThan(500)
  expect(alive).toEqual([])
})
