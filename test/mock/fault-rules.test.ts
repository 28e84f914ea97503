import { expect, test } from 'vitest'
import { delayOf, drawsOf, faultFor, type Hits } from '../../src/mock/fault-rules.ts'
import type { FaultRule } from '../../src/mock/types.ts'

const none = () => 0.5

/** What each of so many requests meets: the status asked for, or a dot. */
function run(rules: readonly FaultRule[], requests: number, hits: Hits = new WeakMap(), draw = none): string {
  return Array.from({ length: requests }, () => faultFor(rules, hits, draw)?.code ?? '.').join(' ')
}

test.each<[string, FaultRule, string]>([
  ['every request', {}, '500 500 500 500 500 500 500'],
  ['every third', { every: 3 }, '. . 500 . . 500 .'],
  ['after two', { after: 2 }, '. . 500 500 500 500 500'],
  ['twice', { times: 2 }, '500 500 . . . . .'],
  ['every second after one, twice', { after: 1, every: 2, times: 2 }, '. . 500 . 500 . .'],
  ['never', { times: 0 }, '. . . . . . .'],
  ['with probability 0', { probability: 0 }, '. . . . . . .'],
  ['with probability 1', { probability: 1 }, '500 500 500 500 500 500 500'],
])('hits %s', (_name, rule, expected) => {
  expect(run([{ code: 500, ...rule }], 7)).toBe(expected)
})

test('hits the share of requests that is asked for, and counts only those as times', () => {
  const draws = [0.1, 0.3, 0.29, 0.9, 0.2]
  const draw = () => draws.shift() ?? 0.9
  expect(run([{ code: 500, probability: 0.3, times: 2 }], 5, new WeakMap(), draw)).toBe('500 . 500 . .')
})

test('counts for each tenant', () => {
  const rules: FaultRule[] = [{ code: 500, times: 1 }]
  const [one, other]: [Hits, Hits] = [new WeakMap(), new WeakMap()]
  expect([run(rules, 2, one), run(rules, 2, other), run(rules, 2, one)]).toEqual(['500 .', '500 .', '. .'])
})

test('counts rules that look alike apart', () => {
  expect(
    run(
      [
        { code: 500, times: 1 },
        { code: 429, times: 2 },
        { code: 500, times: 1 },
      ],
      5,
    ),
  ).toBe('500 429 429 500 .')
})

test('lets the first that hits count among those that ask for the same, an error by name and by status included', () => {
  const rules: FaultRule[] = [{ error: 'teapot', every: 2 }, { code: 500 }]
  const hits: Hits = new WeakMap()
  expect([faultFor(rules, hits, none), faultFor(rules, hits, none)]).toEqual([
    { code: 500 },
    { error: 'teapot', every: 2 },
  ])
})

test('adds up what asks for different things', () => {
  const rules: FaultRule[] = [
    { delayMs: 2_000 },
    { code: 500, every: 2 },
    { delayMs: 1 },
    { wire: 'slow-body' },
    { wire: 'bad-gateway' },
  ]
  const hits: Hits = new WeakMap()
  expect(faultFor(rules, hits, none)).toMatchObject({ delayMs: 2_000, wire: 'slow-body' })
  expect(faultFor(rules, hits, none)).toMatchObject({ delayMs: 2_000, wire: 'slow-body', code: 500 })
})

test('finds nothing where no rule is', () => {
  expect(faultFor([], new WeakMap(), none)).toBeUndefined()
})

test('draws the same numbers for the same request, spread over 0 to 1', () => {
  const [one, same] = [drawsOf('0123456789abcdef0123456789abcdef'), drawsOf('ffffffffffffffffffffffff89abcdef')]
  expect([one(), one(), one()]).toEqual([same(), same(), same()])
  // Neighbours, as a counter would make them, and the draws of one request: in each tenth about a tenth of 10,000.
  for (const drawAt of [
    (i: number) => drawsOf(i.toString(16).padStart(32, '0'))(),
    (
      (draw) => () =>
        draw()
    )(drawsOf('0'.repeat(32))),
  ]) {
    const tenths = new Array(10).fill(0)
    for (let i = 0; i < 10_000; i += 1) tenths[Math.floor(drawAt(i) * 10)] += 1
    for (const share of tenths) expect(Math.abs(share - 1_000)).toBeLessThan(150)
  }
})

test.each<[Parameters<typeof delayOf>[0], number, number]>([
  [undefined, 0.5, 0],
  [250, 0.5, 250],
  [[100, 300], 0, 100],
  [[100, 300], 0.5, 200],
  [[100, 300], 0.999, 300],
  [[100, 100], 0.7, 100],
])('waits for %j with a draw of %f: %i ms', (delayMs, draw, expected) => {
  expect(delayOf(delayMs, () => draw)).toBe(expected)
})
