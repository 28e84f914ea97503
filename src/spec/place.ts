import { SpecError, type SpecErrorCode } from './errors.ts'
import { isArray, isObject, kindOf } from './json.ts'
import { joinPointer, step, type Token } from './pointer.ts'
import type { Json, JsonObject } from './types.ts'

/** A value together with where it is, so that every refusal can say file, pointer and reason. */
export interface Place {
  readonly file: string
  readonly pointer: string
  readonly value: Json
}

/** The error that refuses this place. */
export function refusal(place: Place, code: SpecErrorCode, reason: string, cause?: unknown): SpecError {
  return new SpecError(code, { file: place.file, pointer: place.pointer, reason, cause })
}

/** The place of a member or an element, or undefined when there is none. */
export function find(place: Place, token: Token): Place | undefined {
  const value = step(place.value, String(token))
  return value === undefined ? undefined : beneath(place, token, value)
}

/** The place of a member that must be there. Throws DOCUMENT_SHAPE. */
export function need(place: Place, token: Token): Place {
  const found = find(asObject(place), token)
  if (!found) throw refusal(place, 'DOCUMENT_SHAPE', `${token} is missing`)
  return found
}

/** The same place, its value known to be an object. Throws DOCUMENT_SHAPE. */
export function asObject(place: Place): Place & { readonly value: JsonObject } {
  const { value } = place
  if (!isObject(value)) throw mismatch(place, 'an object')
  return { ...place, value }
}

/** The value, known to be a string. Throws DOCUMENT_SHAPE. */
export function asString(place: Place): string {
  if (typeof place.value !== 'string') throw mismatch(place, 'a string')
  return place.value
}

/** The value, known to be a boolean. Throws DOCUMENT_SHAPE. */
export function asBoolean(place: Place): boolean {
  if (typeof place.value !== 'boolean') throw mismatch(place, 'a boolean')
  return place.value
}

/** The value, known to be one of a few strings. Throws DOCUMENT_SHAPE. */
export function asOneOf<const Choice extends string>(place: Place, choices: readonly Choice[]): Choice {
  const choice = choices.find((candidate) => candidate === place.value)
  if (choice === undefined) {
    throw refusal(place, 'DOCUMENT_SHAPE', `must be one of ${choices.join(', ')}, not ${JSON.stringify(place.value)}`)
  }
  return choice
}

/** The members of an object as places, in document order; none when the place is undefined. Throws DOCUMENT_SHAPE. */
export function members(place: Place | undefined): readonly (readonly [string, Place])[] {
  if (!place) return []
  return Object.entries(asObject(place).value).map(([key, value]) => [key, beneath(place, key, value)])
}

/** The elements of an array as places; none when the place is undefined. Throws DOCUMENT_SHAPE. */
export function elements(place: Place | undefined): readonly Place[] {
  if (!place) return []
  if (!isArray(place.value)) throw mismatch(place, 'an array')
  return place.value.map((value, index) => beneath(place, index, value))
}

function beneath({ file, pointer }: Place, token: Token, value: Json): Place {
  return { file, pointer: joinPointer(pointer, token), value }
}

function mismatch(place: Place, wanted: string): SpecError {
  return refusal(place, 'DOCUMENT_SHAPE', `must be ${wanted}, not ${kindOf(place.value)}`)
}

/** A day such as 2026-07-08, or a month such as 2026-08. */
export function isDate(text: string): boolean {
  return /^\d{4}-\d{2}(?:-\d{2})?$/.test(text)
}
