import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { loadProviderSpec } from '../../src/spec/index.ts'
import {
  compareFacts,
  describeDifference,
  type Fact,
  type Facts,
  flatten,
  PROSE,
  pointerTokens,
} from '../facts/flatten.ts'

// test/facts/*.json is a second reading of the published documents, made without the specs and without code of src/: docs/documents.md tells how.

const SPECS = fileURLToPath(new URL('../../specs/', import.meta.url))
const PROVIDERS = ['cekura', 'cloudflare', 'cradl', 'nirvana'] as const
type Provider = (typeof PROVIDERS)[number]

/** `published`: stated by the documents; `supplied`: ours, so that the document is valid; `repaired`: for the overlay. */
type Section = 'published' | 'supplied' | 'repaired'

function factsOf(provider: Provider, section: Section): Facts {
  const file = readFileSync(new URL(`../facts/${provider}.json`, import.meta.url), 'utf8')
  const sections = JSON.parse(file) as Partial<Record<Section, Record<string, Fact>>>
  return new Map(Object.entries(sections[section] ?? {}))
}

function expectedFacts(provider: Provider): Facts {
  return new Map([...factsOf(provider, 'published'), ...factsOf(provider, 'supplied')])
}

async function publishedDocument(provider: Provider): Promise<unknown> {
  const spec = await loadProviderSpec(SPECS, provider)
  return spec.published.document
}

function report(document: unknown, expected: Facts): string[] {
  return compareFacts(flatten(document), expected).map(describeDifference)
}

describe.each(PROVIDERS)('the published reading of %s', (provider) => {
  test('states every fact of the documents and nothing else', async () => {
    expect(report(await publishedDocument(provider), expectedFacts(provider))).toEqual([])
  })

  test('is compared with facts of which none is both documented and supplied', () => {
    const published = factsOf(provider, 'published')
    expect([...factsOf(provider, 'supplied').keys()].filter((pointer) => published.has(pointer))).toEqual([])
  })

  test.each<[string, Mutate]>([
    ['changed', changed],
    ['removed', removed],
    ['wrapped in a list', wrapped],
    ['given a neighbour that no document states', joined],
  ])('differs in exactly one named place when any one fact is %s', async (_, mutate) => {
    const document = await publishedDocument(provider)
    const facts = flatten(document)
    const unnoticed = [...facts].flatMap(([pointer, fact]) => {
      const mutant = mutate({ document, facts, pointer, fact })
      const named = compareFacts(flatten(mutant.document), facts).map(({ kind, pointer: at }) => `${kind} ${at}`)
      const isNamed = JSON.stringify(named.toSorted()) === JSON.stringify(mutant.named.toSorted())
      return isNamed ? [] : [{ pointer, shouldName: mutant.named, named }]
    })
    expect(unnoticed).toEqual([])
  })
})

test('the repaired reading of cekura has the fields that only the rendered page shows', async () => {
  const repaired = factsOf('cekura', 'repaired')
  const spec = await loadProviderSpec(SPECS, 'cekura')
  const differences = compareFacts(flatten(spec.repaired.document), repaired)
  expect(differences.filter(({ kind }) => kind !== 'surplus').map(describeDifference)).toEqual([])
  expect(repaired.size).toBe(5)
})

// Counted by hand in the documents, so that one slip in both readings cannot hide.
test.each<[Provider, string, number, RegExp]>([
  ['cekura', 'properties of an organization', 57, /^\/components\/schemas\/Organization\/properties\/([^/]+)\//],
  ['cekura', 'time zones', 84, /\/Organization\/properties\/timezone\/enum\/(\d+)$/],
  ['cekura', 'labels of time zones', 84, /\/Organization\/properties\/timezone\/description\/labels\/([^/]+)$/],
  ['cekura', 'labels altogether', 100, /(.+\/description\/labels\/[^/]+)$/],
  ['cekura', 'write-only properties', 3, /\/properties\/([^/]+)\/writeOnly$/],
  ['cekura', 'read-only marks', 23, /(.+)\/readOnly$/],
  ['cekura', 'bounded numbers', 7, /\/properties\/([^/]+)\/minimum$/],
  ['cekura', 'decimals', 4, /\/properties\/([^/]+)\/pattern$/],
  ['cekura', 'identified enums', 5, /\/properties\/([^/]+)\/x-spec-enum-id$/],
  ['cekura', 'lengths', 4, /(.+)\/maxLength$/],
  ['cekura', 'fields of the example organization', 56, /\/example\/0\/([^/]+)/],
  ['cekura', 'schemas', 4, /^\/components\/schemas\/([^/]+)\//],
  ['cloudflare', 'parameters', 7, /\/get\/parameters\/(\d+)\/name$/],
  ['cloudflare', 'plans', 4, /\/x-cfPlanAvailability\/([^/]+)$/],
  ['cloudflare', 'smallest codes', 6, /(.+)\/code\/minimum$/],
  ['cloudflare', 'misplaced uniqueItems', 6, /(.+)\/items\/uniqueItems$/],
  ['cloudflare', 'nullable results', 3, /(.+)\/result\/nullable$/],
  ['cloudflare', 'typed schemas', 78 + 2, /(.+)\/type$/],
  ['cloudflare', 'descriptions', 1 + 30, /(.+)\/description$/],
  ['cloudflare', 'examples', 33, /(.+?)\/example(?:\/|$)/],
  [
    'cloudflare',
    'properties of an organization',
    5,
    /200\/.*\/allOf\/1\/properties\/result\/items\/properties\/(\w+)\//,
  ],
  ['cradl', 'properties of an organization', 77, /\/properties\/organizations\/items\/properties\/([^/]+)\//],
  ['cradl', 'required properties of an organization', 44, /\/properties\/organizations\/items\/required\/(\d+)$/],
  ['cradl', 'scopes', 32, /\/clientCredentials\/scopes\/([^/]+)$/],
  ['cradl', 'nullable schemas', 12, /(.+)\/nullable$/],
  ['cradl', 'patterns', 7, /(.+)\/pattern$/],
  ['cradl', 'lower bounds', 58, /(.+)\/minimum$/],
  ['cradl', 'responses', 6, /\/get\/responses\/(\d+)\/description$/],
  ['cradl', 'response headers', 12, /(\/responses\/\d+\/headers\/[^/]+)\/schema\/type$/],
  ['nirvana', 'schemas', 6, /^\/components\/schemas\/([^/]+)\//],
  ['nirvana', 'properties of an organization', 12, /\/schemas\/Organization\/properties\/([^/]+)\//],
  ['nirvana', 'required properties of an organization', 11, /\/schemas\/Organization\/required\/(\d+)$/],
  ['nirvana', 'values of the example', 21, /\/example\/(.+)$/],
  ['nirvana', 'parameters', 2, /\/get\/parameters\/(\d+)\/name$/],
])('the published reading of %s has the %s that the document lists: %i', async (provider, _, count, pattern) => {
  const facts = flatten(await publishedDocument(provider))
  expect(new Set([...facts.keys()].flatMap((pointer) => pattern.exec(pointer)?.[1] ?? [])).size).toBe(count)
})

test.each<[Provider, string, Fact]>([
  ['cekura', '/paths/~1user~1organizations~1/get/responses/200/description', ''],
  ['cekura', '/security', []],
  ['cekura', '/components/schemas/Organization/properties/team_size/description/labels/10-100', '10 - 100'],
  ['cekura', '/components/schemas/Organization/properties/timezone/enum/83', 'UTC'],
  ['cloudflare', '/paths/~1user~1organizations/get/operationId', "user'-s-organizations-list-organizations"],
  [
    'cloudflare',
    '/paths/~1user~1organizations/get/responses/4XX/content/application~1json/schema/allOf/1/properties/errors/minLength',
    1,
  ],
  [
    'cradl',
    // Folded over two lines in the document: the line break is one space.
    '/components/schemas/Organizations/properties/organizations/items/properties/createdTime/pattern',
    '^[0-9]{4}-?[0-9]{2}-?[0-9]{2}( |T)?[0-9]{2}:?[0-9]{2}:?[0-9]{2}(.[0-9]{1,6})?(Z|[+][0-9]{2}(:|)[0-9]{2})$',
  ],
  ['cradl', '/servers/0/variables/basePath/default', 'v1'],
  ['cradl', '/components/schemas/Organizations/properties/organizations/items/properties/description/maxLength', 4096],
  ['nirvana', '/paths/~1v1~1organizations/get/parameters/1/schema/type', 'number'],
  ['nirvana', '/components/schemas/Organization/properties/type/$ref', '#/components/schemas/OrganizationType'],
])('the published reading of %s states %s', async (provider, pointer, fact) => {
  expect(flatten(await publishedDocument(provider)).get(pointer)).toEqual(fact)
})

test('flattening tells a type from a list with that type', () => {
  expect(report({ type: ['string'] }, flatten({ type: 'string' }))).toEqual([
    'missing /type: expected "string"',
    'surplus /type/0: found "string"',
  ])
})

test('flattening tells a number from its text, null from its name and an empty list from an empty object', () => {
  expect(report({ a: '1', b: null, c: [] }, flatten({ a: 1, b: 'null', c: {} }))).toEqual([
    'different /a: expected 1, found "1"',
    'different /b: expected "null", found null',
    'different /c: expected {}, found []',
  ])
})

test('flattening keeps only the presence of prose', () => {
  expect(report({ description: 'in our words' }, flatten({ description: 'in theirs' }))).toEqual([])
  expect(report({ description: '' }, flatten({ description: 'in theirs' }))).toHaveLength(1)
})

test('flattening keeps the labels that a description lists', () => {
  expect([...flatten({ description: 'Size\n\n* `a/b` - From a to b\n* `<1` - None' })]).toEqual([
    ['/description', PROSE],
    ['/description/labels/a~1b', 'From a to b'],
    ['/description/labels/<1', 'None'],
  ])
})

test('flattening takes a property named description, and text inside an example, for what they are', () => {
  const document = { properties: { description: { type: 'string' } }, example: { description: 'Verbatim' } }
  expect([...flatten(document)]).toEqual([
    ['/properties/description/type', 'string'],
    ['/example/description', 'Verbatim'],
  ])
})

test.each<[string, unknown]>([
  ['a value that JSON has not', { when: new Date(0) }],
  ['a number without a value', { maximum: Number.NaN }],
  ['a label given twice', { description: '* `a` - A\n* `a` - B' }],
  ['an object that reads like a list', { enum: { 0: 'a', 1: 'b' } }],
])('flattening refuses %s', (_, document) => {
  expect(() => flatten(document)).toThrow(TypeError)
})

// The mutants: each changes the document itself and says which differences a comparison must then name.

interface Site {
  readonly document: unknown
  readonly facts: Facts
  readonly pointer: string
  readonly fact: Fact
}
interface Mutant {
  readonly document: unknown
  readonly named: readonly string[]
}
type Mutate = (site: Site) => Mutant

function changed(site: Site): Mutant {
  const { document, pointer, fact } = site
  const bullet = bulletOf(site)
  if (bullet !== undefined) {
    return { document: withText(document, bullet, `${bullet.line}!`), named: [`different ${pointer}`] }
  }
  return {
    document: update(document, pointerTokens(pointer), () => another(fact)),
    named: [`different ${pointer}`, ...missingLabels(site)],
  }
}

function removed(site: Site): Mutant {
  const { document, facts, pointer } = site
  const bullet = bulletOf(site)
  if (bullet !== undefined) return { document: withText(document, bullet, ''), named: [`missing ${pointer}`] }
  const { parent, key } = split(pointer)
  const container = containerAt(document, parent)
  const without = Array.isArray(container)
    ? container.filter((_, index) => String(index) !== key)
    : Object.fromEntries(Object.entries(container).filter(([name]) => name !== key))
  const left = Object.keys(without).length
  return {
    document: update(document, pointerTokens(parent), () => without),
    named: [
      ...(Array.isArray(container) ? shifted(facts, parent, Number(key), left) : [`missing ${pointer}`]),
      ...missingLabels(site),
      ...(left === 0 ? [`surplus ${parent}`] : []),
    ],
  }
}

function wrapped(site: Site): Mutant {
  const { document, pointer } = site
  const bullet = bulletOf(site)
  // A label is text inside text: a list of one is a bullet that does not read as one.
  if (bullet !== undefined) {
    return { document: withText(document, bullet, `[${bullet.line}]`), named: [`missing ${pointer}`] }
  }
  return {
    document: update(document, pointerTokens(pointer), (value) => [value]),
    named: [`missing ${pointer}`, `surplus ${pointer}/0`, ...missingLabels(site)],
  }
}

function joined(site: Site): Mutant {
  const { document, pointer } = site
  const bullet = bulletOf(site)
  if (bullet !== undefined) {
    const neighbour = `${bullet.line}\n* \`x-surplus\` - Surplus`
    return {
      document: withText(document, bullet, neighbour),
      named: [`surplus ${bullet.description}/labels/x-surplus`],
    }
  }
  const { parent } = split(pointer)
  const container = containerAt(document, parent)
  const key = Array.isArray(container) ? container.length : 'x-surplus'
  const extended = Array.isArray(container) ? [...container, 'surplus'] : { ...container, [key]: 'surplus' }
  return {
    document: update(document, pointerTokens(parent), () => extended),
    named: [`surplus ${parent}/${key}`],
  }
}

/** Another fact of the same kind; prose has one other state, to be empty. */
function another(fact: Fact): Fact {
  if (fact === PROSE) return ''
  if (typeof fact === 'string') return `${fact}!`
  if (typeof fact === 'number') return fact + 1
  if (typeof fact === 'boolean') return !fact
  if (fact === null) return 'null'
  return Array.isArray(fact) ? {} : []
}

/** Labels stand inside their description, so that they go with it. */
function missingLabels({ facts, pointer, fact }: Site): string[] {
  if (fact !== PROSE) return []
  const labels = [...facts.keys()].filter((other) => other.startsWith(`${pointer}/labels/`))
  return labels.map((label) => `missing ${label}`)
}

/** When an item goes, those after it move up: each of them now has another value, and the last place is empty. */
function shifted(facts: Facts, parent: string, from: number, length: number): string[] {
  const moved = Array.from({ length: length - from }, (_, offset) => from + offset)
  const different = moved.filter((index) => facts.get(`${parent}/${index}`) !== facts.get(`${parent}/${index + 1}`))
  return [...different.map((index) => `different ${parent}/${index}`), `missing ${parent}/${length}`]
}

/** The bullet that states a label, or undefined for a fact that is a value of its own. */
function bulletOf({ document, pointer, fact }: Site): { description: string; line: string } | undefined {
  const [, description, token] = /^(.+\/description)\/labels\/([^/]+)$/.exec(pointer) ?? []
  if (description === undefined || token === undefined) return undefined
  if (typeof valueAt(document, description) !== 'string') return undefined
  return { description, line: `* \`${pointerTokens(`/${token}`)[0]}\` - ${fact}` }
}

function withText(document: unknown, { description, line }: { description: string; line: string }, text: string) {
  return update(document, pointerTokens(description), (value) =>
    String(value)
      .split('\n')
      .map((other) => (other === line ? text : other))
      .join('\n'),
  )
}

function split(pointer: string): { parent: string; key: string } {
  return { parent: pointer.slice(0, pointer.lastIndexOf('/')), key: pointerTokens(pointer).at(-1) ?? '' }
}

type Container = unknown[] | Record<string, unknown>

/** What holds a fact: in a JSON document the parent of a pointer is a list or an object. */
function containerAt(document: unknown, pointer: string): Container {
  return valueAt(document, pointer) as Container
}

function valueAt(document: unknown, pointer: string): unknown {
  return pointerTokens(pointer).reduce((value, token) => (value as Record<string, unknown>)[token], document)
}

/** A copy of the document with one value changed; shares with the original what lies beside the way to it. */
function update(value: unknown, tokens: readonly string[], change: (value: unknown) => unknown): unknown {
  const [token, ...rest] = tokens
  if (token === undefined) return change(value)
  if (Array.isArray(value)) {
    return value.map((item, index) => (String(index) === token ? update(item, rest, change) : item))
  }
  const members = value as Record<string, unknown>
  return { ...members, [token]: update(members[token], rest, change) }
}
