import { maxCount } from './dataset.ts'
import { type Account, type Scenario, type WireFault, wireFaults } from './types.ts'

/** What a word says of an account. */
export type Meaning = Omit<Account, 'tenant'>

/** A word with numbers in it. */
interface NumberedWord {
  readonly pattern: RegExp
  /** Largest number that the word takes. */
  readonly most: number
  /** Undefined when the numbers do not fit together. */
  readonly means: (number: number, second: number) => Meaning | undefined
}

const words: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['empty', { count: 0 }],
  ['one', { count: 1 }],
  ['page', { count: 'page' }],
  ['many', { count: 10_000 }],
  ['expired', behaves({ credential: 'expired' })],
  ['revoked', behaves({ credential: 'revoked' })],
  ['forbidden', behaves({ credential: 'forbidden' })],
  ['throttled', behaves({ faults: [{ code: 429 }] })],
  ['slow', behaves({ faults: [{ delayMs: 2_000 }] })],
  ['flaky', behaves({ faults: [{ code: 500, every: 3 }] })],
  ['changing', behaves({ isChanging: true })],
  // `fault-slow-body` and so on: every request meets it.
  ...wireFaults.map((wire: WireFault): [string, Meaning] => [`fault-${wire}`, behaves({ faults: [{ wire }] })]),
])

const longestDelayMs = 60_000
const mostRequests = 1_000_000

const numberedWords: readonly NumberedWord[] = [
  { pattern: /^seed-(\d+)$/, most: 0xffff_ffff, means: (seed) => ({ seed }) },
  { pattern: /^count-(\d+)$/, most: maxCount, means: (count) => ({ count }) },
  { pattern: /^slow-(\d+)$/, most: longestDelayMs, means: (delayMs) => behaves({ faults: [{ delayMs }] }) },
  {
    // A random delay, in milliseconds.
    pattern: /^slow-(\d+)-(\d+)$/,
    most: longestDelayMs,
    means: (least, most) => (least > most ? undefined : behaves({ faults: [{ delayMs: [least, most] }] })),
  },
  {
    pattern: /^throttled-after-(\d+)$/,
    most: mostRequests,
    means: (requests) => behaves({ allowance: { requests, blockSeconds: 1 } }),
  },
  {
    pattern: /^expiring-after-(\d+)$/,
    most: mostRequests,
    means: (expiresAfter) => behaves({ expiresAfter }),
  },
]

const nothing: Meaning = {}

/** What one word of a tenant's name says: nothing for most. Undefined when its numbers are too large or do not fit together. */
export function meaningOf(word: string): Meaning | undefined {
  const known = words.get(word)
  if (known !== undefined) return known
  for (const { pattern, most, means } of numberedWords) {
    const match = pattern.exec(word)
    if (match === null) continue
    const [number, second] = [Number(match[1]), Number(match[2] ?? 0)]
    return number > most || second > most ? undefined : means(number, second)
  }
  return nothing
}

function behaves(scenario: Scenario): Meaning {
  return { scenario }
}
