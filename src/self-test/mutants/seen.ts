import { itemsAt, valueAt } from '../../contract/index.ts'
import { arrayOf, type Json, joinPointer, objectOf, splitPointer } from '../../spec/index.ts'
import { partAt, setAt } from '../pages.ts'
import { jsonOf, withJson } from '../replies.ts'
import type { Mutant, Subject } from '../types.ts'
import { admittedTypes } from './breaking.ts'
import { isBeneath, item, pointerOf, type Spot, spotsOf, type Way } from './clauses.ts'
import { type Defect, mutantsFrom, onReply } from './make.ts'
import { placesOf } from './placing.ts'

/** Enums up to this length are hidden member by member; of a longer one the middle: not every run shows all of a long list. */
const longEnum = 6

/** Something of a row that is never shown. */
interface Hiding {
  readonly name: string
  readonly description: string
  /** What then counts as unseen, by pointer into the spec. */
  readonly pointers: readonly string[]
  /** What comes in place of a value; undefined leaves the member out. */
  change(value: Json, others: readonly Json[]): Json | undefined
}

/**
 * Servers that never show something which the document declares of an organization. That is no defect, but a run must not pass it off
 * as checked: each optional property, each null, each member of an enum is hidden in turn.
 */
export function seenMutants(subject: Subject): readonly Mutant[] {
  const rowWay: Way = [...splitPointer(subject.contract.list.items), item]
  const spots = spotsOf(subject.operation).filter(({ status }) => status === '200')
  const ways = new Map<string, Way[]>()
  const chosen: Spot[] = []
  for (const spot of spots.filter(({ way }) => isBeneath(way, rowWay))) {
    const others = ways.get(spot.identity)
    if (others === undefined) chosen.push(spot)
    ways.set(spot.identity, [...(others ?? []), spot.way])
  }
  const defects = chosen.flatMap((spot) => {
    const parent = spots.find(({ way }) => way.length === spot.way.length - 1 && isBeneath(spot.way, way))
    return hidings(spot, parent).map((hiding) => defectOf(subject, hiding, ways.get(spot.identity) ?? []))
  })
  return mutantsFrom(subject, 'seen', defects)
}

function hidings({ parts, way, isRequired }: Spot, parent: Spot | undefined): readonly Hiding[] {
  const name = way.at(-1)
  if (typeof name !== 'string' || parts.some(({ schema }) => schema['writeOnly'] === true)) return []
  const where = way.filter((step) => step !== item).join('.')
  const types = admittedTypes(parts)
  const properties = (parent?.parts ?? []).filter(({ schema }) => objectOf(schema['properties'])[name] !== undefined)
  const enums = parts.flatMap(({ pointer, schema }) =>
    arrayOf(schema['enum']).map((member, i) => ({ member, pointer: joinPointer(pointer, 'enum', i) })),
  )
  const members = enums.length > longEnum ? enums.slice(enums.length >> 1).slice(0, 1) : enums
  return [
    ...(isRequired
      ? []
      : [
          {
            name: `${where}/hidden`,
            description: `no organization shows its ${where}`,
            pointers: properties.map(({ pointer }) => joinPointer(pointer, 'properties', name)),
            change: () => undefined,
          },
        ]),
    ...(types.length > 1 && types.includes('null')
      ? [
          {
            name: `${where}/null`,
            description: `${where} is never null`,
            pointers: parts.flatMap(({ pointer, schema }) =>
              arrayOf(schema['type']).flatMap((type, i) => (type === 'null' ? [joinPointer(pointer, 'type', i)] : [])),
            ),
            change: (value: Json, others: readonly Json[]) =>
              value ?? others.find((other) => other !== null) ?? (types.includes('object') ? {} : '0'),
          },
        ]
      : []),
    ...members.map(({ member, pointer }) => ({
      name: `${where}/${String(member)}`,
      description: `${where} is never ${String(member)}`,
      pointers: [pointer],
      change: (value: Json) =>
        value === member ? (enums.find((other) => other.member !== member)?.member ?? value) : value,
    })),
  ]
}

function defectOf(
  { contract }: Subject,
  { name, description, pointers, change }: Hiding,
  ways: readonly Way[],
): Defect {
  return {
    name,
    description,
    expects: ['seen'],
    clauses: pointers,
    changes: ways.map((way) => partAt(pointerOf(way))),
    // By whatever path the list came: what is seen once is seen.
    mutation: onReply((reply) => {
      const body = reply.status === 200 ? jsonOf(reply) : undefined
      if (body === undefined || itemsAt(body, contract.list.items) === undefined) return undefined
      for (const way of ways) {
        const places = placesOf(body, way)
        const values = places.map((place) => valueAt(body, place) as Json)
        for (const [i, place] of places.entries()) setAt(body, place, change(values[i] ?? null, values))
      }
      return withJson(reply, body)
    }),
  }
}
