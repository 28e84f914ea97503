import { arrayOf, type Json, type JsonObject, objectOf, resolvePointer } from '../spec/index.ts'
import { assumed } from './assumed.ts'
import { type AuthOptions, chooseAuth } from './auth.ts'
import { bundled, type ReadBeside } from './bundle.ts'
import { contractFile } from './contract-file.ts'
import { envelopeOf } from './envelope.ts'
import { ScaffoldError } from './errors.ts'
import { type Failures, failuresOf } from './failures.ts'
import { organizationOf } from './fields.ts'
import { checkInPlace } from './in-place.ts'
import { type FoundList, findList, type ListChoice } from './list.ts'
import { mend } from './mend.ts'
import { mockFile } from './mock-file.ts'
import { findOperation, type PathValues, refuseUnknownPath, type SourceOperation } from './operation.ts'
import { choosePages, ignoredParameters, ofLinks, type PageOptions, type Pages } from './pages.ts'
import type { Plan } from './plan.ts'
import { reduce } from './reduce.ts'
import { type PatternJudge, withoutUnsafePatterns } from './safe-patterns.ts'
import { sendsOf } from './sends.ts'
import { chooseServers } from './servers.ts'
import { shapesOf } from './shape.ts'
import { readDocument } from './source.ts'
import { specFile } from './spec-file.ts'
import { upgraded } from './versions.ts'
import { listed } from './words.ts'

export interface ScaffoldOptions extends AuthOptions, ListChoice, PageOptions {
  /** Of the new provider: lower-case letters, digits and single hyphens. */
  readonly id: string
  /** Path of the operation, as the document has it. */
  readonly path: string
  /** Values of the path's parameters, by name. */
  readonly params?: PathValues
  /** Members of an item that never come where they need not, as JSON pointers into it. */
  readonly leftOut?: readonly string[]
  /** URL of the server, where the document names none that could be it. */
  readonly server?: string
}

/** One file of a new provider. */
export interface ScaffoldedFile {
  /** Under the directory of providers, with slashes: `mocks/acme.js`. */
  readonly name: string
  readonly text: string
}

export interface Scaffolded {
  readonly files: readonly ScaffoldedFile[]
  /** What was chosen: authentication, pages, list, identity. */
  readonly choices: Readonly<Record<'auth' | 'pages' | 'items' | 'identity' | 'server', string>>
  /** What the document does not say, with the flag that sets another; at the head of the mock. */
  readonly assumptions: readonly string[]
  /** What was changed against the document or left out. */
  readonly notes: readonly string[]
  /** What needs a hand: data that may not fit. */
  readonly warnings: readonly string[]
}

/**
 * Makes a provider's three files out of an OpenAPI document: its operation and what that refers to, a mock that serves it, and the
 * contract that the mock keeps. `file` is the name that errors and comments give to the document, `patterns` what `patternJudge` gives,
 * `beside` reads files that the document refers to. Throws ScaffoldError.
 */
export function scaffold(
  file: string,
  text: string,
  options: ScaffoldOptions,
  patterns: PatternJudge,
  beside: ReadBeside = noFile,
): Scaffolded {
  const { id, path } = options
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id)) {
    throw new ScaffoldError(
      'OPTION',
      `${JSON.stringify(id)} is no provider id: lower-case letters, digits and single hyphens`,
    )
  }
  const read = readDocument(file, text, path)
  refuseUnknownPath(read, file, path)
  const { document: original, note: version } = upgraded(file, bundled(read, file, path, beside))
  const source = findOperation(original, file, path, options.params)
  const { servers, url, note } = chooseServers(original, source, id, options.server)
  // Of YAML one path is read; the others tell something where nothing else does.
  const auth = chooseAuth(original, source, options, url, () => readDocument(file, text))
  const reduced = reduce(original, source, { auth, servers })
  checkInPlace(reduced.document)
  // Patterns are tried out here already, and later on every reply.
  const safe = withoutUnsafePatterns(reduced.document, patterns)
  const mended = mend(safe.document)
  const shapes = shapesOf(mended.document)
  const found = findOperation(mended.document, file, source.path)
  const list = findList(shapes, found, options)
  const pages = choosePages(shapes, found, list, options)
  const isAdded = pages.kind !== 'whole-list' && pages.isUndeclared === true
  const operation = isAdded ? { ...found, query: [...found.query, ofLinks] } : found
  const failures = failuresOf(shapes, operation, auth)
  const organization = organizationOf(shapes, withRows(list, source.success.examples), {
    path: source.path,
    params: options.params,
    leftOut: options.leftOut,
  })
  const assumptions = assumed({ auth, pages, list, url, server: note }, options)
  const plan: Plan = {
    id,
    title: String(objectOf(mended.document['info'])['title']),
    operation,
    auth,
    pages,
    sends: sendsOf(shapes, operation, pages, auth),
    organization,
    envelope: envelopeOf(shapes, list, pages),
    failures,
    shapes,
    items: list.pointer,
    identity: list.identity,
    assumptions,
  }
  const impossible = failures.impossible.map(
    (status) => `GET ${source.path} ${status}: the schema is left out: it contradicts itself`,
  )
  const notes = [
    ...(version === undefined ? [] : [version]),
    ...(source.path === path ? [] : [`the path is ${path} with the values that --param gave`]),
    ...(note === undefined ? [] : [`servers: ${note}`]),
    ...reduced.notes,
    ...safe.warnings,
    ...mended.notes,
    ...impossible,
    ...(isAdded ? [`query: the parameter ${ofLinks.name} is assumed: the URLs of pages carry it`] : []),
  ]
  const document = withoutSchemas(
    isAdded ? withPage(mended.document, source.path) : mended.document,
    source.path,
    failures,
  )
  return {
    files: [
      { name: `specs/${id}.openapi.yaml`, text: specFile(document, file.replace(/^.*[\\/]/, ''), notes) },
      { name: `mocks/${id}.js`, text: mockFile(plan) },
      { name: `contracts/${id}.js`, text: contractFile(plan) },
    ],
    choices: {
      auth: auth.label,
      pages: pages.kind,
      items: list.pointer === '' ? 'the body itself' : list.pointer,
      identity: list.identity,
      server: url,
    },
    assumptions,
    notes,
    warnings: [...safe.warnings, ...ignoredWarning(operation, pages), ...organization.warnings],
  }
}

function noFile(name: string): never {
  throw new ScaffoldError('REFERENCE', `the document refers to ${name}, and no files beside it are read here`)
}

/** The items of whole bodies that the document shows are examples of an item, before those of its schema. */
function withRows(list: FoundList, bodies: readonly Json[]): FoundList {
  const rows = [...bodies, ...list.body.examples].flatMap((body) => arrayOf(resolvePointer(body, list.pointer)))
  return { ...list, item: { ...list.item, examples: [...rows, ...list.item.examples] } }
}

/** What looks like paging is never ignored in silence. */
function ignoredWarning(operation: SourceOperation, pages: Pages): readonly string[] {
  const ignored = ignoredParameters(operation, pages)
  if (ignored.length === 0) return []
  const [look, are] = ignored.length === 1 ? ['looks', 'is'] : ['look', 'are']
  const served =
    pages.kind === 'whole-list' ? 'every reply has the whole list' : `pages are asked for by ${pages.parameter}`
  return [
    `${listed(ignored)} ${look} like paging and ${are} ignored: ${served}; --pages KIND sets another way, with --page, --size and --next where names do not say`,
  ]
}

/** The document with the parameter that the URLs of pages carry. */
function withPage(document: JsonObject, path: string): JsonObject {
  const get = objectOf(objectOf(objectOf(document['paths'])[path])['get'])
  const { name, schema } = ofLinks
  const parameters = [...arrayOf(get['parameters']), { name, in: 'query', schema }]
  return { ...document, paths: { [path]: { get: { ...get, parameters } } } }
}

/** A response that nothing can satisfy keeps its status and its media type. */
function withoutSchemas(document: JsonObject, path: string, { impossible }: Failures): JsonObject {
  if (impossible.length === 0) return document
  const get = objectOf(objectOf(objectOf(document['paths'])[path])['get'])
  const responses = Object.entries(objectOf(get['responses'])).map(([status, response]): [string, Json] => {
    if (!impossible.includes(status)) return [status, response]
    const content = Object.keys(objectOf(objectOf(response)['content'])).map((mediaType) => [mediaType, {}])
    return [status, { ...objectOf(response), content: Object.fromEntries(content) as JsonObject }]
  })
  return { ...document, paths: { [path]: { get: { ...get, responses: Object.fromEntries(responses) } } } }
}
