/** Control characters, and those that turn the direction of writing or take no room: they could make a text look like another one. */
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu

/** A text from outside with everything hidden in it made visible; in `lines`, line feeds and tabs stay. */
export function visible(text: string, lines = false): string {
  return text.replace(hidden, (character) => {
    if (lines && (character === '\n' || character === '\t')) return character
    const code = character.codePointAt(0) ?? 0
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`
  })
}

/** With a line and an indent for each member; undefined where it is no JSON object or list. */
export function prettyJson(body: string): string | undefined {
  if (!/^\s*[[{]/.test(body)) return undefined
  try {
    return JSON.stringify(JSON.parse(body), undefined, 2)
  } catch {
    return undefined
  }
}

export function plural(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`
}

/** A word of a POSIX shell. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}

/** Such as `14:03:22.187`, in UTC as the server's clock tells it. */
export function timeOfDay(time: string): string {
  return time.slice(11, 23)
}

export function milliseconds(elapsed: number): string {
  if (elapsed >= 1000) return `${(elapsed / 1000).toFixed(elapsed >= 10_000 ? 0 : 1)} s`
  return elapsed >= 10 ? `${Math.round(elapsed)} ms` : `${elapsed.toFixed(1)} ms`
}
