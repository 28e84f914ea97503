import type { Shape } from './shape.ts'

/** Whole multiples of a step to choose from; undefined when the bounds leave next to none. */
export function rangeOf(
  shape: Shape,
): { readonly least: number; readonly most: number; readonly step: number } | undefined {
  const { minimum, maximum, above, below, multipleOf } = shape
  const isWhole = !shape.types.includes('number')
  const low = Math.max(minimum ?? -Infinity, above ?? -Infinity)
  const high = Math.min(maximum ?? Infinity, below ?? Infinity)
  // Whole numbers are multiples of a fraction too, and need no rounding.
  const isNarrow = Number.isFinite(low) && Number.isFinite(high) && high - low < 10
  const step =
    multipleOf !== undefined && multipleOf >= 1
      ? multipleOf
      : !isWhole && isNarrow && multipleOf === undefined
        ? 0.01
        : 1
  // The plainest numbers are those from 0 on.
  const from = low <= 0 && high >= 10 ? Math.max(low, 0) : low === -Infinity ? high - 1_000 * step : low
  let least = Math.ceil(from / step - 1e-9)
  if (above !== undefined && least * step <= above) least += 1
  let most = Math.floor(
    (high === Infinity ? from + 1_000 * step : Math.min(high, from + 1_000_000 * step)) / step + 1e-9,
  )
  if (below !== undefined && most * step >= below) most -= 1
  const span = most - least + 1
  return span >= 1 && Number.isSafeInteger(least) && Number.isSafeInteger(most) && span < 2 ** 32
    ? { least, most, step }
    : undefined
}
