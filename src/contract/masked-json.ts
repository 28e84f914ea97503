import { exactAt } from './exact-numbers.ts'

/** What stands for names and texts. */
export interface Masks {
  name(name: string): string
  text(text: string): string
}

/** Deeper values are left out. */
const deepest = 100

/** The beginning of a value as JSON, with other names and texts; a little more than so many characters. */
export function maskedJson(value: unknown, { name, text }: Masks, characters: number): string {
  let written = ''

  function write(inner: unknown, level: number): void {
    if (typeof inner === 'string') {
      written += JSON.stringify(text(inner))
    } else if (typeof inner === 'bigint') {
      written += inner
    } else if (typeof inner !== 'object' || inner === null) {
      written += JSON.stringify(inner)
    } else if (level > deepest) {
      written += Array.isArray(inner) ? '[…]' : '{…}'
    } else if (Array.isArray(inner)) {
      writeAll([...inner.keys()], '[', ']', (index) => write(exactAt(inner, index), level + 1))
    } else {
      writeAll(Object.keys(inner), '{', '}', (key) => {
        written += `${JSON.stringify(name(key))}:`
        write(exactAt(inner, key), level + 1)
      })
    }
  }

  function writeAll<T>(all: readonly T[], start: string, end: string, writeOne: (one: T) => void): void {
    written += start
    for (const [index, one] of all.entries()) {
      if (written.length > characters) return
      if (index > 0) written += ','
      writeOne(one)
    }
    written += end
  }

  write(value, 0)
  return written
}
