// Writes test/facts/<provider>.json: what the five published documents state, flattened to JSON pointer and value.
//
//   node test/facts/extract.mjs <folder with the five documents>
//
// The documents are not part of the project; each file's name starts with its number: 000 and 001 Cekura, 002
// Cloudflare, 003 Cradl, 004 Nirvana Labs. Everything is parsed out of them, nothing is typed in but the few members
// that a valid OpenAPI document needs and the source leaves out ("supplied"). Shares no code with src/.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { parse } from 'yaml'

const PROSE = '<prose>'
/** Members whose value is data: nothing inside it is prose. */
const DATA = new Set(['const', 'default', 'enum', 'example', 'examples'])
/** Members whose keys are names that somebody chose: a property may be called `description` or `default`. */
const NAMED = new Set(['content', 'headers', 'paths', 'properties', 'responses', 'schemas', 'scopes', 'variables'])
/** How drf-spectacular writes the label of an enum value into a description. */
const LABEL = /^\* `([^`]+)` - (.+)$/

/** Fields that the rendered Cekura page (001) has and the document (000) lacks. */
const ONLY_ON_THE_PAGE = ['webhook_url', 'webhook_secret']

main()

function main() {
  const [folder] = process.argv.slice(2)
  if (folder === undefined) {
    console.error('usage: node test/facts/extract.mjs <folder with the five documents>')
    process.exit(2)
  }
  const read = (number) => readDocument(folder, number)
  write('cekura', ['000', '001'], cekura(read('000'), read('001')))
  write('cloudflare', ['002'], cloudflare(read('002')))
  write('cradl', ['003'], { published: openApiBlock(read('003')) })
  write('nirvana', ['004'], nirvana(read('004')))
}

function readDocument(folder, number) {
  const names = readdirSync(folder).filter((name) => name.startsWith(number))
  demand(names.length === 1, `${folder} must hold exactly one file whose name starts with ${number}`)
  return readFileSync(join(folder, names[0]), 'utf8')
}

function write(provider, documents, sections) {
  const flat = Object.entries(sections).map(([section, value]) => [section, flatten(value)])
  const file = { documents, published: {}, supplied: {}, ...Object.fromEntries(flat) }
  writeFileSync(new URL(`./${provider}.json`, import.meta.url), `${JSON.stringify(file, null, 2)}\n`)
  const counts = flat.map(([section, facts]) => `${Object.keys(facts).length} ${section}`)
  console.log(`${provider}: ${counts.join(', ')}`)
}

// --- flattening ------------------------------------------------------------------------------------------------------

function flatten(value, pointer = '', role = 'node', facts = {}) {
  if (value === null || typeof value !== 'object' || Object.keys(value).length === 0) {
    facts[pointer] = value
    return facts
  }
  for (const [key, child] of Object.entries(value)) {
    const at = `${pointer}/${pointerToken(key)}`
    if (role === 'node' && key === 'description' && typeof child === 'string') flattenProse(child, at, facts)
    else flatten(child, at, Array.isArray(value) ? role : roleOf(key, role), facts)
  }
  return facts
}

function roleOf(key, parentRole) {
  if (parentRole === 'data' || (parentRole === 'node' && DATA.has(key))) return 'data'
  return parentRole === 'node' && NAMED.has(key) ? 'names' : 'node'
}

function flattenProse(text, pointer, facts) {
  facts[pointer] = text === '' ? '' : PROSE
  for (const [, value, label] of labels(text)) facts[`${pointer}/labels/${pointerToken(value)}`] = label
}

function labels(text) {
  return text
    .split('\n')
    .map((line) => LABEL.exec(line))
    .filter((match) => match !== null)
}

function pointerToken(token) {
  return token.replaceAll('~', '~0').replaceAll('/', '~1')
}

// --- 000 and 003: one OpenAPI document in a fenced block --------------------------------------------------------------

function openApiBlock(text) {
  const [, , method, path, yaml] = /^(`{3,})yaml (?:\S+ )?([a-z]+) (\S+)\n([\s\S]*?)\n\1$/m.exec(text) ?? []
  demand(yaml !== undefined, 'the document must hold one fenced YAML block that names its operation')
  const document = parse(yaml)
  demand(
    document.paths?.[path]?.[method] !== undefined,
    `the YAML block must hold ${method} ${path}, as its fence says`,
  )
  return document
}

// --- 001: the rendered page of the same Cekura operation ---------------------------------------------------------------

function cekura(specification, page) {
  const document = openApiBlock(specification)
  const rendered = renderedPage(page)
  verifyPage(document, rendered)
  const [operation] = operations(document)
  operation.responses['200'].content['application/json'].example = rendered.example
  const properties = Object.fromEntries(ONLY_ON_THE_PAGE.map((name) => [name, onlyRendered(rendered.fields.get(name))]))
  return { published: document, repaired: { components: { schemas: { Organization: { properties } } } } }
}

/** Nothing else tells of such a field, so that a line which is no constraint is one that was not understood. */
function onlyRendered({ schema, marks, text }) {
  const unread = [...marks, ...text]
  demand(unread.length === 0, `001 says of a field that 000 lacks what cannot be read: ${unread.join(' ')}`)
  return schema
}

function renderedPage(text) {
  const lines = text.trimEnd().split('\n')
  const at = (line, from = 0) => {
    const index = lines.indexOf(line, from)
    demand(index >= 0, `001 must have a line "${line}"`)
    return index
  }
  const [curl, bodyStart] = [at('cURL'), at('[')]
  const bodyEnd = at(']', bodyStart)
  const [authorizations, response] = [at('Authorizations', bodyEnd), at('Response', bodyEnd)]
  const status = lines.indexOf('200 - application/json', response)
  demand(status === response + 2, '001 must describe the response "200 - application/json"')
  return {
    method: lines[1],
    path: lines.slice(2, curl).join(''),
    curl: lines.slice(curl + 1, bodyStart).join('\n'),
    example: JSON.parse(lines.slice(bodyStart, bodyEnd + 1).join('\n')),
    authorizations: renderedFields(lines.slice(authorizations + 1, response)),
    fields: renderedFields(lines.slice(status + 1)),
  }
}

/** A field is its name and its type on two lines, then whatever the page says of it up to the next such pair. */
function renderedFields(lines) {
  const isType = (line) => /^(?:string|integer|boolean|object|enum)(?:<[\w-]+>)?(?:\[\])?(?: \| null)?$/.test(line)
  const starts = [...lines.keys()].filter((index) => /^[\w-]+$/.test(lines[index]) && isType(lines[index + 1] ?? ''))
  demand(
    lines.slice(0, starts[0]).every((line) => line === ''),
    '001 must list its fields as name and type',
  )
  const fields = starts.map((start, index) => renderedField(lines.slice(start, starts[index + 1])))
  demand(new Set(fields.map(([name]) => name)).size === fields.length, '001 must name no field twice')
  return new Map(fields)
}

/** Turns one rendered field back into the schema that it was rendered from. */
function renderedField([name, type, ...lines]) {
  const marks = []
  const text = []
  const schema = renderedType(type)
  let listsOptions = false
  for (const line of lines.map((line) => line.trim()).filter((line) => line !== '')) {
    const constraint = renderedConstraint(line)
    if (listsOptions) schema.enum.push(line.replace(/,$/, ''))
    else if (constraint !== undefined) Object.assign(schema, constraint)
    else if (line === 'required' || line === 'header') marks.push(line)
    else text.push(line)
    listsOptions = line === 'Available options:' || (listsOptions && line.endsWith(','))
  }
  return [name, { marks, schema, text }]
}

function renderedType(text) {
  const [, base, format, isArray, isNullable] = /^(\w+)(?:<([\w-]+)>)?(\[\])?( \| null)?$/.exec(text)
  if (isArray) return { type: 'array' }
  const type = base === 'enum' ? format : base
  return {
    type: isNullable ? [type, 'null'] : type,
    ...(base !== 'enum' && format !== undefined && { format }),
  }
}

function renderedConstraint(line) {
  if (line === 'read-only') return { readOnly: true }
  if (line === 'Available options:') return { enum: [] }
  const [, maxLength] = /^Maximum string length: (\d+)$/.exec(line) ?? []
  if (maxLength !== undefined) return { maxLength: Number(maxLength) }
  const [, minimum, maximum] = /^Required range: (-?\d+) <= x <= (-?\d+)$/.exec(line) ?? []
  if (minimum !== undefined) return { minimum: Number(minimum), maximum: Number(maximum) }
  const [, pattern] = /^Pattern: (.+)$/.exec(line) ?? []
  return pattern === undefined ? undefined : { pattern }
}

/** Throws with every difference between the page and the document, but for the known ones and the order of fields. */
function verifyPage(document, page) {
  const differences = [
    ...requestDifferences(document, page),
    ...fieldListDifferences(document, page),
    ...fieldDifferences(document, page),
    ...exampleDifferences(document, page),
  ]
  demand(differences.length === 0, `001 does not agree with 000:\n${differences.join('\n')}`)
}

function requestDifferences(document, page) {
  const [[path, item]] = Object.entries(document.paths)
  const [operation] = operations(document)
  const [[scheme]] = operation.security.map(Object.keys)
  const { type, name, in: location, description } = document.components.securitySchemes[scheme]
  const curl = [
    `curl --request ${page.method} \\`,
    `  --url ${document.servers[0].url}${path} \\`,
    `  --header '${name}: <api-key>'`,
  ]
  const authorization = page.authorizations.get(name)
  return [
    // The page's heading drops the trailing slash; its curl keeps it.
    ...differ('path', page.path, path.replace(/\/$/, '')),
    ...differ('method', page.method.toLowerCase(), Object.keys(item)[0]),
    ...differ('curl', page.curl, curl.join('\n')),
    ...differ('security scheme', type, 'apiKey'),
    ...differ('authorizations', [...page.authorizations.keys()], [name]),
    ...differ('authorization', authorization, {
      marks: [location, 'required'],
      schema: { type: 'string' },
      text: textLines(description),
    }),
  ]
}

function fieldListDifferences(document, { fields, example }) {
  const { properties } = document.components.schemas.Organization
  const missing = Object.keys(properties).filter((name) => !fields.has(name))
  const surplus = [...fields.keys()].filter((name) => !(name in properties))
  return [
    ...differ('fields that only 001 has', surplus, ONLY_ON_THE_PAGE),
    ...differ(
      'fields that only 000 has (the writeOnly ones)',
      missing,
      Object.keys(properties).filter((name) => properties[name].writeOnly),
    ),
    ...differ('fields of the example', Object.keys(example[0]), [...fields.keys()]),
    ...differ('number of organizations in the example', example.length, 1),
  ]
}

function fieldDifferences(document, { fields }) {
  const { properties, required } = document.components.schemas.Organization
  return Object.entries(properties)
    .filter(([name]) => fields.has(name))
    .flatMap(([name, { description, items, ...property }]) => {
      const field = fields.get(name)
      // The page shows neither drf-spectacular's identifiers nor what an array's items refer to.
      const { 'x-spec-enum-id': _, ...schema } = property
      return [
        ...differ(`schema of ${name}`, field.schema, schema),
        ...differ(`text of ${name}`, field.text, textLines(description ?? '')),
        ...differ(`required ${name}`, field.marks, required.includes(name) ? ['required'] : []),
      ]
    })
}

function exampleDifferences(document, { example }) {
  const [operation] = operations(document)
  const { schema } = operation.responses['200'].content['application/json']
  // The page's extra fields are no part of the document's schema; a copy of the body without them must conform to it.
  const body = example.map((organization) =>
    Object.fromEntries(Object.entries(organization).filter(([name]) => !ONLY_ON_THE_PAGE.includes(name))),
  )
  return mismatches(document, schema, body, 'example')
}

/** A description as the page prints it: bullets without backticks, folded lines joined, empty lines dropped. */
function textLines(description) {
  return description
    .split('\n')
    .map((line) => line.replace(LABEL, '• $1 - $2').trim())
    .filter((line) => line !== '')
}

function differ(what, in001, in000) {
  if (isDeepStrictEqual(in001, in000)) return []
  return [`${what}: 001 says ${JSON.stringify(in001)}, 000 says ${JSON.stringify(in000)}`]
}

/** Where an example differs from its schema in types, enums and the set of members; enough for what the documents use. */
function mismatches(document, schema, value, at) {
  const resolved = resolve(document, schema)
  if (Array.isArray(value)) return value.flatMap((item, i) => mismatches(document, resolved.items, item, `${at}/${i}`))
  if (typeof value === 'object') {
    const properties = Object.entries(resolved.properties).filter(([, property]) => !property.writeOnly)
    const names = differ(`members of ${at}`, Object.keys(value).sort(), properties.map(([name]) => name).sort())
    if (names.length > 0) return names
    return properties.flatMap(([name, property]) => mismatches(document, property, value[name], `${at}/${name}`))
  }
  const types = [resolved.type].flat()
  const isTyped = types.includes(Number.isInteger(value) && !types.includes('number') ? 'integer' : typeof value)
  const isListed = resolved.enum === undefined || resolved.enum.includes(value)
  return isTyped && isListed ? [] : [`${at} is ${JSON.stringify(value)}, its schema ${JSON.stringify(resolved)}`]
}

function resolve(document, schema) {
  const { $ref, allOf } = schema
  if ($ref !== undefined) return document.components.schemas[$ref.replace('#/components/schemas/', '')]
  return allOf === undefined ? schema : resolve(document, allOf[0])
}

function operations(document) {
  return Object.values(document.paths).flatMap((item) => Object.values(item))
}

// --- 002: lines and JSON fragments ---------------------------------------------------------------------------------------

function cloudflare(text) {
  const lines = text.split('\n')
  const [description, path, method, tag, operationId] = lines
  const [plans, gap, parameters, secondGap, responses, security, ...rest] = jsonValues(lines.slice(5).join('\n'))
  demand(
    gap === null && secondGap === null && security !== undefined && rest.length === 0,
    '002 must hold plans, null, parameters, null, responses and security',
  )
  const operation = {
    description,
    tags: [tag],
    operationId,
    'x-cfPlanAvailability': plans,
    parameters,
    responses,
    security,
  }
  return {
    published: { paths: { [path]: { [method]: operation } } },
    supplied: {
      openapi: '3.0.3',
      info: { title: 'Cloudflare API', version: '4.0.0' },
      servers: [{ url: 'https://api.cloudflare.com/client/v4' }],
      components: {
        securitySchemes: {
          api_email: { type: 'apiKey', in: 'header', name: 'X-Auth-Email' },
          api_key: { type: 'apiKey', in: 'header', name: 'X-Auth-Key' },
        },
      },
    },
  }
}

function jsonValues(text) {
  const values = []
  for (let rest = text.trim(); rest !== ''; ) {
    const length = valueLength(rest)
    values.push(JSON.parse(rest.slice(0, length)))
    rest = rest.slice(length).trimStart()
  }
  return values
}

function valueLength(text) {
  if (text.startsWith('null')) return 'null'.length
  let depth = 0
  // A whole string is one token, so that brackets inside it do not count.
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if (token === '[' || token === '{') depth += 1
    if (token === ']' || token === '}') depth -= 1
    if (depth === 0) return index + token.length
  }
  throw new Error(`002 holds an unfinished value: ${text.slice(0, 60)}`)
}

// --- 004: a Markdown reference -------------------------------------------------------------------------------------------

function nirvana(text) {
  const sections = markdownSections(text)
  const [[summary, intro]] = sections
  const [, method, path, description] = /^\*\*(\w+)\*\* `([^`]+)`\n\n(.+)$/.exec(intro) ?? []
  demand(description !== undefined, '004 must start with its method, path and description')
  const request = curlRequest(sections.get('Example'))
  demand(request.path === path, `004's curl asks ${request.path}, its heading says ${path}`)

  const [returned, ...others] = markdownList(sections.get('Returns'))
  demand(others.length === 0, '004 must return one object')
  const schemas = new Map()
  const schema = returnedSchema(returned, schemas)
  const example = JSON.parse(fenced(sections.get('Response'), 'json'))
  const operation = {
    summary,
    description,
    parameters: markdownList(sections.get('Query Parameters')).map(queryParameter),
    responses: { 200: { content: { 'application/json': { schema, example } } } },
    security: [{ [request.scheme]: [] }],
  }
  const published = {
    servers: [{ url: request.server }],
    paths: { [path]: { [method]: operation } },
    components: {
      schemas: Object.fromEntries(schemas),
      securitySchemes: { [request.scheme]: { type: 'http', scheme: request.scheme } },
    },
  }
  const differences = mismatches(published, schema, example, 'example')
  demand(differences.length === 0, `004's example does not fit its fields:\n${differences.join('\n')}`)
  return {
    published,
    supplied: {
      openapi: '3.1.0',
      info: { title: 'Nirvana Labs API', version: 'v1' },
      // OpenAPI demands a description for each response; ours, so only its presence counts.
      paths: { [path]: { [method]: { responses: { 200: { description: PROSE } } } } },
    },
  }
}

/** Headings to the text below them, in order. */
function markdownSections(text) {
  const [before, ...parts] = text.split(/^#{2,} (.+)\n/m)
  demand(before === '' && parts.length % 2 === 0, '004 must start with a heading')
  const headings = parts.filter((_, index) => index % 2 === 0)
  return new Map(headings.map((heading, index) => [heading, parts[index * 2 + 1].trim()]))
}

function curlRequest(example) {
  const curl = fenced(example, 'http')
  const [, server, path] = /^curl (https:\/\/[^/\s]+)(\/\S*)/.exec(curl) ?? []
  const [, scheme] = /-H "Authorization: (\w+) \$\w+"/.exec(curl) ?? []
  demand(path !== undefined && scheme !== undefined, "004's curl must name a URL and an Authorization header")
  return { server, path, scheme: scheme.toLowerCase() }
}

function fenced(text, language) {
  const [, content] = new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\n\`\`\``).exec(text) ?? []
  demand(content !== undefined, `004 must hold a fenced ${language} block`)
  return content
}

/** A nested list of code spans, each with the paragraph below it, as a tree. */
function markdownList(text) {
  const root = { indent: -1, children: [] }
  const open = [root]
  for (const line of text.split('\n').filter((line) => line !== '')) {
    const [, spaces, code] = /^( *)- `(.+)`$/.exec(line) ?? []
    if (code === undefined) {
      demand(open.at(-1).text === undefined, `004 has a second paragraph below a field: ${line}`)
      open.at(-1).text = line.trim()
      continue
    }
    while (open.at(-1).indent >= spaces.length) open.pop()
    const item = { indent: spaces.length, code, text: undefined, children: [] }
    open.at(-1).children.push(item)
    open.push(item)
  }
  return root.children
}

function queryParameter(item) {
  const { name, isOptional, type } = fieldOf(item)
  return { in: 'query', name, description: item.text, required: !isOptional, schema: { type } }
}

function fieldOf({ code }) {
  const [, name, optional, type] = /^(\w+): (optional )?(.+)$/.exec(code) ?? []
  demand(type !== undefined, `004 has a field that cannot be read: ${code}`)
  return { name, isOptional: optional !== undefined, type }
}

function returnedSchema({ code, children }, schemas) {
  const [, name, members] = /^(\w+) object \{ (.+) \}$/.exec(code) ?? []
  demand(members === children.map((child) => fieldOf(child).name).join(', '), `004 lists other members than ${code}`)
  return typeSchema(name, children, schemas)
}

/** The schema of a type as the Markdown names it; the fields or values below a named type go to the components. */
function typeSchema(type, children, schemas) {
  const [, itemType] = /^array of (\w+)$/.exec(type) ?? []
  if (itemType !== undefined) return { type: 'array', items: typeSchema(itemType, children, schemas) }
  if (/^[A-Z]/.test(type)) {
    demand(!schemas.has(type), `004 describes ${type} twice`)
    schemas.set(type, undefined) // keeps the place: types stand in the order of their first mention
    schemas.set(type, namedSchema(children, schemas))
    return { $ref: `#/components/schemas/${type}` }
  }
  demand(['string', 'number', 'boolean'].includes(type) && children.length === 0, `004 has an unknown type: ${type}`)
  return { type }
}

function namedSchema(children, schemas) {
  if (children.every(({ code }) => code.startsWith('"'))) {
    return { type: 'string', enum: children.map(({ code }) => JSON.parse(code)) }
  }
  const fields = children.map((child) => ({ ...child, ...fieldOf(child) }))
  const properties = fields.map(({ name, type, text, children: below }) => [
    name,
    { ...typeSchema(type, below, schemas), ...(text !== undefined && { description: text }) },
  ])
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    required: fields.filter(({ isOptional }) => !isOptional).map(({ name }) => name),
  }
}

function demand(condition, message) {
  if (!condition) throw new Error(message)
}
