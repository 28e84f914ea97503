/** Servers take some 16 KB of headers in all; the longest tokens that are in use are half as long. */
const longestCredential = 16_384

/** Why a text cannot be a credential, such as `holds a line break`; undefined where it can. Never quotes it. */
export function credentialDefect(text: string): string | undefined {
  if (text.length > longestCredential) return `is longer than ${longestCredential} characters`
  if (/[\r\n]/.test(text)) return 'holds a line break'
  // A header carries no others (RFC 9110, 5.5), and their meaning beyond ASCII is only known for Latin-1.
  if (!/^[\t\x20-\x7e\xa0-\xff]*$/.test(text)) return 'holds a character that HTTP cannot carry'
  return text.trim() === '' ? 'holds nothing but blanks' : undefined
}
