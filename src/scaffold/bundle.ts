import path from 'node:path'
import {
  isArray,
  isObject,
  type Json,
  type JsonObject,
  objectOf,
  referredPointer,
  resolvePointer,
  schemaKeywords,
  splitPointer,
} from '../spec/index.ts'
import { ScaffoldError } from './errors.ts'
import { asText } from './json.ts'
import { mostValues, tooMany } from './reduce.ts'
import { readValues } from './source.ts'

/** Gives the text of a file, by its path from the document's folder, with slashes. Throws what names the file. */
export type ReadBeside = (name: string) => string

/** A value in one of the files. */
interface Place {
  readonly file: string
  /** JSON pointer, or the name of an anchor. */
  readonly fragment: string
}

/** `$ref`s that are written out inside of each other, and files that are read. */
const mostPassed = 50
const mostFiles = 2_000
/** Free names around what is no schema. */
const maps = [...schemaKeywords.map, 'content', 'examples', 'securitySchemes']
const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']

/**
 * The document with one path, and what that refers to in files beside it and by anchors: schemas are components, all else is written out. A
 * document of OpenAPI 3 whose `$ref`s are pointers into itself comes back as it is. Only files that the path needs are read: a bundler would
 * read the whole folder. Throws ScaffoldError REFERENCE.
 */
export function bundled(root: JsonObject, rootFile: string, asked: string, read: ReadBeside): JsonObject {
  const paths = objectOf(root['paths'])
  const isSwagger = root['swagger'] !== undefined
  if (!(isSwagger || leadsOut(root)) || !Object.hasOwn(paths, asked)) return root
  const rootName = path.posix.basename(rootFile.replaceAll('\\', '/'))
  const documents = new Map<string, Json>([[rootName, root]])
  const names = new Map<string, string>()
  const schemas = new Map<string, Json>()
  const waiting: { readonly name: string; readonly place: Place }[] = []
  const section = isSwagger ? ['definitions'] : ['components', 'schemas']
  let left = mostValues

  function documentOf(file: string): Json {
    const known = documents.get(file)
    if (known !== undefined) return known
    if (documents.size >= mostFiles) throw refused(`the document refers to more than ${mostFiles} files`)
    const value = readValues(file, read(file))
    documents.set(file, value)
    return value
  }

  function placeOf(ref: string, from: string): Place {
    const [target = '', ...fragments] = ref.split('#')
    const fragment = fragments.join('#')
    if (target === '') return { file: from, fragment }
    if (/^([a-z][a-z0-9+.-]*:|[/\\])/i.test(target)) {
      throw refused(`$ref ${ref} in ${from} is no file beside the document; bundle it into one file first`)
    }
    const file = path.posix.join(path.posix.dirname(from), decoded(target))
    if (file.startsWith('..')) throw refused(`$ref ${ref} in ${from} leads out of the folder of the document`)
    return { file, fragment }
  }

  function valueAt({ file, fragment }: Place): Json {
    const document = documentOf(file)
    if (fragment === '' && file !== rootName) return document
    const pointer = fragment.startsWith('/') ? referredPointer(`#${fragment}`) : undefined
    const value = pointer === undefined ? anchored(document, fragment) : resolvePointer(document, pointer)
    if (value === undefined) throw refused(`$ref ${file === rootName ? '' : file}#${fragment} names nothing`)
    return value
  }

  /** The component that a schema becomes. */
  function named(place: Place): string {
    const key = `${place.file}#${place.fragment}`
    const known = names.get(key)
    if (known !== undefined) return known
    const last = place.fragment === '' ? path.posix.basename(place.file).replace(/\.[^.]*$/, '') : place.fragment
    const wanted = (splitPointer(last.startsWith('/') ? last : `/${last}`).at(-1) ?? '').replace(/[^\w.-]/g, '_')
    let name = wanted
    for (let number = 2; schemas.has(name) || name === ''; number += 1) name = `${wanted}_${number}`
    schemas.set(name, {})
    const ref = `#/${[...section, name].join('/')}`
    names.set(key, ref)
    waiting.push({ name, place })
    return ref
  }

  function part(value: Json, file: string, isSchema: boolean, isMap = false, passed = 0): Json {
    left -= 1
    if (left < 0) throw refused(`what ${asked} refers to ${tooMany}`)
    if (isArray(value)) return value.map((one) => part(one, file, isSchema, false, passed))
    if (!isObject(value)) return value
    const { $ref, ...beside } = value
    if (typeof $ref === 'string' && !isMap) {
      const place = placeOf($ref, file)
      // Looked at here, so that a wrong one is refused with what refers to it.
      const found = valueAt(place)
      if (isSchema) return { ...objectOf(part(beside, file, true)), $ref: named(place) }
      if (passed >= mostPassed) throw refused(`$ref ${$ref} in ${file} leads back to itself`)
      return part(found, place.file, false, false, passed + 1)
    }
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => {
        const isExamples = key === 'examples' && !isSchema
        if (!isMap && schemaKeywords.data.includes(key) && !isExamples) return [key, member]
        if (!isMap && !isSchema && (key === 'value' || key === 'dataValue')) return [key, member]
        const isInner = isSchema || (key === 'schema' && !isMap)
        return [key, part(member, file, isInner, !isMap && maps.includes(key), passed)]
      }),
    )
  }

  /** Only what a provider is made of: code samples and request bodies are in files of their own too. */
  function operationOf(value: Json | undefined, file: string, passed = 0): Json | undefined {
    const { $ref, ...operation } = objectOf(value)
    if (typeof $ref === 'string' && passed < mostPassed) {
      const place = placeOf($ref, file)
      return operationOf(valueAt(place), place.file, passed + 1)
    }
    const { operationId, summary, description, security, servers, parameters, responses, produces } = operation
    const texts = Object.entries({ operationId, summary, description }).filter(([, text]) => asText(text) !== undefined)
    const kept = Object.entries({ security, servers, produces }).filter(([, one]) => one !== undefined)
    return {
      ...(Object.fromEntries([...texts, ...kept]) as JsonObject),
      ...(parameters === undefined ? {} : { parameters: part(parameters, file, false) }),
      responses: part(responses ?? {}, file, false, true),
    }
  }

  function itemOf(value: Json | undefined, file: string, passed = 0): JsonObject {
    const item = objectOf(value)
    const { $ref, get, parameters, servers } = item
    if (typeof $ref === 'string' && passed < mostPassed) {
      const place = placeOf($ref, file)
      return itemOf(valueAt(place), place.file, passed + 1)
    }
    const others = methods.filter((method) => method !== 'get' && item[method] !== undefined)
    return {
      ...Object.fromEntries(others.map((method) => [method, {}])),
      ...(servers === undefined ? {} : { servers }),
      ...(parameters === undefined ? {} : { parameters: part(parameters, file, false) }),
      ...(get === undefined ? {} : { get: operationOf(get, file) ?? {} }),
    }
  }

  const item = itemOf(paths[asked], rootName)
  const { securitySchemes = {} } = objectOf(root['components'])
  const schemes = part(securitySchemes, rootName, false, true)
  for (const { name, place } of waiting) schemas.set(name, part(valueAt(place), place.file, true))
  const { components: _, parameters: __, responses: ___, ...rest } = root
  const made = { ...rest, paths: { [asked]: item } }
  const definitions = Object.fromEntries(schemas)
  return isSwagger
    ? { ...made, definitions }
    : { ...made, components: { schemas: definitions, securitySchemes: schemes } }
}

/** Whether a `$ref` is anything but a pointer into the document. */
function leadsOut(value: Json): boolean {
  if (isArray(value)) return value.some(leadsOut)
  if (!isObject(value)) return false
  const { $ref } = value
  if (typeof $ref === 'string' && !$ref.startsWith('#/')) return true
  return Object.values(value).some(leadsOut)
}

/** What has an anchor of that name. */
function anchored(value: Json, name: string): Json | undefined {
  if (isArray(value)) {
    for (const one of value) {
      const found = anchored(one, name)
      if (found !== undefined) return found
    }
    return undefined
  }
  if (!isObject(value)) return undefined
  if (value['$anchor'] === name) return value
  const inside = Object.entries(value).flatMap(([key, member]) => (schemaKeywords.data.includes(key) ? [] : [member]))
  return anchored(inside, name)
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function refused(reason: string): ScaffoldError {
  return new ScaffoldError('REFERENCE', reason)
}
