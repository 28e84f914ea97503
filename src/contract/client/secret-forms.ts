/** Shorter pieces of Base64 or hex would meet ordinary words and numbers. */
const shortestCoded = 8

/**
 * The ways in which a server may write a value, in small letters: as it is, in a form, as its bytes in Latin-1, in hex, and within
 * Base64. Escapes of URLs, JSON and HTML are undone before these are looked for.
 */
export function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret)
  const inForm = secret.replaceAll(' ', '+')
  const coded = [bytes.toString('hex'), ...withinBase64(bytes)].filter(({ length }) => length >= shortestCoded)
  const forms = [secret, inForm, bytes.toString('latin1'), Buffer.from(inForm).toString('latin1'), ...coded]
  return [...new Set(forms.map(inSmallLetters))]
}

/**
 * What every Base64 text has in common that holds the secret, such as the pair of a Basic credential: 0, 1 or 2 bytes before it shift
 * it against the groups of three, and the characters at both ends depend on its neighbours.
 */
function withinBase64(bytes: Buffer): readonly string[] {
  return (['base64', 'base64url'] as const).flatMap((alphabet) =>
    [0, 1, 2].map((shift) => {
      const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString(alphabet)
      return text.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6))
    }),
  )
}

/** A text in small letters, character for character. */
export function inSmallLetters(text: string): string {
  const small = text.toLowerCase()
  // Some letters become two.
  return small.length === text.length ? small : text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}

/** A text without escapes, and where in the original each of its characters begins; one more entry for the end. */
export interface Unescaped {
  readonly text: string
  readonly starts: Uint32Array
}

const escapes =
  /%([0-9a-f]{2})|\\u([0-9a-f]{4})|\\x([0-9a-f]{2})|&#x([0-9a-f]{1,6});|&#([0-9]{1,7});|&(amp|lt|gt|quot|apos);|~([01])|\\([^ux])/gi
const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
/** Escapes within escapes that are undone. */
const mostRounds = 3

/** Undoes the escapes of URLs, JSON, JSON pointers and HTML; undefined when a text has none. Bytes of URLs become Latin-1. */
export function unescaped(text: string): Unescaped | undefined {
  let found: Unescaped | undefined
  for (let round = 0; round < mostRounds; round += 1) {
    const next = unescapedOnce(found?.text ?? text)
    if (next === undefined) return found
    const { starts } = next
    const before = found?.starts
    found = before === undefined ? next : { text: next.text, starts: starts.map((start) => before[start] ?? 0) }
  }
  return found
}

function unescapedOnce(text: string): Unescaped | undefined {
  const pieces: string[] = []
  const starts = new Uint32Array(text.length + 1)
  let length = 0
  let end = 0

  function keep(until: number): void {
    pieces.push(text.slice(end, until))
    for (let at = end; at < until; at += 1) starts[length++] = at
  }
  for (const match of text.matchAll(escapes)) {
    const [whole, percent, unit, byte, hex, decimal, name, tilde, quoted] = match
    keep(match.index)
    const code = percent ?? unit ?? byte ?? hex
    const number = code === undefined ? Number(decimal) : Number.parseInt(code, 16)
    const character =
      quoted ?? named[name?.toLowerCase() ?? ''] ?? (tilde === undefined ? characterOf(number) : '~/'[Number(tilde)])
    pieces.push(character ?? '')
    for (let unitOf = 0; unitOf < (character ?? '').length; unitOf += 1) starts[length++] = match.index
    end = match.index + whole.length
  }
  if (end === 0) return undefined
  keep(text.length)
  starts[length++] = text.length
  return { text: pieces.join(''), starts: starts.subarray(0, length) }
}

function characterOf(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd'
}
