import { itemsAt } from '../../contract/index.ts'
import { type Json, joinPointer, splitPointer } from '../../spec/index.ts'
import { type Changeable, partAt } from '../pages.ts'
import { jsonOf, withJson } from '../replies.ts'
import type { Mutant, Subject } from '../types.ts'
import { admittedTypes } from './breaking.ts'
import { arrayOf, item, objectOf, type Spot, spotsOf, type Way } from './clauses.ts'
import { type Defect, mutantsFrom, onReply } from './make.ts'

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
  const spots = spotsOf(subject.operation).filter(
    ({ status, way }) => status === '200' && way.length > rowWay.length && rowWay.every((step, i) => step === way[i]),
  )
  return groups(spots).flatMap(({ spot, ways }) =>
    hidings(spot, parentOf(spotsOf(subject.operation), spot)).flatMap((hiding) =>
      mutantsFrom(subject, 'seen', [defectOf(subject, hiding, ways)]).map((mutant) => ({
        ...mutant,
        clauses: hiding.pointers,
      })),
    ),
  )
}

/** Spots that one schema serves, such as members of an organization and of its projects, are hidden together. */
function groups(spots: readonly Spot[]): readonly { readonly spot: Spot; readonly ways: readonly Way[] }[] {
  const found = new Map<string, { spot: Spot; ways: Way[] }>()
  for (const spot of spots) {
    const key = spot.parts.map(({ pointer }) => pointer).join('\n')
    const group = found.get(key) ?? { spot, ways: [] }
    group.ways.push(spot.way)
    found.set(key, group)
  }
  return [...found.values()]
}

function parentOf(spots: readonly Spot[], { status, way }: Spot): Spot | undefined {
  return spots.find(
    (other) =>
      other.status === status && other.way.length === way.length - 1 && other.way.every((step, i) => step === way[i]),
  )
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

function defectOf(subject: Subject, { name, description, change }: Hiding, ways: readonly Way[]): Defect {
  return {
    name,
    description,
    expects: ['seen'],
    changes: ways.map((way) => partAt(joinPointer('', ...way.map((step) => (step === item ? '*' : step))))),
    // By whatever path the list came: what is seen once is seen.
    mutation: onReply((reply) => {
      const body = reply.status === 200 ? jsonOf(reply) : undefined
      if (body === undefined || itemsAt(body, subject.contract.list.items) === undefined) return undefined
      for (const way of ways) {
        const holders = containersOf(body, way.slice(0, -1))
        const last = String(way.at(-1))
        const others = holders.flatMap((holder) => (Object.hasOwn(holder, last) ? [holder[last] as Json] : []))
        for (const holder of holders) {
          if (!Object.hasOwn(holder, last)) continue
          const value = change(holder[last] as Json, others)
          if (value === undefined) delete holder[last]
          else holder[last] = value
        }
      }
      return withJson(reply, body)
    }),
  }
}

/** Every object that a way leads to. */
function containersOf(body: unknown, way: Way): readonly Changeable[] {
  let found: readonly unknown[] = [body]
  for (const step of way) {
    found = found.flatMap((value) => {
      if (step === item) return Array.isArray(value) ? value : []
      return typeof value === 'object' && value !== null ? [(value as Changeable)[step]] : []
    })
  }
  return found.filter((value): value is Changeable => typeof value === 'object' && value !== null)
}
