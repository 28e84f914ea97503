import type { Credentials } from '../types.ts'
import { formsOf, inSmallLetters, unescaped } from './secret-forms.ts'
import { createTextFinder } from './text-finder.ts'

/** Shorter texts meet others by chance. */
const shortestSecret = 12

/** Knows whole secrets in every form in which a server may write them. */
export interface SecretFinder {
  /** False for one that is known already, or too short to be told from ordinary text. */
  add(secret: string): boolean
  isIn(text: string): boolean
}

export function createSecretFinder(secrets: readonly string[] = []): SecretFinder {
  const known = new Set<string>()
  const forms = createTextFinder()

  function add(secret: string): boolean {
    if (secret.length < shortestSecret || known.has(secret)) return false
    known.add(secret)
    for (const form of formsOf(secret)) forms.add(form)
    return true
  }

  secrets.forEach(add)
  return {
    add,
    isIn(text) {
      if (known.size === 0) return false
      const plain = unescaped(text)
      return [text, ...(plain === undefined ? [] : [plain.text])].some(
        (written) => forms.in(inSmallLetters(written)).length > 0,
      )
    },
  }
}

/** The parts of credentials that are secrets: a name, an id or an address that comes with one is none. */
export function secretPartsOf(all: readonly Credentials[]): readonly string[] {
  const parts = all.flatMap((credentials) => Object.entries(credentials))
  const isPublic = ([name, value]: readonly [string, string]) =>
    /(?:id|name|user|email)$/i.test(name) || value.includes('@')
  const open = new Set(parts.filter(isPublic).map(([, value]) => value))
  return parts.map(([, value]) => value).filter((value) => !open.has(value))
}
