import type { Json } from '../spec/index.ts'
import type { Value } from './code.ts'
import { compiled, textOf } from './pattern.ts'
import { Room, roomOfText } from './room.ts'
import { isOfType, type Shape, type Shapes } from './shape.ts'

/** A text for each format of JSON Schema and OpenAPI that a plain word does not fit. */
export const formatSamples: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'date-time': '2026-06-01T00:00:00Z',
    date: '2026-06-01',
    time: '00:00:00Z',
    duration: 'P1D',
    email: 'somebody@example.com',
    'idn-email': 'somebody@example.com',
    hostname: 'www.example.com',
    'idn-hostname': 'www.example.com',
    ipv4: '192.0.2.1',
    ipv6: '2001:db8::1',
    uri: 'https://example.com/',
    url: 'https://example.com/',
    iri: 'https://example.com/',
    'uri-reference': '/',
    'iri-reference': '/',
    'uri-template': '/{id}',
    uuid: '8d1f6c4b-2a0e-4d73-9f8c-1d5b7e9a4260',
    'json-pointer': '/a',
    'relative-json-pointer': '0',
    regex: '^a$',
    byte: 'b3JnbW9jaw==',
    decimal: '12.50',
    int32: '1',
    int64: '1',
  }),
)

/** Text that fits a schema of texts, or undefined when none was found. */
export function sampleText(shape: Shape): string | undefined {
  const { format = '', minLength = 0, maxLength = Number.POSITIVE_INFINITY, patterns, examples } = shape
  const fits = (text: string) =>
    [...text].length >= minLength &&
    [...text].length <= maxLength &&
    patterns.every((pattern) => compiled(pattern)?.test(text) ?? true)
  const shown = examples.find((example) => typeof example === 'string' && fits(example))
  const [pattern] = patterns
  const fromPattern = pattern === undefined ? undefined : textOf(pattern, shape)
  const plain = 'example'.slice(0, maxLength).padEnd(minLength, 'x')
  const candidates = [shown, formatSamples.get(format), fromPattern, plain, ...formatSamples.values(), '']
  return candidates.find((text) => typeof text === 'string' && fits(text)) as string | undefined
}

/** A number that fits, the one nearest to what is wanted. */
export function sampleNumber(shape: Shape, wanted = 1): number | undefined {
  const { multipleOf: step, minimum = -Infinity, maximum = Infinity, above = -Infinity, below = Infinity } = shape
  const fits = (value: number) => value >= minimum && value <= maximum && value > above && value < below
  const isWhole = !shape.types.includes('number')
  const grid = step ?? (isWhole ? 1 : undefined)
  const nearest = Math.min(Math.max(wanted, minimum, above), maximum, below)
  const candidates = [
    wanted,
    nearest,
    nearest + (grid ?? 0.5),
    nearest - (grid ?? 0.5),
    (Math.max(minimum, above) + Math.min(maximum, below)) / 2,
  ]
  const onGrid = candidates.flatMap((value) =>
    grid === undefined ? [value] : [Math.ceil(value / grid) * grid, Math.floor(value / grid) * grid],
  )
  return onGrid.find(
    (value) =>
      Number.isFinite(value) &&
      fits(value) &&
      (!isWhole || Number.isInteger(value)) &&
      !(shape.isFraction && Number.isInteger(value)),
  )
}

/** How deep optional members are filled in. */
const deepest = 3

/** Decides about a member by its name and shape; undefined leaves it to the sample. */
export type Choose = (name: string, shape: Shape, path: readonly string[], room: Room) => Value | undefined

/**
 * A value that fits a shape: an example where one does, or else the plainest value. Undefined when none was found, or when it would be too
 * large. `choose` may put code in its place.
 */
export function sample(shapes: Shapes, shape: Shape): Json | undefined
export function sample(
  shapes: Shapes,
  shape: Shape,
  choose: Choose,
  path?: readonly string[],
  room?: Room,
): Value | undefined
export function sample(
  shapes: Shapes,
  shape: Shape,
  choose: Choose = () => undefined,
  path: readonly string[] = [],
  room = new Room(),
): Value | undefined {
  const { members, types, examples } = shape
  if (!room.take(1) || path.length > 4 * deepest) return undefined
  if (members?.[0] !== undefined) return members[0]
  const [type] = types
  if (type === undefined) return shape.nullable || !shape.isUntyped ? null : (examples[0] ?? 'example')
  const shown = examples.find((example) => types.some((name) => isOfType(example, name)))
  switch (type) {
    case 'string':
      return room.take(roomOfText(shape.minLength ?? 0)) ? sampleText(shape) : undefined
    case 'integer':
    case 'number':
      return sampleNumber(shape, typeof shown === 'number' ? shown : 1)
    case 'boolean':
      return typeof shown === 'boolean' ? shown : false
    case 'array':
      return sampleList(shapes, shape, choose, path, room)
    case 'object':
      return sampleObject(shapes, shape, choose, path, room)
  }
}

function sampleList(
  shapes: Shapes,
  shape: Shape,
  choose: Choose,
  path: readonly string[],
  room: Room,
): Value | undefined {
  const list: Value[] = []
  for (let index = 0; index < shape.minItems; index += 1) {
    const prefix = shape.prefixItems?.[index]
    const inner = shapes.of(...(prefix === undefined ? (shape.items ?? []) : [prefix]))
    const value = inner && sample(shapes, inner, choose, [...path, String(index)], room)
    if (value === undefined) return undefined
    list.push(shape.uniqueItems && list.includes(value) && typeof value === 'string' ? `${value}${index}` : value)
  }
  return list
}

/** Members that are needed come first: the others share the room that is left. */
function sampleObject(
  shapes: Shapes,
  shape: Shape,
  choose: Choose,
  path: readonly string[],
  room: Room,
): Value | undefined {
  const made = new Map<string, Value>()
  const add = (name: string, inner: Shape, part: Room) => {
    const chosen = choose(name, inner, path, part)
    const value = chosen === undefined ? sample(shapes, inner, choose, [...path, name], part) : chosen
    if (value === undefined) return false
    made.set(name, value)
    room.spend(part)
    return true
  }
  const known = [...shape.properties].flatMap(([name, schemas]): [string, Shape | undefined][] => {
    const inner = shapes.of(...schemas)
    return inner?.writeOnly === true && !shape.required.has(name) ? [] : [[name, inner]]
  })
  for (const [name, inner] of known) {
    if (!shape.required.has(name)) continue
    if (path.length + 1 > 2 * deepest || inner === undefined || inner.writeOnly || !add(name, inner, room.part(1))) {
      return undefined
    }
  }
  const further = shapes.of(...(shape.additional ?? []))
  for (const name of shape.required) {
    if (shape.properties.has(name)) continue
    if (further === undefined || !add(name, further, room.part(1))) return undefined
  }
  const others = known.filter(([name, inner]) => inner !== undefined && !shape.required.has(name))
  others.forEach(([name, inner], index) => {
    const part = room.part(others.length - index)
    if (inner === undefined) return
    if (path.length < deepest) add(name, inner, part)
    else {
      const chosen = choose(name, inner, path, part)
      if (chosen !== undefined) made.set(name, chosen)
    }
  })
  for (let index = 1; made.size < shape.minProperties; index += 1) {
    if (further === undefined || !add(`key ${index}`, further, room.part(1))) return undefined
  }
  const order = [...shape.properties.keys()].filter((name) => made.has(name))
  return Object.fromEntries([...new Set([...order, ...made.keys()])].map((name) => [name, made.get(name) as Value]))
}
