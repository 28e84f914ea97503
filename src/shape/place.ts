import { type Json, type JsonObject, joinPointer, type SchemaShape } from '../spec/index.ts'
import { lengthForm } from './forms.ts'
import { memberName, permittedTypes, valueRules } from './keywords.ts'
import { addCounts, count, countsOf, totalOf } from './tally.ts'
import type { PlaceShape, Presence } from './types.ts'
import { looksLikeName } from './vocabulary.ts'

/** What was seen at one place, until it is written: `others` may still hold names that are values. */
export interface Place {
  readonly types: Map<string, number>
  readonly forms: Map<string, number>
  readonly members: Map<string, number>
  /** Values that a declared enum lacks. */
  unknownMembers: number
  readonly breaks: Map<string, number>
  readonly lengths: Map<string, number>
  /** Of objects: members that the document declares. */
  readonly declared: Map<string, Place>
  /** Members that it does not declare, where their names look like names. */
  readonly others: Map<string, Place>
  /** All members whose names are values, elements of a list among them. */
  rest: Place | undefined
  /** There were more other names than an object has fields: all of them are values. */
  isFolded: boolean
  /** The most values in one answer. */
  together: number
  /** Those of the present answer. */
  here: number
}

/** More undeclared names than this in one place are values. */
const mostNames = 60
/** Deeper values are not looked into. */
const deepest = 24
/** A name is told from so many objects on that have it, and where at least half of all have it. */
const fewestNamed = 10

export function newPlace(): Place {
  return {
    types: new Map(),
    forms: new Map(),
    members: new Map(),
    unknownMembers: 0,
    breaks: new Map(),
    lengths: new Map(),
    declared: new Map(),
    others: new Map(),
    rest: undefined,
    isFolded: false,
    together: 0,
    here: 0,
  }
}

/** Reads a value into its place. `formOf` recognizes texts. */
export function observe(
  place: Place,
  value: Json,
  schema: SchemaShape | undefined,
  formOf: (text: string) => string,
  depth = 0,
): void {
  const type = typeOf(value)
  count(place.types, type)
  place.here += 1
  const rules = schema && valueRules(schema)
  for (const keyword of rules?.broken(value) ?? []) count(place.breaks, keyword)
  const members = type === 'null' || type === 'object' || type === 'list' ? undefined : rules?.members
  if (members !== undefined) {
    const name = memberName(value)
    if (members.has(name)) count(place.members, name)
    else place.unknownMembers += 1
  } else if (typeof value === 'string') count(place.forms, formOf(value))
  if (depth === deepest) return
  if (Array.isArray(value)) {
    count(place.lengths, lengthForm(value.length))
    for (const [index, item] of value.entries()) observe(rest(place), item, schema?.item(index), formOf, depth + 1)
  } else if (type === 'object') {
    for (const [name, member] of Object.entries(value as JsonObject)) {
      const [inner, shape] = memberPlace(place, name, schema)
      observe(inner, member, shape, formOf, depth + 1)
    }
  }
}

function memberPlace(place: Place, name: string, schema: SchemaShape | undefined): [Place, SchemaShape | undefined] {
  const property = schema?.properties.get(name)
  if (property !== undefined) return [made(place.declared, name), property.shape()]
  const other = schema?.other(name)
  const isNamed = schema !== undefined && schema.properties.size > 0 && other === undefined && looksLikeName(name)
  if (!isNamed || place.isFolded) return [rest(place), other]
  const inner = made(place.others, name)
  foldWhereMany(place)
  return [place.isFolded ? rest(place) : inner, undefined]
}

function made(map: Map<string, Place>, name: string): Place {
  const found = map.get(name) ?? newPlace()
  map.set(name, found)
  return found
}

function rest(place: Place): Place {
  place.rest ??= newPlace()
  return place.rest
}

/** Once there are too many, whatever order they came in, no name is told. */
function foldWhereMany(place: Place): void {
  if (!place.isFolded && place.others.size <= mostNames) return
  place.isFolded = true
  for (const inner of place.others.values()) merge(rest(place), inner)
  place.others.clear()
}

/** Ends an answer: what it had of each place is known. */
export function settle(place: Place): void {
  place.together = Math.max(place.together, place.here)
  place.here = 0
  for (const inner of insides(place)) settle(inner)
}

function insides({ declared, others, rest }: Place): readonly Place[] {
  return [...declared.values(), ...others.values(), ...(rest === undefined ? [] : [rest])]
}

/** Adds what another one has seen of the same place. */
export function merge(place: Place, other: Place): void {
  for (const name of ['types', 'forms', 'members', 'breaks', 'lengths'] as const) addCounts(place[name], other[name])
  for (const [name, inner] of other.declared) merge(made(place.declared, name), inner)
  for (const [name, inner] of other.others) merge(made(place.others, name), inner)
  place.unknownMembers += other.unknownMembers
  if (other.rest !== undefined) merge(rest(place), other.rest)
  place.together = Math.max(place.together, other.together)
  place.here += other.here
  place.isFolded ||= other.isFolded
  foldWhereMany(place)
}

/** The place and all places in it as a lock has them, by pointer. */
export function described(place: Place, schema: SchemaShape | undefined, of: number): [string, PlaceShape][] {
  return describe(place, {
    schema,
    pointer: '',
    of,
    together: 1,
    declared: schema === undefined ? 'undeclared' : 'required',
  })
}

interface Around {
  readonly schema: SchemaShape | undefined
  readonly pointer: string
  readonly of: number
  readonly together: number
  readonly declared: Presence
}

function describe(place: Place, around: Around): [string, PlaceShape][] {
  const { schema, pointer, of, together, declared } = around
  const permits = schema && permittedTypes(schema.parts)
  const { unknownMembers } = place
  const own: PlaceShape = {
    declared,
    ...(permits === undefined ? {} : { permits }),
    seen: totalOf(place.types),
    of,
    together,
    ...some('types', countsOf(place.types)),
    ...some('forms', countsOf(place.forms)),
    ...some('members', countsOf(place.members)),
    ...(unknownMembers === 0 ? {} : { unknownMembers }),
    ...some('breaks', countsOf(place.breaks)),
    ...some('lengths', countsOf(place.lengths)),
  }
  return [[pointer, own], ...insidesOf(place, around)]
}

function insidesOf(place: Place, { schema, pointer }: Around): [string, PlaceShape][] {
  const objects = place.types.get('object') ?? 0
  const lists = place.types.get('list') ?? 0
  if (objects + lists === 0) return []
  const around = { of: objects, together: place.together }
  const required = new Set(
    (schema?.parts ?? []).flatMap(({ schema, isAlternative }) =>
      isAlternative === true || !Array.isArray(schema['required']) ? [] : schema['required'],
    ),
  )
  const declared = [...(schema?.properties ?? [])].flatMap(([name, property]) => {
    if (objects === 0) return []
    const inner = place.declared.get(name)
    // What is never to come is no part of the shape, until it comes.
    if (inner === undefined && property.writeOnly !== undefined) return []
    const presence: Presence =
      property.writeOnly !== undefined ? 'undeclared' : required.has(name) ? 'required' : 'optional'
    const here = { ...around, schema: property.shape(), pointer: joinPointer(pointer, name), declared: presence }
    return describe(inner ?? newPlace(), here)
  })
  const isTold = (inner: Place) => {
    const seen = totalOf(inner.types)
    return seen >= fewestNamed && seen * 2 >= objects
  }
  const folded = newPlace()
  if (place.rest !== undefined) merge(folded, place.rest)
  const others = [...place.others].flatMap(([name, inner]) => {
    if (isTold(inner))
      return describe(inner, {
        ...around,
        schema: undefined,
        pointer: joinPointer(pointer, name),
        declared: 'undeclared',
      })
    merge(folded, inner)
    return []
  })
  if (totalOf(folded.types) === 0) return [...declared, ...others]
  const inner = lists > 0 ? schema?.item(Number.MAX_SAFE_INTEGER) : schema?.other('')
  const presence: Presence = inner === undefined ? 'undeclared' : 'optional'
  const here = { of: objects + lists, together: place.together, schema: inner, declared: presence }
  return [...declared, ...others, ...describe(folded, { ...here, pointer: joinPointer(pointer, '*') })]
}

function some<Name extends string>(name: Name, counts: Readonly<Record<string, number>>): object {
  return Object.keys(counts).length === 0 ? {} : { [name]: counts }
}

function typeOf(value: Json): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'list'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return typeof value
}
