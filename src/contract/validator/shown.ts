import { splitPointer } from '../../spec/index.ts'

const quotedCharacters = 60

/** A value of the document in a few words: scalars as they are, long text cut, lists and objects by their size. */
export function inWords(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`
  if (typeof value === 'object' && value !== null) return 'an object'
  if (typeof value !== 'string') return String(value)
  const { length } = [...value]
  if (length <= quotedCharacters) return JSON.stringify(value)
  return `${JSON.stringify([...value].slice(0, quotedCharacters).join(''))}… (${length} characters)`
}

/** Whether a place in a body may hold a secret, going by its name: its value is not quoted then. */
export function isSecretPlace(pointer: string): boolean {
  return /secret|password|token|api_?key/i.test(splitPointer(pointer).at(-1) ?? '')
}

/** A number with its unit: '1 entry', '2 entries'. */
export function amount(count: number, unit: string): string {
  if (count === 1) return `1 ${unit}`
  return `${count} ${unit.endsWith('y') ? `${unit.slice(0, -1)}ies` : `${unit}s`}`
}

/** Words joined as a person would: 'a, b or c'. */
export function list(words: readonly string[]): string {
  if (words.length < 2) return words.join('')
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}
