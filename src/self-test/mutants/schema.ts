import { valueAt } from '../../contract/index.ts'
import { type Json, joinPointer } from '../../spec/index.ts'
import { type Pages, pagesOf, partAt, setAt } from '../pages.ts'
import { headerOf, jsonOf, withJson } from '../replies.ts'
import type { MutantSet, ProxiedReply, ProxiedRequest, Subject } from '../types.ts'
import { breakingsOf, brokenValue } from './breaking.ts'
import { item, pointerOf, requiredIn, type SchemaPart, type Spot, spotsOf, type Way } from './clauses.ts'
import { typesOf } from './fits.ts'
import { type Defect, equivalentFrom, mutantsFrom, onReply } from './make.ts'
import { type Pick, placeIn } from './placing.ts'

/** One clause of a schema and how a body is made to break it. */
interface Break {
  /** Behind the name of the place in the mutant's id. */
  readonly name: string
  readonly words: string
  readonly expects: string
  /** The finding must name one of these; absent when it need not name any. */
  readonly clauses?: readonly string[]
  /** Why no value can be made that fits but for this clause; absent where one can. */
  readonly impossible?: string
  /** The member of the place that is changed, where it is not the place itself. */
  readonly member?: string
  /** What comes there; undefined when it cannot be broken. The value undefined takes the member away. */
  apply(value: Json | undefined, key: string): { readonly value: Json | undefined } | undefined
}

interface Target extends Break {
  /** What tells two clauses apart: shared schemas are broken once, wherever they are used. */
  readonly identity: string
  readonly spots: readonly Spot[]
}

/** Name of a field that no document declares. */
const surplusName = 'surplus_field'

/** A mutant for each clause of each JSON schema that the operation documents, in a row of any page and in the last row of the last page. */
export function schemaMutants(subject: Subject): MutantSet {
  const spots = spotsOf(subject.operation)
  const targets = new Map<string, Target>()
  for (const spot of spots) {
    for (const made of breaksOf(spot)) {
      const identity = `${made.name}\n${spot.identity}`
      const before = targets.get(identity)
      targets.set(identity, { ...made, identity, spots: [...(before?.spots ?? []), spot] })
    }
  }
  const pages = pagesOf(subject)
  const all = [...targets.values()]
  const possible = all.filter(({ impossible }) => impossible === undefined)
  return {
    mutants: mutantsFrom(
      subject,
      'shape',
      possible.flatMap((target) => defectsOf(subject, pages, target, spots)),
    ),
    equivalents: all.flatMap((target) =>
      target.impossible === undefined ? [] : [equivalentFrom(subject, 'shape', nameOf(target), target.impossible)],
    ),
  }
}

function defectsOf({ provider }: Subject, pages: Pages, target: Target, spots: readonly Spot[]): readonly Defect[] {
  const { words, expects, clauses, member = [] } = target
  const name = nameOf(target)
  const isSuccess = target.spots.some(({ status }) => status.startsWith('2'))
  const where = wayText(target.spots[0]?.way ?? [])
  const defect = (suffix: string, ending: string, pick: Pick): Defect => ({
    name: name + suffix,
    description: `${where} is ${words}${ending}`,
    expects: [expects],
    isPlaced: true,
    changes: target.spots.map(({ way }) => partAt(joinPointer(pointerOf(way), ...[member].flat()))),
    ...(clauses === undefined ? {} : { clauses }),
    mutation: onReply((reply, request) => {
      if (!isMeant(pages, request, reply, pick)) return undefined
      const fitting = target.spots.filter(({ status }) => isStatus(reply.status, status))
      const spot = fitting[fitting.length === 0 ? 0 : hash(target.identity) % fitting.length]
      const body = jsonOf(reply)
      if (spot === undefined || body === undefined) return undefined
      const sameStatus = spots.filter(({ status }) => status === spot.status)
      const place = placeIn(body, spot.way, pick, sameStatus)
      if (place === undefined) return undefined
      const at = joinPointer(place, ...[member].flat())
      const broken = target.apply(valueAt(body, at) as Json | undefined, target.identity)
      return broken && withJson(reply, setAt(body, at, broken.value))
    }),
  })
  return [
    defect('', '', { which: 'any', key: `${provider}/shape/${name}` }),
    ...(isSuccess ? [defect('@last', ', in the last row of the last page', { which: 'last' })] : []),
  ]
}

function nameOf({ spots, name }: Target): string {
  const [{ status, way } = { status: '', way: [] }] = spots
  return `${status.startsWith('2') ? '' : `${status}:`}${wayText(way)}/${name}`
}

function wayText(way: Way): string {
  return way.length === 0
    ? 'body'
    : way
        .map((step) => (step === item ? '[]' : String(step)))
        .join('.')
        .replaceAll('.[]', '[]')
}

/** A page with rows, the last one where it must be; or any refusal in JSON. */
function isMeant(pages: Pages, request: ProxiedRequest, reply: ProxiedReply, { which }: Pick): boolean {
  if (reply.status >= 300) return headerOf(reply, 'content-type')?.startsWith('application/json') === true
  const rows = pages.rows(request, reply)
  return rows !== undefined && rows.length > 0 && (which === 'any' || pages.isLast(request, reply))
}

function isStatus(status: number, documented: string): boolean {
  return documented === String(status) || documented === `${Math.floor(status / 100)}XX`
}

function hash(text: string): number {
  return [...text].reduce((sum, character) => (Math.imul(sum, 31) + character.charCodeAt(0)) >>> 0, 7)
}

function breaksOf({ parts, way }: Spot): readonly Break[] {
  if (parts.some(({ schema }) => schema['writeOnly'] === true)) return [leaked]
  return [...valueBreaks(parts), ...missing(parts), ...alternatives(parts), ...surplus(parts, way)]
}

function valueBreaks(parts: readonly SchemaPart[]): readonly Break[] {
  return breakingsOf(parts).map((breaking): Break => {
    const { name, words, keyword } = breaking
    const isPossible = texts.some((text) => brokenValue(breaking, text, parts, '') !== undefined)
    const impossible = `no value breaks ${keyword} without breaking another clause of the same place`
    return {
      name,
      words,
      expects: 'body',
      clauses: parts
        .filter(({ schema }) => schema[keyword] !== undefined)
        .map(({ pointer }) => joinPointer(pointer, keyword)),
      ...(isPossible ? {} : { impossible }),
      apply: (value, key) => brokenValue(breaking, value, parts, key),
    }
  })
}

/** Values to try whether a clause can be broken alone; the real ones come with the body. */
const texts: readonly Json[] = [
  '100.00',
  'a text',
  '2026-06-01T00:00:00Z',
  'a@b.example',
  'https://a.example',
  1,
  true,
  [],
  {},
]

function missing(parts: readonly SchemaPart[]): readonly Break[] {
  return [...new Set(parts.flatMap(requiredIn))].map((name) => ({
    name: `${name}/required`,
    words: `without its ${name}`,
    expects: 'body',
    clauses: parts
      .filter((part) => requiredIn(part).includes(name))
      .map(({ pointer }) => joinPointer(pointer, 'required')),
    member: name,
    apply: () => ({ value: undefined }),
  }))
}

function surplus(parts: readonly SchemaPart[], way: Way): readonly Break[] {
  const isObject = parts.some((part) => typesOf(part).includes('object') || part.schema['properties'] !== undefined)
  if (!isObject) return []
  const isFree = parts.every(({ schema }) => schema['properties'] === undefined)
  const isClosed = parts.some(({ schema }) => schema['additionalProperties'] === false)
  return [
    {
      name: 'surplus',
      words: isClosed ? 'with a field that its schema forbids' : 'with a field that nobody declared',
      expects: 'undeclared-fields',
      ...(isFree ? { impossible: `${wayText(way)} declares no fields and takes any` } : {}),
      member: surplusName,
      apply: () => ({ value: 'more' }),
    },
  ]
}

/** `anyOf` beside a type that is narrower: whatever breaks it breaks the type, and the mutants of the type break both. */
function alternatives(parts: readonly SchemaPart[]): readonly Break[] {
  if (!parts.some(({ schema }) => schema['anyOf'] !== undefined || schema['oneOf'] !== undefined)) return []
  const impossible = 'the type beside the alternatives is narrower than they are: its own mutants break both'
  return [{ name: 'any-of', words: 'none of the alternatives', expects: 'body', impossible, apply: () => undefined }]
}

const leaked: Break = {
  name: 'write-only',
  words: 'sent back, though it is for requests only',
  expects: 'write-only',
  apply: () => ({ value: 'leaked-secret' }),
}
