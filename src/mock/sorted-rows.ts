import { type EndSlice, TooMuchWork } from './workshop.ts'

/** Texts that one block holds. */
const blockRows = 65_536
/** Rows whose texts are made in one slice of work, about a millisecond. */
const sliceRows = 256
/** Comparisons in one slice. */
const sliceComparisons = 8_192
/** A row's text, in bytes, as far as memory is planned for it. */
const textBytes = 28
/** Beside its text: where it ends, two places in the order, and its number. */
const rowBytes = 16

/** The most memory that a sort takes, in bytes. */
export function sortBytes(rows: number): number {
  return rows * (textBytes + rowBytes)
}

/**
 * The rows ordered by their texts, without regard to letter case; equal texts stay in their order. Texts are kept as bytes outside of the
 * JavaScript heap: three million strings would not fit into a small one. Rejects with TooMuchWork when they take more than planned.
 */
export async function sortedRows(
  read: (row: number) => string,
  rows: Uint32Array,
  endSlice: EndSlice,
): Promise<Uint32Array> {
  const { blocks, ends } = await textsOf(read, rows, endSlice)
  const startOf = (place: number) => (place % blockRows === 0 ? 0 : (ends[place - 1] as number))

  /** UTF-8 is in the order of its code points. */
  function isInOrder(left: number, right: number): boolean {
    const leftText = blocks[Math.floor(left / blockRows)] as Uint8Array
    const rightText = blocks[Math.floor(right / blockRows)] as Uint8Array
    const leftEnd = ends[left] as number
    const rightEnd = ends[right] as number
    let i = startOf(left)
    let j = startOf(right)
    while (i < leftEnd && j < rightEnd) {
      const difference = (leftText[i] as number) - (rightText[j] as number)
      if (difference !== 0) return difference < 0
      i += 1
      j += 1
    }
    return i === leftEnd
  }

  // Bottom-up merge sort: stable, and it can stop between any two rows.
  let source = Uint32Array.from(rows.keys())
  let target = new Uint32Array(rows.length)
  let work = 0
  for (let width = 1; width < rows.length; width *= 2) {
    for (let start = 0; start < rows.length; start += 2 * width) {
      const middle = Math.min(start + width, rows.length)
      const end = Math.min(start + 2 * width, rows.length)
      let left = start
      let right = middle
      for (let out = start; out < end; out += 1) {
        const takesLeft = left < middle && (right >= end || isInOrder(source[left] as number, source[right] as number))
        target[out] = source[takesLeft ? left++ : right++] as number
        work += 1
        if (work % sliceComparisons === 0) await endSlice()
      }
    }
    ;[source, target] = [target, source]
  }
  for (let i = 0; i < source.length; i += 1) {
    target[i] = rows[source[i] as number] as number
    if (i % blockRows === blockRows - 1) await endSlice()
  }
  return target
}

/** The texts of all rows in lower case, and where each ends within its block. */
async function textsOf(read: (row: number) => string, rows: Uint32Array, endSlice: EndSlice) {
  const most = Math.max(rows.length * textBytes, 1024 * 1024)
  const blocks: Uint8Array[] = []
  const ends = new Uint32Array(rows.length)
  let scratch = Buffer.allocUnsafeSlow(Math.min(blockRows, rows.length) * textBytes)
  let at = 0
  let total = 0
  for (let place = 0; place < rows.length; place += 1) {
    const text = read(rows[place] as number).toLowerCase()
    const needed = at + text.length * 3
    if (needed > scratch.length) scratch = Buffer.concat([scratch.subarray(0, at)], needed * 2)
    at += scratch.write(text, at)
    ends[place] = at
    if (place % blockRows === blockRows - 1 || place === rows.length - 1) {
      blocks.push(new Uint8Array(scratch.subarray(0, at)))
      total += at
      at = 0
    }
    if (total + at > most) throw new TooMuchWork('the texts of the list take too much memory to be sorted')
    if (place % sliceRows === sliceRows - 1) await endSlice()
  }
  return { blocks, ends }
}
