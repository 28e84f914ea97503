import type { OperationSpec } from '../spec/index.ts'

/** Longer texts are no names. */
const longestWord = 256

/** What HTTP itself says, and what our laws make up. */
const common = [
  ...['utf-8', 'iso-8859-1', 'us-ascii', 'gzip', 'br', 'deflate', 'zstd', 'identity', 'chunked'],
  ...['nonsense', 'ten', 'nothing'],
]
const mediaType =
  /^(?:application\/(?:json|problem\+json|xml)|text\/(?:html|plain|xml|csv))(?:; ?charset=(?:utf-8|iso-8859-1))?$/

const listed = new WeakMap<object, ReadonlySet<string>>()

/**
 * Tells names and enum members of an operation's document, in any letter case: what a reply has of them says nothing about whose it is.
 * `more` are names that the contract knows.
 */
export function declaredWords({ document }: OperationSpec, more: readonly string[]): (text: string) => boolean {
  const others = new Set([...common, ...more])
  return function isDeclared(text) {
    if (text.length > longestWord) return false
    const words = listed.get(document) ?? wordsOf(document)
    listed.set(document, words)
    const small = text.toLowerCase()
    return words.has(small) || others.has(small) || mediaType.test(small)
  }
}

function wordsOf(document: unknown): ReadonlySet<string> {
  const words = new Set<string>()
  const seen = new Set<unknown>()

  function add(...texts: readonly unknown[]): void {
    for (const text of texts) if (typeof text === 'string') words.add(text.toLowerCase())
  }
  function walk(node: unknown): void {
    if (typeof node !== 'object' || node === null || seen.has(node)) return
    seen.add(node)
    const { properties, headers, enum: members, const: constant, in: where, name } = node as Record<string, unknown>
    add(constant, ...Object.keys(Object(properties)), ...Object.keys(Object(headers)))
    if (Array.isArray(members)) add(...members)
    if (typeof where === 'string') add(name)
    // Examples show values.
    for (const [key, inner] of Object.entries(node)) if (!/^examples?$/.test(key)) walk(inner)
  }
  walk(document)
  return words
}
