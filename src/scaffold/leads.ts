import { ScaffoldError } from './errors.ts'
import { isLink, type Leaf, roleOf } from './leaves.ts'
import { compiled } from './pattern.ts'
import type { Shape } from './shape.ts'
import { listed } from './words.ts'

/** How a text that leads nowhere is said: by null, by absence, by emptiness. */
export type Ending = 'null' | 'absent' | 'empty'

/** A text that leads to another page. */
export interface Lead {
  /** JSON pointer. */
  readonly pointer: string
  readonly ending: Ending
}

/** Where a text leads to another page, and how its absence is said. */
export function lead(
  leaves: readonly Leaf[],
  role: 'next' | 'previous',
  asked: string | undefined,
  path: string,
): Lead | undefined {
  const usable = leaves.filter(({ shape }) => shape.types.includes('string') && shape.members === undefined)
  if (asked !== undefined) {
    const named = usable.find(({ pointer }) => pointer === asked)
    if (named !== undefined) return leadOf(named)
    const known = usable.length === 0 ? 'it has none' : `it has ${listed(usable.map(({ pointer }) => pointer))}`
    throw new ScaffoldError(
      'PAGES',
      `--next ${JSON.stringify(asked)} is no text in the answer of GET ${path}; ${known}`,
    )
  }
  const found = usable.find((leaf) => roleOf(leaf) === role && !isLink(leaf.shape))
  return found === undefined ? undefined : leadOf(found)
}

function leadOf({ pointer, shape, isRequired }: Leaf): Lead {
  refuseUnfit(shape, pointer)
  const ending = endingOf(shape, isRequired)
  if (ending === undefined) {
    throw new ScaffoldError(
      'PAGES',
      `the schema lets ${pointer} be neither null nor absent nor empty: a last page could not be told`,
    )
  }
  return { pointer, ending }
}

/** How the end is said, or undefined when it cannot be. */
export function endingOf(shape: Shape, isRequired: boolean): Ending | undefined {
  if (shape.nullable) return 'null'
  if (!isRequired) return 'absent'
  const isEmptyFit =
    (shape.minLength ?? 0) === 0 && shape.patterns.every((pattern) => compiled(pattern)?.test('') ?? true)
  return isEmptyFit && shape.format === undefined ? 'empty' : undefined
}

/** The mock's cursors are 34 characters of base64url. */
const cursorSamples = ['ABCDEFGHIJKLMNOPQRSTUVWXYZ01234567', 'abcdefghijklmnopqrstuvwxyz89_-_-_-']

/** Throws ScaffoldError PAGES for a place that cannot hold a cursor. */
export function refuseUnfit(shape: Shape | undefined, where: string): void {
  if (shape === undefined || shape.types[0] === undefined) return
  const { format, patterns, minLength = 0, maxLength = Number.POSITIVE_INFINITY } = shape
  const fits =
    shape.types.includes('string') &&
    shape.members === undefined &&
    !/^(uuid|uri|url|date|time|email|ip|int|decimal)/.test(format ?? '') &&
    minLength <= 34 &&
    maxLength >= 34 &&
    patterns.every((pattern) => cursorSamples.every((text) => compiled(pattern)?.test(text) ?? true))
  if (fits) return
  throw new ScaffoldError(
    'PAGES',
    `${where} cannot hold a cursor of 34 letters, digits, - and _, as they are served: its schema forbids it`,
  )
}
