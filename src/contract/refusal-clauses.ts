import type { Basis } from '../spec/index.ts'
import { valueAt } from './json-pointer.ts'
import type { RefusalClause } from './types.ts'
import { plain, shown, type Words, words } from './words.ts'

/** The reply carries a header, with any value or with one that matches. */
export function hasHeader(name: string, basis: Basis, pattern?: RegExp): RefusalClause {
  return {
    basis,
    header: name,
    promised: `the header ${name}${pattern === undefined ? '' : ` matching ${pattern}`}`,
    broken({ response }) {
      const value = response.header(name.toLowerCase())
      if (value === undefined) return words`no such header`
      return pattern === undefined || pattern.test(value) ? undefined : words`${plain(name)}: ${shown(value)}`
    },
  }
}

/** A place in the body holds one of these values. */
export function hasValue(pointer: string, values: readonly unknown[], basis: Basis): RefusalClause {
  return {
    basis,
    promised: `${values.map((value) => JSON.stringify(value)).join(' or ')} at ${pointer}`,
    broken({ json }) {
      const value = json.ok ? valueAt(json.value, pointer) : undefined
      return values.includes(value) ? undefined : shownAt(value)
    },
  }
}

/** A place in the body holds a text that is not empty. */
export function hasText(pointer: string, basis: Basis): RefusalClause {
  return {
    basis,
    promised: `a text at ${pointer}`,
    broken({ json }) {
      const value = json.ok ? valueAt(json.value, pointer) : undefined
      return typeof value === 'string' && value !== '' ? undefined : shownAt(value)
    },
  }
}

function shownAt(value: unknown): Words {
  return value === undefined ? words`nothing there` : shown(value)
}
