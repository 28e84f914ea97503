import { arrayOf, isArray, isObject, type Json, type JsonObject, objectOf, schemaKeywords } from '../spec/index.ts'
import { ScaffoldError } from './errors.ts'
import { target } from './json.ts'

/** Schemas that are applied to one value: a validator, and this program, look at each. */
const mostApplied = 500

/**
 * Makes sure that no schema of a reduced document applies itself, or too many others, to the same value. Throws ScaffoldError REFERENCE,
 * SCHEMA.
 */
export function checkInPlace(document: JsonObject): void {
  const counts = new Map<Json, number>()
  const open = new Set<Json>()

  function countOf(schema: Json, name: string): number {
    if (!isObject(schema)) return 1
    const known = counts.get(schema)
    if (known !== undefined) return known
    if (open.has(schema)) {
      throw new ScaffoldError('REFERENCE', `the schema ${name} applies itself to the same value, without end`)
    }
    // Each schema that is open applies the next one: the first applies too many, and the recursion ends here.
    if (open.size >= mostApplied) throw tooMany(name)
    open.add(schema)
    let count = 1
    const { $ref, dependentSchemas } = schema
    if (typeof $ref === 'string') count += countOf(target(document, $ref).value, $ref)
    const inside = [
      ...schemaKeywords.branches.flatMap((keyword) => arrayOf(schema[keyword])),
      ...schemaKeywords.branch.flatMap((keyword) => schema[keyword] ?? []),
      ...Object.values(objectOf(dependentSchemas)),
    ]
    for (const one of inside) count += countOf(one, name)
    open.delete(schema)
    if (count > mostApplied) throw tooMany(name)
    counts.set(schema, count)
    return count
  }

  function walk(value: Json, name: string, isMap = false): void {
    if (isArray(value)) for (const item of value) walk(item, name)
    if (!isObject(value)) return
    if (!isMap) countOf(value, name)
    for (const [key, inner] of Object.entries(value)) {
      if (isMap || !schemaKeywords.data.includes(key)) walk(inner, name, !isMap && schemaKeywords.map.includes(key))
    }
  }
  for (const [name, schema] of Object.entries(objectOf(objectOf(document['components'])['schemas']))) walk(schema, name)
  for (const [path, item] of Object.entries(objectOf(document['paths']))) walk(item, `of GET ${path}`)
}

function tooMany(name: string): ScaffoldError {
  const limit = mostApplied.toLocaleString('en')
  return new ScaffoldError('SCHEMA', `the schema ${name} applies more than ${limit} schemas to the same value`)
}
