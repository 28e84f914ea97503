import { boundedCache, ownText } from '../mock/index.ts'

/** Longer texts are worked out anew each time, so that what is remembered stays small. */
const longestText = 512
const rememberedBytes = 2 * 1024 * 1024
/** What results take beside their text, in bytes; measured, rounded up. */
const resultBytes = 200

/** A pure function of a text that remembers what it said: clients ask for the same few URLs again and again. */
export function memo<T>(name: string, work: (text: string) => T): (text: string) => T {
  const known = boundedCache<{ readonly value: T }>(name, rememberedBytes)
  return function remembered(text) {
    if (text.length > longestText) return work(text)
    const found = known.get(text)
    if (found !== undefined) return found.value
    // Results are often cut out of the text.
    const value = work(ownText(text))
    known.set(text, { value }, resultBytes + 2 * text.length)
    return value
  }
}
