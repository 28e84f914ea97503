/** Bytes that come in pieces. */
export interface ByteCollector {
  /** Copies the piece: what comes from a socket keeps a block of up to 64 KB alive, however short it is. */
  add(piece: Buffer): void
  readonly length: number
  /** All bytes so far, in a buffer of their own. */
  bytes(): Buffer
}

const smallestBlock = 4_096
const largestBlock = 1024 * 1024

/** Makes room as bytes come: a length that is only announced takes none. */
export function createByteCollector(): ByteCollector {
  const full: Buffer[] = []
  let block = Buffer.alloc(0)
  let used = 0
  let length = 0
  return {
    add(piece) {
      for (let rest = piece; rest.length > 0; ) {
        if (used === block.length) {
          full.push(block)
          block = Buffer.allocUnsafeSlow(Math.min(largestBlock, Math.max(smallestBlock, length, rest.length)))
          used = 0
        }
        const copied = rest.copy(block, used)
        used += copied
        length += copied
        rest = rest.subarray(copied)
      }
    },
    get length() {
      return length
    },
    bytes: () => Buffer.concat([...full, block.subarray(0, used)], length),
  }
}
