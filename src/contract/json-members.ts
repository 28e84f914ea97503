const QUOTE = 0x22
const BACKSLASH = 0x5c
const COLON = 0x3a
const SPACE = 0x20

/**
 * Whether an object of a valid JSON text names a member twice: then the text has more colons outside of strings than the parsed value has
 * members. To read every text a second time instead takes 19 % more processor time of a check (bench, section contract).
 */
export function repeatsMembers(text: Uint8Array, value: unknown): boolean {
  const members = countMembers(value)
  // Never too few, and hardly ever too many: most bodies are cleared by this alone.
  return countColonsAfterQuotes(text) !== members && countColons(text) !== members
}

/** Colons that follow a quote: all that end a name, and those with which a string begins. */
function countColonsAfterQuotes(text: Uint8Array): number {
  let colons = 0
  for (let i = text.indexOf(COLON); i !== -1; i = text.indexOf(COLON, i + 1)) {
    let before = i - 1
    while (isSpace(text[before])) before -= 1
    if (text[before] === QUOTE) colons += 1
  }
  return colons
}

/** Colons outside of strings. */
function countColons(text: Uint8Array): number {
  let colons = 0
  for (let i = 0; i < text.length; i += 1) {
    if (text[i] === COLON) colons += 1
    if (text[i] !== QUOTE) continue
    for (i += 1; i < text.length && text[i] !== QUOTE; i += 1) {
      if (text[i] === BACKSLASH) i += 1
    }
  }
  return colons
}

function isSpace(byte: number | undefined): boolean {
  return byte === SPACE || (byte !== undefined && byte >= 0x09 && byte <= 0x0d)
}

/** Without recursion: a body may be nested as deep as it likes. */
function countMembers(value: unknown): number {
  let members = 0
  const open: unknown[] = [value]
  while (open.length > 0) {
    const next = open.pop()
    if (Array.isArray(next)) {
      for (const item of next) if (isContainer(item)) open.push(item)
    } else if (isContainer(next)) {
      for (const name in next) {
        members += 1
        const member = next[name]
        if (isContainer(member)) open.push(member)
      }
    }
  }
  return members
}

/** Whether a value has more members and entries, at all depths, than a limit. */
export function isLargerThan(limit: number, value: unknown): boolean {
  let parts = 0
  const open: unknown[] = [value]
  while (open.length > 0 && parts <= limit) {
    const next = open.pop()
    if (!isContainer(next)) continue
    const inner = Object.values(next)
    parts += inner.length
    if (parts <= limit) for (const part of inner) open.push(part)
  }
  return parts > limit
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
