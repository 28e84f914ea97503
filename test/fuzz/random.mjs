/**
 * The dice of one case: they follow from the seed and the number of the case alone, so that any case can be made again by itself.
 * @param {number} seed
 * @param {number} index
 */
export function dice(seed, index) {
  let a = Math.imul(seed | 0, 0x9e3779b1) ^ 0x243f6a88
  let b = Math.imul(index | 0, 0x85ebca6b) ^ 0x13198a2e
  let c = 0xa4093822
  let counter = 1
  function word() {
    // sfc32, Chris Doty-Humphrey's Small Fast Counter.
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    return sum >>> 0
  }
  for (let round = 0; round < 15; round += 1) word()

  const random = {
    /** 0 … below - 1 */
    whole: (below) => Math.floor((word() / 0x1_0000_0000) * below),
    /** from … to, both included */
    between: (from, to) => from + random.whole(to - from + 1),
    chance: (share) => word() / 0x1_0000_0000 < share,
    /** @template T @param {readonly T[]} values @returns {T} */
    pick: (values) => values[random.whole(values.length)],
    /** Text of characters from an alphabet. */
    text: (length, alphabet) => Array.from({ length }, () => alphabet[random.whole(alphabet.length)]).join(''),
    /** Latin-1 text of any bytes. */
    bytes: (length) => Array.from({ length }, () => String.fromCharCode(random.whole(256))).join(''),
  }
  return random
}

/** @typedef {ReturnType<typeof dice>} Dice */

export const lowerCase = 'abcdefghijklmnopqrstuvwxyz'
export const tokenCharacters = `!#$%&'*+-.^_\`|~0123456789${lowerCase}${lowerCase.toUpperCase()}`
