import { maxCount, maxSeed } from '../spec/index.ts'
import type { Account, Scenario } from './types.ts'
import { wireFaults } from './wire-faults.ts'

/** What a word says of an account. */
export type Meaning = Omit<Account, 'tenant'>

/** One word that means something in a tenant's name. */
interface Word {
  /** N is a number of decimal digits. */
  readonly word: string
  /** For lists that users see; a word without one is in none of them. */
  readonly description?: string
  /** The number with which a word with N is published as an account. */
  readonly published?: number
  /** Largest number that N takes. */
  readonly most?: number
  /** Of words with N a function; undefined when the numbers do not fit together. */
  readonly means: Meaning | ((number: number, second: number) => Meaning | undefined)
}

const longestDelayMs = 60_000
const mostRequests = 1_000_000

const words: readonly Word[] = [
  {
    word: 'seed-N',
    description: `data of its own: the same seed, 0 to ${maxSeed}, gives the same organizations`,
    most: maxSeed,
    means: (seed) => ({ seed }),
  },
  {
    word: 'count-N',
    description: `so many organizations, 0 to ${maxCount}`,
    most: maxCount,
    means: (count) => ({ count }),
  },
  { word: 'empty', description: 'no organizations', means: { count: 0 } },
  { word: 'one', description: 'exactly one organization', means: { count: 1 } },
  { word: 'page', description: 'exactly one full page of the default size', means: { count: 'page' } },
  { word: 'many', description: '10,000 organizations', means: { count: 10_000 } },
  { word: 'expired', description: 'the credential has expired', means: behaves({ credential: 'expired' }) },
  { word: 'revoked', description: 'the credential has been revoked', means: behaves({ credential: 'revoked' }) },
  {
    word: 'forbidden',
    description: 'the credential may not list organizations',
    means: behaves({ credential: 'forbidden' }),
  },
  { word: 'throttled', description: 'every request is throttled', means: behaves({ faults: [{ code: 429 }] }) },
  {
    word: 'throttled-after-N',
    description: 'throttled after N requests, until a second has passed; then N more',
    published: 3,
    most: mostRequests,
    means: (requests) => behaves({ allowance: { requests, blockSeconds: 1 } }),
  },
  { word: 'slow', description: 'every answer takes 2 s', means: behaves({ faults: [{ delayMs: 2_000 }] }) },
  {
    word: 'flaky',
    description: "every third request gets the provider's 500",
    means: behaves({ faults: [{ code: 500, every: 3 }] }),
  },
  {
    word: 'expiring-after-N',
    description: 'the key, or each token, is refused as expired after N requests',
    published: 2,
    most: mostRequests,
    means: (expiresAfter) => behaves({ expiresAfter }),
  },
  {
    word: 'changing',
    description: 'with every page a new organization comes at the front and the last one goes',
    means: behaves({ isChanging: true }),
  },
  {
    word: 'slow-N',
    description: `every answer takes N milliseconds, 0 to ${longestDelayMs}`,
    most: longestDelayMs,
    means: (delayMs) => behaves({ faults: [{ delayMs }] }),
  },
  {
    // A random delay, in milliseconds.
    word: 'slow-N-N',
    most: longestDelayMs,
    means: (least, most) => (least > most ? undefined : behaves({ faults: [{ delayMs: [least, most] }] })),
  },
  // `fault-slow-body` and so on: every request meets it.
  ...wireFaults.map((wire) => ({ word: `fault-${wire}`, means: behaves({ faults: [{ wire }] }) })),
]

/** Words that are published as an account each, under the name of the scenario: `throttled-after-3`. */
export const publishedWords = words.flatMap(({ word, description, published, means }) => {
  if (description === undefined || (typeof means === 'function' && published === undefined)) return []
  const filled = (text: string) => text.replaceAll('N', String(published))
  return [{ name: filled(word), description: filled(description) }]
})

/** Words that take a number, as a user is told of them. */
export const describedWords = words.flatMap(({ word, description, means }) =>
  typeof means === 'function' && description !== undefined ? [{ word, description }] : [],
)

const plainMeanings = new Map<string, Meaning>()
const numbered: { pattern: RegExp; most: number; means: (number: number, second: number) => Meaning | undefined }[] = []
for (const { word, most = Number.POSITIVE_INFINITY, means } of words) {
  if (typeof means !== 'function') plainMeanings.set(word, means)
  else numbered.push({ pattern: new RegExp(`^${word.replaceAll('N', '(\\d+)')}$`), most, means })
}

const nothing: Meaning = {}

/** What one word of a tenant's name says: nothing for most. Undefined when its numbers are too large or do not fit together. */
export function meaningOf(word: string): Meaning | undefined {
  const known = plainMeanings.get(word)
  if (known !== undefined) return known
  for (const { pattern, most, means } of numbered) {
    const match = pattern.exec(word)
    if (match === null) continue
    const [number, second] = [Number(match[1]), Number(match[2] ?? 0)]
    return number > most || second > most ? undefined : means(number, second)
  }
  return nothing
}

/** What the words of a tenant's name say, as `word: meaning`, for people; empty for a name that only tells tenants apart. */
export function describeTenant(tenant: string): string {
  const said = tenant.toLowerCase().split('_')
  return said
    .filter((word) => (meaningOf(word) ?? nothing) !== nothing)
    .map(describedWord)
    .join('; ')
}

function describedWord(said: string): string {
  const number = /\d{1,15}$/.exec(said)?.[0] ?? ''
  const form = number === '' ? said : `${said.slice(0, -number.length)}N`
  const description = words.find(({ word }) => word === form)?.description
  if (description === undefined) return said
  // The bounds are for who makes a name.
  return `${said}: ${description.replace(/, 0 to \d+,?/, '').replaceAll(/\bN\b/g, number)}`
}

function behaves(scenario: Scenario): Meaning {
  return { scenario }
}
