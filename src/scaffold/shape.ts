import { arrayOf, isArray, isObject, type Json, type JsonObject, objectOf } from '../spec/index.ts'
import { asNumber, asText, isSame, target } from './json.ts'

export type TypeName = 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object'

/** All that schemas that apply to the same value say of it, put together. */
export interface Shape {
  /** In the order of the document; empty when null is all that fits. */
  readonly types: readonly TypeName[]
  /** No schema names a type. */
  readonly isUntyped: boolean
  /** Null may come, and a schema says so. */
  readonly nullable: boolean
  /** What may come, where that is listed; null is reported by `nullable`. */
  readonly members?: readonly Json[]
  readonly format?: string
  readonly patterns: readonly string[]
  readonly minLength?: number
  readonly maxLength?: number
  /** Bounds that belong to the range. */
  readonly minimum?: number
  readonly maximum?: number
  /** Bounds that do not. */
  readonly above?: number
  readonly below?: number
  readonly multipleOf?: number
  /** Whole numbers do not fit. */
  readonly isFraction?: true
  readonly items?: readonly Json[]
  readonly prefixItems?: readonly Json[]
  readonly minItems: number
  readonly maxItems?: number
  readonly uniqueItems: boolean
  readonly properties: ReadonlyMap<string, readonly Json[]>
  readonly required: ReadonlySet<string>
  /** Schemas of further members. */
  readonly additional?: readonly Json[]
  /** No further members may come. */
  readonly isClosed: boolean
  readonly minProperties: number
  /** Examples first, then the default. */
  readonly examples: readonly Json[]
  readonly fallback?: Json
  readonly description?: string
  readonly writeOnly: boolean
  /** Pointers of the `$ref`s that were followed to get here. */
  readonly refs: ReadonlySet<string>
}

interface Draft {
  types: TypeName[] | undefined
  nullable: boolean
  /** A schema says in so many words that null may come. */
  saysNull: boolean
  members: readonly Json[] | undefined
  format: string | undefined
  patterns: string[]
  bounds: Map<Bound, number>
  items: Json[] | undefined
  prefixItems: readonly Json[] | undefined
  uniqueItems: boolean
  properties: Map<string, Json[]>
  required: Set<string>
  additional: Json[] | undefined
  isClosed: boolean
  examples: Json[]
  fallback: Json | undefined
  isFraction: boolean
  description: string | undefined
  writeOnly: boolean
  refs: Set<string>
  /** Alternatives, each as a list of what is tried for it until something fits. */
  choices: (readonly (readonly Attempt[])[])[]
}

/** A schema that may be chosen; with a hint, where the property that it names has a value too. */
interface Attempt {
  readonly schema: Json
  readonly hinted?: string
}

/** Keywords of which the largest or the smallest counts. */
const largest = ['minLength', 'minimum', 'minItems', 'minProperties', 'exclusiveMinimum'] as const
const smallest = ['maxLength', 'maximum', 'maxItems', 'exclusiveMaximum'] as const
type Bound = (typeof largest)[number] | (typeof smallest)[number] | 'multipleOf'

const typeNames: readonly string[] = ['string', 'integer', 'number', 'boolean', 'array', 'object']

/** Reads the schemas of one document. */
export interface Shapes {
  /** Undefined when no value can satisfy all of them. Throws ScaffoldError REFERENCE. */
  of(...schemas: readonly Json[]): Shape | undefined
}

export function shapesOf(document: JsonObject): Shapes {
  const isOld = String(document['openapi']).startsWith('3.0')

  const known = new WeakMap<JsonObject, { readonly shape: Shape | undefined }>()

  function collect(schema: Json, draft: Draft): boolean {
    if (schema === false || isNever(schema)) return false
    if (!isObject(schema)) return true
    const ref = schema['$ref']
    if (typeof ref === 'string') {
      const found = target(document, ref)
      if (!draft.refs.has(found.pointer)) {
        draft.refs.add(found.pointer)
        if (!collect(found.value, draft)) return false
      }
      // OpenAPI 3.0, Reference Object: what is beside a $ref is ignored.
      if (isOld) return true
    }
    if (!addTypes(schema, draft) || !addMembers(schema, draft)) return false
    addBounds(schema, draft)
    addText(schema, draft)
    addItems(schema, draft)
    addProperties(schema, draft)
    addNotes(schema, draft)
    const anyOf = arrayOf(schema['anyOf'])
    const oneOf = arrayOf(schema['oneOf'])
    const types = oneOf.map((branch) => objectOf(branch)['type'])
    // Of both only a fraction fits exactly one.
    const isBoth = types.includes('integer') && types.includes('number')
    if (isBoth) draft.isFraction = true
    for (const branches of [anyOf, isBoth ? oneOf.filter((_, index) => types[index] !== 'integer') : oneOf]) {
      if (branches.length > 0) draft.choices.push(discriminated(schema, branches))
    }
    return arrayOf(schema['allOf']).every((part) => collect(part, draft))
  }

  /** 3.0 has `nullable` beside a type, 3.1 the type `null`. */
  function addTypes(schema: JsonObject, draft: Draft): boolean {
    const { type } = schema
    const named = (isArray(type) ? type : [type]).filter((name) => typeof name === 'string')
    if (named.length === 0) return true
    if (named.includes('null') || (isOld && schema['nullable'] === true)) draft.saysNull = true
    else draft.nullable = false
    const types = named.filter((name) => typeNames.includes(name)) as TypeName[]
    draft.types = draft.types === undefined ? types : common(draft.types, types)
    return draft.types.length > 0 || draft.nullable
  }

  function addMembers(schema: JsonObject, draft: Draft): boolean {
    const listed = isArray(schema['enum'])
      ? schema['enum']
      : schema['const'] === undefined
        ? undefined
        : [schema['const']]
    if (listed === undefined) return true
    if (listed.includes(null)) draft.saysNull = true
    else draft.nullable = false
    const members = listed.filter((member) => member !== null)
    draft.members =
      draft.members === undefined ? members : draft.members.filter((one) => members.some((other) => isSame(one, other)))
    return draft.members.length > 0 || draft.nullable
  }

  /** Tells the branches of a `discriminator` apart by the value that names each: a hint, which a constraint of the branch outranks. */
  function discriminated(schema: JsonObject, branches: readonly Json[]): readonly (readonly Attempt[])[] {
    const { propertyName, mapping } = objectOf(schema['discriminator'])
    if (typeof propertyName !== 'string') return branches.map((schema) => [{ schema }])
    return branches.map((branch): readonly Attempt[] => {
      const ref = asText(objectOf(branch)['$ref'])
      if (ref === undefined) return [{ schema: branch }]
      const mapped = Object.entries(objectOf(mapping)).find(
        ([, to]) => to === ref || `#/components/schemas/${to}` === ref,
      )
      const value = mapped?.[0] ?? ref.slice(ref.lastIndexOf('/') + 1)
      const hint = { properties: { [propertyName]: { enum: [value] } }, required: [propertyName] }
      return [{ schema: { allOf: [branch, hint] }, hinted: propertyName }, { schema: branch }]
    })
  }

  /** `not` of what anything fits. */
  function isNever(schema: Json): boolean {
    const not = isObject(schema) ? schema['not'] : undefined
    return not === true || (isObject(not) && Object.keys(not).length === 0)
  }

  function settled(draft: Draft): Draft | undefined {
    const [branches, ...others] = draft.choices
    if (branches === undefined) return isPossible(draft) ? draft : undefined
    let nullOnly: Draft | undefined
    let found: Draft | undefined
    let nullable = false
    let saysNull = false
    const possible = ([first, ...further]: readonly Attempt[]): Draft | undefined => {
      if (first === undefined) return undefined
      const attempt = { ...copied(draft), choices: [...others] }
      const made = collect(first.schema, attempt) ? settled(attempt) : undefined
      return made !== undefined && permits(made, first.hinted) ? made : possible(further)
    }
    for (const branch of branches) {
      const made = possible(branch)
      if (made === undefined) continue
      if (made.nullable) nullable = true
      if (made.saysNull) saysNull = true
      if (isNullOnly(made)) nullOnly ??= made
      else found ??= made
    }
    const chosen = found ?? nullOnly
    return chosen === undefined ? undefined : { ...chosen, nullable: nullable && draft.nullable, saysNull }
  }

  /** Whether a property can have a value. Not asked while another is: schemas may contain themselves. */
  function permits({ properties }: Draft, name: string | undefined): boolean {
    const schemas = name === undefined ? undefined : properties.get(name)
    if (schemas === undefined || isAsking) return true
    isAsking = true
    const found = made.of(...schemas)
    isAsking = false
    return found !== undefined
  }

  let isAsking = false
  const made: Shapes = {
    of(...schemas) {
      const [only] = schemas
      const key = schemas.length === 1 && isObject(only) ? only : undefined
      const before = key && known.get(key)
      if (before !== undefined) return before.shape
      const draft = blank()
      const chosen = schemas.every((schema) => collect(schema, draft)) ? settled(draft) : undefined
      const found = chosen && shape(chosen)
      if (key !== undefined) known.set(key, { shape: found })
      return found
    },
  }
  return made
}

function blank(): Draft {
  return {
    types: undefined,
    nullable: true,
    saysNull: false,
    members: undefined,
    format: undefined,
    patterns: [],
    bounds: new Map(),
    items: undefined,
    prefixItems: undefined,
    uniqueItems: false,
    properties: new Map(),
    required: new Set(),
    additional: undefined,
    isClosed: false,
    examples: [],
    fallback: undefined,
    isFraction: false,
    description: undefined,
    writeOnly: false,
    refs: new Set(),
    choices: [],
  }
}

function copied(draft: Draft): Draft {
  return {
    ...draft,
    patterns: [...draft.patterns],
    bounds: new Map(draft.bounds),
    items: draft.items && [...draft.items],
    properties: new Map([...draft.properties].map(([name, schemas]) => [name, [...schemas]])),
    required: new Set(draft.required),
    additional: draft.additional && [...draft.additional],
    examples: [...draft.examples],
    refs: new Set(draft.refs),
  }
}

/** Every whole number is a number. */
function common(one: readonly TypeName[], other: readonly TypeName[]): TypeName[] {
  const both = one.filter((type) => other.includes(type) || (type === 'integer' && other.includes('number')))
  const narrowed = other.filter((type) => type === 'integer' && one.includes('number'))
  return [...new Set([...both.filter((type) => type !== 'number' || narrowed.length === 0), ...narrowed])]
}

function addBounds(schema: JsonObject, draft: Draft): void {
  function set(name: Bound, value: number | undefined, choose: (a: number, b: number) => number): void {
    if (value === undefined) return
    const known = draft.bounds.get(name)
    draft.bounds.set(name, known === undefined ? value : choose(known, value))
  }
  for (const name of largest) set(name, asNumber(schema[name]), Math.max)
  for (const name of smallest) set(name, asNumber(schema[name]), Math.min)
  // 3.0 says with a boolean that the bound itself is excluded.
  if (schema['exclusiveMinimum'] === true) set('exclusiveMinimum', asNumber(schema['minimum']), Math.max)
  if (schema['exclusiveMaximum'] === true) set('exclusiveMaximum', asNumber(schema['maximum']), Math.min)
  set('multipleOf', asNumber(schema['multipleOf']), Math.max)
}

function addText(schema: JsonObject, draft: Draft): void {
  draft.format ??= asText(schema['format'])
  const pattern = asText(schema['pattern'])
  if (pattern !== undefined && !draft.patterns.includes(pattern)) draft.patterns.push(pattern)
}

function addItems(schema: JsonObject, draft: Draft): void {
  const { items, prefixItems } = schema
  if (items !== undefined && items !== true) draft.items = [...(draft.items ?? []), items]
  if (isArray(prefixItems)) draft.prefixItems ??= prefixItems
  if (schema['uniqueItems'] === true) draft.uniqueItems = true
}

function addProperties(schema: JsonObject, draft: Draft): void {
  for (const [name, property] of Object.entries(objectOf(schema['properties']))) {
    draft.properties.set(name, [...(draft.properties.get(name) ?? []), property])
  }
  for (const name of arrayOf(schema['required'])) {
    if (typeof name === 'string') draft.required.add(name)
  }
  const additional = schema['additionalProperties']
  if (additional === false || schema['unevaluatedProperties'] === false) draft.isClosed = true
  if (isObject(additional)) draft.additional = [...(draft.additional ?? []), additional]
}

function addNotes(schema: JsonObject, draft: Draft): void {
  const { example, examples, default: fallback } = schema
  for (const value of [example, ...arrayOf(examples), fallback]) {
    if (value !== undefined) draft.examples.push(value)
  }
  draft.fallback ??= fallback
  draft.description ??= asText(schema['description'])
  if (schema['writeOnly'] === true) draft.writeOnly = true
}

function isNullOnly({ types, members }: Draft): boolean {
  return types?.length === 0 || members?.length === 0
}

/** Only what contradicts itself in plain sight: whatever is subtler is found when the contract is checked. */
function isPossible(draft: Draft): boolean {
  const { bounds, types, members } = draft
  if (isNullOnly(draft)) return draft.nullable
  if (types !== undefined && members !== undefined) {
    const fitting = members.filter((member) => types.some((type) => isOfType(member, type)))
    if (fitting.length === 0) return draft.nullable
    draft.members = fitting
  }
  const pairs: readonly (readonly [Bound, Bound])[] = [
    ['minLength', 'maxLength'],
    ['minimum', 'maximum'],
    ['minItems', 'maxItems'],
  ]
  return pairs.every(([least, most]) => (bounds.get(least) ?? -Infinity) <= (bounds.get(most) ?? Infinity))
}

export function isOfType(value: Json, type: TypeName): boolean {
  if (type === 'array') return isArray(value)
  if (type === 'object') return isObject(value)
  if (type === 'integer') return Number.isInteger(value)
  return typeof value === type
}

function shape({ bounds, ...draft }: Draft): Shape {
  const { types, examples, members } = draft
  const bound = <Name extends string>(name: Name, from: Bound = name as unknown as Bound) => {
    const value = bounds.get(from)
    return value === undefined ? {} : ({ [name]: value } as { [Key in Name]: number })
  }
  return {
    types: types ?? inferred(draft, bounds),
    isUntyped: types === undefined,
    nullable: draft.nullable && draft.saysNull,
    ...(members === undefined ? {} : { members }),
    ...(draft.format === undefined ? {} : { format: draft.format }),
    patterns: draft.patterns,
    ...bound('minLength'),
    ...bound('maxLength'),
    ...bound('minimum'),
    ...bound('maximum'),
    ...bound('above', 'exclusiveMinimum'),
    ...bound('below', 'exclusiveMaximum'),
    ...bound('multipleOf'),
    ...(draft.isFraction ? { isFraction: true } : {}),
    ...(draft.items === undefined ? {} : { items: draft.items }),
    ...(draft.prefixItems === undefined ? {} : { prefixItems: draft.prefixItems }),
    minItems: bounds.get('minItems') ?? 0,
    ...bound('maxItems'),
    uniqueItems: draft.uniqueItems,
    // Of what is no object they say nothing.
    properties: (types?.includes('object') ?? true) ? draft.properties : new Map(),
    required: draft.required,
    ...(draft.additional === undefined ? {} : { additional: draft.additional }),
    isClosed: draft.isClosed,
    minProperties: bounds.get('minProperties') ?? 0,
    examples,
    ...(draft.fallback === undefined ? {} : { fallback: draft.fallback }),
    ...(draft.description === undefined ? {} : { description: draft.description }),
    writeOnly: draft.writeOnly,
    refs: draft.refs,
  }
}

/** What a schema without a type is about, going by its keywords. */
function inferred(
  { properties, required, additional, items, prefixItems, uniqueItems, patterns, format }: Omit<Draft, 'bounds'>,
  bounds: Draft['bounds'],
): readonly TypeName[] {
  const isBound = (...names: readonly Bound[]) => names.some((name) => bounds.has(name))
  if (properties.size > 0 || required.size > 0 || additional !== undefined || isBound('minProperties'))
    return ['object']
  if ((items ?? prefixItems) !== undefined || uniqueItems || isBound('minItems', 'maxItems')) return ['array']
  if (patterns.length > 0 || format !== undefined || isBound('minLength', 'maxLength')) return ['string']
  return bounds.size > 0 ? ['number'] : []
}
