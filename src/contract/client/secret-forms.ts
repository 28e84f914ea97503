/** How a secret may stand in a text. */
export interface SecretForms {
  /** Compared without regard to case: servers echo header values in other cases, and hex digits of escapes come in both. */
  readonly plain: readonly string[]
  /** Compared exactly. */
  readonly base64: readonly string[]
}

/** Shorter pieces of Base64 would meet ordinary words. */
const shortestBase64 = 8

/** The ways in which a value is commonly written down: as it is, escaped for URLs, forms, JSON and HTML, and within Base64. */
export function formsOf(secret: string): SecretForms {
  // Half a surrogate pair, which a server can send as a token, cannot be percent-encoded.
  const wellFormed = Buffer.from(secret).toString()
  const inJson = JSON.stringify(secret).slice(1, -1)
  return {
    plain: distinct([
      secret,
      encodeURIComponent(wellFormed),
      encodeStrictly(wellFormed),
      new URLSearchParams([['', secret]]).toString().slice(1),
      inJson,
      inJson.replaceAll('/', '\\/'),
      inJson.replace(/[^\x20-\x7e]/g, escapeUnit),
      escapeHtml(secret, '&#39;', '&quot;'),
      escapeHtml(secret, '&#x27;', '&#34;'),
    ]),
    base64: distinct(['base64' as const, 'base64url' as const].flatMap((alphabet) => withinBase64(secret, alphabet))),
  }
}

/** RFC 3986 proper: encodeURIComponent leaves five characters that other encoders do not. */
function encodeStrictly(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16)}`)
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}

function escapeHtml(text: string, apostrophe: string, quote: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', quote)
    .replaceAll("'", apostrophe)
}

/**
 * What every Base64 text has in common that holds the secret, such as the pair of a Basic credential: 0, 1 or 2 bytes before it shift
 * it against the groups of three, and the characters at both ends depend on its neighbours.
 */
function withinBase64(secret: string, alphabet: 'base64' | 'base64url'): readonly string[] {
  const bytes = Buffer.from(secret)
  return [0, 1, 2]
    .map((shift) => {
      const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString(alphabet)
      return text.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6))
    })
    .filter((piece) => piece.length >= shortestBase64)
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)]
}
