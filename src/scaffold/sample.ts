import type { Json } from '../spec/index.ts'
import { compiled, textOf } from './pattern.ts'
import { isOfType, type Shape, type Shapes } from './shape.ts'

/** A text for each format of JSON Schema and OpenAPI that a plain word does not fit. */
export const formatSamples: Readonly<Record<string, string>> = {
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
}

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
  const candidates = [shown, formatSamples[format], fromPattern, plain, ...Object.values(formatSamples), '']
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
  return onGrid.find((value) => Number.isFinite(value) && fits(value) && (!isWhole || Number.isInteger(value)))
}

/** How deep optional members are filled in. */
const deepest = 3

/**
 * A value that fits a shape: an example where one does, or else the plainest value. Undefined when none was found.
 * `choose` may decide about a member by its name and shape first.
 */
export function sample(
  shapes: Shapes,
  shape: Shape,
  choose: (name: string, shape: Shape, path: readonly string[]) => Json | undefined = () => undefined,
  path: readonly string[] = [],
): Json | undefined {
  const { members, types, examples } = shape
  if (members?.[0] !== undefined) return members[0]
  const [type] = types
  if (type === undefined) return shape.nullable || !shape.isUntyped ? null : (examples[0] ?? 'example')
  const shown = examples.find((example) => types.some((name) => isOfType(example, name)))
  switch (type) {
    case 'string':
      return sampleText(shape)
    case 'integer':
    case 'number':
      return sampleNumber(shape, typeof shown === 'number' ? shown : 1)
    case 'boolean':
      return typeof shown === 'boolean' ? shown : false
    case 'array':
      return sampleList(shapes, shape, choose, path)
    case 'object':
      return sampleObject(shapes, shape, choose, path)
  }
}

type Choose = (name: string, shape: Shape, path: readonly string[]) => Json | undefined

function sampleList(shapes: Shapes, shape: Shape, choose: Choose, path: readonly string[]): Json | undefined {
  const list: Json[] = []
  for (let index = 0; index < shape.minItems; index += 1) {
    const prefix = shape.prefixItems?.[index]
    const inner = shapes.of(...(prefix === undefined ? (shape.items ?? []) : [prefix]))
    const value = inner && sample(shapes, inner, choose, [...path, String(index)])
    if (value === undefined) return undefined
    list.push(shape.uniqueItems && list.includes(value) && typeof value === 'string' ? `${value}${index}` : value)
  }
  return list
}

function sampleObject(shapes: Shapes, shape: Shape, choose: Choose, path: readonly string[]): Json | undefined {
  const made: Record<string, Json> = {}
  for (const [name, schemas] of shape.properties) {
    const inner = shapes.of(...schemas)
    const isRequired = shape.required.has(name)
    const value =
      inner === undefined || inner.writeOnly
        ? undefined
        : (choose(name, inner, path) ??
          (isRequired || path.length < deepest
            ? sampleMember(shapes, inner, choose, [...path, name], isRequired)
            : undefined))
    if (value !== undefined) made[name] = value
    else if (isRequired) return undefined
  }
  for (const name of shape.required) {
    if (name in made) continue
    const inner = shapes.of(...(shape.additional ?? []))
    const value = inner && sample(shapes, inner, choose, [...path, name])
    if (value === undefined) return undefined
    made[name] = value
  }
  for (let index = 1; Object.keys(made).length < shape.minProperties; index += 1) {
    const inner = shapes.of(...(shape.additional ?? []))
    const value = inner && sample(shapes, inner, choose, path)
    if (value === undefined) return undefined
    made[`key ${index}`] = value
  }
  return made
}

/** Recursion ends at the second time that a schema comes along: absent, null or empty. */
function sampleMember(
  shapes: Shapes,
  shape: Shape,
  choose: Choose,
  path: readonly string[],
  isRequired: boolean,
): Json | undefined {
  if (path.length > 2 * deepest) return undefined
  if (!isRequired && path.length > deepest) return undefined
  return sample(shapes, shape, choose, path)
}
