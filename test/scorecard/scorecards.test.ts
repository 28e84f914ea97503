import { afterAll, beforeAll, expect, test } from 'vitest'
import { type GradedProvider, type Observation, type Scorecard, scorecards } from '../../src/scorecard/index.ts'
import { providerIds } from '../support/providers.ts'
import { clientOf, pageQuery } from './support/client.ts'
import { failedGrades, passedGrades, type Rig, startRig } from './support/rig.ts'

let rig: Rig
beforeAll(async () => {
  rig = await startRig()
})
afterAll(() => rig.close())

/** One answer of a provider that has no file here. */
function observation(seq: number, at: number, change: Partial<Observation['answer']>, query = ''): Observation {
  const request = { method: 'GET', host: 'api.acme.test', path: '/orgs', query, headers: {}, body: new Uint8Array(0) }
  return { seq, at, provider: 'acme', request, answer: { status: 200, headers: [], body: '', tenant: 'a', ...change } }
}

const acme: GradedProvider = {
  id: 'acme',
  title: 'Acme',
  listGuide: { paging: { style: 'cursor', cursor: 'after', size: 'limit' }, path: '/orgs' },
  parameters: ['after', 'limit', 'team'],
}

function page(from: number, to: number, next: string | null): Partial<Observation['answer']> {
  return { listed: { from, to, count: 30, next } }
}

test('there is a card for each provider and tenant, and nobody’s is the last one', async () => {
  rig.forget()
  await clientOf(rig, 'nirvana').send({}, { path: '/nothing' })
  await clientOf(rig, 'nirvana', 'one').send()
  await clientOf(rig, 'nirvana', 'empty').send()
  await clientOf(rig, 'cekura').send()
  const cards = scorecards(rig.observations, Object.values(rig.providers))
  expect(cards.map(({ provider, tenant, requests }) => [provider, tenant, requests])).toEqual([
    ['cekura', 'ordinary', 1],
    ['nirvana', 'one', 1],
    ['nirvana', 'empty', 1],
    ['nirvana', undefined, 1],
  ])
})

test('a card has the grades that can apply to its provider, in one order', async () => {
  rig.forget()
  for (const id of providerIds) await clientOf(rig, id, 'one').send()
  const common = ['waits-out-retry-after', 'backs-off', 'takes-refusals']
  const ids = Object.fromEntries(providerIds.map((id) => [id, rig.card(id, 'one').grades.map((grade) => grade.id)]))
  expect(ids).toEqual({
    cekura: ['asks-once', ...common, 'credentials-in-headers'],
    cloudflare: [
      'follows-pages',
      'asks-once',
      'keeps-filters',
      'page-size-in-range',
      'keeps-page-size',
      ...common,
      'credentials-in-headers',
    ],
    cradl: [
      'follows-pages',
      'asks-once',
      'sends-cursor-unchanged',
      'page-size-in-range',
      ...common,
      'renews-token',
      'credentials-in-headers',
    ],
    nirvana: [
      'follows-pages',
      'asks-once',
      'sends-cursor-unchanged',
      'keeps-filters',
      'page-size-in-range',
      ...common,
      'credentials-in-headers',
    ],
  })
})

test('every reason that a provider gives is one for a grade of its cards', async () => {
  rig.forget()
  for (const id of providerIds) await clientOf(rig, id, 'one').send()
  for (const id of providerIds) {
    const { grades } = rig.card(id, 'one')
    const reasons = rig.providers[id].listGuide.reasons ?? {}
    for (const [name, { why, basis }] of Object.entries(reasons)) {
      expect(grades.find((grade) => grade.id === name)).toMatchObject({ why, basis })
    }
  }
})

test('one request passes for nothing but the place of its credential', async () => {
  rig.forget()
  for (const id of providerIds) {
    await clientOf(rig, id, 'count-50').send()
    expect(passedGrades(rig.card(id, 'count-50'))).toEqual(['credentials-in-headers'])
  }
})

test('a provider whose pages are of a kind of its own has the grades that need no pages', () => {
  const [card] = scorecards([observation(1, 0, {})], [{ ...acme, listGuide: { paging: undefined, path: '/orgs' } }])
  expect(card?.grades.map(({ id }) => id)).toEqual([
    'waits-out-retry-after',
    'backs-off',
    'takes-refusals',
    'credentials-in-headers',
  ])
})

test('a declared filter of a list with cursors must be sent with each', () => {
  const [card] = scorecards(
    [observation(1, 0, page(0, 20, 'x'), 'team=a'), observation(2, 9, page(20, 30, null), 'after=x')],
    [acme],
  )
  expect(card && failedGrades(card)).toEqual(['keeps-filters'])
})

test('a cursor that was handed out before the journal begins is no made-up one', () => {
  const [card] = scorecards([observation(7, 0, page(20, 30, null), 'after=x')], [acme])
  expect(card && failedGrades(card)).toEqual([])
})

test('a cursor that comes back percent-encoded is unchanged', () => {
  const [card] = scorecards(
    [observation(1, 0, page(0, 20, 'a+/=')), observation(2, 9, page(20, 30, null), 'after=a%2B%2F%3D')],
    [acme],
  )
  expect(card && passedGrades(card)).toEqual(['follows-pages', 'asks-once', 'sends-cursor-unchanged'])
})

test('a plus sign that is not encoded is a space to the provider', () => {
  const [card] = scorecards(
    [observation(1, 0, page(0, 20, 'a+b')), observation(2, 9, { status: 400, refusal: 'invalid-cursor' }, 'after=a+b')],
    [acme],
  )
  expect(card && failedGrades(card)).toEqual(['sends-cursor-unchanged'])
})

test.each([
  ['Mon, 15 Jun 2026 12:00:30 GMT', 29_899, true],
  ['Mon, 15 Jun 2026 12:00:30 GMT', 30_000, false],
  ['Mon, 15 Jun 2026 11:00:00 GMT', 0, false],
  ['30', 29_000, true],
  ['30', 30_000, false],
  ['soon', 1_000, false],
])('Retry-After: %s is%s broken by a retry after %i ms: %s', (value, gap, isBroken) => {
  const at = Date.UTC(2026, 5, 15, 12)
  const throttled = { status: 429, headers: ['Retry-After', value], refusal: 'throttled' } as const
  const [card] = scorecards([observation(1, at, throttled), observation(2, at + gap, page(0, 30, null))], [acme])
  expect(card && failedGrades(card)).toEqual(isBroken ? ['waits-out-retry-after'] : [])
})

test('an answer that came late may be asked for again', () => {
  const late = { ...page(20, 30, null), delayMs: 30_000 }
  const [card] = scorecards(
    [
      observation(1, 0, page(0, 20, 'x')),
      observation(2, 1, late, 'after=x'),
      observation(3, 10_001, page(20, 30, null), 'after=x'),
    ],
    [acme],
  )
  expect(card && failedGrades(card)).toEqual([])
})

test('requests are judged in the order of their numbers', () => {
  const first = observation(1, 0, page(0, 20, 'x'))
  const second = observation(2, 1, page(20, 30, null), 'after=x')
  expect(scorecards([second, first], [acme])).toEqual(scorecards([first, second], [acme]))
})

test('many findings are counted, and the first ten told', () => {
  const wrong = Array.from({ length: 25 }, (_, place) =>
    observation(place + 1, place * 60_000, { status: 400, refusal: 'invalid-parameter' }, 'limit=none'),
  )
  const grade = scorecards(wrong, [acme])[0]?.grades.find(({ id }) => id === 'page-size-in-range')
  expect(grade?.findings).toBe(25)
  expect(grade?.evidence.map(({ requests }) => requests)).toEqual([[1], [2], [3], [4], [5], [6], [7], [8], [9], [10]])
})

test('what a client calls a parameter does not reach the card when it could steer a terminal', () => {
  const [card] = scorecards([observation(1, 0, page(0, 30, null), 'api%1b_key=abcdefgh')], [acme])
  const grade = card?.grades.find(({ id }) => id === 'credentials-in-headers')
  expect(grade?.evidence).toEqual([{ requests: [1], message: 'carried a credential in the query' }])
})

/** What a careful journal keeps: one text in the place of every secret. */
function redacted(observations: readonly Observation[]): Observation[] {
  const text = '[Redacted]'
  return observations.map((one) => {
    const headers = Object.fromEntries(
      Object.entries(one.request.headers).map(([name, value]) => [name, /key|auth/.test(name) ? text : value]),
    )
    const body = Buffer.from(one.answer.body)
      .toString()
      .replace(/"access_token":"[^"]*"/, `"access_token":"${text}"`)
    const request = { ...one.request, headers, body: Buffer.from(text) }
    return { ...one, request, answer: { ...one.answer, body } }
  })
}

test('a journal without secrets leads to the same cards', async () => {
  rig.forget()
  await clientOf(rig, 'cradl', 'expiring-after-2_count-100').walk()
  await clientOf(rig, 'nirvana', 'flaky').walk()
  const wasteful = clientOf(rig, 'cradl', 'wasteful_count-60')
  let next: string | null = null
  for (let number = 1; number === 1 || next !== null; number += 1) {
    await wasteful.renew()
    ;({ next } = await wasteful.send(pageQuery('cradl', number, next)))
  }
  const providers = Object.values(rig.providers)
  const cards = scorecards(rig.observations, providers)
  expect(cards.map(failedGrades)).toEqual([[], ['renews-token'], []])
  expect(scorecards(redacted(rig.observations), providers)).toEqual(cards)
})

test('a page number without measure costs no time', () => {
  const numbered: GradedProvider = {
    ...acme,
    listGuide: { paging: { style: 'page-number', page: 'page', size: 'limit' }, path: '/orgs' },
  }
  const numbers = ['1', '2', '999999999999999']
  const sent = numbers.map((number, place) => {
    const from = Math.min((Number(number) - 1) * 20, 40)
    const listed = { from, to: Math.min(from + 20, 40), count: 40 }
    return observation(place + 1, place, { listed }, `page=${number}`)
  })
  expect(scorecards(sent, [numbered]).map(failedGrades)).toEqual([[]])
})

test('a client that waits while the clock of the server stands still, or is set back, is not blamed', () => {
  const throttled = { status: 429, headers: ['Retry-After', '1'] }
  const failed = { status: 500 }
  const times: [at: number, machineMs: number, Partial<Observation['answer']>][] = [
    [1_000, 10.5, throttled],
    [1_000, 1_020.5, failed],
    [1_000, 1_530.5, failed],
    [1_000, 2_540.5, throttled],
    [-9_000, 3_560.5, page(0, 30, null)],
  ]
  const patient = times.map(([at, machineMs, answer], place) => ({ ...observation(place + 1, at, answer), machineMs }))
  const [card] = scorecards(patient, [acme])
  expect(failedGrades(card as Scorecard)).toEqual([])
  expect(passedGrades(card as Scorecard)).toEqual(expect.arrayContaining(['waits-out-retry-after', 'backs-off']))

  const hasty = patient.map((one, place) => ({ ...one, machineMs: 10.5 + place }))
  const [blamed] = scorecards(hasty, [acme])
  expect(failedGrades(blamed as Scorecard)).toEqual(['waits-out-retry-after', 'backs-off'])
})

test('a clock that was moved on counts as waiting, though its client did not', () => {
  const two = [
    { ...observation(1, 0, { status: 429, headers: ['Retry-After', '60'] }), machineMs: 5 },
    { ...observation(2, 60_001, page(0, 30, null)), machineMs: 6 },
  ]
  expect(passedGrades(scorecards(two, [acme])[0] as Scorecard)).toContain('waits-out-retry-after')
})

test('what the contract runner sends is not graded', () => {
  const own = observation(1, 0, page(0, 30, null))
  const wrong = observation(2, 9, { status: 400, refusal: 'invalid-parameter' }, 'limit=none')
  const runners = { ...wrong, request: { ...wrong.request, headers: { 'user-agent': 'orgmock' } } }
  expect(scorecards([own, wrong], [acme]).map(failedGrades)).toEqual([['page-size-in-range']])
  expect(scorecards([own, runners], [acme])).toEqual(scorecards([own], [acme]))
})
