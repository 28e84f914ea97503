import { compiled, type Part, partsOf } from './pattern.ts'
import type { Shape } from './shape.ts'

/** Parts that fit every pattern of a shape. */
export function patternParts(shape: Shape): readonly Part[] | undefined {
  for (const pattern of shape.patterns) {
    const parts = partsOf(pattern, shape)
    if (parts === undefined) continue
    const texts = [0, 1, 2, 3].map((turn) =>
      parts
        .map((part) =>
          part.kind === 'text'
            ? part.text
            : part.alphabet.charAt((turn * 7) % part.alphabet.length).repeat(part.length),
        )
        .join(''),
    )
    if (shape.patterns.every((other) => texts.every((text) => compiled(other)?.test(text) ?? true))) return parts
  }
  return undefined
}

/** Whether a text fits patterns and length of a shape. */
export function fitsAll(
  { patterns, minLength = 0, maxLength = Number.POSITIVE_INFINITY }: Shape,
  text: string,
): boolean {
  return (
    text.length >= minLength &&
    text.length <= maxLength &&
    patterns.every((pattern) => compiled(pattern)?.test(text) ?? true)
  )
}
