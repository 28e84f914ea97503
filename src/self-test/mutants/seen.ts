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
    return hidings(subject, spot, parent, ways.get(spot.identity) ?? [])
  })
  return mutantsFrom(subject, 'seen', defects)
}

/** What can be hidden of a spot and of those that its schema serves as well; `parent` is the spot around it. */
function hidings(
  { contract }: Subject,
  { parts, way, isRequired }: Spot,
  parent: Spot | undefined,
  ways: readonly Way[],
): readonly Defect[] {
  const property = way.at(-1)
  if (typeof property !== 'string' || parts.some(({ schema }) => schema['writeOnly'] === true)) return []
  const where = way.filter((step) => step !== item).join('.')
  const types = admittedTypes(parts)
  const enums = parts.flatMap(({ pointer, schema }) =>
    arrayOf(schema['enum']).map((member, i) => ({ member, pointer: joinPointer(pointer, 'enum', i) })),
  )
  const members = enums.length > longEnum ? enums.slice(enums.length >> 1).slice(0, 1) : enums
  const properties = (parent?.parts ?? []).flatMap(({ pointer, schema }) =>
    objectOf(schema['properties'])[property] === undefined ? [] : [joinPointer(pointer, 'properties', property)],
  )
  const nulls = parts.flatMap(({ pointer, schema }) =>
    arrayOf(schema['type']).flatMap((type, i) => (type === 'null' ? [joinPointer(pointer, 'type', i)] : [])),
  )
  return [
    ...(isRequired ? [] : [hiding('hidden', `no organization shows its ${where}`, properties, () => undefined)]),
    ...(types.length > 1 && types.includes('null')
      ? [
          hiding('null', `${where} is never null`, nulls, (value, others) => {
            const other = others.find((one) => one !== null)
            return value ?? other ?? (types.includes('object') ? {} : '0')
          }),
        ]
      : []),
    ...members.map(({ member, pointer }) =>
      hiding(String(member), `${where} is never ${String(member)}`, [pointer], (value) =>
        value === member ? (enums.find((other) => other.member !== member)?.member ?? value) : value,
      ),
    ),
  ]

  /** `pointers` into the spec then count as unseen; `change` gives what comes in place of a value, undefined to leave the member out. */
  function hiding(
    name: string,
    description: string,
    pointers: readonly string[],
    change: (value: Json, others: readonly Json[]) => Json | undefined,
  ): Defect {
    return {
      name: `${where}/${name}`,
      description,
      expects: ['seen'],
      clauses: pointers,
      changes: ways.map((one) => partAt(pointerOf(one))),
      // By whatever path the list came: what is seen once is seen.
      mutation: onReply((reply) => {
        const body = reply.status === 200 ? jsonOf(reply) : undefined
        if (body === undefined || itemsAt(body, contract.list.items) === undefined) return undefined
        for (const one of ways) {
          const places = placesOf(body, one)
          const values = places.map((place) => valueAt(body, place) as Json)
          for (const [i, place] of places.entries()) setAt(body, place, change(values[i] ?? null, values))
        }
        return withJson(reply, body)
      }),
    }
  }
}
