import { isArray, isObject, type Json } from '../spec/index.ts'

type Node =
  | { readonly kind: 'template'; readonly texts: readonly string[]; readonly codes: readonly Code[] }
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'name'; readonly name: string; readonly module?: string }
  | { readonly kind: 'text'; readonly parts: readonly (string | Code)[] }
  | { readonly kind: 'object'; readonly members: readonly Member[] }
  | { readonly kind: 'list'; readonly brackets: '[]' | '()'; readonly items: readonly Code[] }
  | { readonly kind: 'nullable'; readonly test: Code; readonly code: Code }
  | { readonly kind: 'optional'; readonly code: Code; readonly test: Code }
  | { readonly kind: 'comment'; readonly text: string }
  | { readonly kind: 'tall'; readonly code: Code }

class Written {
  readonly node: Node
  /** Makes the type nominal: no text and no object of another making passes for code. */
  protected readonly isWritten = true

  constructor(node: Node) {
    this.node = node
  }
}

/**
 * JavaScript. Only the fixed parts of a `js` template become code; every value in it is written as a literal, whatever its text is. No
 * other way to make code takes text, so the text of a document cannot become code.
 */
export type Code = Written

/** JSON with code among its values. */
export type Value = Json | Code | readonly Value[] | { readonly [name: string]: Value }

export interface Member {
  /** Absent for a spread, which `value` is. */
  readonly name?: string
  readonly value: Code
  /** Above the member, on one line. */
  readonly comment?: string
}

/** Columns that a line may have, as the project's own code. */
const widest = 120
/** Columns of a template literal; longer ones are lists, one part to a line. */
const widestText = 90

function isCode(value: unknown): value is Code {
  return value instanceof Written
}

/** Code as it is written here, with values as literals in it. */
export function js(texts: TemplateStringsArray, ...values: readonly Value[]): Code {
  return new Written({ kind: 'template', texts, codes: values.map(literal) })
}

/** A value as a literal; code stays what it is. */
export function literal(value: Value): Code {
  if (isCode(value)) return value
  if (typeof value === 'string') return new Written({ kind: 'literal', text: quoted(value) })
  if (isArray(value as Json)) return listCode((value as readonly Value[]).map(literal))
  if (isObject(value as Json)) {
    return objectCode(Object.entries(value as object).map(([name, member]) => ({ name, value: literal(member) })))
  }
  return new Written({ kind: 'literal', text: String(value) })
}

/** A name that a mock or a contract knows: one word, or several with dots between. `module` is where a file imports it from. */
export function name(text: string, module?: string): Code {
  if (!/^[A-Za-z_$][\w$]*(\.[A-Za-z_$][\w$]*)*$/.test(text)) throw new TypeError(`${JSON.stringify(text)} is no name`)
  return new Written({ kind: 'name', name: text, ...(module === undefined ? {} : { module }) })
}

export function call(callee: Code, ...values: readonly Value[]): Code {
  const given = values.map(literal)
  // With two objects among them, arguments that need more lines have a line each.
  const isTall = given.filter(({ node }) => node.kind === 'object').length > 1
  if (isTall) return js`${callee}${new Written({ kind: 'list', brackets: '()', items: given })}`
  return js`${callee}(${joined(', ', given)})`
}

/** `.name` or `['na-me']` of something. */
export function access(code: Code, member: string): Code {
  return isWord(member) ? js`${code}.${name(member)}` : js`${code}[${member}]`
}

export function objectCode(members: readonly Member[]): Code {
  return new Written({ kind: 'object', members: members.filter(({ value }) => value !== absent) })
}

export function listCode(items: readonly Code[]): Code {
  return new Written({ kind: 'list', brackets: '[]', items })
}

/** Pieces one after the other. */
export function joined(separator: '' | '\n' | '\n\n' | ', ', codes: readonly Code[]): Code {
  return new Written({ kind: 'template', texts: ['', ...codes.slice(1).map(() => separator), ''], codes })
}

/** Texts and expressions as one text. */
export function textCode(parts: readonly (string | Code)[]): Code {
  const [only = '', ...others] = parts
  return others.length === 0 ? literal(only) : new Written({ kind: 'text', parts })
}

/** Null where the test holds, and a value elsewhere. */
export function nullable(test: Code, code: Code): Code {
  return new Written({ kind: 'nullable', test, code })
}

/** As a member's value: the member is not there. */
export const absent: Code = new Written({ kind: 'literal', text: 'undefined' })

/** As a member's value: the member is there unless the test holds; without a test, unless the value is null. */
export function unless(code: Code, test = js`${code} === null`): Code {
  return new Written({ kind: 'optional', code, test })
}

/** The body of an arrow function: an object stands in parentheses there. */
export function arrow(parameters: Code, code: Code): Code {
  return code.node.kind === 'object' ? js`${parameters} => (${code})` : js`${parameters} => ${code}`
}

/** One member to a line, whatever fits. */
export function tall(code: Code): Code {
  return new Written({ kind: 'tall', code })
}

/** Lists of objects, written as the project's formatter writes them: several in one list have a line each. */
export function rowsCode(rows: readonly (readonly Value[])[]): Code {
  return listCode(rows.map((row) => (row.length > 1 ? tall(literal(row)) : literal(row))))
}

/** A comment on a line of its own. */
export function comment(text: string): Code {
  return new Written({ kind: 'comment', text: `// ${commentText(text)}` })
}

/** Sentences as a block comment, broken at spaces. */
export function blockComment(...sentences: readonly string[]): Code {
  const lines = sentences.flatMap((sentence) => broken(commentText(sentence), 116))
  const [only = '', ...others] = lines
  const text =
    others.length === 0 && only.length <= 112
      ? `/** ${only} */`
      : `/**\n${lines.map((line) => ` * ${line}`).join('\n')}\n */`
  return new Written({ kind: 'comment', text })
}

/** Text for a comment: one line without what cannot be seen, no end of a comment inside. */
export function commentText(text: string, longest = Number.POSITIVE_INFINITY): string {
  const line = text
    .slice(0, Math.max(10_000, longest))
    .replace(/[\s\p{C}]+/gu, ' ')
    .replaceAll('*/', '* /')
    .trim()
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line
}

function broken(text: string, widest: number): readonly string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + word.length + 1 <= widest) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

/** Characters of a list that is worth a name of its own. */
const longEnough = 60

/** Code in which lists of literals that it has more than once have a name, and these lists by their names. */
export function withSharedLists(code: Code): { readonly code: Code; readonly lists: ReadonlyMap<string, Code> } {
  const counts = new Map<string, number>()
  const waiting = [code]
  for (let each = waiting.pop(); each !== undefined; each = waiting.pop()) {
    const text = literalList(each)
    if (text !== undefined) counts.set(text, (counts.get(text) ?? 0) + 1)
    else waiting.push(...inside(each.node))
  }
  const names = new Map<string, string>()
  const lists = new Map<string, Code>()
  function shared(each: Code): Code {
    const text = literalList(each)
    if (text === undefined) return rebuilt(each, shared)
    if ((counts.get(text) ?? 0) < 2) return each
    const known = names.get(text) ?? (names.size === 0 ? 'values' : `values${names.size + 1}`)
    names.set(text, known)
    lists.set(known, each)
    return name(known)
  }
  return { code: shared(code), lists }
}

/** The text of a long list of literals. */
function literalList({ node }: Code): string | undefined {
  if (node.kind !== 'list' || node.brackets !== '[]' || !node.items.every((item) => item.node.kind === 'literal')) {
    return undefined
  }
  const text = node.items.map((item) => leaf(item.node)).join(', ')
  return text.length >= longEnough ? text : undefined
}

/** The same code with other code inside. */
function rebuilt(code: Code, change: (inner: Code) => Code): Code {
  const { node } = code
  switch (node.kind) {
    case 'template':
      return new Written({ ...node, codes: node.codes.map(change) })
    case 'text':
      return new Written({ ...node, parts: node.parts.map((part) => (isCode(part) ? change(part) : part)) })
    case 'object':
      return new Written({
        ...node,
        members: node.members.map((member) => ({ ...member, value: change(member.value) })),
      })
    case 'list':
      return new Written({ ...node, items: node.items.map(change) })
    case 'nullable':
    case 'optional':
      return new Written({ ...node, test: change(node.test), code: change(node.code) })
    case 'tall':
      return new Written({ ...node, code: change(node.code) })
    default:
      return code
  }
}

/** The names in a piece of code, with the module that each comes from. */
export function namesIn(...codes: readonly Code[]): ReadonlyMap<string, string | undefined> {
  const found = new Map<string, string | undefined>()
  const waiting = [...codes]
  for (let code = waiting.pop(); code !== undefined; code = waiting.pop()) {
    const { node } = code
    // A member of the same name is no import, and hides none.
    if (node.kind === 'name') found.set(node.name, node.module ?? found.get(node.name))
    else for (const inner of inside(node)) waiting.push(inner)
  }
  return found
}

function inside(node: Node): readonly Code[] {
  switch (node.kind) {
    case 'template':
      return node.codes
    case 'text':
      return node.parts.filter(isCode)
    case 'object':
      return node.members.map(({ value }) => value)
    case 'list':
      return node.items
    case 'nullable':
    case 'optional':
      return [node.test, node.code]
    case 'tall':
      return [node.code]
    default:
      return []
  }
}

/**
 * Prints code. `column` is where it begins on its line, `indent` how far lines after the first are indented; short literals without
 * comments stay on one line.
 */
export function print(code: Code, indent = 0, column = indent): string {
  // Room for the comma that follows.
  const flat = inline(code, widest - column - 1)
  if (flat !== undefined) return flat
  const { node } = code
  const inner = ' '.repeat(indent + 2)
  switch (node.kind) {
    case 'template':
      return printParts(node.texts, node.codes, indent, column)
    case 'text': {
      const flatText = templateLiteral(node.parts)
      return flatText.length <= widestText ? flatText : print(asList(node.parts), indent, column)
    }
    case 'nullable':
      return `${print(node.test)}\n${inner}? null\n${inner}: ${print(node.code, indent + 4)}`
    case 'tall':
      return print(node.code, indent, widest)
    case 'comment':
      return node.text.replaceAll('\n', `\n${' '.repeat(indent)}`)
    case 'list':
      return bracketed(
        node.brackets,
        node.items.map((item) => `${inner}${print(item, indent + 2)},`),
        indent,
      )
    case 'object':
      return bracketed(
        '{}',
        node.members.map((member) => {
          const above = member.comment === undefined ? '' : `${inner}// ${commentText(member.comment)}\n`
          return `${above}${inner}${print(memberCode(member), indent + 2)},`
        }),
        indent,
      )
    default:
      return leaf(node)
  }
}

function bracketed([open = '', close = '']: string, lines: readonly string[], indent: number): string {
  return lines.length === 0 ? open + close : `${open}\n${lines.join('\n')}\n${' '.repeat(indent)}${close}`
}

/** What a template holds is indented as the line on which it begins. */
function printParts(texts: readonly string[], codes: readonly Code[], indent: number, column: number): string {
  const pieces: string[] = []
  let width = column
  let margin = indent
  const add = (text: string) => {
    pieces.push(text)
    const last = text.lastIndexOf('\n') + 1
    if (last > 0) margin = /^ */.exec(text.slice(last))?.[0].length ?? 0
    width = last > 0 ? text.length - last : width + text.length
  }
  texts.forEach((text, index) => {
    add(text.replace(/\n(?!\n)/g, `\n${' '.repeat(indent)}`))
    const inner = codes[index]
    if (inner === undefined) return
    const [after = ''] = (texts[index + 1] ?? '').split('\n')
    add(print(inner, margin, width + after.length))
  })
  return pieces.join('')
}

function memberCode({ name: member, value }: Member): Code {
  const { node } = value
  if (node.kind === 'optional') {
    return js`...(${node.test} ? {} : ${objectCode([{ ...(member === undefined ? {} : { name: member }), value: node.code }])})`
  }
  if (member === undefined || (node.kind === 'name' && node.name === member)) return value
  return js`${new Written({ kind: 'literal', text: memberName(member) })}: ${value}`
}

/** The code on one line, or undefined where it has more than so many columns or needs more lines. */
function inline(code: Code, room: number): string | undefined {
  const { node } = code
  switch (node.kind) {
    case 'template': {
      if (node.texts.some((text) => text.includes('\n'))) return undefined
      return flattened(
        node.texts.flatMap((text, index) => [text, node.codes[index] ?? '']),
        room,
      )
    }
    case 'text': {
      const text = templateLiteral(node.parts)
      return text.length <= widestText ? fitting(text, room) : inline(asList(node.parts), room)
    }
    case 'nullable':
      return flattened([node.test, ' ? null : ', node.code], room)
    case 'list':
      return flattened([node.brackets.charAt(0), ...separated(node.items), node.brackets.charAt(1)], room)
    case 'object': {
      const { members } = node
      if (members.some((member) => member.comment !== undefined)) return undefined
      return members.length === 0 ? '{}' : flattened(['{ ', ...separated(members.map(memberCode)), ' }'], room)
    }
    case 'tall':
    case 'comment':
      return undefined
    default:
      return fitting(leaf(node), room)
  }
}

function separated(codes: readonly Code[]): readonly (string | Code)[] {
  return codes.flatMap((code, index) => (index === 0 ? [code] : [', ', code]))
}

function flattened(parts: readonly (string | Code)[], room: number): string | undefined {
  let text = ''
  for (const part of parts) {
    const piece = typeof part === 'string' ? part : inline(part, room - text.length)
    if (piece === undefined || text.length + piece.length > room) return undefined
    text += piece
  }
  return text
}

function fitting(text: string, room: number): string | undefined {
  return text.length <= room && !text.includes('\n') ? text : undefined
}

function leaf(node: Node): string {
  if (node.kind === 'literal') return node.text
  return node.kind === 'name' ? node.name : ''
}

function templateLiteral(parts: readonly (string | Code)[]): string {
  const inner = parts.map((part) =>
    typeof part === 'string' ? escaped(part).replaceAll(/`|\$(?=\{|$)/g, '\\$&') : `\${${print(part)}}`,
  )
  return `\`${inner.join('')}\``
}

function asList(parts: readonly (string | Code)[]): Code {
  return js`${listCode(parts.map(literal))}.join('')`
}

/** A string literal, in single quotes where that needs no escape. */
function quoted(text: string): string {
  const inner = escaped(text)
  return inner.includes("'") && !inner.includes('"') ? `"${inner}"` : `'${inner.replaceAll("'", "\\'")}'`
}

/** What ends a line, cannot be seen, or ends a script in HTML becomes an escape. */
function escaped(text: string): string {
  return JSON.stringify(text)
    .slice(1, -1)
    .replaceAll('\\"', '"')
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (found) =>
      Array.from({ length: found.length }, (_, at) => unit(found, at)).join(''),
    )
    .replace(/<(?=[/!])/g, '\\x3c')
}

function unit(text: string, at: number): string {
  return `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`
}

function memberName(text: string): string {
  // `__proto__: x` would set the prototype.
  if (text === '__proto__') return "['__proto__']"
  return isWord(text) || /^(0|[1-9]\d{0,8})$/.test(text) ? text : quoted(text)
}

function isWord(text: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(text)
}
