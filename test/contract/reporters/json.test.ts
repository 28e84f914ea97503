import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { expect, test } from 'vitest'
import { reporters, reportSchema } from '../../../src/contract/reporters/index.ts'
import { emptyReport, keptReport, reportFixture, skippedReport } from './report-fixture.ts'

const ajv = new Ajv2020({ strict: true, allErrors: true })
addFormats.default(ajv)
const validate = ajv.compile(reportSchema)

interface Node {
  readonly [name: string]: unknown
}

test.each([
  ['broken, kept, not checked and interrupted', reportFixture],
  ['kept', keptReport],
  ['without providers', emptyReport],
  ['with providers that were skipped', skippedReport],
])('fits its published schema: %s', (_, report) => {
  const written = JSON.parse(reporters.json(report))
  expect(validate(written), JSON.stringify(validate.errors)).toBe(true)
})

test('is the report itself, nothing lost and nothing changed', () => {
  const { $schema, ...report } = JSON.parse(reporters.json(reportFixture))
  expect($schema).toBe('urn:orgmock:report:1')
  expect(report).toEqual(reportFixture)
})

test('is well-formed text whatever a server sent', () => {
  const text = reporters.json(reportFixture)
  expect(Buffer.from(text).toString()).toBe(text)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the character that must not be there
  expect(text).not.toMatch(/\u001b/)
})

test('has a schema that describes every member', () => {
  const silent: string[] = []
  visit(reportSchema, '#', (schema, path) => {
    if (schema['description'] === undefined && schema['$ref'] === undefined) silent.push(path)
  })
  expect(silent).toEqual([])
})

test('has a schema that refuses a report without any one of its required members, and with any other', () => {
  const written = JSON.parse(reporters.json(reportFixture))
  const accepted: string[] = []
  const objects = objectsIn(written, '')
  expect(objects.length).toBeGreaterThan(50)
  for (const { node, path } of objects) {
    for (const name of Object.keys(node)) {
      if (optional.has(name) || path.endsWith('/underErrata')) continue
      const value = node[name]
      delete node[name]
      if (validate(written)) accepted.push(`${path} without ${name}`)
      node[name] = value
    }
    if (path.endsWith('/underErrata')) continue
    node['surplus'] = 1
    if (validate(written)) accepted.push(`${path} with a surplus member`)
    delete node['surplus']
  }
  expect(accepted).toEqual([])
})

test.each([
  ['/providers/1/verdict', 'passed'],
  ['/providers/1/scenarios/1/family', 'shapes'],
  ['/providers/1/scenarios/1/findings/0/severity', 'error'],
  ['/providers/1/scenarios/1/findings/0/basis', 'guessed'],
  ['/providers/1/scenarios/1/findings/0/at', 'result/1'],
  ['/providers/1/scenarios/1/findings/0/location/line', 0],
  ['/providers/1/seen/witnessed', -1],
  ['/providers/1/conformance/underErrata/E-CF-001', 'three'],
  ['/startedAt', 'yesterday'],
  ['/reading', 'raw'],
  ['/failOn', 'error'],
  ['/$schema', 'urn:orgmock:report:2'],
])('has a schema that refuses %s: %j', (path, value) => {
  const written = JSON.parse(reporters.json(reportFixture))
  const names = path.slice(1).split('/')
  const last = names.pop() ?? ''
  const parent = names.reduce((node, name) => node[name], written)
  expect(parent).toHaveProperty([last])
  parent[last] = value
  expect(validate(written)).toBe(false)
})

const optional = new Set(['reason', 'exchange', 'at', 'clause', 'erratum', 'request', 'excerpt', 'location'])

function objectsIn(value: unknown, path: string): { node: Record<string, unknown>; path: string }[] {
  if (typeof value !== 'object' || value === null) return []
  const inner = Object.entries(value).flatMap(([name, child]) => objectsIn(child, `${path}/${name}`))
  return Array.isArray(value) ? inner : [{ node: value as Record<string, unknown>, path }, ...inner]
}

function visit(schema: Node, path: string, see: (schema: Node, path: string) => void): void {
  see(schema, path)
  for (const group of ['properties', '$defs']) {
    for (const [name, child] of Object.entries((schema[group] as Node | undefined) ?? {})) {
      visit(child as Node, `${path}/${name}`, see)
    }
  }
  for (const name of ['items', 'additionalProperties']) {
    const child = schema[name]
    if (typeof child === 'object' && child !== null) visit(child as Node, `${path}/${name}`, see)
  }
}
