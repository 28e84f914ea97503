import { valueAt } from '../../contract/index.ts'
import { type Json, joinPointer } from '../../spec/index.ts'
import type { Part } from '../changes.ts'
import { type Pages, pagesOf, partAt, setAt } from '../pages.ts'
import { headerOf, jsonOf, withJson } from '../replies.ts'
import type { Mutant, MutantSet, Mutation, ProxiedReply, ProxiedRequest, Subject } from '../types.ts'
import { breakingsOf, brokenValue } from './breaking.ts'
import { item, type SchemaPart, type Spot, spotsOf, type Way } from './clauses.ts'
import { typesOf } from './fits.ts'
import { type Pick, placeIn } from './placing.ts'

/** One clause of a schema and how a body is made to break it. */
interface Break {
  /** Behind the name of the place in the mutant's id. */
  readonly name: string
  readonly words: string
  readonly expects: string
  /** Any of these; empty when the finding need not name one. */
  readonly clauses: readonly string[]
  /** Whether a value that fits, and this clause alone not, can be made at all. */
  readonly isPossible: boolean
  readonly impossible?: string
  /** The member of the place that is changed, where it is not the place itself. */
  readonly member?: string
  /** What comes there; undefined when it cannot be broken. `came` undefined takes the member away. */
  apply(value: Json | undefined, key: string): { readonly came: Json | undefined } | undefined
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
      const identity = `${made.name}\n${spot.parts.map(({ pointer }) => pointer).join('\n')}`
      const before = targets.get(identity)
      targets.set(identity, { ...made, identity, spots: [...(before?.spots ?? []), spot] })
    }
  }
  const pages = pagesOf(subject)
  const all = [...targets.values()]
  return {
    mutants: all.filter(({ isPossible }) => isPossible).flatMap((target) => mutantsOf(subject, pages, target, spots)),
    equivalents: all.flatMap(({ isPossible, impossible, ...target }) =>
      isPossible
        ? []
        : [
            {
              id: idOf(subject, target as Target),
              provider: subject.provider,
              class: 'shape',
              reason: impossible ?? '',
            },
          ],
    ),
  }
}

function mutantsOf(subject: Subject, pages: Pages, target: Target, spots: readonly Spot[]): readonly Mutant[] {
  const id = idOf(subject, target)
  const isSuccess = target.spots.some(({ status }) => status.startsWith('2'))
  const common = {
    provider: subject.provider,
    class: 'shape' as const,
    expects: [target.expects],
    isPlaced: true,
    changes: target.spots.map(({ way }) => changedAt(way, target)),
    ...(target.clauses.length > 0 ? { clauses: target.clauses } : {}),
  }
  const where = wayText(target.spots[0]?.way ?? [])
  return [
    {
      ...common,
      id,
      description: `${where} is ${target.words}`,
      mutation: () => breaker(pages, target, spots, { which: 'any', key: id }),
    },
    ...(isSuccess
      ? [
          {
            ...common,
            id: `${id}@last`,
            description: `${where} is ${target.words}, in the last row of the last page`,
            mutation: () => breaker(pages, target, spots, { which: 'last' }),
          },
        ]
      : []),
  ]
}

function idOf({ provider }: Subject, { spots, name }: Target): string {
  const [{ status, way } = { status: '', way: [] }] = spots
  const prefix = status.startsWith('2') ? '' : `${status}:`
  return `${provider}/shape/${prefix}${wayText(way)}/${name}`
}

function changedAt(way: Way, { member }: Break): Part {
  const steps = way.map((step) => (step === item ? '*' : step))
  return partAt(joinPointer('', ...steps, ...(member === undefined ? [] : [member])))
}

function wayText(way: Way): string {
  return way.length === 0
    ? 'body'
    : way
        .map((step) => (step === item ? '[]' : String(step)))
        .join('.')
        .replaceAll('.[]', '[]')
}

function breaker(pages: Pages, target: Target, spots: readonly Spot[], pick: Pick): Mutation {
  return async (request, forward) => {
    const reply = await forward(request)
    if (!isMeant(pages, request, reply, pick)) return reply
    const fitting = target.spots.filter(({ status }) => isStatus(reply.status, status))
    const spot = fitting[fitting.length === 0 ? 0 : hash(target.identity) % fitting.length]
    const body = jsonOf(reply)
    if (spot === undefined || body === undefined) return reply
    const sameStatus = spots.filter(({ status }) => status === spot.status)
    const place = placeIn(body, spot.way, pick, sameStatus)
    if (place === undefined) return reply
    const at = joinPointer('', ...place, ...(target.member === undefined ? [] : [target.member]))
    const broken = target.apply(valueAt(body, at) as Json | undefined, target.identity)
    return broken === undefined ? reply : withJson(reply, setAt(body, at, broken.came))
  }
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

function breaksOf(spot: Spot): readonly Break[] {
  const { parts, way } = spot
  if (parts.some(({ schema }) => schema['writeOnly'] === true)) return [leaked]
  return [...valueBreaks(parts), ...missing(parts), ...alternatives(parts), ...surplus(parts, way)]
}

function valueBreaks(parts: readonly SchemaPart[]): readonly Break[] {
  return breakingsOf(parts).map((breaking) => {
    const { name, words, keyword } = breaking
    return {
      name,
      words,
      expects: 'shape/body',
      clauses: parts
        .filter(({ schema }) => schema[keyword] !== undefined)
        .map(({ pointer }) => joinPointer(pointer, keyword)),
      isPossible: texts.some((text) => brokenValue(breaking, text, parts, '') !== undefined),
      impossible: `no value breaks ${keyword} without breaking another clause of the same place`,
      apply(value, key) {
        const broken = brokenValue(breaking, value, parts, key)
        return broken && { came: broken.value }
      },
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
  const names = new Set(parts.flatMap(({ schema }) => (schema['required'] ?? []) as readonly string[]))
  return [...names].map((name) => ({
    name: `${name}/required`,
    words: `without its ${name}`,
    expects: 'shape/body',
    clauses: parts
      .filter(({ schema }) => ((schema['required'] ?? []) as readonly string[]).includes(name))
      .map(({ pointer }) => joinPointer(pointer, 'required')),
    isPossible: true,
    member: name,
    apply: () => ({ came: undefined }),
  }))
}

function surplus(parts: readonly SchemaPart[], way: Way): readonly Break[] {
  const isObject = parts.some((part) => typesOf(part).includes('object') || part.schema['properties'] !== undefined)
  if (!isObject) return []
  const isFree = parts.every(({ schema }) => schema['properties'] === undefined)
  const isClosed = parts.some(({ schema }) => schema['additionalProperties'] === false)
  const words = isClosed ? 'with a field that its schema forbids' : 'with a field that nobody declared'
  return [
    {
      name: 'surplus',
      words,
      expects: 'shape/undeclared-fields',
      clauses: [],
      isPossible: !isFree,
      impossible: `${wayText(way)} declares no fields and takes any`,
      member: surplusName,
      apply: () => ({ came: 'more' }),
    },
  ]
}

/** `anyOf` beside a type that is narrower: whatever breaks it breaks the type, and the mutants of the type break both. */
function alternatives(parts: readonly SchemaPart[]): readonly Break[] {
  if (!parts.some(({ schema }) => schema['anyOf'] !== undefined || schema['oneOf'] !== undefined)) return []
  return [
    {
      name: 'any-of',
      words: 'none of the alternatives',
      expects: 'shape/body',
      clauses: [],
      isPossible: false,
      impossible: 'the type beside the alternatives is narrower than they are: its own mutants break both',
      apply: () => undefined,
    },
  ]
}

const leaked: Break = {
  name: 'write-only',
  words: 'sent back, though it is for requests only',
  expects: 'shape/write-only',
  clauses: [],
  isPossible: true,
  apply: () => ({ came: 'leaked-secret' }),
}
