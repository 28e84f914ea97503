import { upgradeFromTwoToThree } from '@scalar/openapi-upgrader/2.0-to-3.0'
import { arrayOf, isArray, isObject, type Json, type JsonObject, objectOf } from '../spec/index.ts'
import { ScaffoldError } from './errors.ts'

export interface Upgraded {
  readonly document: JsonObject
  /** What was changed for it. */
  readonly note?: string
}

/**
 * A document as OpenAPI 3.0 or 3.1: Swagger 2.0 is converted, and of 3.2 what is not in 3.1 is passed over. Throws ScaffoldError DOCUMENT.
 */
export function upgraded(file: string, document: JsonObject): Upgraded {
  const { openapi, swagger } = document
  if (swagger !== undefined) return { document: fromSwagger(file, document), note: 'it was Swagger 2.0' }
  if (!String(openapi).startsWith('3.2')) return { document }
  return {
    document: { ...document, openapi: '3.1.1' },
    note: `it was OpenAPI ${String(openapi)}, read as far as it is 3.1`,
  }
}

function fromSwagger(file: string, document: JsonObject): JsonObject {
  const said = arrayOf(document['schemes']).filter((scheme) => scheme === 'https' || scheme === 'http')
  // Swagger 2.0: by default the scheme that the document came by.
  const schemes = said.includes('https') || said.length === 0 ? ['https'] : said
  let made: unknown
  try {
    made = upgradeFromTwoToThree({ ...document, swagger: '2.0', schemes })
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'it cannot be converted'
    throw new ScaffoldError('DOCUMENT', `${file} is no Swagger 2.0: ${reason}`, { cause })
  }
  return objectOf(understood(made as Json))
}

/**
 * What documents of Swagger 2.0 have that is not in it, and that tools understand: `x-nullable`, and a list of `items`, each of which may be
 * an item; without a type, the value itself.
 */
function understood(value: Json): Json {
  if (isArray(value)) return value.map(understood)
  if (!isObject(value)) return value
  const { 'x-nullable': isNullable, items, ...members } = value
  const made = Object.entries(members).map(([name, member]) => [name, understood(member)] as [string, Json])
  if (isArray(items)) {
    const anyOf = items.map(understood)
    made.push(members['type'] === undefined ? ['anyOf', anyOf] : ['items', { anyOf }])
  } else if (items !== undefined) made.push(['items', understood(items)])
  if (isNullable === true) made.push(['nullable', true])
  return Object.fromEntries(made)
}
