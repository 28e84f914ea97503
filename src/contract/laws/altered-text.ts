const base64url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** Another character of the same kind, or one that decodes to other bytes where a part of a JWT ends: a letter for a letter of the same case, a digit for a digit, a hexadecimal digit among such. */
export function alteredAt(text: string, position: number): string {
  const character = text[position] ?? ''
  if (/^(?:[A-Za-z]+ )?[\w-]+\.[\w-]+\.[\w-]+$/.test(text) && /^(?:\.|$)/.test(text.slice(position + 1))) {
    // The last character may hold bits that decode to nothing; its first bit always counts.
    return text.slice(0, position) + base64url[base64url.indexOf(character) ^ 32] + text.slice(position + 1)
  }
  if (/^[0-9a-f]+$/.test(text) && character === 'f') return `${text.slice(0, position)}a${text.slice(position + 1)}`
  const other = /[a-y]|[A-Y]|[0-8]/.test(character)
    ? String.fromCharCode(character.charCodeAt(0) + 1)
    : ({ z: 'a', Z: 'A', '9': '0', '-': '_', _: '-' }[character] ?? 'a')
  return text.slice(0, position) + other + text.slice(position + 1)
}
