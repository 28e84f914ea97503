import Cloudflare from 'cloudflare'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ProviderId, providerIds } from '../support/providers.ts'
import { clientOf, credentialsOf, pageQuery, type Reply } from './support/client.ts'
import { failedGrades, passedGrades, type Rig, startRig } from './support/rig.ts'

let rig: Rig
beforeAll(async () => {
  rig = await startRig()
})
afterAll(() => rig.close())

const paged = ['cloudflare', 'cradl', 'nirvana'] as const

const sizeNames: Readonly<Record<ProviderId, string | undefined>> = {
  cekura: undefined,
  cloudflare: 'per_page',
  cradl: 'maxResults',
  nirvana: 'limit',
}

describe.each(providerIds)('a good client of %s', (id) => {
  test.each(['empty', 'one', 'page', 'count-40', 'count-127', 'flaky', 'throttled-after-3', 'changing'])(
    'gets no blame on the account %s',
    async (account) => {
      const tenant = `good_${account}`
      await clientOf(rig, id, tenant).walk()
      expect(failedGrades(rig.card(id, tenant))).toEqual([])
    },
  )

  test('gets no blame for several walks one after the other', async () => {
    const tenant = 'again_count-60'
    for (let walk = 0; walk < 4; walk += 1) await clientOf(rig, id, tenant).walk()
    expect(failedGrades(rig.card(id, tenant))).toEqual([])
  })

  test('gets no blame for two walks side by side', async () => {
    const tenant = 'beside_count-90'
    await Promise.all([clientOf(rig, id, tenant).walk(), clientOf(rig, id, tenant).walk()])
    expect(failedGrades(rig.card(id, tenant))).toEqual([])
  })

  test('gets no blame when it reads the first page only, after a HEAD', async () => {
    const tenant = 'first_count-60'
    const client = clientOf(rig, id, tenant)
    await client.send({}, { method: 'HEAD' })
    await client.send()
    const card = rig.card(id, tenant)
    expect(failedGrades(card)).toEqual([])
    expect(passedGrades(card)).not.toContain('follows-pages')
  })

  test.each(['connection-reset', 'connection-reset-in-body', 'malformed-json', 'bad-gateway', 'empty-body'])(
    'may ask again after the fault %s',
    async (fault) => {
      const tenant = `wire-${fault}`
      const client = clientOf(rig, id, tenant)
      await client.send({ __fault: fault }).catch(() => undefined)
      await rig.clock.sleep(500)
      await client.walk()
      expect(failedGrades(rig.card(id, tenant))).toEqual([])
    },
  )

  test('may use the preferences of this server on each page', async () => {
    const tenant = 'preferring_count-60'
    await clientOf(rig, id, tenant).walk({ __delay: '0' })
    expect(failedGrades(rig.card(id, tenant))).toEqual([])
  })

  test('may give up after a failure', async () => {
    const tenant = 'gives-up_count-100'
    const client = clientOf(rig, id, tenant)
    const first = await client.send()
    const second = await client.send(pageQuery(id, 2, first.next))
    await client.send({ ...pageQuery(id, 3, second.next), __code: '500' })
    expect(failedGrades(rig.card(id, tenant))).toEqual([])
  })
})

describe.each(paged)('a whole walk over %s', (id) => {
  const size = sizeNames[id] ?? ''

  test.each(['10', '20', '50'])('by pages of %s passes all that a walk can show', async (perPage) => {
    const tenant = `sized-${perPage}_count-127`
    expect(await clientOf(rig, id, tenant).walk({ [size]: perPage })).toHaveLength(127)
    const card = rig.card(id, tenant)
    expect(failedGrades(card)).toEqual([])
    const shown = ['follows-pages', 'asks-once', 'page-size-in-range', 'credentials-in-headers']
    expect(passedGrades(card)).toEqual(expect.arrayContaining(shown))
  })

  test('through a limit passes for waiting', async () => {
    const tenant = 'throttled-after-3_count-127'
    expect(await clientOf(rig, id, tenant).walk()).toHaveLength(127)
    const card = rig.card(id, tenant)
    expect(failedGrades(card)).toEqual([])
    // API Gateway does not say how long to wait.
    expect(passedGrades(card)).toContain(id === 'cradl' ? 'backs-off' : 'waits-out-retry-after')
  })

  test('through failures passes for backing off', async () => {
    const tenant = 'flaky_count-127'
    expect(await clientOf(rig, id, tenant).walk()).toHaveLength(127)
    expect(passedGrades(rig.card(id, tenant))).toContain('backs-off')
  })
})

test('a client that fetches numbered pages side by side, in any order, gets no blame', async () => {
  const tenant = 'concurrent_count-200'
  const client = clientOf(rig, 'cloudflare', tenant)
  await client.send()
  await Promise.all([9, 4, 10, 2, 7, 3, 8, 5, 6].map((page) => client.send({ page: String(page) })))
  const card = rig.card('cloudflare', tenant)
  expect(failedGrades(card)).toEqual([])
  expect(passedGrades(card)).toContain('follows-pages')
})

test('a client that leafs back and forth by cursors gets no blame', async () => {
  const tenant = 'leafing_count-100'
  const client = clientOf(rig, 'nirvana', tenant)
  let page: Reply = await client.send()
  for (const step of ['next', 'next', 'previous', 'previous', 'next', 'previous'] as const) {
    page = await client.send(pageQuery('nirvana', 0, page[step]))
  }
  expect(failedGrades(rig.card('nirvana', tenant))).toEqual([])
})

test('a client that looks at two pages and later reads all gets no blame', async () => {
  const tenant = 'later_count-100'
  const client = clientOf(rig, 'nirvana', tenant)
  const first = await client.send()
  await client.send(pageQuery('nirvana', 2, first.next))
  await client.walk()
  expect(failedGrades(rig.card('nirvana', tenant))).toEqual([])
})

test('a client of Cradl that renews a token which expires on the walk gets no blame', async () => {
  const tenant = 'expiring-after-2_count-127'
  expect(await clientOf(rig, 'cradl', tenant).walk()).toHaveLength(127)
  const card = rig.card('cradl', tenant)
  expect(failedGrades(card)).toEqual([])
  expect(passedGrades(card)).toContain('renews-token')
})

test('a client of Cradl that renews a token shortly before its end gets no blame', async () => {
  const tenant = 'foresight_count-60'
  const client = clientOf(rig, 'cradl', tenant)
  const first = await client.send()
  await rig.clock.sleep(3_300_000)
  await client.renew()
  const second = await client.send({ nextToken: first.next ?? '' })
  await client.send({ nextToken: second.next ?? '' })
  expect(failedGrades(rig.card('cradl', tenant))).toEqual([])
})

test.each([...providerIds])('a client of %s that is refused once and leaves gets no blame', async (id) => {
  for (const tenant of ['expired', 'revoked', 'forbidden']) {
    await clientOf(rig, id, tenant).send()
    const owner = id === 'cradl' && tenant === 'revoked' ? undefined : tenant
    expect(failedGrades(rig.card(id, owner))).toEqual([])
  }
})

describe('the official client of Cloudflare, with its own waits', () => {
  let real: Rig
  beforeAll(async () => {
    real = await startRig({ isReal: true })
  })
  afterAll(() => real.close())

  function official(tenant: string): Cloudflare {
    const { apiEmail = '', apiKey = '' } = credentialsOf(real, 'cloudflare', tenant)
    const baseURL = `${real.url}/api.cloudflare.com/client/v4`
    return new Cloudflare({ apiEmail, apiKey, apiToken: null, baseURL })
  }

  test.each([
    ['empty', {}],
    ['one', {}],
    ['page', {}],
    ['count-127', { per_page: 50, order: 'name', direction: 'desc' }],
    ['throttled-after-3_count-80', { per_page: 25 }],
    ['flaky_count-80', { per_page: 25 }],
    ['changing', { per_page: 50 }],
  ] as const)('gets no blame on the account %s', async (tenant, query) => {
    let organizations = 0
    for await (const _ of official(tenant).user.organizations.list(query)) organizations += 1
    const card = real.card('cloudflare', tenant)
    expect(failedGrades(card)).toEqual([])
    if (organizations > 0) expect(passedGrades(card)).toContain('follows-pages')
  })

  test('gets no blame when its key expires on the walk', async () => {
    const walk = async () => {
      for await (const _ of official('expiring-after-2').user.organizations.list({ per_page: 5 }));
    }
    await expect(walk()).rejects.toThrow('403')
    expect(failedGrades(real.card('cloudflare', 'expiring-after-2'))).toEqual([])
  })
})
