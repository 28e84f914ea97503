import { isArray, isObject, type Json } from '../spec/index.ts'
import { memberName, quoted } from './words.ts'

/** A JavaScript expression: text as it stands, or a literal that is laid out when it is printed. */
export type Code = string | ObjectCode | ListCode | WrappedCode | NullableCode

export interface ObjectCode {
  readonly kind: 'object'
  readonly members: readonly Member[]
}

export interface ListCode {
  readonly kind: 'list'
  readonly items: readonly Code[]
}

/** A literal inside of a call or an operation. */
export interface WrappedCode {
  readonly kind: 'wrapped'
  readonly before: string
  readonly code: Code
  readonly after: string
}

/** Null where the test holds, and a value elsewhere. */
export interface NullableCode {
  readonly kind: 'nullable'
  readonly test: string
  readonly code: Code
}

export interface Member {
  /** Absent for a spread, whose whole text is `value`. */
  readonly name?: string
  readonly value: Code
  /** Above the member. */
  readonly comment?: string
}

/** Columns that a line may have, as the project's own code. */
const widest = 120

export function objectCode(members: readonly Member[]): ObjectCode {
  return { kind: 'object', members }
}

export function wrapped(before: string, code: Code, after = ''): Code {
  return typeof code === 'string' ? before + code + after : { kind: 'wrapped', before, code, after }
}

/** The body of an arrow function: an object stands in parentheses there. */
export function arrow(parameters: string, code: Code): Code {
  const isObject = typeof code !== 'string' && code.kind === 'object'
  return isObject ? wrapped(`${parameters} => (`, code, ')') : wrapped(`${parameters} => `, code)
}

/** A JSON value as a literal. */
export function literal(value: Json): Code {
  if (typeof value === 'string') return quoted(value)
  if (isArray(value)) return { kind: 'list', items: value.map(literal) }
  if (isObject(value)) {
    return objectCode(Object.entries(value).map(([name, member]) => ({ name, value: literal(member) })))
  }
  return String(value)
}

/**
 * Prints an expression. `column` is where it begins on its line, `indent` how far lines after the first are indented; short literals
 * without comments stay on one line.
 */
export function print(code: Code, indent = 0, column = indent): string {
  if (typeof code === 'string') return code
  const flat = inline(code)
  // Room for the comma that follows.
  if (flat !== undefined && column + flat.length + 1 <= widest) return flat
  if (code.kind === 'wrapped') {
    return code.before + print(code.code, indent, column + code.before.length + code.after.length) + code.after
  }
  const inner = ' '.repeat(indent + 2)
  if (code.kind === 'nullable') {
    return `${code.test}\n${inner}? null\n${inner}: ${print(code.code, indent + 4, indent + 4)}`
  }
  const lines =
    code.kind === 'list'
      ? code.items.map((item) => `${inner}${print(item, indent + 2)},`)
      : code.members.map((member) => {
          const comment = member.comment === undefined ? '' : `${inner}// ${member.comment}\n`
          const name = member.name === undefined ? '' : `${memberName(member.name)}: `
          if (isShorthand(member)) return `${comment}${inner}${member.value},`
          return `${comment}${inner}${name}${print(member.value, indent + 2, indent + 2 + name.length)},`
        })
  const [open, close] = code.kind === 'list' ? ['[', ']'] : ['{', '}']
  return lines.length === 0 ? open + close : `${open}\n${lines.join('\n')}\n${' '.repeat(indent)}${close}`
}

function isShorthand({ name, value }: Member): boolean {
  return name !== undefined && name === value && memberName(name) === name
}

function inline(code: Code): string | undefined {
  if (typeof code === 'string') return code.includes('\n') ? undefined : code
  if (code.kind === 'wrapped') {
    const text = inline(code.code)
    return text === undefined ? undefined : code.before + text + code.after
  }
  if (code.kind === 'nullable') {
    const text = inline(code.code)
    return text === undefined ? undefined : `${code.test} ? null : ${text}`
  }
  const parts: string[] = []
  if (code.kind === 'list') {
    for (const item of code.items) {
      const text = inline(item)
      if (text === undefined) return undefined
      parts.push(text)
    }
    return `[${parts.join(', ')}]`
  }
  for (const member of code.members) {
    const text = inline(member.value)
    if (text === undefined || member.comment !== undefined) return undefined
    parts.push(member.name === undefined || isShorthand(member) ? text : `${memberName(member.name)}: ${text}`)
  }
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`
}

/** One member to a line, whatever fits. */
export function tall(code: Code, indent: number): string {
  return print(code, indent, Number.POSITIVE_INFINITY)
}
