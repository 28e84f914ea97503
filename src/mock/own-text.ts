/**
 * The same text in memory of its own. What is cut out of a text, as a credential is out of its header, keeps the whole text alive for as
 * long as it is kept itself: an engine makes no copy of a part. Only through bytes does it come out as a new one.
 */
export function ownText(text: string): string {
  const encoding = isLatin1(text) ? 'latin1' : 'utf16le'
  return Buffer.from(text, encoding).toString(encoding)
}

/** The same bytes in memory of their own. Node cuts small buffers out of a shared pool, and each of them keeps the whole pool alive. */
export function ownBytes(bytes: Buffer): Buffer {
  if (bytes.length === bytes.buffer.byteLength) return bytes
  const own = Buffer.allocUnsafeSlow(bytes.length)
  own.set(bytes)
  return own
}

/** Bytes of the characters: one each, or two where one of them does not fit into a byte. */
export function textBytes(text: string): number {
  return isLatin1(text) ? text.length : 2 * text.length
}

function isLatin1(text: string): boolean {
  return !/[^\0-\xff]/.test(text)
}
