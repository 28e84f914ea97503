import type { Selection } from '../types.ts'

/** Far above every position, so that what is at the front of a changed list has a number above zero too. */
const origin = 2 ** 40

/** What a cursor carries of a position: in a list that grows at its front, a number that stays with the organization. */
export function anchored(position: number, { shift }: Selection): number {
  return shift === undefined ? position : origin + position - shift
}

/** The position that an anchor has by now. */
export function placed(anchor: number, { shift }: Selection): number {
  return shift === undefined ? anchor : Math.max(0, anchor - origin + shift)
}
