import { expect, test } from 'vitest'
import type { Finding, ProviderReport } from '../../src/contract/index.ts'
import type { Rig } from '../../src/self-test/rig.ts'
import { runMutant } from '../../src/self-test/run-mutant.ts'
import type { Mutant } from '../../src/self-test/types.ts'

const report = {
  verdict: 'broken',
  requests: 3,
  seen: { total: 2, witnessed: 1, unseen: [{ pointer: '/a', what: '' }] },
}

/** A rig whose contract finds what it is told to. */
function rigOf(findings: readonly Partial<Finding>[], made: Partial<ProviderReport> = {}): Rig {
  return {
    subjects: [],
    unseen: async () => new Set(['/always']),
    async check(_provider, mutation, { onFinding }) {
      await mutation(request, async () => reply)
      for (const finding of findings) onFinding?.(finding as Finding)
      return { ...report, ...made } as ProviderReport
    },
    close: async () => undefined,
  }
}

const request = { method: 'GET', host: '', path: '/', query: '', headers: [], body: Buffer.alloc(0) }
const reply = { status: 200, headers: [], body: Buffer.from('{"rows":[1,2,3,4,5]}') }

/** A mutant that changes the fourth row. */
function mutantOf(more: Partial<Mutant> = {}): Mutant {
  return {
    id: 'x/shape/y',
    provider: 'x',
    class: 'shape',
    description: 'y is broken',
    expects: ['shape/body'],
    changes: ['/rows/*'],
    mutation: () => async (given, forward) => ({
      ...(await forward(given)),
      body: Buffer.from('{"rows":[1,2,3,"four",5]}'),
    }),
    ...more,
  }
}

const right = { check: 'shape/body', severity: 'violation', at: '/rows/3', clause: '/schema/type' } as const

test('the finding that was expected kills', async () => {
  const result = await runMutant(rigOf([{ ...right, check: 'wire/json' }, right]), mutantOf())
  expect(result).toMatchObject({ isKilled: true, killer: right, others: ['wire/json'], requests: 3 })
  expect(result.reason).toBeUndefined()
})

test.each([
  ['another check', { ...right, check: 'wire/json' }, {}, 'found by other checks only: wire/json'],
  ['a mere note', { ...right, severity: 'note' }, {}, 'nothing was found'],
  ['another place', { ...right, at: '/rows/4' }, { isPlaced: true }, 'found by other checks only: shape/body'],
  ['another clause', right, { clauses: ['/schema/enum'] }, 'found by other checks only: shape/body'],
] as const)('%s is no kill', async (_what, finding, more, reason) => {
  const result = await runMutant(rigOf([finding]), mutantOf(more))
  expect(result).toMatchObject({ isKilled: false, reason })
})

test('the changed place and the named clause kill', async () => {
  const mutant = mutantOf({ isPlaced: true, clauses: ['/schema/type'] })
  expect((await runMutant(rigOf([right]), mutant)).isKilled).toBe(true)
})

const sound: Mutant['mutation'] = () => (given, forward) => forward(given)

test.each<[string, Partial<Mutant>, string]>([
  ['changed nothing', { mutation: sound }, 'no reply was changed'],
  ['changed another place', { changes: ['/total'] }, 'it changes what it does not declare: /rows/3'],
  [
    'changed the answer to another request',
    { meets: ({ query }) => query.includes('page=2') },
    'it changes what it does not declare: the answer to GET /?',
  ],
])('a mutant that %s does not count as killed, whatever was found', async (_what, more, reason) => {
  const result = await runMutant(rigOf([right]), mutantOf(more))
  expect(result).toMatchObject({ isKilled: false, reason })
})

test('a run that could not check, or that failed, kills nothing', async () => {
  const blind = await runMutant(rigOf([], { verdict: 'not-checked', reason: 'unreachable' }), mutantOf())
  expect(blind).toMatchObject({ isKilled: false, reason: 'not checked: unreachable' })
  const broken = { ...rigOf([]), check: () => Promise.reject(new TypeError('null has no members')) }
  expect((await runMutant(broken, mutantOf())).reason).toMatch(/^the run failed: TypeError: null has no members/)
  const fallen: Rig = {
    ...rigOf([]),
    check(_provider, _mutation, { onFinding }) {
      onFinding?.(right as Finding)
      return Promise.reject(new TypeError('null has no members'))
    },
  }
  expect((await runMutant(fallen, mutantOf())).isKilled).toBe(false)
})

test('what is hidden counts when the report lists it as unseen, unless it does so anyway', async () => {
  const hiding = mutantOf({ class: 'seen', expects: ['seen'], clauses: ['/a'] })
  expect((await runMutant(rigOf([]), hiding)).isKilled).toBe(true)
  expect((await runMutant(rigOf([]), { ...hiding, clauses: ['/b'] })).isKilled).toBe(false)
  const always = { ...report, seen: { ...report.seen, unseen: [{ pointer: '/always', what: '' }] } }
  const unchanged = rigOf([], always as unknown as ProviderReport)
  expect((await runMutant(unchanged, { ...hiding, clauses: ['/always'] })).isKilled).toBe(false)
})
