import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { Finding, ProviderReport } from '../../src/contract/index.ts'
import { cleanRuns, falseAlarmsOf } from '../../src/self-test/false-alarms.ts'
import { selfTest } from '../../src/self-test/index.ts'
import type { Rig } from '../../src/self-test/rig.ts'
import { tested } from './tested.ts'

test('plans: nothing, every size with one seed and every seed with one size, all with all, or what is asked for', () => {
  expect(cleanRuns('none')).toEqual([])
  expect(cleanRuns([{ count: 3, seed: 4 }])).toEqual([{ count: 3, seed: 4 }])
  // Nine sizes, ten seeds; one pair is in both.
  expect(cleanRuns('full')).toHaveLength(90)
  expect(cleanRuns('some')).toHaveLength(18)
  expect(new Set(cleanRuns('some').map(({ count }) => count)).size).toBe(9)
  expect(new Set(cleanRuns('some').map(({ seed }) => seed)).size).toBe(10)
})

/** A rig whose contract says this of every server. */
function rigOf(findings: readonly Partial<Finding>[], verdict = 'kept', reason?: string): Rig {
  return {
    subjects: [],
    unseen: async () => new Set(),
    async check(_provider, mutation) {
      await mutation(request, async () => reply)
      return { verdict, reason, scenarios: [{ findings }] } as unknown as ProviderReport
    },
    close: async () => undefined,
  }
}

const request = { method: 'GET', host: '', path: '/', query: '', headers: [], body: Buffer.alloc(0) }
const reply = { status: 200, headers: [], body: Buffer.from('{"a":1}') }
const spaced = { ...reply, body: Buffer.from('{ "a": 1 }') }
const difference = { id: 'x/wire/spaces', provider: 'x', class: 'wire', reason: 'spaces mean nothing' } as const
const made = { ...difference, mutation: () => async () => spaced }

test('what is found about a harmless difference is a false alarm, but for notes', async () => {
  const found = { check: 'wire/json', severity: 'violation' } as const
  const alarms = await falseAlarmsOf(rigOf([found, { ...found, severity: 'note' }]), made)
  expect(alarms).toEqual([{ provider: 'x', where: 'x/wire/spaces', finding: found }])
  expect(await falseAlarmsOf(rigOf([]), made)).toEqual([])
  expect(await falseAlarmsOf(rigOf([found]), difference)).toEqual([])
})

test('a difference that was not made, and a run that checked nothing, prove nothing', async () => {
  const idle = { ...difference, mutation: () => async () => reply }
  const finding = { check: 'self-test', severity: 'violation', basis: 'documented', came: 'none' }
  expect(await falseAlarmsOf(rigOf([]), idle)).toEqual([
    {
      provider: 'x',
      where: 'x/wire/spaces',
      finding: { ...finding, message: 'the difference was never made', promised: 'a difference' },
    },
  ])
  const blind = await falseAlarmsOf(rigOf([], 'not-checked', 'unreachable'), made)
  expect(blind.map((alarm) => alarm.finding)).toEqual([
    { ...finding, message: 'the contract could not be checked: unreachable', promised: 'a verdict' },
  ])
})

const acme = fileURLToPath(new URL('../fixtures/acme/', import.meta.url))

test('runs what is asked for, tells of each when it is done, and ends when it is broken off', async () => {
  const mocks = await tested(['acme'], [acme])
  const told: string[] = []
  const onProgress = ({ done, total, id }: { done: number; total: number; id: string }) => {
    told.push(`${done}/${total} ${id}`)
  }
  const falseAlarms = [{ count: 1, seed: 2 }]
  const ids = ['acme/pagination/one-lost', 'acme/wire/status-500']
  const result = await selfTest({ ...mocks, ids, falseAlarms, concurrency: 1, onProgress })
  expect(result.results.map(({ mutant, isKilled }) => [mutant.id, isKilled])).toEqual([
    ['acme/pagination/one-lost', true],
  ])
  expect(told).toEqual(['1/2 acme/pagination/one-lost', '2/2 acme, count 1, seed 2'])
  expect(result).toMatchObject({ cleanRuns: 1, falseAlarms: [], isPassed: true })

  const signal = AbortSignal.abort()
  const ended = await selfTest({ ...mocks, classes: ['pagination'], falseAlarms, signal })
  expect(ended).toMatchObject({ results: [], cleanRuns: 0, isPassed: false })
})
