import {
  isJsonType,
  type Json,
  joinPointer,
  type OperationSpec,
  type PropertyShape,
  rememberedWeakly,
  responseFor,
  type SchemaPart,
  type SchemaShape,
  shapesOf,
} from '../spec/index.ts'
import type { Seen } from './types.ts'

/** Collects what was witnessed of what an operation declares. */
export interface SeenRecord {
  /** Takes note of one reply; a body that is no JSON counts for its status alone. */
  observe(status: number, body: unknown): void
  result(): Seen
}

interface Mark {
  readonly pointer: string
  readonly what: string
  isSeen: boolean
}

interface SeenProperty {
  readonly marks: readonly Mark[]
  place(): Place
}

/** What is to be witnessed of one shape. */
interface Place {
  readonly nulls: readonly Mark[]
  readonly members: ReadonlyMap<unknown, readonly Mark[]>
  readonly properties: ReadonlyMap<string, SeenProperty>
  readonly shape: SchemaShape
}

/**
 * Lists the statuses that an operation declares and, through `$ref`s once for each definition, the properties, null branches and enum
 * members of its JSON bodies; writeOnly properties never belong into one. A field of an alternative (`anyOf`, `oneOf`) counts as seen
 * whichever alternative was meant.
 */
export function createSeen(operation: OperationSpec): SeenRecord {
  const { document, responses } = operation
  const isOld = String(document['openapi']).startsWith('3.0.')
  const shapeAt = shapesOf(document)
  const marks = new Map<string, Mark>()
  const placeOf = rememberedWeakly(makePlace)

  function mark(pointer: string, what: string): Mark {
    const made = marks.get(pointer) ?? { pointer, what, isSeen: false }
    marks.set(pointer, made)
    return made
  }

  function makePlace(shape: SchemaShape): Place {
    const properties = new Map<string, SeenProperty>()
    for (const { name, pointers, shape: inner } of namedIn(shape)) {
      const marks = pointers.map((pointer) => mark(pointer, `property ${name}`))
      properties.set(name, { marks, place: () => placeOf(inner()) })
    }
    return { ...ownMarks(shape), properties, shape }
  }

  function ownMarks({ parts }: SchemaShape): Pick<Place, 'nulls' | 'members'> {
    return {
      nulls: parts.flatMap((part) => nullPointers(part, isOld)).map((pointer) => mark(pointer, 'null')),
      members: enumMembers(parts, mark),
    }
  }

  /**
   * Marks all that is declared beneath a schema. Each schema is read once, by itself: the combinations of schemas that apply to one value
   * may be very many, and are made only as far as bodies reach.
   */
  function declare(pointer: string): void {
    const read = new Set<SchemaShape>()
    const open: (() => void)[] = [() => enter(pointer)]
    const next = (tasks: readonly (() => void)[]) => open.push(...tasks.toReversed())
    function enter(at: string): void {
      const shape = shapeAt(at)
      if (read.has(shape)) return
      read.add(shape)
      ownMarks(shape)
      const named = namedIn(shape).map(({ name, pointers }) => () => {
        for (const own of pointers) mark(own, `property ${name}`)
        next(pointers.map((own) => () => enter(own)))
      })
      next([...named, ...shape.unnamed.map((own) => () => enter(own))])
    }
    for (let task = open.pop(); task !== undefined; task = open.pop()) task()
  }

  const declared = new Map(
    responses.map((response) => {
      const { status } = response
      const json = response.content.find(({ mediaType }) => isJsonType(mediaType))
      const own = mark(joinPointer(operation.pointer, 'responses', status), `status ${status}`)
      if (json?.schema) declare(json.pointer)
      const place = json?.schema && placeOf(shapeAt(json.pointer))
      return [response, { own, place }]
    }),
  )

  function witness(all: readonly Mark[]): void {
    for (const own of all) own.isSeen = true
  }

  function walk(place: Place, value: unknown): void {
    if (value === null) witness(place.nulls)
    if (Array.isArray(value)) {
      walkList(place, value)
    } else if (typeof value === 'object' && value !== null) {
      walkObject(place, value as Record<string, unknown>)
    } else {
      witness(place.members.get(value) ?? [])
    }
  }

  function walkList({ shape }: Place, list: readonly unknown[]): void {
    for (const [index, item] of list.entries()) {
      const inner = shape.item(index)
      if (inner) walk(placeOf(inner), item)
    }
  }

  function walkObject({ properties, shape }: Place, object: Readonly<Record<string, unknown>>): void {
    for (const name in object) {
      const property = properties.get(name)
      if (property) {
        witness(property.marks)
        walk(property.place(), object[name])
      } else {
        const inner = shape.other(name)
        if (inner) walk(placeOf(inner), object[name])
      }
    }
  }

  return {
    observe(status, body) {
      const response = responseFor(operation, status)
      const here = response && declared.get(response)
      if (!here) return
      witness([here.own])
      if (here.place !== undefined) walk(here.place, body)
    },
    result() {
      const unseen = [...marks.values()].filter(({ isSeen }) => !isSeen)
      return {
        total: marks.size,
        witnessed: marks.size - unseen.length,
        unseen: unseen.map(({ pointer, what }) => ({ pointer, what })),
      }
    },
  }
}

/** Whole percent, rounded down, so that 100 means all; also 100 when there is nothing to see. */
export function seenPercent({ witnessed, total }: Pick<Seen, 'witnessed' | 'total'>): number {
  return total === 0 ? 100 : Math.floor((100 * witnessed) / total)
}

function namedIn({ properties }: SchemaShape): readonly PropertyShape[] {
  return [...properties.values()].filter(({ writeOnly }) => writeOnly === undefined)
}

/** Where a schema says that its value may be null. */
function nullPointers({ pointer, schema }: SchemaPart, isOld: boolean): readonly string[] {
  const { type, nullable } = schema
  if (Array.isArray(type))
    return type.flatMap((name, index) => (name === 'null' ? [joinPointer(pointer, 'type', index)] : []))
  if (type === 'null') return [joinPointer(pointer, 'type')]
  // In OpenAPI 3.1 nullable is no word any more.
  return isOld && nullable === true && type !== undefined ? [joinPointer(pointer, 'nullable')] : []
}

function enumMembers(
  parts: readonly SchemaPart[],
  mark: (pointer: string, what: string) => Mark,
): ReadonlyMap<unknown, readonly Mark[]> {
  const found = new Map<unknown, Mark[]>()
  for (const { pointer, schema } of parts) {
    const members: readonly Json[] = Array.isArray(schema['enum']) ? schema['enum'] : []
    for (const [index, member] of members.entries()) {
      const marks = found.get(member) ?? []
      marks.push(mark(joinPointer(pointer, 'enum', index), `enum member ${JSON.stringify(member)}`))
      found.set(member, marks)
    }
  }
  return found
}
