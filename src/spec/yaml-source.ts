import { isMap, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml'
import { SpecError, type SpecErrorCode } from './errors.ts'
import { splitPointer } from './pointer.ts'
import type { Json } from './types.ts'
import { isMergeKey, offsetOf, repeatedKey } from './yaml-keys.ts'

/** A line and a column, both counted from 1. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** One YAML file that was read. */
export interface YamlSource {
  readonly file: string
  readonly value: Json
  /** Where the node of a JSON pointer stands (a member where its name does), or else its nearest ancestor. */
  position(pointer: string): Position
}

/**
 * Reads YAML 1.2 that holds one JSON document: no aliases, no merge keys, no tags, no NaN, each key once.
 * Throws SpecError YAML_SYNTAX or YAML_NOT_JSON with line and column.
 */
export function readYaml(file: string, text: string): YamlSource {
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { lineCounter, prettyErrors: false, stringKeys: true, uniqueKeys: false })
  const positionOf = (offset: number): Position => {
    const { line, col } = lineCounter.linePos(offset)
    return { line, column: col }
  }
  const refuse = (code: SpecErrorCode, offset: number, reason: string) =>
    new SpecError(code, { file, ...positionOf(offset), reason })

  const [problem] = [...document.errors, ...document.warnings]
  if (problem) throw refuse('YAML_SYNTAX', problem.pos[0], problem.message)
  visit(document, {
    Alias: (_, alias) => {
      throw refuse('YAML_NOT_JSON', offsetOf(alias), `alias *${alias.source}: write the value out`)
    },
    Map: (_, map) => {
      const repeated = repeatedKey(map)
      if (repeated !== undefined) throw refuse('YAML_SYNTAX', offsetOf(repeated), 'Map keys must be unique')
    },
    Pair: (_, { key }) => {
      if (isMergeKey(key)) throw refuse('YAML_NOT_JSON', offsetOf(key), 'merge key <<: write the members out')
    },
    Scalar: (_, scalar) => {
      if (isJsonScalar(scalar.value)) return
      throw refuse('YAML_NOT_JSON', offsetOf(scalar), `${String(scalar.value)} is no JSON value`)
    },
  })
  const value: Json = document.toJS()
  return {
    file,
    value,
    position: (pointer) => positionOf(placeOf(document.contents, pointer)),
  }
}

function isJsonScalar(value: unknown): boolean {
  return value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)
}

function placeOf(contents: unknown, pointer: string): number {
  let node = contents
  let offset = startOf(contents) ?? 0
  for (const token of splitPointer(pointer)) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === token)
      if (!pair) return offset
      offset = startOf(pair.key) ?? offset
      node = pair.value
    } else {
      const item: unknown = isSeq(node) ? node.items[Number(token)] : undefined
      if (item === undefined) return offset
      offset = startOf(item) ?? offset
      node = item
    }
  }
  return offset
}

function startOf(node: unknown): number | undefined {
  return isMap(node) || isSeq(node) || isScalar(node) ? node.range?.[0] : undefined
}
