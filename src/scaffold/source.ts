import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, visit, type YAMLMap } from 'yaml'
import { isMergeKey, isObject, type Json, type JsonObject, joinPointer, offsetOf, repeatedKey } from '../spec/index.ts'
import { ScaffoldError } from './errors.ts'
import { withOnePath } from './one-path.ts'

/** Lists and objects in each other. */
const deepest = 200
/** Values of a document once its aliases are written out; a public one of 13 MB has 258,000. */
const mostValues = 1_000_000

/**
 * Reads an OpenAPI document of version 3.0 to 3.2, or one of Swagger 2.0: JSON or YAML; aliases and merge keys (`<<`) are written out.
 * Throws ScaffoldError DOCUMENT with line and column, or with what it is instead. Of other paths than the one that is given, YAML may be left out.
 */
export function readDocument(file: string, text: string, path?: string): JsonObject {
  const value = readValues(file, text, path)
  if (!isObject(value)) throw new ScaffoldError('DOCUMENT', `${file} holds no OpenAPI document: it is no object`)
  const { openapi, swagger } = value
  // YAML reads it as a number without quotes.
  if (openapi === undefined && (swagger === '2.0' || swagger === 2)) return value
  if (typeof openapi !== 'string' || !/^3\.[0-2]\.\d+/.test(openapi)) {
    const version = openapi === undefined ? swagger : openapi
    const name = openapi === undefined ? 'Swagger' : 'OpenAPI'
    const said = version === undefined ? 'does not say which OpenAPI it is' : `is ${name} ${shown(version)}`
    throw new ScaffoldError('DOCUMENT', `${file} ${said}; OpenAPI 3.0 to 3.2 and Swagger 2.0 are read`)
  }
  return value
}

/** The values of a file of JSON or YAML. Throws as `readDocument`. */
export function readValues(file: string, text: string, path?: string): Json {
  const given = /^\s*[[{]/.test(text) ? json(text) : undefined
  if (given === undefined) return yaml(file, path === undefined ? text : withOnePath(text, path))
  return new Plain(file).value(given)
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Some of what begins with a brace is YAML; that reader also tells line and column.
    return undefined
  }
}

function yaml(file: string, text: string): Json {
  const lineCounter = new LineCounter()
  const refuse = (offset: number, reason: string) => {
    const { line, col } = lineCounter.linePos(offset)
    return new ScaffoldError('DOCUMENT', `${file}:${line}:${col}: ${reason}`)
  }
  // The reader would need a gigabyte to say so.
  if (hasBracketsInARow(text, 1_000)) throw new ScaffoldError('DOCUMENT', `${file}: ${tooDeep}`)
  const options = { lineCounter, prettyErrors: false, stringKeys: true, uniqueKeys: false, merge: true } as const
  try {
    const document = parseDocument(text, options)
    const [problem] = document.errors
    if (problem !== undefined) throw refuse(problem.pos[0], isOverflow(problem) ? tooDeep : problem.message)
    return new Plain(file, namedNodes(document, refuse)).value(document.contents)
  } catch (error) {
    throw isOverflow(error) ? new ScaffoldError('DOCUMENT', `${file}: ${tooDeep}`, { cause: error }) : error
  }
}

/** Opening brackets and braces with nothing but blanks between. */
function hasBracketsInARow(text: string, many: number): boolean {
  let row = 0
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === 0x5b || code === 0x7b) row += 1
    else if (code > 0x20) row = 0
    if (row >= many) return true
  }
  return false
}

const tooDeep = `it is nested more than ${deepest} deep`

function isOverflow(error: unknown): boolean {
  return error instanceof Error && error.message.includes('call stack')
}

/** What each alias names. Refuses keys that are there twice, aliases in what they name, and merge keys that have nothing to merge. */
function namedNodes(
  document: ReturnType<typeof parseDocument>,
  refuse: (at: number, reason: string) => Error,
): ReadonlyMap<unknown, unknown> {
  const anchors = new Map<string, Node>()
  const named = new Map<unknown, unknown>()
  visit(document, {
    Node(_, node, path) {
      if (isAlias(node)) {
        const found = anchors.get(node.source)
        if (found !== undefined && path.includes(found)) throw refuse(offsetOf(node), `*${node.source} contains itself`)
        named.set(node, found)
        return
      }
      if (node.anchor !== undefined) anchors.set(node.anchor, node)
      if (!isMap(node)) return
      const repeated = repeatedKey(node)
      if (repeated !== undefined) throw refuse(offsetOf(repeated), 'Map keys must be unique')
    },
    Pair(_, { key, value }) {
      if (!isMergeKey(key)) return
      const follow = (node: unknown) => (isAlias(node) ? anchors.get(node.source) : node)
      const source = follow(value)
      if (!(isSeq(source) ? source.items.map(follow) : [source]).every((one) => isMap(one))) {
        throw refuse(offsetOf(value ?? key), 'a merge key (<<) takes a map, an alias of one, or a list of these')
      }
    },
  })
  return named
}

/** Writes out a value or a node of YAML: nothing that JSON cannot say or that two places share, of bounded depth and size. */
class Plain {
  readonly #file: string
  readonly #named: ReadonlyMap<unknown, unknown>
  readonly #path: string[] = []
  #left = mostValues

  constructor(file: string, named: ReadonlyMap<unknown, unknown> = new Map()) {
    this.#file = file
    this.#named = named
  }

  value(given: unknown): Json {
    const node = isAlias(given) ? this.#named.get(given) : given
    const value = isScalar(node) ? node.value : node
    this.#left -= 1
    if (this.#left < 0) {
      const most = mostValues.toLocaleString('en')
      throw new ScaffoldError('DOCUMENT', `${this.#file} has more than ${most} values once its aliases are written out`)
    }
    if (typeof value === 'number') return Number.isFinite(value) ? value : null
    if (typeof value !== 'object' || value === null) return (value ?? null) as Json
    if (this.#path.length >= deepest) {
      const start = joinPointer('', ...this.#path.slice(0, 8)).slice(0, 200)
      throw new ScaffoldError('DOCUMENT', `${this.#file}: ${tooDeep}, at ${start}…`)
    }
    if (isSeq(value) || Array.isArray(value)) {
      const items: readonly unknown[] = isSeq(value) ? value.items : value
      return items.map((item, index) => this.#within(String(index), item))
    }
    const members = isMap(value) ? this.#members(value) : new Map(Object.entries(value))
    return Object.fromEntries([...members].map(([name, member]) => [name, this.#within(name, member)]))
  }

  /** Its own members, then those that it merges: the first source that has one wins (YAML 1.1, merge keys). */
  #members(map: YAMLMap): ReadonlyMap<string, unknown> {
    const merged = map.items.filter(({ key }) => isMergeKey(key))
    const own = map.items.filter(({ key }) => !isMergeKey(key))
    const made = new Map(own.map(({ key, value }) => [String(isScalar(key) ? key.value : key), value]))
    for (const { value } of merged) {
      const source = isAlias(value) ? this.#named.get(value) : value
      for (const one of isSeq(source) ? source.items : [source]) {
        const from = isAlias(one) ? this.#named.get(one) : one
        if (!isMap(from)) continue
        for (const [name, member] of this.#members(from)) {
          this.#left -= 1
          if (!made.has(name)) made.set(name, member)
        }
      }
    }
    return made
  }

  #within(name: string, value: unknown): Json {
    this.#path.push(name)
    const made = this.value(value)
    this.#path.pop()
    return made
  }
}

function shown(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
