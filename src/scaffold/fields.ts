import { isArray, isObject, type Json, type JsonObject, joinPointer, resolvePointer } from '../spec/index.ts'
import { arrow, type Code, call, js, listCode, literal, type Member, name, nullable, objectCode } from './code.ts'
import { draw } from './draw.ts'
import { isShapeFit } from './fit.ts'
import { identityCode } from './identity.ts'
import { type Key, keyCode, longer } from './keys.ts'
import { type FoundList, identityPath, singularOf } from './list.ts'
import { rangeOf } from './number-range.ts'
import { largest, Room, roomOfText, usual } from './room.ts'
import { sample, sampleNumber } from './sample.ts'
import type { Shape, Shapes } from './shape.ts'
import { textValue } from './text-values.ts'
import { momentText } from './texts.ts'
import { listed, plain } from './words.ts'

/** The function that makes one organization. */
export interface Organization {
  readonly code: Code
  /** What the first ones are in the document's examples, which the code lays over what it makes; without the identity. */
  readonly rows: readonly JsonObject[]
  /** For the comment above the function. */
  readonly remarks: readonly string[]
  /** What the user should look at, one sentence each. */
  readonly warnings: readonly string[]
}

/** Where a value is: its key in the source, and the schemas that it is in. */
export interface Place {
  readonly name: string
  readonly key: Key
  readonly isRequired: boolean
  readonly refs: ReadonlySet<string>
  readonly depth: number
  /** How many of it the lists around it have. */
  readonly times: number
  readonly room: Room
}

export interface Made {
  readonly code: Code
  readonly comment?: string
}

/** Objects in objects that optional members may be. */
const deepest = 6
/** Items of lists that nothing bounds. */
const usualItems = 3
/** Values of a list of allowed ones that a mock shows. */
const mostMembers = 100
const usualNames = 6
const mostWarnings = 40

/** Around an organization. */
export interface Around {
  /** Of the list, with values in place of its parameters. */
  readonly path: string
  /** Values of the path's parameters, by name. */
  readonly params?: Readonly<Record<string, string>> | undefined
  /** Members that never come, as JSON pointers into an item: their values do not fit. */
  readonly leftOut?: readonly string[] | undefined
}

/** Writes the organization of a list's items. */
export function organizationOf(
  shapes: Shapes,
  { item, identity }: FoundList,
  { path: at, params = {}, leftOut = [] }: Around,
): Organization {
  const warnings = new Set<string>()
  const small = new Set<string>()
  const optional: string[] = []
  const path = identityPath(identity)
  /** Whether a member is the identity, or holds it. */
  const isOnPath = ({ isInList, words }: Key) => !isInList && words.every((word, index) => word === path[index])
  const identityShape = path.reduce<Shape | undefined>(
    (shape, member) =>
      shape && withExamples(shapes.of(...(shape.properties.get(member) ?? [])), membersOf(shape.examples, member)),
    item,
  )
  const ownNames = [...parentNames, `${singularOf(at)}id`]
  /** Members that say what the path does. */
  const ofPath = new Set<string>()

  /** A value that stands elsewhere already: the organization's own id deeper inside of it, or what the path says of its parent. */
  function repeated(member: string, inner: Shape, place: Place): Made | undefined {
    if (inner.members !== undefined) return undefined
    const name = plain(member)
    if (place.depth > 0) {
      if (identityShape === undefined || !ownNames.includes(name) || !isAlike(inner, identityShape)) return undefined
      const made = identityCode(identityShape, { isInList: false, words: path }, new Set())
      return made && { code: made.code, comment: 'The id of what it is in.' }
    }
    const [, given] = Object.entries(params).find(([param]) => [plain(param), `${plain(param)}id`].includes(name)) ?? []
    if (given === undefined) return undefined
    ofPath.add(member)
    const value = inner.types[0] === 'integer' && /^\d{1,15}$/.test(given) ? Number(given) : given
    return isShapeFit(shapes, inner, value) ? { code: literal(value), comment: 'As the path has it.' } : undefined
  }

  /** The members of an object; undefined when one that it needs cannot be made. Those come first: the others share the room that is left. */
  function members(shape: Shape, place: Place): Member[] | undefined {
    const made = new Map<string, Member>()
    const inside = (member: string, isRequired: boolean, room: Room): Place => ({
      name: member,
      key: keyOf(member),
      isRequired,
      refs: new Set([...place.refs, ...shape.refs]),
      depth: place.depth + 1,
      times: place.times,
      room,
    })
    const keyOf = (member: string): Key =>
      place.depth === 0 ? { isInList: false, words: [member] } : longer(place.key, member)
    const isLeftOut = (member: string) => {
      const key = keyOf(member)
      const isNeededHere = place.depth === 0 && shape.required.has(member)
      return !key.isInList && !isOnPath(key) && !isNeededHere && leftOut.includes(joinPointer('', ...key.words))
    }
    /** Near the top an object is better than none, though something that it needs is missing. */
    const goesOn = (isLarge: boolean) => place.depth < (isLarge ? 1 : 2)
    function add(member: string, inner: Shape, isRequired: boolean, parts: number, from = place.room): boolean {
      const key = keyOf(member)
      const room = from.part(parts)
      const found =
        isOnPath(key) && key.words.length === path.length
          ? identityCode(inner, key, warnings)
          : (repeated(member, inner, place) ?? value(inner, inside(member, isRequired, room)))
      if (found === undefined) {
        const isLarge = room.isTooSmall
        if (isRequired && goesOn(isLarge))
          warnings.add(`${member} is left out: ${isLarge ? tooLarge : 'no value was found that satisfies its schema'}`)
        else if (isLarge && !isRequired) small.add(member)
        if (isLarge && isRequired) place.room.isTooSmall = true
        return goesOn(isLarge)
      }
      from.spend(room)
      made.set(member, {
        name: member,
        value: found.code,
        ...(found.comment === undefined ? {} : { comment: found.comment }),
      })
      return true
    }

    const known: [string, Shape][] = []
    for (const [member, schemas] of shape.properties) {
      const inner = withExamples(shapes.of(...schemas), membersOf(shape.examples, member))
      if (inner === undefined) {
        // Of what may be absent the document says so that it never comes.
        if (shape.required.has(member)) warnings.add(`${member} is left out: no value can satisfy its schema`)
      } else if (isLeftOut(member)) {
        warnings.add(`${member} is left out: no value was found that satisfies its schema`)
        if (shape.required.has(member) && place.depth > 0) return undefined
      } else if (!inner.writeOnly) known.push([member, inner])
    }
    const isNeeded = (member: string) => shape.required.has(member) || isOnPath(keyOf(member))
    for (const [member, inner] of known.filter(([member]) => isNeeded(member))) {
      if (!add(member, inner, shape.required.has(member), 1)) return undefined
    }
    const further = shapes.of(...(shape.additional ?? []))
    for (const member of shape.required) {
      if (shape.properties.has(member)) continue
      if (further === undefined ? place.depth > 1 : !add(member, further, true, 1)) return undefined
    }
    const others = known.filter(([member]) => !isNeeded(member))
    const shared = place.depth === 0 ? place.room.part(1, usual) : place.room
    others.forEach(([member, inner], index) => {
      add(member, inner, false, others.length - index, shared)
      if (made.has(member) && place.depth === 0) optional.push(member)
    })
    for (let index = made.size + 1; index <= shape.minProperties; index += 1) {
      if (further === undefined || !add(`key ${index}`, further, true, 1)) return undefined
      if (!made.has(`key ${index}`)) return undefined
    }
    const order = [...shape.properties.keys()].filter((member) => made.has(member))
    return [...new Set([...order, ...made.keys()])].map((member) => made.get(member) as Member)
  }

  /** Undefined when nothing was found, or when the value is better left out. */
  function value(shape: Shape, place: Place): Made | undefined {
    if (!place.room.take(place.times)) return undefined
    const found = plainValue(shape, place)
    if (found === undefined) return shape.nullable ? { code: literal(null) } : undefined
    if (!shape.nullable) return found
    return { ...found, code: nullable(draw.oneIn(longer(place.key, 'null'), 4), found.code) }
  }

  function plainValue(shape: Shape, place: Place): Made | undefined {
    const { members: listedValues, types } = shape
    if (listedValues !== undefined) return oneOf(listedValues, place)
    switch (types[0]) {
      case undefined:
        return shape.isUntyped
          ? { code: literal(shape.examples[0] ?? null), comment: 'The document says nothing of what this is.' }
          : undefined
      case 'boolean':
        return { code: draw.oneIn(place.key, 2) }
      case 'integer':
      case 'number':
        return numberCode(shape, place)
      case 'string':
        return place.room.take(place.times * roomOfText(shape.minLength ?? 0))
          ? textValue(shape, place, warnings)
          : undefined
      case 'array':
        return itemsCode(shape, place)
      default:
        return objectOf(shape, place)
    }
  }

  function objectOf(shape: Shape, place: Place): Made | undefined {
    const isAgain = [...shape.refs].some((ref) => place.refs.has(ref))
    if ((isAgain || place.depth > deepest) && !place.isRequired) return undefined
    // A schema that must contain itself has no end.
    if (isAgain && place.depth > deepest) return undefined
    const made = members(shape, place)
    return made === undefined ? undefined : { code: objectCode(made) }
  }

  function itemsCode(shape: Shape, place: Place): Made | undefined {
    const { minItems, uniqueItems, prefixItems } = shape
    const inList = (key: Key, times: number): Place => ({
      ...place,
      key,
      isRequired: true,
      depth: place.depth + 1,
      times,
    })
    if (prefixItems !== undefined) {
      const items = prefixItems.map((schema, index) => {
        const inner = shapes.of(schema)
        return inner && value(inner, inList(longer(place.key, String(index + 1)), place.times))
      })
      return items.every((item) => item !== undefined) ? { code: listCode(items.map(({ code }) => code)) } : undefined
    }
    const inner = withExamples(shapes.of(...(shape.items ?? [])), shape.examples.filter(isArray).flat())
    const most = Math.min(shape.maxItems ?? Number.POSITIVE_INFINITY, minItems + usualItems)
    if (most === 0) return { code: literal([]) }
    if (!place.room.take(place.times * minItems)) return undefined
    const different = inner?.types[0] === 'boolean' ? (inner.members ?? [true, false]) : inner?.members
    if (different !== undefined && uniqueItems) {
      const count = Math.min(Math.max(minItems, 1), different.length)
      return { code: js`${different.slice(0, Math.max(count, mostMembers))}.slice(0, ${count})` }
    }
    // Deep inside the helper hands in the key, and the item's keys begin with it.
    const item = inList({ isInList: true, words: [] }, place.times * most)
    // The end of a schema that contains itself.
    const isAgain = [...(inner?.refs ?? [])].some((ref) => place.refs.has(ref))
    const isUnknown = inner === undefined || (inner.isUntyped && inner.types.length === 0)
    const room = place.room.part(1)
    const found = isUnknown || (isAgain && minItems === 0) ? undefined : value(inner, { ...item, room })
    if (found === undefined) {
      if (minItems === 0) return { code: literal([]) }
      place.room.isTooSmall ||= room.isTooSmall
      const constant = room.isTooSmall ? undefined : sample(shapes, shape)
      return constant === undefined ? undefined : { code: literal(constant) }
    }
    place.room.spend(room)
    // Items that chance makes could be equal.
    const longest = uniqueItems && minItems <= 1 ? 1 : most
    const code = call(
      name('several'),
      name('source'),
      keyCode(place.key),
      minItems,
      longest,
      arrow(js`(key)`, found.code),
    )
    return { ...found, code }
  }

  const room = new Room()
  const root = {
    name: '',
    key: { isInList: false, words: [] },
    isRequired: true,
    refs: new Set<string>(),
    depth: 0,
    times: 1,
    room,
  }
  const made = members(item, root) ?? []
  const sent = made.map(({ name = '' }) => name)
  const needed = sent.filter((member) => !optional.includes(member))
  const absent =
    optional.length <= usualNames
      ? `lets ${listed(optional)} be absent`
      : `needs ${needed.length === 0 ? 'none' : needed.length <= usualNames ? `only ${listed(needed)}` : `${needed.length} of ${sent.length}`} of the fields`
  const isShown = (member: string, value: Json) =>
    sent.includes(member) && member !== path[0] && !ofPath.has(member) && !holdsName(value, ownNames)
  // Where something did not fit it may have been an example.
  const rows = leftOut.length > 0 ? [] : rowsOf(shapes, item, path, isShown)
  return {
    code: objectCode([...made, ...(rows.length === 0 ? [] : [{ value: js`...${name(shownFirst)}[source.index]` }])]),
    rows,
    warnings: [...warnings].slice(0, mostWarnings),
    remarks: [
      ...(optional.length === 0 ? [] : [`The document ${absent}; here everything always comes.`]),
      ...(small.size === 0
        ? []
        : [
            `Some optional parts are left out, since an organization would be too large with them: ${shortList([...small])}.`,
          ]),
    ],
  }
}

const tooLarge = `with what it needs it has more than ${largest.toLocaleString('en')} values`

function shortList(names: readonly string[]): string {
  return names.length <= usualNames
    ? listed(names)
    : `${names.slice(0, usualNames).join(', ')} and ${names.length - usualNames} more`
}

/** The name of the rows in a mock. */
export const shownFirst = 'shownFirst'
/** Rows of an example that the first organizations take, and characters of one. */
const mostRows = 3
const longestRow = 4_000
const shortestId = 4
/** What an id of the organization is called inside of it, whatever its path; spelled as by `plain`. */
const parentNames = ['orgid', 'organizationid', 'organisationid', 'accountid', 'workspaceid', 'tenantid', 'parentid']

/** Items that the document shows as the first ones, without what holds the id of an example: that one is nobody's. */
function rowsOf(
  shapes: Shapes,
  item: Shape,
  path: readonly string[],
  isShown: (member: string, value: Json) => boolean,
): readonly JsonObject[] {
  return item.examples
    .filter(isObject)
    .filter((row) => JSON.stringify(row).length <= longestRow && isShapeFit(shapes, item, row))
    .slice(0, mostRows)
    .map((row) => {
      const own = String(resolvePointer(row, joinPointer('', ...path)) ?? '')
      // A short one is in many values by chance.
      const isElsewhere = (value: Json) => own.length >= shortestId && JSON.stringify(value).includes(own)
      const kept = Object.entries(row).filter(([member, value]) => isShown(member, value) && !isElsewhere(value))
      return Object.fromEntries(kept)
    })
    .filter((row) => Object.keys(row).length > 0)
}

/** Whether a value has a member of one of these names at any depth. */
function holdsName(value: Json, names: readonly string[]): boolean {
  if (isArray(value)) return value.some((one) => holdsName(one, names))
  if (!isObject(value)) return false
  return Object.entries(value).some(([member, inner]) => names.includes(plain(member)) || holdsName(inner, names))
}

/** Whether two texts or numbers have the same form. */
function isAlike(one: Shape, other: Shape): boolean {
  const form = ({ types, format, patterns, minLength, maxLength }: Shape) =>
    JSON.stringify([types[0], format, patterns, minLength, maxLength])
  return form(one) === form(other)
}

/** What examples around a value show of it comes before its own. */
function withExamples(shape: Shape | undefined, around: readonly Json[]): Shape | undefined {
  return shape === undefined || around.length === 0 ? shape : { ...shape, examples: [...around, ...shape.examples] }
}

function membersOf(examples: readonly Json[], member: string): readonly Json[] {
  return examples.flatMap((one) => (isObject(one) && Object.hasOwn(one, member) ? [one[member] as Json] : []))
}

function oneOf(values: Shape['members'] & {}, { key, times, room }: Place): Made | undefined {
  const shown: (typeof values)[number][] = []
  for (const one of values.slice(0, mostMembers)) {
    if (room.take(times * roomOfText(JSON.stringify(one).length))) shown.push(one)
  }
  const [only, ...others] = shown
  if (only === undefined) return undefined
  return { code: others.length === 0 ? literal(only) : draw.rotate(key, shown) }
}

/** Seconds or milliseconds since 1970, as far as an example or the name tells. */
function clockCode({ examples, minimum = 0, maximum, types, format }: Shape, { key, name }: Place): Code | undefined {
  if (!types.includes('integer') && format !== 'unix-time') return undefined
  if (minimum > 1 || maximum !== undefined) return undefined
  const shown = examples.find((one) => typeof one === 'number' && one > 1)
  const isNamed = /(^(created|updated|modified|expires)|(_at|[a-z]At|_on|_?timestamp))$/.test(name)
  const isMoment =
    typeof shown === 'number' ? shown >= 1e9 && shown < 2.2e12 && (shown < 2.2e9 || shown >= 1e12) : isNamed
  if (!isMoment && format !== 'unix-time') return undefined
  const { code } = momentText(key, name)
  return typeof shown === 'number' && shown >= 1e12 ? js`Date.parse(${code})` : js`Date.parse(${code}) / 1000`
}

/** Degrees on earth, where the bounds leave room for them. */
function degreesCode({ types, minimum = -180, maximum = 180 }: Shape, { key, name }: Place): Code | undefined {
  const most = /^lat(itude)?$/i.test(name) ? 90 : /^(lng|lon|longitude)$/i.test(name) ? 180 : undefined
  if (most === undefined || !types.includes('number') || minimum > -most || maximum < most) return undefined
  return js`${draw.call('between', key, -most * 100, most * 100)} / 100`
}

function numberCode(shape: Shape, place: Place): Made | undefined {
  const { key } = place
  const told = clockCode(shape, place) ?? degreesCode(shape, place)
  if (told !== undefined) return { code: told }
  const range = rangeOf(shape)
  if (range === undefined) {
    const constant = sampleNumber(shape)
    return constant === undefined ? undefined : { code: literal(constant) }
  }
  const { least, most, step } = range
  if (shape.isFraction) return { code: js`${draw.call('between', key, least, most - 1)} + 0.5` }
  if (least === most) return { code: literal(Number((least * step).toPrecision(12))) }
  const drawn = draw.call('between', key, least, most)
  if (step === 1) return { code: drawn }
  return { code: step < 1 ? js`${drawn} / ${Math.round(1 / step)}` : js`${step} * ${drawn}` }
}
