/** A leaf of a document: a scalar, or an empty array or object. */
export type Fact = string | number | boolean | null | readonly never[] | Readonly<Record<string, never>>

/** JSON pointer to fact, in document order. */
export type Facts = ReadonlyMap<string, Fact>

/** One place where a document does not state what it should; a missing fact and a surplus one are never paired. */
export type Difference =
  | { readonly kind: 'missing'; readonly pointer: string; readonly expected: Fact }
  | { readonly kind: 'surplus'; readonly pointer: string; readonly actual: Fact }
  | { readonly kind: 'different'; readonly pointer: string; readonly expected: Fact; readonly actual: Fact }

/** Stands for any text that is not empty: a description is ours to word. */
export const PROSE = '<prose>'

/**
 * What the object at hand is, by the member that holds it: `node` is an OpenAPI or JSON Schema object with keywords,
 * `names` a map whose keys somebody chose (a property may be called `description`), `data` an example or another value.
 */
type Role = 'node' | 'names' | 'data'

const DATA_KEYWORDS: ReadonlySet<string> = new Set(['const', 'default', 'enum', 'example', 'examples'])
const NAME_MAPS: ReadonlySet<string> = new Set([
  'content',
  'headers',
  'paths',
  'properties',
  'responses',
  'schemas',
  'scopes',
  'variables',
])

/** How drf-spectacular writes the label of an enum value into a description: the bullet is a fact, the rest is prose. */
const LABEL_BULLET = /^\* `([^`]+)` - (.+)$/

/**
 * Flattens an OpenAPI document to JSON pointer and value.
 *
 * A description that is not empty becomes `<prose>`, and each label bullet in it one more fact,
 * `<pointer of the description>/labels/<enum value>`; everything else stands as it is.
 * Throws on what two different documents could share: a value that JSON has not, a label given twice, an object whose
 * keys read like the indices of an array.
 */
export function flatten(document: unknown): Facts {
  const facts = new Map<string, Fact>()
  flattenInto(facts, document, '', 'node')
  return facts
}

function flattenInto(facts: Map<string, Fact>, value: unknown, pointer: string, role: Role): void {
  if (Array.isArray(value)) {
    if (value.length === 0) facts.set(pointer, [])
    for (const [index, item] of value.entries()) flattenInto(facts, item, `${pointer}/${index}`, role)
  } else if (isObject(value)) {
    flattenObject(facts, value, pointer, role)
  } else if (isScalar(value)) {
    facts.set(pointer, value)
  } else {
    throw new TypeError(`${pointer} holds a value that is not JSON: ${String(value)}`)
  }
}

function flattenObject(facts: Map<string, Fact>, value: object, pointer: string, role: Role): void {
  const members: [string, unknown][] = Object.entries(value)
  if (members.length === 0) facts.set(pointer, {})
  if (members.length > 0 && members.every(([key], index) => key === String(index))) {
    throw new TypeError(`${pointer} is an object that reads like an array`)
  }
  for (const [key, member] of members) {
    const at = `${pointer}/${pointerToken(key)}`
    if (role === 'node' && key === 'description' && typeof member === 'string') flattenProse(facts, member, at)
    else flattenInto(facts, member, at, roleOf(key, role))
  }
}

function flattenProse(facts: Map<string, Fact>, text: string, pointer: string): void {
  facts.set(pointer, text === '' ? '' : PROSE)
  for (const line of text.split('\n')) {
    const [, value, label] = LABEL_BULLET.exec(line) ?? []
    if (value === undefined || label === undefined) continue
    const at = `${pointer}/labels/${pointerToken(value)}`
    if (facts.has(at)) throw new TypeError(`${pointer} labels ${value} twice`)
    facts.set(at, label)
  }
}

function roleOf(key: string, parent: Role): Role {
  if (parent !== 'node') return parent === 'data' ? 'data' : 'node'
  if (DATA_KEYWORDS.has(key)) return 'data'
  return NAME_MAPS.has(key) ? 'names' : 'node'
}

function isObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function isScalar(value: unknown): value is string | number | boolean | null {
  if (typeof value === 'number') return Number.isFinite(value)
  return value === null || typeof value === 'string' || typeof value === 'boolean'
}

/** Escapes one token of a JSON pointer (RFC 6901, section 3). */
export function pointerToken(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1')
}

/** The tokens of a JSON pointer, unescaped (RFC 6901, section 4). */
export function pointerTokens(pointer: string): string[] {
  const tokens = pointer.split('/').slice(1)
  return tokens.map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** Every difference between two sets of facts: missing and different ones in the expected order, then the surplus. */
export function compareFacts(actual: Facts, expected: Facts): Difference[] {
  const differences: Difference[] = []
  for (const [pointer, fact] of expected) {
    const found = actual.get(pointer)
    if (found === undefined) differences.push({ kind: 'missing', pointer, expected: fact })
    else if (!isSameFact(found, fact)) differences.push({ kind: 'different', pointer, expected: fact, actual: found })
  }
  for (const [pointer, fact] of actual) {
    if (!expected.has(pointer)) differences.push({ kind: 'surplus', pointer, actual: fact })
  }
  return differences
}

/** Facts hold no members, so that two that are not the same scalar are alike only when both print as `[]` or as `{}`. */
function isSameFact(one: Fact, other: Fact): boolean {
  if (one === other) return true
  return typeof one === 'object' && typeof other === 'object' && JSON.stringify(one) === JSON.stringify(other)
}

/** One line for a reader, such as `different /info/version: expected "v1", found "v2"`. */
export function describeDifference(difference: Difference): string {
  const { kind, pointer } = difference
  if (kind === 'missing') return `missing ${pointer}: expected ${JSON.stringify(difference.expected)}`
  if (kind === 'surplus') return `surplus ${pointer}: found ${JSON.stringify(difference.actual)}`
  return `different ${pointer}: expected ${JSON.stringify(difference.expected)}, found ${JSON.stringify(difference.actual)}`
}
