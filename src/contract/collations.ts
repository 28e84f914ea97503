type Compare = (a: string, b: string) => number

/** Letter case does not count, nor does anything else than code units. */
export const caseless: Compare = by((text) => text.toLowerCase())

/** How usual databases order texts, each as sound as the others where a document names none. */
export const collations: readonly Compare[] = [
  caseless,
  // SQLite NOCASE and the like: _ stands elsewhere.
  by((text) => text.toUpperCase()),
  // C and utf8mb4_bin, by UTF-16 units and by bytes.
  by((text) => text),
  (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)),
  ...['en', 'sv'].flatMap((locale) =>
    [{}, { numeric: true }, { ignorePunctuation: true }, { sensitivity: 'base' as const }].map(
      (options) => new Intl.Collator(locale, options).compare,
    ),
  ),
  // Accent-insensitive, and then by code units.
  by((text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()),
]

function by(keyOf: (text: string) => string): Compare {
  return (a, b) => {
    const [first, second] = [keyOf(a), keyOf(b)]
    return first < second ? -1 : first > second ? 1 : 0
  }
}
