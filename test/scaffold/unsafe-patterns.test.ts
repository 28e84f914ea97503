// biome-ignore-all lint/suspicious/noThenProperty: a keyword of JSON Schema.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { patternRisk } from '../../src/spec/pattern-safety.ts'
import type { Json } from '../../src/spec/types.ts'
import { scaffold } from './scaffolded.ts'
import { row, small } from './small-document.ts'

fc.configureGlobal({ seed: 20260601 })

const evil = '^(a+)+$'
const why = 'the pattern ^(a+)+$ takes exponential time on some texts'
const advice = 'write it without repetitions that compete for the same characters'

/** What is made of a document whose organizations have one more member, `code`, and further schemas. */
function made(code: Json, schemas: Record<string, Json> = {}) {
  const items = { ...row, properties: { ...row.properties, code } }
  const document = JSON.parse(small({ schema: { type: 'array', items } })) as { components: object }
  const text = JSON.stringify({ ...document, components: { ...document.components, schemas } })
  const { files, warnings, notes } = scaffold('api.json', text, { id: 'mine', path: '/orgs' })
  const spec = parse(files[0]?.text ?? '') as { components: { schemas: Record<string, Json> }; paths: never }
  const { get } = spec.paths['/orgs'] as { get: never }
  const media = (get as { responses: never }).responses['200'] as { content: never }
  const { schema } = media.content['application/json'] as {
    schema: { items: { properties: Record<string, Json> } }
  }
  return { spec, files, warnings, notes, code: schema.items.properties['code'], schemas: spec.components.schemas }
}

test('an unsafe pattern is left out, with its place and its text, and the rest is made', () => {
  const { code, warnings, notes, files } = made({ type: 'string', pattern: evil, maxLength: 9 })
  expect(code).toEqual({ type: 'string', maxLength: 9 })
  const place = '#/paths/~1orgs/get/responses/200/content/application~1json/schema/items/properties/code/pattern'
  expect(warnings).toEqual([`${place} is left out: ${why}; ${advice}`])
  expect(notes).toContain(warnings[0])
  expect(files[0]?.text).toContain('is left out: the pattern ^(a+)+$ takes exponential time')
})

test('the response `default` is looked at too, and a defect in it is mended', () => {
  const { paths, ...document } = JSON.parse(small({ schema: { type: 'array', items: row } }))
  const schema = { type: 'string', pattern: evil, minLength: 'three' }
  paths['/orgs'].get.responses.default = { description: 'No.', content: { 'application/json': { schema } } }
  const { notes } = scaffold('api.json', JSON.stringify({ ...document, paths }), { id: 'mine', path: '/orgs' })
  const place = '#/paths/~1orgs/get/responses/default/content/application~1json/schema'
  expect(notes).toContain(`${place}/pattern is left out: ${why}; ${advice}`)
  expect(notes).toContain(`${place}/minLength is left out: it must be a number`)
})

test('a long pattern is shortened', () => {
  const { warnings } = made({ type: 'string', pattern: `^${'(a|b)'.repeat(3_000)}$` })
  expect(warnings).toEqual([
    expect.stringMatching(/: the pattern \^(\(a\|b\)){19}\(a\|b… is too large to be shown safe;/),
  ])
})

test('members whose names an unsafe pattern chose may be what they like', () => {
  const { code, warnings } = made({
    type: 'object',
    patternProperties: { [evil]: { type: 'integer' }, '^x$': { type: 'string' } },
    additionalProperties: false,
  })
  expect(code).toEqual({ type: 'object', patternProperties: { '^x$': { type: 'string' } } })
  expect(warnings).toEqual([expect.stringContaining('/code/patternProperties/^(a+)+$ is left out: ')])
})

test.each<[what: string, schema: Json, left: Json]>([
  [
    'alternatives of which one may fit',
    { oneOf: [{ type: 'string', pattern: evil }, { type: 'integer' }] },
    { anyOf: [{ type: 'string' }, { type: 'integer' }] },
  ],
  ['what must not fit', { type: 'string', not: { type: 'string', pattern: evil } }, { type: 'string' }],
  [
    'a condition',
    { type: 'string', if: { type: 'string', pattern: evil }, then: { type: 'string', maxLength: 3 } },
    { type: 'string', then: { type: 'string', maxLength: 3 } },
  ],
  [
    'what a condition asks for',
    { type: 'string', if: { type: 'string', maxLength: 5 }, then: { type: 'string', pattern: evil } },
    { type: 'string', if: { type: 'string', maxLength: 5 }, then: { type: 'string' } },
  ],
])('%s: nothing is forbidden that the document allows', (_, schema, left) => {
  expect(made(schema).code).toEqual(left)
})

test('the same where the pattern is several references away', () => {
  const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` })
  const { schemas, warnings } = made(reference('Address'), {
    Address: { oneOf: [reference('Old'), reference('New')] },
    Old: { type: 'string', maxLength: 9 },
    New: { allOf: [reference('Code')] },
    Code: { type: 'string', pattern: evil },
    Other: { oneOf: [reference('Old'), { type: 'integer' }] },
  })
  expect(schemas['Address']).toEqual({ anyOf: [reference('Old'), reference('New')] })
  expect(schemas['Code']).toEqual({ type: 'string' })
  expect(warnings).toEqual([`#/components/schemas/Code/pattern is left out: ${why}; ${advice}`])
})

test('a document with very many unsafe patterns is refused', () => {
  const properties = Object.fromEntries(
    Array.from({ length: 51 }, (_, n) => [`p${n}`, { type: 'string', pattern: `^(a+)+${n}$` }]),
  )
  expect(() => made({ type: 'object', properties })).toThrow(
    /^more than 50 patterns are unsafe: the pattern \^\(a\+\)\+50\$ takes exponential time on some texts$/,
  )
})

const names = fc.constantFrom('pattern', 'patternProperties', 'oneOf', '__proto__', 'a', 'default')
const patterns = fc.constantFrom(evil, '^(.*)*x$', '\\d+-\\d+', '^[a-z]+$', '^(b|b)*$')
const { schema: schemas } = fc.letrec<{ schema: Json }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 4 },
    fc.record({ type: fc.constant('string'), pattern: patterns }),
    fc.constant({ type: 'object', default: { pattern: evil } }),
    fc
      .tuple(fc.array(fc.tuple(names, tie('schema')), { maxLength: 3 }), patterns, tie('schema'))
      .map(([members, name, inner]) => ({
        type: 'object',
        properties: Object.fromEntries(members),
        patternProperties: { [name]: inner },
      })),
    fc.tuple(fc.constantFrom('allOf', 'anyOf', 'oneOf'), tie('schema'), tie('schema')).map(([key, a, b]) => ({
      [key]: [a, b],
    })),
    fc.tuple(tie('schema'), tie('schema')).map(([a, b]) => ({ not: a, if: b, then: a })),
    tie('schema').map((items) => ({ type: 'array', items })),
  ),
}))

/** Every pattern that a validator would compile. */
function patternsOf(value: unknown, isMap = false): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, member]) => {
    if (isMap) return patternsOf(member)
    if (key === 'default') return []
    if (key === 'pattern' && typeof member === 'string') return [member]
    const own = key === 'patternProperties' ? Object.keys(member as object) : []
    return [...own, ...patternsOf(member, key === 'properties' || key === 'patternProperties')]
  })
}

test('wherever unsafe patterns are, none is left, and names and data that look like one stay', () => {
  fc.assert(
    fc.property(schemas, (schema) => {
      const { spec } = made(schema)
      expect(patternsOf(spec).filter((pattern) => patternRisk(pattern) !== undefined)).toEqual([])
    }),
    { numRuns: 150 },
  )
})
