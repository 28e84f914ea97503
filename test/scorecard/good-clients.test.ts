import { Client as CradlClient, Credentials, Token } from '@lucidtech/las-sdk-core'
import Cloudflare from 'cloudflare'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ProviderId, providerIds, tokenForm } from '../support/providers.ts'
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

describe.each(paged)('walks of one tenant of %s', (id) => {
  /** Every walk gets a page before the next page is asked for. */
  async function inStep(walks: number, tenant: string): Promise<void> {
    const client = clientOf(rig, id, tenant)
    let open: (string | null)[] = Array.from({ length: walks }, () => null)
    for (let page = 1; open.length > 0; page += 1) {
      const replies = await Promise.all(open.map((cursor) => client.send(pageQuery(id, page, cursor))))
      const more = replies.filter(({ next, ids }) => (id === 'cloudflare' ? ids.length > 0 : next !== null))
      open = more.map(({ next }) => next)
    }
  }

  const ofRequests = ['page-size-in-range', 'credentials-in-headers']

  test('are told apart when there are nine side by side', async () => {
    const tenant = 'beside-nine_count-90'
    await inStep(9, tenant)
    const { grades } = rig.card(id, tenant)
    expect(grades.find((grade) => grade.id === 'follows-pages')?.verdict).toBe('passed')
    expect(grades.find((grade) => grade.id === 'asks-once')?.verdict).toBe('passed')
  })

  test.each(['count-41', 'count-90', 'changing'])(
    'are named when there are thirty side by side on %s',
    async (account) => {
      const tenant = `beside-thirty_${account}`
      await inStep(30, tenant)
      const { grades } = rig.card(id, tenant)
      const guesses = grades.filter((grade) => !ofRequests.includes(grade.id))
      expect(guesses.map(({ verdict }) => verdict)).toEqual(guesses.map(() => 'not-seen'))
      const { evidence, findings } = guesses.find((grade) => grade.id === 'follows-pages') ?? {}
      expect(findings).toBe(1)
      expect(evidence?.[0]?.requests).toHaveLength(10)
      expect(evidence?.[0]?.message).toBe(
        'began 10 walks or more side by side; they cannot be told apart in one tenant: give each a tenant of its own',
      )
      expect(grades.find((grade) => grade.id === 'credentials-in-headers')?.verdict).toBe('passed')
    },
  )

  test('do not hide a page size that is refused', async () => {
    const tenant = 'beside-wrong_count-60'
    await Promise.all([clientOf(rig, id, tenant).send({ [sizeNames[id] ?? '']: '101' }), inStep(30, tenant)])
    expect(failedGrades(rig.card(id, tenant))).toEqual(['page-size-in-range'])
  })

  test('are no crowd when thirty come one after the other, or leave early', async () => {
    const tenant = 'row_count-60'
    for (let walk = 0; walk < 30; walk += 1) {
      const client = clientOf(rig, id, tenant)
      if (walk % 2 === 0) await client.walk()
      else await client.send(pageQuery(id, 2, (await client.send()).next))
      // More than five tokens within a second would be a finding.
      await rig.clock.sleep(1_000)
    }
    const grades = rig.card(id, tenant).grades
    expect(grades.find((grade) => grade.id === 'asks-once')?.verdict).toBe('passed')
    expect(grades.flatMap(({ evidence }) => evidence.map(({ message }) => message)).join()).not.toContain(
      'side by side',
    )
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

describe('the official client of Cradl', () => {
  /** Its own credentials ask for tokens over https only; the rest, such as how long it keeps one, is its own. */
  class PlainCredentials extends Credentials {
    private readonly renew: () => Promise<Token>

    constructor(apiEndpoint: string, renew: () => Promise<Token>) {
      super(apiEndpoint)
      this.renew = renew
    }

    override getToken(): Promise<Token> {
      return this.renew()
    }
  }

  function official(tenant: string): CradlClient {
    const { clientId = '', clientSecret = '' } = credentialsOf(rig, 'cradl', tenant)
    return new CradlClient(
      new PlainCredentials(`${rig.url}/api.cradl.ai/v1`, async () => {
        const body = tokenForm({ CRADL_CLIENT_ID: clientId, CRADL_CLIENT_SECRET: clientSecret })
        const headers = { 'content-type': 'application/x-www-form-urlencoded' }
        const response = await fetch(`${rig.url}/auth.cradl.ai/oauth2/token`, { method: 'POST', headers, body })
        const { access_token, expires_in } = (await response.json()) as { access_token: string; expires_in: number }
        return new Token(access_token, Date.now() + expires_in * 1000)
      }),
    )
  }

  async function walk(tenant: string, maxResults: number): Promise<number> {
    const client = official(tenant)
    let organizations = 0
    let nextToken: string | null | undefined
    do {
      const query = { maxResults, ...(nextToken ? { nextToken } : {}) }
      const page = await client.makeGetRequest<{ organizations: unknown[]; nextToken: string | null }>(
        '/organizations',
        query,
      )
      organizations += page.organizations.length
      nextToken = page.nextToken
    } while (nextToken)
    return organizations
  }

  test.each([
    ['official_empty', 0],
    ['official_one', 1],
    ['official_page', 20],
    ['official_count-127', 127],
    // Each of six pages before the last one took an organization from the end.
    ['official_changing', 121],
  ])('gets no blame on the account %s', async (tenant, count) => {
    expect(await walk(tenant, 20)).toBe(count)
    expect(failedGrades(rig.card('cradl', tenant))).toEqual([])
  })

  test.each(['official_throttled-after-3', 'official_flaky', 'official_expiring-after-2'])(
    'gets no blame for giving up on the account %s',
    async (tenant) => {
      await expect(walk(tenant, 20)).rejects.toThrow(/429|500|403/)
      expect(failedGrades(rig.card('cradl', tenant))).toEqual([])
    },
  )
})
