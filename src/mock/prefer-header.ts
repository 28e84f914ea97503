/** A preference's name in lower case and its value, empty where there is none. */
export type Preference = readonly [name: string, value: string]

const token = /[!#$%&'*+.^_`|~\w-]+/y
const quoted = /"(?:[^"\\]|\\.)*"/y
const equals = /[ \t]*=[ \t]*/y
const semicolon = /[ \t]*;[ \t]*/y
const comma = /[ \t]*(?:,|$)/y
/** "A recipient MUST parse and ignore a reasonable number of empty list elements" (RFC 9110, 5.6.1.2). */
const emptyElements = /[ \t,]*/y

/**
 * The preferences in the value of `Prefer` (RFC 7240, 2), in order, repeated ones included; parameters are read over. What is no
 * preference ends the list: where the next one begins would be a guess. Takes time by the length of the text.
 */
export function parsePrefer(text: string): readonly Preference[] {
  const found: Preference[] = []
  let at = 0

  function take(pattern: RegExp): string | undefined {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (match === null) return undefined
    at = pattern.lastIndex
    return match[0]
  }

  /** `name`, `name=value` or `name="value"`. */
  function takePair(): Preference | undefined {
    const name = take(token)?.toLowerCase()
    if (name === undefined) return undefined
    if (take(equals) === undefined) return [name, '']
    return [name, take(token) ?? unquoted(take(quoted) ?? '')]
  }

  while (true) {
    take(emptyElements)
    const preference = takePair()
    if (preference === undefined) return found
    while (take(semicolon) !== undefined) takePair()
    if (take(comma) === undefined) return found
    found.push(preference)
  }
}

function unquoted(text: string): string {
  return text.slice(1, -1).replace(/\\(.)/g, '$1')
}
