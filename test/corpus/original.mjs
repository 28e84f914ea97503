// Judges replies by the document as its vendor wrote it: read here once more, without any code of src/.
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import Ajv2020 from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { parse } from 'yaml'
import { at } from './walk.mjs'

/** Keywords whose members are schemas by name, and those that hold one schema or a list of them. */
const named = ['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas']
const single = ['items', 'additionalProperties', 'not', 'if', 'then', 'else', 'contains', 'propertyNames']
const lists = ['allOf', 'anyOf', 'oneOf', 'prefixItems']
/** Those that Ajv must not see: it would read them otherwise than OpenAPI does. */
const left = [
  'nullable',
  'x-nullable',
  'discriminator',
  'example',
  'examples',
  'default',
  'id',
  '$id',
  '$schema',
  'xml',
]

/** A function that gives the faults of the body of a 200 of GET `route`, as text; undefined where the document has no schema for it. */
export async function originalJudge(file, route) {
  const documents = new Map()
  const root = await read(file)
  const isOld = root.swagger !== undefined || /^3\.0/.test(root.openapi)
  const start = await resolved({ node: root.paths[route], file })
  const operation = await resolved({ node: start.node.get, file: start.file })
  const { responses } = operation.node
  const response = await resolved({
    node: responses['200'] ?? responses['2XX'] ?? responses.default,
    file: operation.file,
  })
  const content = response.node.content ?? {}
  const type = Object.keys(content).find((name) => /json|\*/.test(name))
  const schema = root.swagger === undefined ? content[type]?.schema : response.node.schema
  if (schema === undefined) return undefined

  const definitions = {}
  const names = new Map()
  const body = await rewritten(schema, response.file)
  const ajv = new Ajv2020({
    strict: false,
    allErrors: false,
    validateFormats: true,
    code: { regExp: patient },
    logger: false,
  })
  addFormats(ajv)
  const validate = ajv.compile({ allOf: [body], $defs: definitions })
  return (value) =>
    validate(value)
      ? []
      : validate.errors.map(({ instancePath, message }) => `${instancePath || 'the body'} ${message}`)

  async function read(name) {
    if (!documents.has(name))
      documents.set(name, parse(await readFile(name, 'utf8'), { merge: true, maxAliasCount: -1, logLevel: 'error' }))
    return documents.get(name)
  }

  /** Follows references of objects that are no schemas. */
  async function resolved({ node, file }) {
    return typeof node?.$ref === 'string' ? resolved(await target(node.$ref, file)) : { node, file }
  }

  async function target(reference, file) {
    const [place, fragment = ''] = reference.split('#')
    const where = place === '' ? file : path.resolve(path.dirname(file), decodeURIComponent(place))
    const document = await read(where)
    const pointer = decodeURIComponent(fragment)
    const node = pointer === '' || pointer.startsWith('/') ? at(document, pointer) : anchored(document, pointer)
    if (node === undefined) throw new Error(`nothing is at ${reference}`)
    return { node, file: where, name: `${where}#${pointer}` }
  }

  /** A schema as JSON Schema 2020-12, with what it refers to among the definitions. */
  async function rewritten(schema, file) {
    if (typeof schema !== 'object' || schema === null) return schema === false ? false : {}
    if (typeof schema.$ref === 'string') {
      const reference = { $ref: `#/$defs/${await definition(schema.$ref, file)}` }
      // Beside a reference nothing counts before OpenAPI 3.1.
      const { $ref: _, ...beside } = schema
      return isOld || Object.keys(beside).length === 0
        ? reference
        : { allOf: [reference, await rewritten(beside, file)] }
    }
    const made = {}
    for (const [keyword, value] of Object.entries(schema)) {
      if (left.includes(keyword)) continue
      if (named.includes(keyword) && typeof value === 'object' && value !== null) {
        made[keyword] = Object.fromEntries(
          await Promise.all(Object.entries(value).map(async ([name, inner]) => [name, await rewritten(inner, file)])),
        )
      } else if (lists.includes(keyword) && Array.isArray(value)) {
        made[keyword] = await Promise.all(value.map((inner) => rewritten(inner, file)))
      } else if (single.includes(keyword)) {
        made[keyword] = typeof value === 'boolean' ? value : await rewritten(value, file)
      } else {
        made[keyword] = value
      }
    }
    if (Array.isArray(made.required)) {
      // Ajv refuses a schema that names a property twice.
      made.required = [...new Set(made.required)].filter((name) => !isWriteOnly(schema.properties?.[name]))
    } else delete made.required
    for (const bound of ['minimum', 'maximum']) {
      const exclusive = `exclusive${bound[0].toUpperCase()}${bound.slice(1)}`
      if (typeof made[exclusive] !== 'boolean') continue
      if (made[exclusive]) made[exclusive] = made[bound]
      else delete made[exclusive]
    }
    return schema.nullable === true || schema['x-nullable'] === true ? { anyOf: [{ type: 'null' }, made] } : made
  }

  async function definition(reference, file) {
    const found = await target(reference, file)
    let name = names.get(found.name)
    if (name === undefined) {
      name = `s${names.size}`
      names.set(found.name, name)
      definitions[name] = {}
      definitions[name] = await rewritten(found.node, found.file)
    }
    return name
  }
}

function isWriteOnly(property) {
  return property?.writeOnly === true
}

function anchored(node, name) {
  if (typeof node !== 'object' || node === null) return undefined
  if (node.$anchor === name) return node
  return Object.values(node).reduce((found, inner) => found ?? anchored(inner, name), undefined)
}

/** Patterns as their authors meant them: with the flag for Unicode, else without, else none. */
function patient(pattern, flags) {
  for (const tried of [flags, '']) {
    try {
      return new RegExp(pattern, tried)
    } catch {}
  }
  return /(?:)/
}
patient.code = 'patient'
