import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mockRequest } from '../mocks/ask.ts'
import { hostOf, type ProviderId, pathOf, providerIds, tokenForm } from '../support/providers.ts'
import { credentialsOf, pageQuery, type Query } from './support/client.ts'
import { failedGrades, type Rig, startRig } from './support/rig.ts'

let rig: Rig
beforeAll(async () => {
  rig = await startRig()
})
afterAll(() => rig.close())

const sizes: Readonly<Record<ProviderId, readonly [name: string, minimum: number, maximum: number]>> = {
  cekura: ['', 1, 1],
  cloudflare: ['per_page', 5, 50],
  cradl: ['maxResults', 1, 100],
  nirvana: ['limit', 10, 100],
}

/** A walk that stops after each answer, so that others can go on in between. */
async function* walk(id: ProviderId, tenant: string, query: Query, isRandom: boolean): AsyncGenerator<undefined> {
  const provider = rig.providers[id]
  const credentials = credentialsOf(rig, id, tenant)
  const headers: Record<string, string> = {
    'x-cekura-api-key': credentials['apiKey'] ?? '',
    'x-auth-email': credentials['apiEmail'] ?? '',
    'x-auth-key': credentials['apiKey'] ?? '',
    authorization: `Bearer ${credentials['apiKey']}`,
  }
  if (id === 'cloudflare') delete headers['authorization']

  async function ask(path: string, more: Partial<Parameters<typeof mockRequest>[1]>) {
    const answer = await rig.handle(provider, mockRequest(provider, { path, now: rig.clock.now, ...more }))
    return { ...answer, json: () => JSON.parse(Buffer.from(answer.body).toString()) }
  }

  async function renew(): Promise<void> {
    const { clientId = '', clientSecret = '' } = credentials
    const form = tokenForm({ CRADL_CLIENT_ID: clientId, CRADL_CLIENT_SECRET: clientSecret })
    const answer = await ask('/oauth2/token', {
      method: 'POST',
      host: 'auth.cradl.ai',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: Buffer.from(form),
    })
    headers['authorization'] = `Bearer ${answer.json().access_token}`
  }

  async function page(more: Query) {
    for (let retry = 0; ; retry += 1) {
      const text = new URLSearchParams({ ...query, ...more }).toString()
      const answer = await ask(pathOf(id), { host: hostOf(id), query: text, headers })
      if (answer.listed !== undefined && answer.wire === undefined) return answer.listed
      if (answer.refusal === 'unauthenticated') await renew()
      else
        rig.clock.now +=
          Number(answer.headers[answer.headers.findIndex((name) => /^retry-after$/i.test(name)) + 1]) * 1_000 ||
          400 * 2 ** retry
    }
  }

  if (id === 'cradl') await renew()
  yield
  if (isRandom) {
    // Numbered pages in any order once the first one has told how many there are.
    const { count, to } = await page({})
    yield
    const pages = Array.from({ length: Math.ceil(count / Math.max(1, to)) - 1 }, (_, place) => place + 2)
    for (const number of pages
      .map((value, place) => ({ value, key: (place * 7919) % 13 }))
      .sort((a, b) => a.key - b.key)) {
      await page({ page: String(number.value) })
      yield
    }
    return
  }
  for (let number = 1, cursor: string | null = null; ; number += 1) {
    const listed = await page(pageQuery(id, number, cursor))
    yield
    cursor = listed.next ?? null
    if (id === 'cloudflare' ? listed.from === listed.to : cursor === null) return
  }
}

const filters = fc.constantFrom<Query>(
  {},
  { status: 'member' },
  { order: 'name', direction: 'desc' },
  { match: 'any', name: 'x' },
)
const words = fc.constantFrom('', '_flaky', '_throttled-after-3', '_changing', '_expiring-after-3')

interface Walker {
  readonly count: number
  readonly size: number | undefined
  readonly filter: Query
  readonly word: string
  readonly walks: number
  readonly isRandom: boolean
}

function walkers(id: ProviderId, mostWalks: number): fc.Arbitrary<Walker> {
  const [, minimum, maximum] = sizes[id]
  return fc.record({
    count: fc.integer({ min: 0, max: 150 }),
    size: fc.option(fc.integer({ min: minimum, max: maximum }), { nil: undefined }),
    filter: filters,
    // A key that expires cannot be renewed.
    word: id === 'cradl' ? words : words.filter((word) => !word.includes('expiring')),
    walks: fc.integer({ min: 1, max: mostWalks }),
    isRandom: fc.boolean(),
  })
}

/** Some walks one after the other. */
async function* walksOf(id: ProviderId, tenant: string, { size, filter, word, walks, isRandom }: Walker) {
  const query = {
    ...(size === undefined || id === 'cekura' ? {} : { [sizes[id][0]]: String(size) }),
    ...(id === 'cloudflare' ? filter : {}),
  }
  const jumps = isRandom && id === 'cloudflare' && word !== '_changing'
  for (let time = 0; time < walks; time += 1) yield* walk(id, tenant, query, jumps)
}

/** Lets one or the other go on for a step, until both have ended. */
async function interleave(walks: readonly AsyncGenerator<undefined>[], turns: Iterable<boolean>): Promise<void> {
  const open = new Set(walks)
  for (const isFirst of turns) {
    const [first, second = first] = open
    const next = isFirst ? first : second
    if (next === undefined) return
    if ((await next.next()).done === true) open.delete(next)
  }
}

let run = 0
function tenantOf({ count, word }: Walker, name: string): string {
  run += 1
  return `${name}-${run}_count-${count}${word}`
}

const turns = fc.infiniteStream(fc.boolean())

test.each(providerIds)('any correct walks over %s, however two tenants interleave, get no blame', (id) =>
  fc.assert(
    fc.asyncProperty(walkers(id, 3), walkers(id, 3), turns, async (left, right, order) => {
      rig.forget()
      const tenants = [tenantOf(left, 'left'), tenantOf(right, 'right')] as const
      await interleave([walksOf(id, tenants[0], left), walksOf(id, tenants[1], right)], order)
      for (const tenant of tenants) expect([tenant, failedGrades(rig.card(id, tenant))]).toEqual([tenant, []])
    }),
    { numRuns: 40 },
  ),
)

test.each(providerIds)('any correct walks over %s that two clients of one tenant do side by side get no blame', (id) =>
  fc.assert(
    fc.asyncProperty(walkers(id, 2), turns, async (walker, order) => {
      rig.forget()
      const tenant = tenantOf(walker, 'both')
      await interleave([walksOf(id, tenant, walker), walksOf(id, tenant, walker)], order)
      expect([tenant, failedGrades(rig.card(id, tenant))]).toEqual([tenant, []])
    }),
    { numRuns: 40 },
  ),
)
