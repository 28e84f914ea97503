/** @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  if (sorted.length === 0) return Number.NaN
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/**
 * The nearest-rank percentile of ascending values.
 * @param {ArrayLike<number>} ascending
 * @param {number} share 0 … 1
 */
export function percentile(ascending, share) {
  if (ascending.length === 0) return Number.NaN
  return ascending[Math.max(0, Math.ceil(share * ascending.length) - 1)]
}

/**
 * The median of what two servers did in the same rounds, as ratios round by round: noise that lasts longer than a round cancels.
 * @param {readonly number[]} numerators
 * @param {readonly number[]} denominators
 */
export function medianRatio(numerators, denominators) {
  return median(numerators.map((value, round) => value / denominators[round]))
}
