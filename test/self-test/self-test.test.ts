import { afterAll, beforeAll, expect, test } from 'vitest'
import { runSelfTest } from '../../src/compose/index.ts'
import { laws } from '../../src/contract/index.ts'
import { falseAlarmsOf } from '../../src/self-test/false-alarms.ts'
import { mutantsOf } from '../../src/self-test/mutants/index.ts'
import { mutantsFrom } from '../../src/self-test/mutants/make.ts'
import { queryOf, type Semantics } from '../../src/self-test/mutants/query-semantics.ts'
import { pagesOf } from '../../src/self-test/pages.ts'
import { type Rig, startRig } from '../../src/self-test/rig.ts'
import { runMutant } from '../../src/self-test/run-mutant.ts'
import type { Mutant } from '../../src/self-test/types.ts'
import { tested } from './tested.ts'

let rig: Rig
let mutants: readonly Mutant[]

beforeAll(async () => {
  rig = await startRig({ count: 57, seed: 1, ...(await tested()) })
  mutants = rig.subjects.flatMap((subject) => mutantsOf(subject).mutants)
})
afterAll(() => rig.close())

const providers = ['cekura', 'cloudflare', 'cradl', 'nirvana'] as const
const families = ['shape', 'wire', 'envelope', 'authentication', 'pagination', 'query', 'http', 'seen'] as const

test('every family of laws has at least eight mutants, and there are more than 150 in all', () => {
  for (const family of families) {
    expect(mutants.filter((mutant) => mutant.class === family).length, family).toBeGreaterThanOrEqual(8)
  }
  expect(mutants.length).toBeGreaterThan(150)
  expect(new Set(mutants.map(({ id }) => id)).size).toBe(mutants.length)
})

test('every law is expected to kill by its own name, or by those of what it sends', () => {
  const expected = new Set(mutants.flatMap(({ expects }) => expects))
  // A walk over one organization tells of each-once and complete; a probe has an id of its own.
  const byOtherNames = ['pagination/account-one', 'http/probes']
  // Cursors of one list are bound to it in Nirvana's latest edition; its mutants are in the self-test of that edition.
  const ofLatest = ['query/cursor-of-another-list']
  // No document of the four names a second way to authenticate: other-ways.test.ts shows that this law can be broken.
  const ofMade = ['authentication/other-ways']
  expect(
    laws
      .map(({ id }) => id)
      .filter((id) => !expected.has(id))
      .toSorted(),
  ).toEqual([...byOtherNames, ...ofLatest, ...ofMade].toSorted())
  expect([...expected].filter((id) => id.startsWith('http/probe-')).sort()).toEqual([
    'http/probe-authentication-before-method',
    'http/probe-malformed-key',
    'http/probe-media-type',
    'http/probe-not-acceptable',
    'http/probe-options',
  ])
})

test('harmless differences stay unmentioned', { timeout: 300_000 }, async () => {
  const differences = rig.subjects.flatMap((subject) => mutantsOf(subject).equivalents)
  const made = differences.filter(({ mutation }) => mutation !== undefined)
  expect(made.length).toBe(8 * providers.length)
  const alarms = await Promise.all(made.map((difference) => falseAlarmsOf(rig, difference)))
  expect(alarms.flat()).toEqual([])
})

test('sound servers of the sizes at which something begins or ends raise no alarm', { timeout: 300_000 }, async () => {
  const falseAlarms = [0, 1, 20, 21].map((count) => ({ count, seed: 4_294_967_290 }))
  const { result } = await runSelfTest({ ids: ['none of them'], falseAlarms })
  expect(result.falseAlarms).toEqual([])
  expect(result.cleanRuns).toBe(16)
  // Nothing was broken, so nothing is proven.
  expect(result.isPassed).toBe(false)
})

test('a filter by provider, class and id chooses mutants', async () => {
  const { result } = await runSelfTest({ providers: ['nirvana'], classes: ['pagination'], ids: ['total-'] })
  expect(result.results.map(({ mutant }) => mutant.id)).toEqual([
    'nirvana/pagination/total-plus',
    'nirvana/pagination/total-minus',
    'nirvana/pagination/total-zero',
    'nirvana/pagination/total-rows',
    'nirvana/pagination/total-rounded',
    'nirvana/pagination/total-unsteady',
    'nirvana/pagination/total-last',
    'nirvana/pagination/total-capped',
  ])
  expect(result.isPassed).toBe(true)
  expect(result.cleanRuns).toBe(0)
})

test('refuses a provider that it does not know', async () => {
  await expect(runSelfTest({ providers: ['nobody'] })).rejects.toMatchObject({ code: 'UNKNOWN_PROVIDER' })
})

/** A mutant of Cloudflare's filters and orders that answers as the semantics have it. */
function emulated(semantics: Partial<Semantics>, meets: NonNullable<Mutant['meets']>): Mutant {
  const subject = rig.subjects.find(({ provider }) => provider === 'cloudflare')
  if (subject?.contract.query === undefined) throw new Error('it has no filters')
  const query = queryOf(subject, pagesOf(subject), subject.contract.query)
  const [mutant] = mutantsFrom(subject, 'query', [
    query.emulated('made', 'made by a test', ['match-all'], semantics, meets),
  ])
  if (mutant === undefined) throw new Error('no mutant')
  return mutant
}

test('what answers for the mock with the filters and orders as they are promised changes nothing', {
  timeout: 300_000,
}, async () => {
  const result = await runMutant(
    rig,
    emulated({}, () => true),
  )
  expect(result).toMatchObject({ isKilled: false, reason: 'no reply was changed', others: [] })
})

test('a mutant that reaches further than it says is not counted, though the check that it expects finds it', {
  timeout: 300_000,
}, async () => {
  // Said to be about match=all; without match the first filter alone counts too.
  const joins: Semantics['joins'] = (passed, match) => (match === 'any' ? passed.some(Boolean) : passed[0] === true)
  const result = await runMutant(
    rig,
    emulated({ joins }, ({ query }) => query.includes('match=all')),
  )
  expect(result.killer?.check).toBe('query/match-all')
  expect(result.isKilled).toBe(false)
  expect(result.reason).toMatch(
    /^it changes what it does not declare: the answer to GET \/client\/v4\/user\/organizations\?/,
  )
})
