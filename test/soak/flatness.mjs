import { median } from '../bench/statistics.mjs'

/** A line through the levels after settling may rise so much, and the end may lie so much above the beginning. */
export const mostGrowth = 0.05

/**
 * Whether a level stays what it is once it has settled.
 * @param {readonly { seconds: number, bytes: number }[]} series in the order of time
 * @param {number} settledAfter seconds
 * @returns {{ level: number, highest: number, last: number, growth: number, rise: number, isFlat: boolean }} bytes; `growth` is that of the
 *   fitted line from the first settled moment to the last, `rise` that from the first tenth to the last, both as shares of the first level
 */
export function flatness(series, settledAfter) {
  const settled = series.filter(({ seconds }) => seconds >= settledAfter)
  if (settled.length < 2) throw new Error('nothing was measured after the level had settled')
  const tenth = Math.max(1, Math.floor(settled.length / 10))
  const bytes = settled.map((sample) => sample.bytes)
  const level = median(bytes.slice(0, tenth))
  const last = median(bytes.slice(-tenth))
  const growth = (slope(settled) * (settled.at(-1).seconds - settled[0].seconds)) / level
  const rise = last / level - 1
  return { level, highest: Math.max(...bytes), last, growth, rise, isFlat: growth < mostGrowth && rise < mostGrowth }
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
