import { type Code, joined, js, name, namesIn } from './code.ts'

/** One line, or one name to a line, for all names of a module in a piece of code. */
export function importLine(module: 'orgmock/contract' | 'orgmock/mock', code: Code): Code {
  const names = [...namesIn(code)].flatMap(([text, from]) => (from === module ? [text] : [])).sort(byLetters)
  const codes = names.map((text) => name(text))
  return module === 'orgmock/contract'
    ? js`import { ${joined(', ', codes)} } from ${module}`
    : js`import {\n${joined(
        '\n',
        codes.map((one) => js`  ${one},`),
      )}\n} from ${module}`
}

function byLetters(one: string, other: string): number {
  return one.toLowerCase() < other.toLowerCase() ? -1 : 1
}
