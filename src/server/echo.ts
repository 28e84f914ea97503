import type { Mask } from './mask.ts'

/** A shorter part of a text turns up in others by chance. */
const window = 12

/**
 * A function that masks what a text repeats of others: every part of 12 characters or more that is in one of them as it is,
 * percent-encoded or decoded, or escaped as in JSON, in any letter case. Its time grows with the texts' lengths, not with their product.
 */
export function echoMask(hidden: readonly string[], mask: Mask): Mask {
  const known = new Set<number>()
  // Most parts of an answer repeat nothing, and a look into the set costs several times as much as one into these marks.
  const marks = new Uint8Array(4_096)
  for (const text of hidden) {
    for (const form of formsOf(text)) {
      eachWindow(form, (hash) => {
        known.add(hash)
        marks[hash & 4_095] = 1
      })
    }
  }
  if (known.size === 0) return (text) => text

  return function maskEcho(text) {
    let made = ''
    let shownTo = 0
    let from = -1
    let to = -1
    eachWindow(text, (hash, end) => {
      if (marks[hash & 4_095] === 0 || !known.has(hash)) return
      if (end - window > to) {
        close()
        from = end - window
      }
      to = end
    })
    close()
    return made + text.slice(shownTo)

    function close(): void {
      if (from === -1) return
      made += text.slice(shownTo, from) + mask(text.slice(from, to))
      shownTo = to
      from = -1
    }
  }
}

function formsOf(text: string): Set<string> {
  const plain = decoded(text)
  // A half of a surrogate pair has no encoding.
  const encodable = Buffer.from(plain).toString()
  return new Set([text, plain, encodeURIComponent(encodable), JSON.stringify(plain).slice(1, -1)])
}

/** Percent-decoded as far as that goes; a plus sign stays. */
export function decoded(text: string): string {
  if (!text.includes('%')) return text
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString())
}

const factor = 0x01000193
/** The factor to the power of the window's length, for the character that leaves it. */
const leaving = Array.from({ length: window }).reduce<number>((power) => Math.imul(power, factor), 1)

/** Calls with the hash of every 12 characters in a row, in lower case, and the place behind them. */
function eachWindow(text: string, use: (hash: number, end: number) => void): void {
  let hash = 0
  for (let place = 0; place < text.length; place += 1) {
    hash = Math.imul(hash, factor) + lower(text.charCodeAt(place))
    if (place >= window) hash -= Math.imul(leaving, lower(text.charCodeAt(place - window)))
    hash |= 0
    if (place >= window - 1) use(hash, place + 1)
  }
}

/** ASCII only: it keeps every character in its place. */
function lower(code: number): number {
  return code >= 65 && code <= 90 ? code + 32 : code
}
