/** Signs that are listed one by one; further ones are left out. */
const mostSigns = 8
/** Characters that are looked at. */
const mostCharacters = 65_536

/** A text without what it says, such as `text of 36 characters [a-f0-9-]`. `length` where it is longer than what is given of it. */
export function maskedText(text: string, length = text.length): string {
  const signs = new Set<string>()
  let isBeyondAscii = false
  for (let at = 0; at < Math.min(text.length, mostCharacters); at += 1) {
    const code = text.charCodeAt(at)
    if (code >= 0x7f || code < 0x20) isBeyondAscii = true
    else signs.add(classOf(code))
  }
  const ranges = [
    signs.has('a-z') ? 'a-z' : signs.has('a-f') ? 'a-f' : '',
    signs.has('A-Z') ? 'A-Z' : signs.has('A-F') ? 'A-F' : '',
    signs.has('0-9') ? '0-9' : '',
  ]
  // A hyphen last, as in a regular expression.
  const others = [...signs].filter((sign) => sign.length === 1).sort((a, b) => Number(a === '-') - Number(b === '-'))
  const classes = `${ranges.join('')}${others.slice(0, mostSigns).join('')}`
  const kinds = [...(classes === '' ? [] : [`[${classes}]`]), ...(isBeyondAscii ? ['others'] : [])]
  return `text of ${length} ${length === 1 ? 'character' : 'characters'}${kinds.length === 0 ? '' : ` ${kinds.join(' and ')}`}`
}

function classOf(code: number): string {
  const sign = String.fromCharCode(code)
  if (sign >= '0' && sign <= '9') return '0-9'
  if (sign >= 'a' && sign <= 'z') return sign <= 'f' ? 'a-f' : 'a-z'
  if (sign >= 'A' && sign <= 'Z') return sign <= 'F' ? 'A-F' : 'A-Z'
  return sign
}
