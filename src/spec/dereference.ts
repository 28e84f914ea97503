import { isArray, isObject } from './json.ts'
import { elements, members, type Place, refusal } from './place.ts'
import { referredPointer, resolvePointer } from './pointer.ts'
import { schemaKeywords } from './schema-keywords.ts'
import type { Json, JsonObject } from './types.ts'

/** What may be beside a `$ref` although its target says it too. */
const overruling = [...schemaKeywords.annotation, 'summary']

/**
 * Follows the `$ref` of a place, if it has one, to where its facts stand.
 * Throws REF_NOT_LOCAL, REF_UNRESOLVED or REF_CYCLE.
 */
export function follow(root: Place, place: Place): Place {
  const passed: string[] = []
  let current = place
  for (let ref = refOf(current.value); ref !== undefined; ref = refOf(current.value)) {
    const next = target(root, current, ref)
    passed.push(current.pointer)
    if (passed.includes(next.pointer)) throw cycle(place, [...passed, next.pointer])
    current = next
  }
  return current
}

/**
 * The value of a place with every `$ref` beneath replaced by its target. What is beside a `$ref` is added; it may
 * overrule the target's annotations only.
 * Throws REF_NOT_LOCAL, REF_UNRESOLVED, REF_CYCLE or REF_CONFLICT.
 */
export function dereference(root: Place, place: Place): Json {
  return inline(root, place, false, [])
}

/**
 * Makes sure that every `$ref` of a document leads somewhere, those in schemas too, which nobody follows until a body is judged.
 * Throws REF_NOT_LOCAL or REF_UNRESOLVED.
 */
export function checkReferences(root: Place, place: Place = root, isMap = false): void {
  const { value } = place
  if (isArray(value)) for (const item of elements(place)) checkReferences(root, item)
  if (!isObject(value)) return
  const ref = isMap ? undefined : refOf(value)
  if (ref !== undefined) target(root, place, ref)
  for (const [key, member] of members(place)) {
    if (isMap || !schemaKeywords.data.includes(key))
      checkReferences(root, member, !isMap && schemaKeywords.map.includes(key))
  }
}

function inline(root: Place, place: Place, isMap: boolean, passed: readonly string[]): Json {
  const { value } = place
  if (isArray(value)) return elements(place).map((item) => inline(root, item, false, passed))
  if (!isObject(value)) return value
  const ref = refOf(value)
  const own = Object.fromEntries(
    members(place)
      .filter(([key]) => ref === undefined || key !== '$ref')
      .map(([key, member]) => {
        if (!isMap && schemaKeywords.data.includes(key)) return [key, member.value]
        return [key, inline(root, member, !isMap && schemaKeywords.map.includes(key), passed)]
      }),
  )
  if (ref === undefined) return own
  const next = target(root, place, ref)
  if (passed.includes(next.pointer)) throw cycle(place, [...passed, next.pointer])
  return combine(place, inline(root, next, false, [...passed, next.pointer]), own)
}

function combine(place: Place, target: Json, beside: JsonObject): Json {
  const keys = Object.keys(beside)
  if (keys.length === 0) return target
  const conflict = keys.find((key) => !overruling.includes(key) && (!isObject(target) || Object.hasOwn(target, key)))
  if (conflict !== undefined || !isObject(target)) {
    throw refusal(place, 'REF_CONFLICT', `${conflict ?? keys[0]} stands beside a $ref whose target states it too`)
  }
  return { ...target, ...beside }
}

function target(root: Place, place: Place, ref: string): Place {
  if (!ref.startsWith('#/')) {
    throw refusal(place, 'REF_NOT_LOCAL', `$ref ${ref} must stay in the document and begin with #/`)
  }
  const pointer = referredPointer(ref)
  const value = pointer === undefined ? undefined : resolvePointer(root.value, pointer)
  if (pointer === undefined || value === undefined) throw refusal(place, 'REF_UNRESOLVED', `$ref ${ref} names nothing`)
  return { file: root.file, pointer, value }
}

function refOf(value: Json): string | undefined {
  if (!isObject(value)) return undefined
  const ref = value['$ref']
  return typeof ref === 'string' ? ref : undefined
}

function cycle(place: Place, chain: readonly string[]) {
  return refusal(place, 'REF_CYCLE', `$ref leads back to itself: ${chain.map((pointer) => `#${pointer}`).join(' -> ')}`)
}
