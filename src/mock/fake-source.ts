import type { Faker, Randomizer } from '@faker-js/faker'
// One locale only: the package's main entry loads all of them, which costs a cold start 150 ms.
import { faker as english } from '@faker-js/faker/locale/en'
import { hashText, mixWord, smallRandomizer } from './randomizer.ts'

/**
 * Everything from which one organization is made. What comes out depends on (seed, provider, index) alone: not on what was
 * asked before, not on the process, not on the wall clock.
 */
export interface FakeSource {
  /** Position in the dataset, from 0. */
  readonly index: number
  /**
   * Faker at the start of the sequence that belongs to this organization and this purpose. The same instance is handed out each
   * time, so finish one purpose before asking for the next.
   */
  stream(purpose: string): Faker
  /**
   * The value whose turn it is: neighbouring organizations get neighbouring values, and any `values.length` organizations in a
   * row see all of them. Where the rotation starts depends on the seed and the key.
   */
  rotate<T>(key: string, values: readonly [T, ...T[]] | readonly T[]): T
  /** True for one organization in `period`, rotating like `rotate`. */
  oneIn(key: string, period: number): boolean
  /** 32 bits that belong to this organization and this key; for identifiers. */
  word(key: string): number
}

/** "Now" for everything that faker dates: data must not change from one day to the next. */
export const referenceDate: Date = new Date('2026-06-01T00:00:00.000Z')

function englishFaker(randomizer: Randomizer): Faker {
  // The locale entry exports an instance, not its class; its constructor is the Faker class without the other locales.
  const FakerClass = english.constructor as typeof Faker
  const faker = new FakerClass({ locale: english.rawDefinitions, randomizer })
  faker.setDefaultRefDate(referenceDate)
  return faker
}

/** Makes the source of each index for one seed and provider. The returned object is reused: do not keep it. */
export function fakeSources(seed: number, provider: string): (index: number) => FakeSource {
  const randomizer = smallRandomizer()
  let faker: Faker | undefined
  const providerWord = hashText(provider)
  const seedWord = mixWord(seed)
  const hashes = new Map<string, number>()

  function keyWord(key: string): number {
    let word = hashes.get(key)
    if (word === undefined) {
      word = hashText(key)
      hashes.set(key, word)
    }
    return word
  }

  function turn(key: string, period: number): number {
    const offset = mixWord(seedWord ^ providerWord ^ Math.imul(keyWord(key), 0x9e3779b1)) % period
    return (current + offset) % period
  }

  let current = 0
  let currentWord = 0
  const source: FakeSource = {
    get index() {
      return current
    },
    stream(purpose) {
      randomizer.reseed(seedWord, providerWord, currentWord, keyWord(purpose))
      faker ??= englishFaker(randomizer)
      return faker
    },
    rotate(key, values) {
      return values[turn(key, values.length)] as (typeof values)[number]
    },
    oneIn(key, period) {
      return turn(key, period) === 0
    },
    word(key) {
      return mixWord(mixWord(currentWord ^ seedWord) ^ Math.imul(providerWord ^ keyWord(key), 0x85ebca6b))
    },
  }
  return (index) => {
    current = index
    currentWord = mixWord(index + 0x6d2b79f5)
    return source
  }
}
