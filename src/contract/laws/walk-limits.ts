import type { LawContext, Pager } from '../types.ts'

/** Pages that a walk may take when nothing says how many there are. */
const blindPages = 100_000

/** A generous number of pages for a list of this total: what the total needs, an empty page at the end, and one more. */
export function pageLimit(total: number | undefined, size: number | undefined): number {
  return total === undefined || size === undefined ? blindPages : Math.ceil(total / Math.max(1, size)) + 2
}

/** The page size that a walk should use: the provider's own default, or the largest against a live target. */
export function walkSize({ contract: { pager }, isLive }: LawContext): number | undefined {
  return isLive ? pager.size?.maximum : undefined
}

/** The size that a page has when none is asked for, or the asked one. */
export function effectiveSize({ contract: { pager } }: LawContext, asked: number | undefined): number | undefined {
  return asked ?? pager.size?.fallback
}

/** Ends a law that had nothing to try: `what` completes "to …". */
export function skipTooFew(context: LawContext, count: number, what: string): never {
  return context.skip(`the account has too few organizations (${count}) to ${what}`)
}

/** Page sizes that few servers find too small or too large. The first two tell a least size of 20 from a size that is not obeyed. */
export const usualSizes = [10, 15, 25, 50] as const

/** Whether a page may be asked to be so large. */
export function isWithin({ minimum, maximum }: NonNullable<Pager['size']>): (size: number) => boolean {
  return (size) => size >= minimum && size <= maximum
}

/** Where the spec declares a parameter. */
export function parameterPointer({ operation }: LawContext, name: string): string {
  return operation.parameters.find((parameter) => parameter.name === name)?.pointer ?? operation.pointer
}
