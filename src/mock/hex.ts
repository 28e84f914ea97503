const bytes = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** The eight lower-case hex digits of a 32-bit word; toString(16) makes a page of Nirvana 10 % slower. */
export function hexWord(word: number): string {
  return byte(word >>> 24) + byte(word >>> 16) + byte(word >>> 8) + byte(word)
}

function byte(word: number): string {
  return bytes[word & 0xff] as string
}
