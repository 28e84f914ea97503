import { median } from '../bench/statistics.mjs'

/** The line through the levels may rise so much after settling, and their peak from the first half of that time to the second. */
export const mostGrowth = 0.05

/**
 * Whether a level stays what it is once it has settled. It goes up and down like a saw, as garbage is made and collected: a line through
 * many teeth does not rise where nothing is kept, and neither do the points of the teeth.
 * @param {readonly { seconds: number, bytes: number }[]} series in the order of time
 * @param {number} settledAfter seconds
 * @returns {{ level: number, highest: number, last: number, growth: number, rise: number, isFlat: boolean }} bytes; `growth` is that of the
 *   fitted line from the first settled moment to the last as a share of the median level, `rise` that of the peak
 */
export function flatness(series, settledAfter) {
  const settled = series.filter(({ seconds }) => seconds >= settledAfter)
  if (settled.length < 2) throw new Error('nothing was measured after the level had settled')
  const bytes = settled.map((sample) => sample.bytes)
  const middle = bytes.length >> 1
  const level = median(bytes)
  const growth = (slope(settled) * (settled.at(-1).seconds - settled[0].seconds)) / level
  const rise = Math.max(...bytes.slice(middle)) / Math.max(...bytes.slice(0, middle)) - 1
  return {
    level,
    highest: Math.max(...bytes),
    last: bytes.at(-1),
    growth,
    rise,
    isFlat: growth < mostGrowth && rise < mostGrowth,
  }
}

/** Bytes a second, by least squares. */
function slope(samples) {
  const meanX = samples.reduce((sum, { seconds }) => sum + seconds, 0) / samples.length
  const meanY = samples.reduce((sum, { bytes }) => sum + bytes, 0) / samples.length
  let top = 0
  let bottom = 0
  for (const { seconds, bytes } of samples) {
    top += (seconds - meanX) * (bytes - meanY)
    bottom += (seconds - meanX) ** 2
  }
  return top / bottom
}
