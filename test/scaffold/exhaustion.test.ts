import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import type { Scaffolded } from '../../src/scaffold/index.ts'
import type { Json } from '../../src/spec/index.ts'
import { readYaml } from '../../src/spec/yaml-source.ts'
import { scaffold } from './scaffolded.ts'
import { row, small } from './small-document.ts'

/** What came of a document: files of a bounded size, or one line of bounded length that says why there are none. */
function outcome(text: string, file = 'api.json'): Scaffolded | string {
  try {
    const made = scaffold(file, text, { id: 'mine', path: '/orgs' })
    const [, mock = '', contract = ''] = made.files.map((one) => one.text)
    expect(mock.length).toBeLessThan(1_000_000)
    expect(contract.length).toBeLessThan(20_000)
    return made
  } catch (error) {
    expect(error).toMatchObject({ name: 'ScaffoldError' })
    const { message } = error as Error
    expect(message.length).toBeLessThan(1_000)
    return message
  }
}

/** A document whose organizations have one more member, and further schemas. */
function withMember(schema: Json, isRequired: boolean, schemas: Record<string, Json> = {}): string {
  const items = {
    ...row,
    properties: { ...row.properties, much: schema },
    required: isRequired ? ['id', 'much'] : ['id'],
  }
  const document = JSON.parse(small({ schema: { type: 'array', items } })) as { components: object }
  return JSON.stringify({ ...document, components: { ...document.components, schemas } })
}

const text = { type: 'string' }
const list = (minItems: number, items: Json = text): Json => ({ type: 'array', minItems, items })
const many = (length: number, make: (index: number) => Json): Json[] =>
  Array.from({ length }, (_, index) => make(index))
const reference = (name: string | number): Json => ({ $ref: `#/components/schemas/S${name}` })
const named = (schemas: readonly Json[]) => Object.fromEntries(schemas.map((schema, index) => [`S${index}`, schema]))
const nested = (depth: number, wrap: (inner: Json) => Json): Json => {
  let made: Json = text
  for (let index = 0; index < depth; index += 1) made = wrap(made)
  return made
}

describe.each([true, false])('a member that needs a lot is left out and named (required: %s):', (isRequired) => {
  test.each<[what: string, schema: Json]>([
    ['a long list', list(1e9)],
    ['long lists in a list', list(100, list(100, list(100)))],
    ['a long tuple of lists', { type: 'array', prefixItems: many(50, () => list(100)), minItems: 50, maxItems: 50 }],
    ['a list of different items', { ...(list(1e7, { type: 'integer' }) as object), uniqueItems: true }],
    ['a long text', { type: 'string', minLength: 1e9 }],
    ['many members without a name', { type: 'object', minProperties: 1e9, additionalProperties: text }],
    ['many members with names', { type: 'object', required: many(10_000, (n) => `m${n}`), additionalProperties: text }],
  ])('%s', (_, schema) => {
    const made = outcome(withMember(schema, isRequired))
    if (typeof made === 'string') throw new Error(made)
    const [, mock] = made.files
    expect(mock?.text).not.toContain('much:')
    if (isRequired) {
      expect(made.warnings).toEqual(['much is left out: with what it needs it has more than 1,000 values'])
    } else {
      expect(mock?.text).toMatch(/too large with\s+(\* )?them: much\./)
    }
  })
})

test('a pattern that is too large, or that a text can keep busy, is named with its place', () => {
  for (const pattern of [
    '^a{1000000000}$',
    '^(ab|cd){50000000}$',
    '^((a{100}){100}){100}$',
    '^(a+)+$',
    '^(.*)*x$',
    `^${'(a|b)'.repeat(3_000)}$`,
  ]) {
    const made = outcome(withMember({ type: 'string', pattern }, true))
    expect(typeof made === 'string' ? [made] : made.warnings).toEqual([expect.stringMatching(/much.*\^/)])
  }
})

test('of many allowed values some are shown', () => {
  expect(outcome(withMember({ enum: many(200_000, (n) => n) }, true))).toContain('has more than 100,000 values')
  const made = outcome(withMember({ enum: many(20_000, (n) => `value ${n}`) }, true))
  expect((made as Scaffolded).files[1]?.text).toContain("'value 99'")
  expect((made as Scaffolded).files[1]?.text).not.toContain("'value 100'")
})

describe('schemas that refer to each other give a smaller organization or one line:', () => {
  const links: Record<string, (to: readonly number[]) => Json> = {
    'required members': (to) => ({
      type: 'object',
      required: to.map((n) => `r${n}`),
      properties: Object.fromEntries(to.map((n) => [`r${n}`, reference(n)])),
    }),
    'optional members': (to) => ({
      type: 'object',
      required: ['v'],
      properties: { v: text, ...Object.fromEntries(to.map((n) => [`r${n}`, reference(n)])) },
    }),
    'lists that are never empty': (to) => ({
      type: 'object',
      properties: Object.fromEntries(to.map((n) => [`r${n}`, list(3, reference(n))])),
    }),
    allOf: (to) => ({ allOf: to.map(reference) }),
    oneOf: (to) => ({ oneOf: to.map(reference) }),
    anyOf: (to) => ({ anyOf: to.map(reference) }),
  }
  const kinds = Object.entries(links)

  test.each(kinds)('60 schemas with eight references each, by %s', (_, link) => {
    outcome(
      withMember(reference(0), true, named(many(60, (n) => link(many(8, (k) => (n * 7 + k * 11) % 60) as number[])))),
    )
  })

  test.each(kinds)('60 schemas, each with eight references to the next, by %s', (_, link) => {
    outcome(withMember(reference(0), true, named([...many(60, (n) => link(new Array<number>(8).fill(n + 1))), text])))
  })

  test.each(kinds)('a chain of 800, by %s', (_, link) => {
    outcome(withMember(reference(0), true, named([...many(800, (n) => link([n + 1])), text])))
  })

  // As many as a document may have, and far more than a stack holds: a recursion without a bound fails on every version of Node.
  test.each(kinds)('a chain of 8,000 that is known from its start, by %s', (_, link) => {
    const schemas = named([...many(8_000, (n) => link([n + 1])), text])
    outcome(
      withMember(
        {
          type: 'object',
          properties: Object.fromEntries(many(8_000, (n) => n).map((n) => [`p${n}`, reference(Number(n))])),
        },
        false,
        schemas,
      ),
    )
  })

  test.each([900, 20_000])('schemas %i deep in each other', (depth) => {
    for (const wrap of [(inner: Json) => ({ allOf: [inner] }), (inner: Json) => list(1, inner)]) {
      const inside = '"much":0'
      const deep = JSON.stringify(nested(300, wrap))
      const longer = deep.replace('{"type":"string"}', `${'['.repeat(depth)}${']'.repeat(depth)}`)
      expect(outcome(withMember(0, true).replace(inside, `"much":${longer}`))).toContain('nested more than 200 deep')
    }
  })

  test('any graph', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...kinds), fc.array(fc.nat(), { maxLength: 12 })), {
          minLength: 1,
          maxLength: 40,
        }),
        fc.boolean(),
        (graph, isRequired) => {
          const schemas = graph.map(([[, link], to]) => link(to.map((n) => n % graph.length)))
          outcome(withMember(reference(0), isRequired, named(schemas)))
        },
      ),
      { numRuns: 100 },
    )
  })
})

describe('YAML', () => {
  const head = 'openapi: 3.1.0\ninfo: {title: A, version: "1"}\n'
  const body = JSON.stringify(JSON.parse(small({})).paths)
  const after = `\npaths: ${body}\ncomponents: {securitySchemes: {b: {type: http, scheme: bearer}}}\n`

  test('aliases that multiply are refused by what they come to', () => {
    const bomb = many(30, (n) => `x-a${n}: &a${n} ${n === 0 ? '[lol]' : `[${`*a${Number(n) - 1},`.repeat(9)}]`}`)
    expect(outcome(`${head}${bomb.join('\n')}${after}`, 'api.yaml')).toBe(
      'api.yaml has more than 1,000,000 values once its aliases are written out',
    )
  })

  test('many aliases of one anchor, and many keys, are only long', () => {
    const aliases = `x-q: &q {a: 1}\nx-r: [${'*q,'.repeat(20_000)}]`
    const keys = many(20_000, (n) => `x-k${n}: &k${n} ${n}`).join('\n')
    expect(outcome(`${head}${aliases}\n${keys}${after}`, 'api.yaml')).not.toBeTypeOf('string')
  })

  test.each<[what: string, text: string, message: string]>([
    ['an alias in what it names', 'x-l: &l [1, *l]', 'api.yaml:3:13: *l contains itself'],
    ['a merge of itself', 'x-l: &l {a: 1, <<: *l}', 'api.yaml:3:20: *l contains itself'],
    [
      'a merge of a text',
      'x-l: {<<: text}',
      'api.yaml:3:11: a merge key (<<) takes a map, an alias of one, or a list of these',
    ],
    [
      'a merge of texts',
      'x-t: &t [a]\nx-l: {<<: *t}',
      'api.yaml:4:11: a merge key (<<) takes a map, an alias of one, or a list of these',
    ],
    ['a key that is there twice', 'x-l: {a: 1, b: 2, a: 3}', 'api.yaml:3:19: Map keys must be unique'],
    ['brackets', `x-l: ${'['.repeat(100_000)}`, 'it is nested more than 200 deep'],
  ])('%s is refused with its place', (_, lines, message) => {
    expect(outcome(`${head}${lines}${after}`, 'api.yaml')).toContain(message)
  })

  test('merge keys are merged as YAML 1.1 does: what stands beside them and the first source win', () => {
    const text = `${head}x-base: &base {type: string, maxLength: 9}
x-more: &more {type: integer, minLength: 2}
paths:
  /orgs:
    get:
      responses:
        '200': &ok
          description: All.
          content:
            application/json:
              schema:
                type: array
                items:
                  type: object
                  properties:
                    id: {<<: [*base, *more], maxLength: 12}
        '401': {<<: *ok, description: 'Who?'}
components: {securitySchemes: {b: {type: http, scheme: bearer}}}
security: [{b: []}]
`
    const made = outcome(text, 'api.yaml') as Scaffolded
    const { responses } = parse(made.files[0]?.text ?? '').paths['/orgs'].get
    expect(responses['200'].content['application/json'].schema.items.properties.id).toEqual({
      type: 'string',
      minLength: 2,
      maxLength: 12,
    })
    expect(responses['401']).toEqual({ ...responses['200'], description: 'Who?' })
  })

  test('a quoted << is a name, in what is made too', () => {
    const made = outcome(withMember({ type: 'object', properties: { '<<': text }, required: ['<<'] }, true))
    const spec = (made as Scaffolded).files[0]?.text ?? ''
    expect(spec).toMatch(/^ +"<<":$/m)
    expect(spec).not.toMatch(/^ +<<:/m)
    expect(readYaml('made.yaml', spec).value).toEqual(parse(spec))
  })
})

// References that are written out inside of each other: 45 steps of two are 2 ** 45 values.
const doubling = (prefix: string) =>
  Object.fromEntries(
    many(45, (n) => ({ $ref: `${prefix}R${n + 1}` })).map((next, n) => [
      `R${n}`,
      { description: 'No.', headers: n === 44 ? {} : { A: next, B: next } },
    ]),
  )

test.each<[what: string, document: object]>([
  [
    'Swagger 2.0',
    {
      swagger: '2.0',
      info: { title: 'Small', version: '1' },
      host: 'small.example',
      paths: {
        '/orgs': {
          get: {
            responses: {
              200: { description: 'OK', schema: { type: 'array', items: row } },
              400: { $ref: '#/responses/R0' },
            },
          },
        },
      },
      responses: doubling('#/responses/'),
    },
  ],
  [
    'OpenAPI with an anchor',
    {
      openapi: '3.1.0',
      info: { title: 'Small', version: '1' },
      servers: [{ url: 'https://small.example' }],
      paths: {
        '/orgs': {
          get: {
            responses: {
              200: {
                description: 'OK',
                content: { 'application/json': { schema: { type: 'array', items: { $ref: '#row' } } } },
              },
              400: { $ref: '#/components/responses/R0' },
            },
          },
        },
      },
      components: { schemas: { Row: { $anchor: 'row', ...row } }, responses: doubling('#/components/responses/') },
    },
  ],
])('references that double with each step are refused: %s', (_, document) => {
  expect(outcome(JSON.stringify(document))).toBe('what /orgs refers to has more than 100,000 values')
})
