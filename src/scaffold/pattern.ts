import { type AST, RegExpParser } from '@eslint-community/regexpp'
import { readPattern } from '../spec/index.ts'

/** One stretch of a text that fits a pattern: fixed text, or so many characters of an alphabet. */
export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'characters'; readonly alphabet: string; readonly length: number }

/** Bounds of the whole text. */
export interface Length {
  readonly minLength?: number
  readonly maxLength?: number
}

export const digits = '0123456789'
export const hexDigits = '0123456789abcdef'
export const letters = 'abcdefghijklmnopqrstuvwxyz'
export const lettersAndDigits = digits + letters
export const capitals = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'

const printable = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join('')
/** Characters of a pattern, and of a text that is made to fit one. */
const longestPattern = 2_000
const longestText = 10_000
/** Characters of a stretch that may have any number of them. */
const usualLength = 8

/**
 * The parts of texts that fit a pattern, or undefined when none were found: what looks around, looks back or is no pattern at all is
 * left to the caller. Every claim is tried out with the pattern itself.
 */
export function partsOf(pattern: string, length: Length = {}): readonly Part[] | undefined {
  const expression = compiled(pattern)
  if (expression === undefined) return undefined
  return attempts(pattern, length).find((parts) => samples(parts).every((text) => expression.test(text)))
}

/** One text that fits a pattern, though others of its making may not; undefined when none was found. */
export function textOf(pattern: string, length: Length = {}): string | undefined {
  const expression = compiled(pattern)
  if (expression === undefined) return undefined
  return attempts(pattern, length)
    .flatMap((parts) => samples(parts))
    .find((text) => expression.test(text))
}

/** What the pattern asks for, whatever it looks around for, with stretches of several lengths. */
function attempts(
  pattern: string,
  { minLength = 0, maxLength = Number.POSITIVE_INFINITY }: Length,
): readonly (readonly Part[])[] {
  if (pattern.length > longestPattern) return []
  const tree = parsed(pattern)
  if (tree === undefined) return []
  return [usualLength, 16, 32, 4, 2, 1, 0, 64, 128].flatMap((wanted) => {
    const parts = merged(alternatives(tree.alternatives, wanted) ?? [])
    const total = lengthOf(parts)
    return total > longestText || total < minLength || total > maxLength ? [] : [parts]
  })
}

function parsed(pattern: string): AST.Pattern | undefined {
  try {
    const { source = pattern, flags } = readPattern(pattern) ?? {}
    return new RegExpParser().parsePattern(source, undefined, undefined, { unicode: flags === 'u' })
  } catch {
    // Groups in each other can be too deep for it.
    return undefined
  }
}

/** As the contract reads it, anywhere in the text. Undefined for what is no pattern. */
export function compiled(pattern: string): RegExp | undefined {
  return readPattern(pattern)?.expression
}

/** Of the alternatives that can be made the one with the most texts, and of equals the first: of `0|[1-9][0-9]*` the second. */
function alternatives(list: readonly AST.Alternative[], wanted: number): readonly Part[] | undefined {
  let best: readonly Part[] | undefined
  for (const { elements } of list) {
    const parts: Part[] = []
    const isWhole = elements.every((element) => {
      const made = partsOfElement(element, wanted)
      parts.push(...(made ?? []))
      return made !== undefined
    })
    // An empty alternative is the last resort: `(|x)` says more with x.
    if (!isWhole || (parts.length === 0 && list.length > 1)) continue
    if (best === undefined || variety(parts) > variety(best)) best = parts
  }
  if (best !== undefined) return best
  return list.some(({ elements }) => elements.length === 0) ? [] : undefined
}

/** Logarithm of the number of texts. */
function variety(parts: readonly Part[]): number {
  return parts.reduce((sum, part) => sum + (part.kind === 'text' ? 0 : part.length * Math.log(part.alphabet.length)), 0)
}

function partsOfElement(element: AST.Element, wanted: number): readonly Part[] | undefined {
  switch (element.type) {
    case 'Assertion':
      // Where it looks around, trying out decides.
      return []
    case 'Character':
      return [{ kind: 'text', text: String.fromCodePoint(element.value) }]
    case 'CharacterClass':
    case 'CharacterSet': {
      const alphabet = readable(charactersOf(element))
      return alphabet === '' ? undefined : [{ kind: 'characters', alphabet, length: 1 }]
    }
    case 'Group':
    case 'CapturingGroup':
      return alternatives(element.alternatives, wanted)
    case 'Quantifier':
      return repeated(element, wanted)
    default:
      return undefined
  }
}

function repeated({ min, max, element }: AST.Quantifier, wanted: number): readonly Part[] | undefined {
  const isGroup = element.type === 'Group' || element.type === 'CapturingGroup'
  const count = isGroup ? Math.max(min, Math.min(1, max, wanted)) : Math.max(min, Math.min(max, wanted))
  if (count === 0) return []
  if (count > longestText) return undefined
  const once = partsOfElement(element, wanted)
  const [only, ...others] = once ?? []
  if (only?.kind === 'characters' && others.length === 0) {
    return only.length * count > longestText ? undefined : [{ ...only, length: only.length * count }]
  }
  if (once === undefined || lengthOf(once) * count > longestText) return undefined
  return Array.from({ length: count }, () => once).flat()
}

function charactersOf(element: AST.CharacterClass | AST.CharacterSet | AST.ClassRangesCharacterClassElement): string {
  return [...printable].filter((character) => holds(element, character.charCodeAt(0))).join('')
}

function holds(element: AST.Element | AST.CharacterClassElement, code: number): boolean {
  switch (element.type) {
    case 'Character':
      return element.value === code
    case 'CharacterClassRange':
      return element.min.value <= code && code <= element.max.value
    case 'CharacterClass':
      return element.elements.some((inner) => holds(inner as AST.CharacterClassElement, code)) !== element.negate
    case 'CharacterSet': {
      const character = String.fromCharCode(code)
      if (element.kind === 'any') return true
      if (element.kind === 'digit') return /\d/.test(character) !== element.negate
      if (element.kind === 'space') return /\s/.test(character) !== element.negate
      if (element.kind === 'word') return /\w/.test(character) !== element.negate
      return new RegExp(element.raw, 'u').test(character)
    }
    default:
      return false
  }
}

/** Of a large alphabet the plainest characters. */
function readable(alphabet: string): string {
  const plain = [...alphabet].filter((character) => lettersAndDigits.includes(character)).join('')
  if (plain !== '') return plain
  const capitals = [...alphabet].filter((character) => /[A-Z]/.test(character)).join('')
  return capitals === '' ? alphabet.slice(0, 8) : capitals
}

function lengthOf(parts: readonly Part[]): number {
  return parts.reduce((sum, part) => sum + (part.kind === 'text' ? part.text.length : part.length), 0)
}

/** Neighbours that are alike become one. */
function merged(parts: readonly Part[]): readonly Part[] {
  const made: Part[] = []
  for (const part of parts.map(fixed)) {
    const last = made.at(-1)
    if (part.kind === 'text' && last?.kind === 'text') {
      made[made.length - 1] = { kind: 'text', text: last.text + part.text }
    } else if (part.kind === 'characters' && last?.kind === 'characters' && last.alphabet === part.alphabet) {
      made[made.length - 1] = { ...part, length: last.length + part.length }
    } else if (part.kind !== 'text' || part.text !== '') {
      made.push(part)
    }
  }
  return made
}

function fixed(part: Part): Part {
  return part.kind === 'characters' && part.alphabet.length === 1
    ? { kind: 'text', text: part.alphabet.repeat(part.length) }
    : part
}

/** Texts in which every character of each alphabet occurs, among others, and texts of one character alone. */
function samples(parts: readonly Part[]): readonly string[] {
  const rounds = Math.max(1, ...parts.map((part) => (part.kind === 'text' ? 1 : part.alphabet.length)))
  const written = (round: number, stride: number) =>
    parts
      .map((part) => (part.kind === 'text' ? part.text : stretch(part.alphabet, part.length, round, stride)))
      .join('')
  return Array.from({ length: rounds }, (_, round) => round).flatMap((round) => [written(round, 7), written(round, 0)])
}

function stretch(alphabet: string, length: number, first: number, stride: number): string {
  return Array.from({ length }, (_, place) => alphabet[(first + stride * place) % alphabet.length]).join('')
}
