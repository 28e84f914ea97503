import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ProviderId, providerIds } from '../support/providers.ts'
import { type Client, clientOf, credentialsOf, pageQuery } from './support/client.ts'
import { failedGrades, passedGrades, type Rig, startRig } from './support/rig.ts'

let rig: Rig
beforeAll(async () => {
  rig = await startRig()
})
afterAll(() => rig.close())

/** The client has this one fault and no other; the message of its first finding. */
function onlyFault(id: ProviderId, tenant: string | undefined, grade: string): string {
  const card = rig.card(id, tenant)
  expect(failedGrades(card)).toEqual([grade])
  return card.grades.find((one) => one.id === grade)?.evidence[0]?.message ?? ''
}

async function tries(client: Client, times: number, gapMs: (retry: number) => number, query = {}): Promise<void> {
  for (let retry = 0; retry < times; retry += 1) {
    await client.send(query).catch(() => undefined)
    await rig.clock.sleep(gapMs(retry))
  }
}

describe.each(['cekura', 'cloudflare', 'nirvana'] as const)(
  'a client of %s that does not wait out Retry-After',
  (id) => {
    test.each([0, 3, 200, 890])('is named when it comes back after %i ms of a second', async (gap) => {
      const tenant = `early-${gap}_throttled-after-1`
      await tries(clientOf(rig, id, tenant), 3, () => gap)
      expect(onlyFault(id, tenant, 'waits-out-retry-after')).toBe(`came ${gap} ms after a 429 that asks to wait 1 s`)
    })

    test.each([1_000, 1_400, 60_000])('is not named when it comes back after %i ms', async (gap) => {
      const tenant = `patient-${gap}_throttled-after-1`
      await tries(clientOf(rig, id, tenant), 4, () => gap)
      const card = rig.card(id, tenant)
      expect(failedGrades(card)).toEqual([])
      expect(passedGrades(card)).toContain('waits-out-retry-after')
    })

    test('is not named when it never comes back, nor praised', async () => {
      const tenant = 'gone_throttled'
      await clientOf(rig, id, tenant).send()
      const card = rig.card(id, tenant)
      expect(failedGrades(card)).toEqual([])
      expect(passedGrades(card)).not.toContain('waits-out-retry-after')
    })
  },
)

test('a client that goes on with another page in the time it was told to wait is named', async () => {
  const tenant = 'elsewhere_throttled-after-3'
  const client = clientOf(rig, 'cloudflare', tenant)
  for (const page of ['1', '2', '3', '4']) await client.send({ page })
  await rig.clock.sleep(700)
  await client.send({ page: '5' })
  expect(onlyFault('cloudflare', tenant, 'waits-out-retry-after')).toBe('came 700 ms after a 429 that asks to wait 1 s')
})

test('pages that were on their way when another one was refused are no fault', async () => {
  const tenant = 'on-their-way_throttled-after-3'
  const client = clientOf(rig, 'cloudflare', tenant)
  await client.send()
  await Promise.all(['2', '3', '4', '5', '6', '7'].map((page) => client.send({ page })))
  expect(failedGrades(rig.card('cloudflare', tenant))).toEqual([])
})

test('a clock that was moved back says nothing', async () => {
  const tenant = 'moved-back_throttled-after-1'
  const client = clientOf(rig, 'cloudflare', tenant)
  await tries(client, 2, () => 0)
  await rig.clock.sleep(-60_000)
  await client.send()
  await rig.clock.sleep(60_000)
  expect(failedGrades(rig.card('cloudflare', tenant))).toEqual([])
})

describe.each(providerIds)('a client of %s that does not back off', (id) => {
  test('is named when it tries again at once after each 500', async () => {
    const tenant = 'at-once'
    await tries(clientOf(rig, id, tenant), 4, () => 2, { __code: '500' })
    expect(onlyFault(id, tenant, 'backs-off')).toBe('was tried again twice within 4 ms of a 500')
  })

  test('is named when it goes on for ever without waiting longer', async () => {
    const tenant = 'for-ever'
    await tries(clientOf(rig, id, tenant), 30, () => 200, { __code: '500' })
    expect(onlyFault(id, tenant, 'backs-off')).toBe('was tried 30 times within 5.8 s, without waiting longer')
  })

  test.each(['connection-reset', 'malformed-json', 'bad-gateway', 'empty-body'])(
    'is named when it tries again at once after the fault %s',
    async (__fault) => {
      const tenant = `at-once-${__fault}`
      await tries(clientOf(rig, id, tenant), 3, () => 1, { __fault })
      expect(onlyFault(id, tenant, 'backs-off')).toContain('was tried again twice within 2 ms of a')
    },
  )

  test.each<[how: string, gapMs: (retry: number) => number]>([
    ['twice as long each time, from half a second, less a quarter at most', (retry) => 375 * 2 ** retry],
    ['once at once, then twice as long each time', (retry) => (retry === 0 ? 0 : 250 * 2 ** retry)],
    ['the same second each time', () => 1_000],
    ['a tenth of a second, five times as long each time', (retry) => 100 * 5 ** retry],
    ['by full jitter that came out low once', (retry) => [20, 700, 90, 3_000, 5_000][retry] ?? 8_000],
  ])('is not named when it waits %s', async (how, gapMs) => {
    const tenant = `patient-${how.length}`
    await tries(clientOf(rig, id, tenant), 5, gapMs, { __code: '500' })
    const card = rig.card(id, tenant)
    expect(failedGrades(card)).toEqual([])
    expect(passedGrades(card)).toContain('backs-off')
  })
})

test('a client that hammers an API Gateway, which never says how long to wait, is named', async () => {
  await tries(clientOf(rig, 'cradl', 'throttled'), 20, () => 5)
  expect(onlyFault('cradl', 'throttled', 'backs-off')).toBe('was tried again twice within 10 ms of a 429')
})

describe('a client of Cradl with a token', () => {
  async function walkWith(client: Client, before: (page: number) => Promise<unknown>): Promise<void> {
    let next: string | null = null
    for (let page = 1; page === 1 || next !== null; page += 1) {
      await before(page)
      ;({ next } = await client.send(pageQuery('cradl', page, next)))
    }
  }

  test('is named when it fetches one for each page', async () => {
    const tenant = 'token-per-page_count-60'
    const client = clientOf(rig, 'cradl', tenant)
    await walkWith(client, () => client.renew())
    expect(onlyFault('cradl', tenant, 'renews-token')).toBe(
      'asked for a token while the last one was good for another 60 min',
    )
  })

  test('is named when it fetches one more in the middle of a walk', async () => {
    const tenant = 'one-more_count-60'
    const client = clientOf(rig, 'cradl', tenant)
    await walkWith(client, async (page) => {
      await rig.clock.sleep(60_000)
      if (page === 3) await client.renew()
    })
    expect(onlyFault('cradl', tenant, 'renews-token')).toBe(
      'asked for a token while the last one was good for another 58 min',
    )
  })

  test('is named when it fetches one for each page, and sends cursors that are none', async () => {
    const tenant = 'token-and-cursor_count-100'
    const client = clientOf(rig, 'cradl', tenant)
    const first = await client.send()
    for (const cursor of [first.next ?? '', 'made-up', 'another']) {
      await client.renew()
      await client.send({ nextToken: cursor })
    }
    expect(failedGrades(rig.card('cradl', tenant))).toEqual(['sends-cursor-unchanged', 'renews-token'])
  })

  test('is named when it fetches several side by side', async () => {
    const tenant = 'herd_count-60'
    const client = clientOf(rig, 'cradl', tenant)
    await Promise.all([client.renew(), client.renew(), client.renew()])
    await client.walk()
    onlyFault('cradl', tenant, 'renews-token')
  })

  test('is named when it fetches one for each of many lists', async () => {
    const tenant = 'per-list_count-5'
    for (let list = 0; list < 5; list += 1) {
      await clientOf(rig, 'cradl', tenant).send({ maxResults: String(10 + list) })
    }
    expect(onlyFault('cradl', tenant, 'renews-token')).toContain('asked for 5 tokens within a second')
  })

  test('is named when it goes on with one that was refused', async () => {
    const tenant = 'stubborn_expiring-after-2_count-60'
    const client = clientOf(rig, 'cradl', tenant)
    await client.send()
    await client.send()
    await tries(client, 4, () => 5_000)
    expect(onlyFault('cradl', tenant, 'renews-token')).toContain('with a token that had been refused')
  })

  test('is named when it renews each time although one refused request asks for one only', async () => {
    const tenant = 'twice_expiring-after-2_count-100'
    const client = clientOf(rig, 'cradl', tenant)
    const first = await client.send()
    const second = await client.send(pageQuery('cradl', 2, first.next))
    await client.send(pageQuery('cradl', 3, second.next))
    await client.renew()
    await client.renew()
    await client.send(pageQuery('cradl', 3, second.next))
    expect(rig.card('cradl', tenant).grades.find(({ id }) => id === 'renews-token')?.verdict).toBe('failed')
  })

  test('may fetch one for each of three runs', async () => {
    const tenant = 'runs_count-60'
    for (let run = 0; run < 3; run += 1) await clientOf(rig, 'cradl', tenant).walk()
    const card = rig.card('cradl', tenant)
    expect(failedGrades(card)).toEqual([])
    expect(passedGrades(card)).toContain('renews-token')
  })
})

describe.each(providerIds)('a client of %s with a credential where it does not belong', (id) => {
  const parameter = { cekura: 'api_key', cloudflare: 'x-auth-key', cradl: 'access_token', nirvana: 'token' }[id]

  async function secretOf(tenant: string): Promise<string> {
    const { apiKey } = credentialsOf(rig, id, tenant)
    if (apiKey !== undefined) return apiKey
    const client = clientOf(rig, id, tenant)
    await client.send()
    const sent = rig.observations.at(-1)?.request.headers['authorization']
    return String(sent).slice('Bearer '.length)
  }

  test('is named when it stands in the query, with the header', async () => {
    const tenant = 'both'
    await clientOf(rig, id, tenant).send({ [parameter]: await secretOf(tenant) })
    expect(onlyFault(id, tenant, 'credentials-in-headers')).toBe(`carried a credential in the query, as ${parameter}`)
  })

  test('is named when it stands in the query under another name', async () => {
    const tenant = 'hidden'
    await clientOf(rig, id, tenant).send({ q: await secretOf(tenant) })
    expect(onlyFault(id, tenant, 'credentials-in-headers')).toBe('carried a credential in the query')
  })

  test('is named when it stands in the query alone', async () => {
    const lonely = await startRig()
    await clientOf(lonely, id).send({ [parameter]: 'a-key-of-somebody' }, { headers: {} })
    const [card] = [lonely.card(id)]
    await lonely.close()
    expect(failedGrades(card)).toEqual(['credentials-in-headers'])
  })

  test('is named when it stands in the path', async () => {
    const lonely = await startRig()
    const client = clientOf(lonely, id)
    await client.send()
    const header = Object.entries(lonely.observations.at(-1)?.request.headers ?? {})
    const key = header.find(([name]) => /key|authorization/.test(name))?.[1]
    const secret = String(key).replace('Bearer ', '')
    await client.send({}, { path: `/v1/${secret}/organizations` })
    const card = lonely.card(id)
    await lonely.close()
    expect(failedGrades(card)).toEqual(['credentials-in-headers'])
  })

  test('is never shown it', async () => {
    const tenant = 'shown'
    const secret = await secretOf(tenant)
    await clientOf(rig, id, tenant).send({ q: secret })
    expect(JSON.stringify(rig.card(id, tenant))).not.toContain(secret)
  })
})

test('a token request with its secret in the query is named', async () => {
  const lonely = await startRig()
  await fetch(`${lonely.url}/auth.cradl.ai/oauth2/token?grant_type=client_credentials&client_secret=abcdefgh`, {
    method: 'POST',
  })
  const card = lonely.card('cradl')
  await lonely.close()
  expect(failedGrades(card)).toEqual(['credentials-in-headers'])
})

test('parameters that only sound like credentials are none', async () => {
  const tenant = 'sounds_count-5'
  await clientOf(rig, 'nirvana', tenant).send({
    page_token: 'abcdefghij',
    key: 'name',
    email: 'a@b.example',
    sort: 'name',
  })
  await clientOf(rig, 'cradl', tenant).send({ nextToken: '', continuationToken: 'abcdefghij' })
  for (const id of ['nirvana', 'cradl'] as const) expect(failedGrades(rig.card(id, tenant))).toEqual([])
})

describe('a client that does not take no for an answer', () => {
  test.each(['cekura', 'cloudflare', 'nirvana'] as const)(
    'is named when it goes on with a revoked key of %s',
    async (id) => {
      const tenant = 'stubborn_revoked'
      await tries(clientOf(rig, id, tenant), 5, () => 2_000)
      expect(onlyFault(id, tenant, 'takes-refusals')).toMatch(/^was sent 5 times, though a 40[13] had refused it$/)
    },
  )

  test('is named when it goes on without the scope', async () => {
    const tenant = 'stubborn_forbidden'
    await tries(clientOf(rig, 'cradl', tenant), 5, () => 2_000)
    onlyFault('cradl', tenant, 'takes-refusals')
  })

  test('is named when it repeats a request that is wrong', async () => {
    const tenant = 'wrong'
    await tries(clientOf(rig, 'cloudflare', tenant), 6, () => 10, { order: 'size' })
    onlyFault('cloudflare', tenant, 'takes-refusals')
  })

  test('is not named for some tries of a person who has mistyped something', async () => {
    const tenant = 'human_revoked'
    await tries(clientOf(rig, 'nirvana', tenant), 12, () => 30_000)
    expect(failedGrades(rig.card('nirvana', tenant))).toEqual([])
  })
})
