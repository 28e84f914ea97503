import path from 'node:path'
import { parseArgs } from 'node:util'
import { type Setting, settings } from '../config/index.ts'
import type { Flags } from './settled.ts'

/**
 * The flags of `orgmock serve`, when it knows every word; undefined when commander must print an error or help. Commander takes a tenth
 * of the start-up time to load, so a plain `serve` does without it.
 */
export function plainFlags(words: readonly string[]): Flags | undefined {
  const all = Object.values<Setting<unknown>>(settings)
  const options = Object.fromEntries(
    all.map(({ flag, placeholder }) => [
      flag.slice(2),
      { type: placeholder === undefined ? 'boolean' : 'string', multiple: true } as const,
    ]),
  )
  let values: Record<string, (string | boolean)[] | undefined>
  try {
    ;({ values } = parseArgs({ args: [...words], options: { ...options, config: { type: 'string', multiple: true } } }))
  } catch {
    return undefined
  }
  const repeatable = new Set(all.filter(({ isRepeatable }) => isRepeatable).map(({ flag }) => flag.slice(2)))
  return Object.fromEntries(
    Object.entries(values).map(([name, given = []]) => {
      if (name.startsWith('no-')) return [attribute(name.slice(3)), false]
      return [attribute(name), repeatable.has(name) ? given.join(path.delimiter) : given.at(-1)]
    }),
  )
}

/** The name that commander gives to the value of an option: `tlsPort`. */
function attribute(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
}
