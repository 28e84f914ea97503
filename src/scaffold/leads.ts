import { ScaffoldError } from './errors.ts'
import { isLink, type Leaf, type Role, roleOf } from './leaves.ts'
import { compiled } from './pattern.ts'
import type { Shape } from './shape.ts'
import { listed, wordsOf } from './words.ts'

/** How it is said that there is no other page: by null, by absence, by emptiness. */
export type Ending = 'null' | 'absent' | 'empty'

/** A value that leads to another page. */
export interface Lead {
  /** JSON pointer. */
  readonly pointer: string
  readonly end: End
}

/** What is null or absent where there is no other page: the value, or an object around it. */
export interface End {
  readonly pointer: string
  readonly ending: Ending
}

/** Where a cursor leads to another page, and how its absence is said. A numeric cursor is a number in the answer too. */
export function lead(
  leaves: readonly Leaf[],
  role: 'next' | 'previous',
  asked: string | undefined,
  path: string,
  isNumeric: boolean,
): Lead | undefined {
  const usable = leaves.filter(
    ({ shape: { types, members } }) =>
      types.includes('string') !== isNumeric && members === undefined && types.length > 0,
  )
  if (asked !== undefined) {
    const named = usable.find(({ pointer }) => pointer === asked)
    if (named !== undefined) return leadOf(named, isNumeric)
    const known = usable.length === 0 ? 'it has none' : `it has ${listed(usable.map(({ pointer }) => pointer))}`
    throw new ScaffoldError(
      'PAGES',
      `--next ${JSON.stringify(asked)} is no ${isNumeric ? 'number' : 'text'} in the answer of GET ${path}; ${known}`,
    )
  }
  const roles: readonly (Role | undefined)[] = isNumeric ? [`${role}Page`, role] : [role]
  const found = usable.find((leaf) => !isLink(leaf) && roles.includes(roleOf(leaf)))
  return found === undefined ? undefined : leadOf(found, isNumeric)
}

function leadOf(leaf: Leaf, isNumeric: boolean): Lead {
  if (!isNumeric) refuseUnfit(leaf.shape, leaf.pointer)
  const end = endOf(leaf)
  if (end === undefined) {
    throw new ScaffoldError(
      'PAGES',
      `the schema lets ${leaf.pointer} be neither null nor absent nor empty: a last page could not be told`,
    )
  }
  return { pointer: leaf.pointer, end }
}

/** How the end is said, or undefined when it cannot be: by an object that is about the page, by the value, or by an object around it. */
export function endOf(leaf: Leaf): End | undefined {
  const about = leaf.within.filter(({ name }) => wordsOf(name).some((word) => /^(next|prev|previous)$/.test(word)))
  for (const place of [...about, leaf, ...[...leaf.within].reverse()]) {
    if (place.shape.nullable) return { pointer: place.pointer, ending: 'null' }
    if (!place.isRequired) return { pointer: place.pointer, ending: 'absent' }
  }
  const { minLength = 0, patterns, format, types } = leaf.shape
  const isEmptyFit = minLength === 0 && patterns.every((pattern) => compiled(pattern)?.test('') ?? true)
  return isEmptyFit && format === undefined && types.includes('string')
    ? { pointer: leaf.pointer, ending: 'empty' }
    : undefined
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
