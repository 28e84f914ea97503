/**
 * Remembers what was made of texts, the last under each key, for as long as the texts stay the same. A process that checks many times
 * over (a test suite) reads each document once, and what others remember by the document lasts from run to run.
 */
export function textsMemory<Made>(): (
  key: string,
  texts: readonly (string | undefined)[],
  /** What it throws is not remembered. */
  make: () => Made,
) => Made {
  const last = new Map<string, { readonly texts: readonly (string | undefined)[]; readonly made: Made }>()
  return (key, texts, make) => {
    const known = last.get(key)
    if (known?.texts.every((text, index) => text === texts[index])) return known.made
    const made = make()
    last.set(key, { texts, made })
    return made
  }
}
