/** Negative, zero or positive, as the first text comes before the second, beside it or behind it. */
export type Collation = (a: string, b: string) => number

/** Letter case does not count, nor does anything else than code units. */
export const caseless: Collation = by((text) => text.toLowerCase())

/** How usual databases order texts, each as sound as the others where a document names none. */
export const collations: readonly Collation[] = [
  caseless,
  // SQLite NOCASE and the like: _ stands elsewhere.
  by((text) => text.toUpperCase()),
  // C and utf8mb4_bin, by UTF-16 units and by bytes.
  by((text) => text),
  (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)),
  // By their letters alone: what accents and letter case add is a tie here, and so are all finer orders of the same letters.
  ...['en', 'sv'].flatMap((locale) =>
    [{}, { numeric: true }, { ignorePunctuation: true }].map(
      (options) => new Intl.Collator(locale, { ...options, sensitivity: 'base' }).compare,
    ),
  ),
  // Accent-insensitive, and then by code units.
  by((text) => withoutAccents(text).toLowerCase()),
  by((text) => withoutAccents(text).toUpperCase()),
]

/** By the place in a list of values; others come last, together. */
export function inOrderOf(members: readonly unknown[]): Collation {
  const place = (text: string) => (members.includes(text) ? members.indexOf(text) : members.length)
  return (a, b) => place(a) - place(b)
}

function withoutAccents(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '')
}

function by(keyOf: (text: string) => string): Collation {
  return (a, b) => {
    const [first, second] = [keyOf(a), keyOf(b)]
    return first < second ? -1 : first > second ? 1 : 0
  }
}
