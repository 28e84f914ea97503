/** Results that are remembered; when there are more, all are forgotten. */
const rememberedResults = 2_000
/** Longer texts are worked out anew each time, so that what is remembered stays small. */
const longestText = 512

/** A pure function of a text that remembers what it said: clients ask for the same few URLs again and again. */
export function memo<T>(work: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>()
  return function remembered(text) {
    const found = known.get(text)
    if (found !== undefined) return found
    const made = work(text)
    if (text.length <= longestText) {
      if (known.size >= rememberedResults) known.clear()
      known.set(text, made)
    }
    return made
  }
}
