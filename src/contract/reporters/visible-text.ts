// Bodies and headers of a server end up in what we print. Control characters would steer a terminal, are illegal in XML 1.0, and
// directional ones make a text read as what it is not; line and paragraph separators break lines where nobody expects it.
const invisible = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Noncharacter_Code_Point}\ufeff]/gu

/**
 * A text with every control, directional and other invisible character shown as an escape such as `\x1b`. Line feeds and tabs
 * stay; a carriage return before a line feed goes.
 */
export function visibleText(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replace(invisible, (character) => (character === '\n' || character === '\t' ? character : escapeOf(character)))
}

/** The same on one line: line feeds and tabs are escaped too. */
export function oneLine(text: string): string {
  return text.replace(invisible, escapeOf)
}

function escapeOf(character: string): string {
  const short = shortEscapes[character]
  if (short !== undefined) return short
  const code = (character.codePointAt(0) ?? 0).toString(16)
  if (code.length <= 2) return `\\x${code.padStart(2, '0')}`
  return code.length <= 4 ? `\\u${code.padStart(4, '0')}` : `\\u{${code}}`
}

const shortEscapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }
