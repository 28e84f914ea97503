/** With fewer samples on either side a change says so. */
const few = 10

export function isFew(...samples: readonly number[]): { readonly isFew?: true } {
  return samples.some((one) => one < few) ? { isFew: true } : {}
}

/** Less likely than this is no chance. */
const unlikely = 1e-6

/**
 * Whether something that was seen in `seen` of `of` cases could be missing from `others` further cases by chance. One case more on either side
 * is counted, so that few of them prove little.
 */
export function mayBeChance(seen: number, of: number, others: number): boolean {
  return (1 - (seen + 1) / (of + 2)) ** others >= unlikely
}

/** The samples on which a share rests: rows of one answer differ, those of the next are the same again. */
export function differing({ of, together }: { readonly of: number; readonly together: number }): number {
  return together > 1 ? together : of
}

/** Such as `in 12 of 20`. */
export function share(seen: number, of: number): string {
  return seen === of ? `in all ${of}` : seen === 0 ? `in none of ${of}` : `in ${seen} of ${of}`
}
