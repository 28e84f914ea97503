/** Characters of an identity that are kept as they are. */
const identityCharacters = 200

/**
 * A value of a body as text: a text as it is, anything else as JSON, and `nothing` for undefined. Not `String(value)`: a server can give
 * an object a member `toString`, which that would call.
 */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  return JSON.stringify(value) ?? 'nothing'
}

/** The same, short enough to be kept for each of many organizations; different values give different texts. */
export function identityText(value: unknown): string {
  const text = textOf(value)
  if (text.length <= identityCharacters) return text
  // By way of bytes: a slice would keep the whole text alive.
  const beginning = Buffer.from(text.slice(0, identityCharacters)).toString()
  return `${beginning}… (${text.length} characters, ${fingerprint(text)})`
}

/** Numbers that stand for identities, to remember many of them in little space (FNV-1a over 53 bits; a clash in 100,000 has odds of one in a million). */
export function fingerprint(id: string): number {
  let low = 0x811c9dc5
  let high = 0x2f0b4c47
  for (let i = 0; i < id.length; i += 1) {
    const code = id.charCodeAt(i)
    low = Math.imul(low ^ code, 0x01000193)
    high = Math.imul(high ^ code, 0x5bd1e995)
    high ^= high >>> 15
  }
  return (low >>> 0) * 0x20_0000 + ((high >>> 0) & 0x1f_ffff)
}
