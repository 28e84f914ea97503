import type { ChangeSeverity } from '../spec/index.ts'
import type { Found, NewChange } from './changes.ts'
import { anyText } from './forms.ts'
import { differing, isFew, mayBeChance, share } from './samples.ts'
import type { Counts, PlaceShape, ReplyShape } from './types.ts'

/** Compares the bodies of a status, place by place. */
export function comparePlaces(
  key: string,
  { body: before }: ReplyShape,
  { body: now }: ReplyShape,
  found: Found,
): void {
  const pointers = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort()
  /** Nothing is said of what is in a place that is gone, new or unseen. */
  const closed: string[] = []
  for (const pointer of pointers) {
    if (closed.some((above) => pointer.startsWith(`${above}/`))) continue
    const [old, next] = [before[pointer], now[pointer]]
    const at = pointer === '' ? key : `${key} ${pointer}`
    const where: Where = { at, name: pointer === '' ? 'the body' : pointer }
    if (old === undefined || old.seen === 0) {
      if (next === undefined || next.seen === 0) continue
      closed.push(pointer)
      if (couldHave(before, pointer) || isWithNames(before, pointer)) found.changes.push(added(where, old, next))
    } else if (!couldHave(now, pointer)) {
      closed.push(pointer)
      found.notLookedAt.push(at)
    } else if (next === undefined || next.seen === 0) {
      closed.push(pointer)
      found.looked += 1
      found.changes.push(removed(where, old, next ?? { ...old, seen: 0, ...aroundOf(now, pointer) }))
    } else {
      found.looked += 1
      found.changes.push(...differences(where, old, next))
    }
  }
}

interface Where {
  readonly at: string
  readonly name: string
}

/** Whether there were objects, or lists with elements, that a place could have been in. */
function couldHave(places: Readonly<Record<string, PlaceShape>>, pointer: string): boolean {
  return pointer === '' || aroundOf(places, pointer).of > 0
}

/** Whether a place of names that are not told is in an object of which others are told: fields that came to a declared object. */
function isWithNames(places: Readonly<Record<string, PlaceShape>>, pointer: string): boolean {
  const around = pointer.slice(0, -1)
  return pointer.endsWith('/*') && Object.keys(places).some((one) => one.startsWith(around) && !one.startsWith(pointer))
}

function aroundOf(places: Readonly<Record<string, PlaceShape>>, pointer: string): { of: number; together: number } {
  const around = places[pointer.slice(0, pointer.lastIndexOf('/'))]
  const { object = 0, list = 0 } = around?.types ?? {}
  // An empty list and an object without free members have no such place.
  const own = pointer.endsWith('/*') ? (places[pointer]?.seen ?? 0) : object
  return { of: Math.min(own, object + list), together: around?.together ?? 0 }
}

function removed({ at, name }: Where, old: PlaceShape, next: PlaceShape): NewChange {
  const isRequired = old.declared === 'required'
  const [of, others] = [differing(old), differing(next)]
  const isChance = mayBeChance((old.seen / old.of) * of, of, others)
  const what = isRequired
    ? 'the required field'
    : old.declared === 'optional'
      ? 'the optional field'
      : 'the undeclared field'
  return {
    kind: 'removed',
    severity: isRequired ? 'breaking' : isChance ? 'harmless' : 'notable',
    at,
    message: `${what} ${name} no longer comes`,
    before: share(old.seen, old.of),
    now: share(0, next.of),
    ...isFew(of, others),
  }
}

function added({ at, name }: Where, old: PlaceShape | undefined, next: PlaceShape): NewChange {
  const isDeclared = old !== undefined && old.declared !== 'undeclared'
  return {
    kind: 'added',
    severity: isDeclared ? 'harmless' : 'notable',
    at,
    message: isDeclared
      ? `the declared field ${name} comes now`
      : name.endsWith('*')
        ? `new fields come at ${name}; their names are not told`
        : `the field ${name} is new`,
    before: old === undefined ? 'not there' : share(0, old.of),
    now: `${shown(next.types)}, ${share(next.seen, next.of)}`,
    ...isFew(differing(next)),
  }
}

function differences(where: Where, old: PlaceShape, next: PlaceShape): NewChange[] {
  const { at, name } = where
  const samples = isFew(differing(old), differing(next))
  const made = (kind: NewChange['kind'], severity: ChangeSeverity, message: string, before: string, now: string) => ({
    kind,
    severity,
    at,
    message,
    before,
    now,
    ...samples,
  })
  const isDeclared = old.declared !== 'undeclared'
  const changes: NewChange[] = []
  const isName = !name.endsWith('*')
  if (isName && old.seen === old.of && next.seen < next.of) {
    const severity = old.declared === 'required' ? 'breaking' : 'harmless'
    const message = `${name} is optional now`
    changes.push(made('optional', severity, message, share(old.seen, old.of), share(next.seen, next.of)))
  }
  if (old.types?.['null'] === undefined && next.types?.['null'] !== undefined) {
    const isPermitted = !isDeclared || old.permits === undefined || old.permits.includes('null')
    const came = share(next.types['null'], next.seen)
    changes.push(
      made('nullable', isPermitted ? 'harmless' : 'breaking', `${name} is null now`, 'never null', `null ${came}`),
    )
  }
  const types = newNames(old.types, next.types).filter((type) => type !== 'null')
  if (types.length > 0)
    changes.push({
      ...made('type', typeSeverity(old, types), `${name} has another type`, shown(old.types), shown(next.types)),
      detail: types.join(),
    })
  const forms = old.forms === undefined ? [] : newNames(old.forms, next.forms)
  if (forms.length > 0) {
    const severity = old.forms?.[anyText] === undefined ? 'notable' : 'harmless'
    changes.push({
      ...made('form', severity, `${name} has another form`, shown(old.forms), shown(next.forms)),
      detail: forms.join(),
    })
  }
  if (old.unknownMembers === undefined && next.unknownMembers !== undefined) {
    const came = share(next.unknownMembers, next.seen)
    changes.push(
      made(
        'member',
        'notable',
        `${name} has a member that its enum lacks`,
        'declared members only',
        `another one ${came}`,
      ),
    )
  }
  for (const keyword of newNames(old.breaks, next.breaks)) {
    const came = share(next.breaks?.[keyword] ?? 0, next.seen)
    changes.push({
      ...made('form', 'notable', `${name} no longer keeps to the document's ${keyword}`, 'it did', `broken ${came}`),
      detail: keyword,
    })
  }
  const lengths = old.lengths === undefined ? [] : newNames(old.lengths, next.lengths)
  if (lengths.length > 0) {
    changes.push({
      ...made('length', 'harmless', `${name} has other lengths`, shown(old.lengths), shown(next.lengths)),
      detail: lengths.join(),
    })
  }
  return changes
}

/** JSON Schema's names of types. */
const schemaTypes: Readonly<Record<string, string>> = { list: 'array' }

function typeSeverity(old: PlaceShape, types: readonly string[]): ChangeSeverity {
  const isPermitted = (type: string) => {
    const name = schemaTypes[type] ?? type
    return old.permits?.includes(name) === true || (type === 'integer' && old.permits?.includes('number') === true)
  }
  if (types.every(isPermitted)) return 'harmless'
  if (old.declared !== 'undeclared') return old.permits === undefined ? 'harmless' : 'breaking'
  const known = Object.keys(old.types ?? {}).filter((type) => type !== 'null')
  // Only null came so far, so that nothing is known of the type.
  if (known.length === 0) return 'harmless'
  const isNumber = (type: string) => type === 'integer' || type === 'number'
  return [...known, ...types].every(isNumber) ? 'notable' : 'breaking'
}

function newNames(old: Counts = {}, next: Counts = {}): readonly string[] {
  return Object.keys(next).filter((name) => !Object.hasOwn(old, name))
}

function shown(counts: Counts = {}): string {
  return Object.keys(counts).join(', ') || 'nothing'
}
