import { type Json, joinPointer, splitPointer } from '../spec/index.ts'
import { ScaffoldError } from './errors.ts'
import type { SourceOperation } from './operation.ts'
import type { Shape, Shapes } from './shape.ts'
import { listed, plain, wordsOf } from './words.ts'

/** Where the organizations are in a success, and what tells two of them apart. */
export interface FoundList {
  /** JSON pointer of the list; empty when the body is the list. */
  readonly pointer: string
  /** The body as a whole. */
  readonly body: Shape
  readonly item: Shape
  /** Name of a property, or a JSON pointer into an item. */
  readonly identity: string
}

/** The names that lead from an item to its identity. */
export function identityPath(identity: string): readonly string[] {
  return identity.startsWith('/') ? splitPointer(identity) : [identity]
}

export interface ListChoice {
  /** JSON pointer. */
  readonly items?: string
  /** Name of a property, or a JSON pointer into an item. */
  readonly identity?: string
}

interface Candidate {
  readonly pointer: string
  readonly path: readonly string[]
  readonly item: Shape
}

const deepest = 3
/** Lists that are beside the point. */
const besides = /^(errors?|warnings?|messages?|links?|included|filters?|sorts?|facets?|notices?|columns?)$/
const likely = [
  'data',
  'items',
  'results',
  'result',
  'values',
  'records',
  'entries',
  'content',
  'list',
  'objects',
  'collection',
]

/** Finds the list and the identity of its items. Throws ScaffoldError LIST, IDENTITY, SCHEMA. */
export function findList(shapes: Shapes, operation: SourceOperation, { items, identity }: ListChoice): FoundList {
  const { path, success } = operation
  const body = shapes.of(success.schema)
  if (body === undefined) {
    throw new ScaffoldError(
      'SCHEMA',
      `no body can satisfy the schema of GET ${path}, status ${success.status}: it contradicts itself`,
    )
  }
  const candidates = listsIn(shapes, body, [])
  const found = items === undefined ? best(candidates, path) : at(candidates, items, path)
  return {
    pointer: found.pointer,
    body,
    item: found.item,
    identity: identityOf(shapes, found.item, path, identity),
  }
}

function listsIn(shapes: Shapes, shape: Shape, path: readonly string[]): readonly Candidate[] {
  if (shape.types.includes('array') && shape.items !== undefined) {
    const item = shapes.of(...shape.items)
    return item !== undefined && item.properties.size > 0 ? [{ pointer: joinPointer('', ...path), path, item }] : []
  }
  if (!shape.types.includes('object') || path.length >= deepest) return []
  return [...shape.properties].flatMap(([name, schemas]) => {
    const inner = shapes.of(...schemas)
    return inner === undefined ? [] : listsIn(shapes, inner, [...path, name])
  })
}

/** The least deep, then the one with the likeliest name. */
function best(candidates: readonly Candidate[], path: string): Candidate {
  const last = plain(path.split('/').filter(Boolean).at(-1) ?? '')
  const rank = ({ path: at }: Candidate): number => {
    const name = plain(at.at(-1) ?? '')
    if (besides.test(name)) return 100
    const byName = name === last || likely.includes(name) ? 0 : 1
    return at.length * 2 + byName
  }
  const [first] = [...candidates].sort((one, other) => rank(one) - rank(other))
  if (first === undefined || rank(first) >= 100) {
    throw new ScaffoldError(
      'LIST',
      `the answer of GET ${path} holds no list of objects with documented properties; --items POINTER names one`,
    )
  }
  return first
}

function at(candidates: readonly Candidate[], pointer: string, path: string): Candidate {
  const found = candidates.find((candidate) => candidate.pointer === pointer)
  if (found === undefined) {
    const known = candidates.map((candidate) => JSON.stringify(candidate.pointer))
    const has = known.length === 0 ? 'it has none' : `it has ${listed(known)}`
    throw new ScaffoldError(
      'LIST',
      `--items ${JSON.stringify(pointer)} is no list of objects in the answer of GET ${path}; ${has}`,
    )
  }
  return found
}

/** What one item of a path is called: `team` for `/orgs/acme/teams`. */
export function singularOf(path: string): string {
  return plain(path.split('/').filter(Boolean).at(-1) ?? '')
    .replace(/ies$/, 'y')
    .replace(/s$/, '')
}

function identityOf(shapes: Shapes, item: Shape, path: string, asked: string | undefined): string {
  const singular = singularOf(path)
  const own = usableIn(shapes, item)
  const inObjects = [...item.properties].flatMap(([name, schemas]) => {
    const inner = shapes.of(...schemas)
    if (inner === undefined || inner.nullable || inner.types[0] !== 'object') return []
    return usableIn(shapes, inner).map(
      (one): Identifier => ({
        text: joinPointer('', name, one.text),
        name: one.name,
        isRequired: one.isRequired && item.required.has(name),
      }),
    )
  })
  const usable = [...own, ...inObjects]
  if (asked !== undefined) {
    const found = usable.find(({ text }) => text === asked)
    if (found !== undefined) return found.text
    const known = usable.length === 0 ? 'none' : listed(usable.map(({ text }) => text))
    throw new ScaffoldError(
      'IDENTITY',
      `--identity ${JSON.stringify(asked)} is no text or number of an item of GET ${path}; there is ${known}`,
    )
  }
  const rank = ({ name, isRequired }: Identifier): number => {
    const words = wordsOf(name)
    const joined = words.join('')
    const late = isRequired ? 0 : 0.5
    if (joined === 'id' || joined === 'uuid') return late
    if (['gid', 'uid', 'guid', 'publicid', 'organizationid', 'orgid', `${singular}id`].includes(joined)) return 1 + late
    if (words.at(-1) === 'id' && words.length <= 2 && isRequired) return 2
    // An owner can change these, so that any id goes before them.
    if (['sid', 'key', 'slug', 'login', 'handle'].includes(joined)) return 3 + late
    if (['token', 'username', 'domain', 'email'].includes(joined)) return 4 + late
    return joined === 'name' ? 5 : words.at(-1) === 'login' ? 6 : 100
  }
  const best = (list: readonly Identifier[]) =>
    [...list].sort((one, other) => rank(one) - rank(other)).find((one) => rank(one) < 100)
  // What an object in it is called by is its own, as long as it has something.
  const found = best(own) ?? best(inObjects.filter(({ isRequired }) => isRequired))
  if (found === undefined) {
    const names = usable.slice(0, 8).map(({ text }) => text)
    const known = usable.length === 0 ? 'it has no text or number at all' : `it has ${listed(names)}`
    throw new ScaffoldError(
      'IDENTITY',
      `nothing tells two items of GET ${path} apart (no id, key or name); --identity NAME names a property: ${known}`,
    )
  }
  return found.text
}

/** What could tell two items apart. */
interface Identifier {
  /** Name of a property of the item, or a JSON pointer. */
  readonly text: string
  readonly name: string
  readonly isRequired: boolean
}

function usableIn(shapes: Shapes, { properties, required }: Shape): readonly Identifier[] {
  return [...properties]
    .filter(([, schemas]) => canIdentify(shapes, schemas))
    .map(([name]) => ({ text: name, name, isRequired: required.has(name) }))
}

function canIdentify(shapes: Shapes, schemas: readonly Json[]): boolean {
  const shape = shapes.of(...schemas)
  if (shape === undefined || shape.members !== undefined || shape.writeOnly) return false
  const [type] = shape.types
  return type === 'integer' || type === 'number' || (type === 'string' && !/^(date|time)/.test(shape.format ?? ''))
}
