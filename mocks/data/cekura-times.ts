import { type FakeSource, referenceDate } from '../../src/mock/index.ts'

type Faker = ReturnType<FakeSource['stream']>

// Times are in microseconds since 1970.

export const second = 1_000_000
const day = 86_400 * second
export const now = referenceDate.getTime() * 1_000
const firstSignUp = Date.UTC(2024, 1, 5) * 1_000
const lastSignUp = now - 30 * day

/** Rises with the index, as identifiers do, and never reaches the last sign-up, however many organizations there are. */
export function createdAt(source: FakeSource): number {
  const age = source.index + source.word('created') / 0x2_0000_0000
  return firstSignUp + Math.floor((lastSignUp - firstSignUp) * (age / (age + 500)))
}

/** A moment in this one's share of the time since the organization was made, which `count` of them divide among them. */
export function turnOf(faker: Faker, place: number, count: number, created: number): number {
  const share = (now - day - created) / count
  return between(faker, Math.ceil(created + share * place), Math.floor(created + share * (place + 1)))
}

export function between(faker: Faker, from: number, to: number): number {
  return faker.number.int({ min: from, max: to })
}

const twoDigits = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, '0'))
const minuteTexts = twoDigits.slice(0, 24).flatMap((hour) => twoDigits.map((minute) => `${hour}:${minute}:`))
const dayTexts = new Map<number, string>()

/** As the framework writes it, 2026-05-04T03:02:01.000100Z. Days are few and remembered: with toISOString for each time the list takes 30 % longer. */
export function dateTime(microseconds: number): string {
  const dayNumber = Math.floor(microseconds / day)
  let text = dayTexts.get(dayNumber)
  if (text === undefined) {
    text = new Date(dayNumber * 86_400_000).toISOString().slice(0, 11)
    dayTexts.set(dayNumber, text)
  }
  const ofDay = microseconds - dayNumber * day
  const seconds = Math.floor(ofDay / second)
  const fraction = String(ofDay - seconds * second).padStart(6, '0')
  return `${text}${minuteTexts[Math.floor(seconds / 60)]}${twoDigits[seconds % 60]}.${fraction}Z`
}
