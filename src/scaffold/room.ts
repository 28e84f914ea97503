/** Values that one organization, one error or one envelope may have, lists multiplied by the items that they need. */
export const largest = 1_000
/** Values that the optional members of one organization share: real ones are seldom larger, and each reply has many. */
export const usual = 300

/** How much may still be made: a value takes one, and so do a hundred characters of its text. */
export class Room {
  #left: number
  readonly #whole: number
  /** Something was refused its place. */
  isTooSmall = false

  constructor(whole: number = largest) {
    this.#whole = whole
    this.#left = whole
  }

  /** False, and nothing taken, when there is not so much left. */
  take(amount: number): boolean {
    if (amount <= this.#left) {
      this.#left -= amount
      return true
    }
    this.isTooSmall = true
    return false
  }

  /** An equal part of what is left, and at most so much, to try something in. */
  part(parts: number, most = largest): Room {
    return new Room(Math.min(most, Math.floor(this.#left / parts)))
  }

  /** Takes what was made in a part of it. */
  spend(part: Room): void {
    this.#left -= part.#whole - part.#left
  }
}

/** What a text takes beyond its value. */
export function roomOfText(length: number): number {
  return Math.floor(length / 100)
}
