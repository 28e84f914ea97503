import {
  isObject,
  joinPointer,
  lazily,
  type OperationSpec,
  rememberedWeakly,
  type SchemaShape,
  shapesOf,
  type Token,
} from '../../spec/index.ts'
import { documentedBody } from '../replies.ts'
import type { ReplyIdentity } from '../reply-identity.ts'
import type { Exchange } from '../types.ts'

/** A field that should not be there. */
export interface Stray {
  /** JSON pointer into the body. */
  readonly at: string
  readonly name: string
  /** JSON pointer into the spec: what forbids it, or the schema that does not declare it. */
  readonly clause: string
  /** The schema says that nothing else may come. */
  readonly isForbidden: boolean
}

export interface BodySurvey {
  readonly undeclared: readonly Stray[]
  readonly writeOnly: readonly Stray[]
  /** Times that no calendar or clock has, under a pattern that permits them; with the pattern's clause. */
  readonly noMoments: readonly Pick<Stray, 'at' | 'clause'>[]
}

/** Strays that are listed of one body, and characters of their pointers. */
const mostStrays = 1_000
const mostPointerCharacters = 1_000_000

/** Walks a body along its schema: what is undeclared, what is for requests only, and which times there are not. */
export type BodySurveyor = (exchange: Exchange) => BodySurvey

/** Makes the surveyor of one reading; it walks the same body once. */
export function bodySurveyor(operation: OperationSpec, identityOf?: ReplyIdentity): BodySurveyor {
  const shapeAt = shapesOf(operation.document)
  const secretNames = lazily(() => writeOnlyNames(operation.document))
  return rememberedWeakly((exchange: Exchange) => {
    const body = documentedBody(exchange, operation)
    const isDescribed = body?.content.schema !== undefined
    return isDescribed
      ? survey(body.value, shapeAt(body.content.pointer), secretNames())
      : { undeclared: [], writeOnly: [], noMoments: [] }
  }, identityOf)
}

function survey(body: unknown, root: SchemaShape, secretNames: ReadonlyMap<string, string>): BodySurvey {
  const undeclared: Stray[] = []
  const writeOnly: Stray[] = []
  const noMoments: Pick<Stray, 'at' | 'clause'>[] = []
  const path: Token[] = []
  let characters = 0

  function add(list: Stray[], name: string, clause: string, isForbidden: boolean): void {
    if (list.length === mostStrays || characters > mostPointerCharacters) return
    const at = joinPointer('', ...path, name)
    characters += at.length
    list.push({ at, name, clause, isForbidden })
  }

  function walk(value: unknown, shape: SchemaShape): void {
    if (typeof value === 'string') judgeTime(value, shape)
    if (typeof value !== 'object' || value === null) return
    if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index += 1) {
        const inner = shape.item(index)
        path.push(index)
        if (inner) walk(value[index], inner)
        else walkUndeclared(value[index])
        path.pop()
      }
      return
    }
    for (const name in value) {
      const property = shape.properties.get(name)
      const secret = property ? property.writeOnly : secretNames.get(name)
      if (secret !== undefined) add(writeOnly, name, secret, true)
      const inner = property ? property.shape() : other(name, shape)
      path.push(name)
      const member = (value as Record<string, unknown>)[name]
      if (inner) walk(member, inner)
      else walkUndeclared(member)
      path.pop()
    }
  }

  function other(name: string, shape: SchemaShape): SchemaShape | undefined {
    const inner = shape.other(name)
    if (inner || shape.closing.kind === 'free') return inner
    const { closing } = shape
    const clause = closing.kind === 'closed' ? closing.clause : (shape.parts[0]?.pointer ?? '')
    add(undeclared, name, clause, closing.kind === 'closed')
    return undefined
  }

  function judgeTime(text: string, { parts }: SchemaShape): void {
    const { schema, pointer } = parts.find((part) => /[d9]/.test(String(part.schema['pattern'] ?? ''))) ?? {}
    if (schema === undefined || !isNoMoment(text) || parts.some((part) => 'format' in part.schema)) return
    if (noMoments.length === mostStrays) return
    noMoments.push({ at: joinPointer('', ...path), clause: joinPointer(pointer ?? '', 'pattern') })
  }

  /** What is not declared may still hold what is for requests only. */
  function walkUndeclared(value: unknown): void {
    if (typeof value !== 'object' || value === null || secretNames.size === 0) return
    for (const [name, inner] of Object.entries(value)) {
      const clause = Array.isArray(value) ? undefined : secretNames.get(name)
      if (clause !== undefined) add(writeOnly, name, clause, true)
      path.push(Array.isArray(value) ? Number(name) : name)
      walkUndeclared(inner)
      path.pop()
    }
  }

  walk(body, root)
  return { undeclared, writeOnly, noMoments }
}

const timeForm = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?(?:[Zz]|[+-]\d\d:?\d\d)?$/

/** Whether a text is written as a time, of a day or an hour that does not exist. A leap second does. */
function isNoMoment(text: string): boolean {
  const [, ...parts] = timeForm.exec(text) ?? []
  if (parts.length === 0) return false
  const [year, month, day, hour, minute, second] = parts.map((part) => Number(part ?? 0)) as number[]
  const days = new Date(Date.UTC(2000, 0)).setUTCFullYear(year ?? 0, month ?? 0, 0)
  const last = new Date(days).getUTCDate()
  const isDay = month !== undefined && month >= 1 && month <= 12 && day !== undefined && day >= 1 && day <= last
  return !isDay || (hour ?? 0) > 23 || (minute ?? 0) > 59 || (second ?? 0) > 60
}

/** Names of properties that the document marks as write-only, each with its first mark; one that it declares without the mark too is no secret. */
function writeOnlyNames(document: unknown): ReadonlyMap<string, string> {
  const marked = new Map<string, string>()
  const unmarked = new Set<string>()
  function visit(node: unknown, path: readonly string[]): void {
    if (typeof node !== 'object' || node === null) return
    for (const [name, inner] of Object.entries(node)) {
      const at = [...path, name]
      if (path.at(-1) === 'properties' && isObject(inner)) {
        if (inner['writeOnly'] !== true) unmarked.add(name)
        else if (!marked.has(name)) marked.set(name, joinPointer('', ...at, 'writeOnly'))
      }
      visit(inner, at)
    }
  }
  visit(document, [])
  return new Map([...marked].filter(([name]) => !unmarked.has(name)))
}
