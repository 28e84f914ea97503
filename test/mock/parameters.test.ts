import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ParameterRules, parameterReader } from '../../src/mock/parameters.ts'
import type { JsonObject, OperationSpec, ParameterSpec } from '../../src/spec/index.ts'

fc.configureGlobal({ seed: 20260601 })

/** A document with nothing but these query parameters. */
function specWith(schemas: Readonly<Record<string, JsonObject>>, more: readonly ParameterSpec[] = []): OperationSpec {
  const parameters = Object.entries(schemas).map(
    ([name, schema]): ParameterSpec => ({ name, in: 'query', required: false, schema, pointer: '' }),
  )
  return {
    provider: 'stub',
    reading: 'repaired',
    title: 'Stub',
    hosts: ['stub.example'],
    basePath: '',
    method: 'GET',
    path: '/',
    parameters: [...more, ...parameters],
    responses: [],
    security: [],
    pointer: '',
    document: {},
  }
}

function reader(schemas: Readonly<Record<string, JsonObject>>, rules: ParameterRules = { repeated: 'refuse' }) {
  return parameterReader(specWith(schemas), rules)
}

function refusal(parameter: string, rule: string) {
  return { ok: false, refusal: { kind: 'invalid-parameter', parameter, rule } }
}

const listing = {
  name: { type: 'string', maxLength: 5 },
  page: { type: 'integer', minimum: 1, default: 1 },
  per_page: { type: 'integer', minimum: 5, maximum: 50, default: 20 },
  order: { type: 'string', enum: ['id', 'name', 'status'] },
} as const
const readListing = reader(listing)

test('gives the defaults of the document for what is not asked, and undefined where there is none', () => {
  for (const query of ['', '&', 'unknown=1']) {
    expect(readListing(query)).toEqual({
      ok: true,
      value: { name: undefined, page: 1, per_page: 20, order: undefined },
    })
  }
})

test('reads every declared parameter', () => {
  expect(readListing('order=status&per_page=50&page=7&name=a+b')).toEqual({
    ok: true,
    value: { name: 'a b', page: 7, per_page: 50, order: 'status' },
  })
})

test.each([
  ['per_page=4', false],
  ['per_page=5', true],
  ['per_page=50', true],
  ['per_page=51', false],
  ['page=0', false],
  ['page=1', true],
  ['page=9007199254740991', true],
  ['page=9007199254740992', false],
  ['page=99999999999999999999', false],
  ['name=', true],
  ['name=abcde', true],
  ['name=abcdef', false],
  ['order=id', true],
  ['order=', false],
  ['order=ID', false],
  ['order=id%00', false],
])('takes %s: %s', (query, accepted) => {
  expect(readListing(query).ok).toBe(accepted)
})

test.each([
  '',
  ' 5',
  '5 ',
  '+5',
  '5.0',
  '5e0',
  '0x5',
  '5_0',
  '٥',
  '５',
  '५',
  'NaN',
  'Infinity',
  '-',
  '--5',
  '5\n',
  'five',
])('takes %j for no whole number', (text) => {
  expect(reader({ limit: { type: 'integer' } })(`limit=${encodeURIComponent(text)}`).ok).toBe(false)
})

test('says what would be accepted', () => {
  const cases = {
    'per_page=4': refusal('per_page', 'must be a whole number from 5 to 50'),
    'page=0': refusal('page', 'must be a whole number of at least 1'),
    'order=x': refusal('order', 'must be one of id, name, status'),
    'name=abcdef': refusal('name', 'must be at most 5 characters long'),
    'name=%zz': refusal('name', 'must be percent-encoded UTF-8'),
    'page=1&page=1': refusal('page', 'must be given once'),
  }
  for (const [query, expected] of Object.entries(cases)) expect(readListing(query)).toEqual(expected)
})

test('names the parameter that stands first in the document when several are wrong', () => {
  expect(readListing('order=x&per_page=1&page=0')).toEqual(refusal('page', 'must be a whole number of at least 1'))
})

test('accepts exactly the whole numbers within the bounds', () => {
  const bound = fc.integer({ min: -100, max: 100 })
  fc.assert(
    fc.property(bound, fc.nat({ max: 100 }), fc.integer({ min: -300, max: 300 }), (minimum, width, number) => {
      const maximum = minimum + width
      const result = reader({ limit: { type: 'integer', minimum, maximum } })(`limit=${number}`)
      expect(result).toEqual(
        number >= minimum && number <= maximum
          ? { ok: true, value: { limit: number } }
          : refusal('limit', `must be a whole number from ${minimum} to ${maximum}`),
      )
    }),
  )
})

test('refuses every text that is not an optional minus and decimal digits', () => {
  const read = reader({ limit: { type: 'integer' } })
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'0129-+. eExX_,') }), (text) => {
      fc.pre(!/^-?[0-9]+$/.test(text))
      expect(read(`limit=${encodeURIComponent(text)}`).ok).toBe(false)
    }),
  )
})

test('reads numbers of the type number as whole ones', () => {
  const read = reader({ page: { type: 'number', minimum: 1, default: 1 } })
  expect(read('page=2')).toEqual({ ok: true, value: { page: 2 } })
  expect(read('page=2.0')).toEqual({ ok: true, value: { page: 2 } })
  for (const text of ['1.5', '2.', '.0', '2.0.0', '2.01', '0.0', '2,0']) {
    expect(read(`page=${text}`)).toEqual(refusal('page', 'must be a whole number of at least 1'))
  }
})

test('reads back every text that a client escapes', () => {
  const read = reader({ name: { type: 'string' } })
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      expect(read(`name=${encodeURIComponent(name)}`)).toEqual({ ok: true, value: { name } })
    }),
  )
})

test('counts characters, not UTF-16 units, against maxLength', () => {
  expect(readListing(`name=${encodeURIComponent('😀😀😀😀😀')}`).ok).toBe(true)
  expect(readListing(`name=${encodeURIComponent('😀😀😀😀😀😀')}`).ok).toBe(false)
})

test('lets parameters that it does not know change nothing', () => {
  const known = ['name=abc', 'page=3', 'per_page=10', 'order=name']
  const unknown = fc
    .tuple(fc.string({ unit: 'grapheme-ascii', minLength: 1 }), fc.string())
    .filter(([name]) => !/^(name|page|per_page|order)(\[.*\])?$/.test(name))
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
  fc.assert(
    fc.property(fc.subarray(known), fc.array(unknown), (asked, others) => {
      expect(readListing([...others, ...asked].join('&'))).toEqual(readListing(asked.join('&')))
    }),
  )
})

test.each(['page=1&page=2', 'page=1&page=1', 'page[]=1', 'page%5B%5D=1', 'page[0]=1', 'page[a]=1', 'page=1&page[]=1'])(
  'refuses %s where a parameter may be given once',
  (query) => {
    expect(readListing(query)).toEqual(refusal('page', 'must be given once'))
  },
)

test.each([
  ['page=1&page=2', 2],
  ['page=x&page=2', 2],
  ['page[]=9', 1],
  ['page=3&page[]=9', 3],
])('reads %s as %i where the last one counts', (query, page) => {
  expect(reader({ page: listing.page }, { repeated: 'last' })(query)).toEqual({ ok: true, value: { page } })
})

test('refuses a last one that is wrong, whatever came before it', () => {
  expect(reader({ page: listing.page }, { repeated: 'last' })('page=2&page=x').ok).toBe(false)
})

test('takes an empty value for none only where the rules say so', () => {
  const schemas = { cursor: { type: 'string' }, limit: { type: 'integer', default: 20 } }
  const read = reader(schemas, { repeated: 'refuse', emptyIsAbsent: ['limit'] })
  expect(read('limit=&cursor=')).toEqual({ ok: true, value: { cursor: '', limit: 20 } })
  expect(reader(schemas)('limit=').ok).toBe(false)
})

test('lays the rules of a provider over the keywords of the document', () => {
  const overrides = { limit: { minimum: 1, maximum: 100, default: 20 } }
  const read = reader({ limit: { type: 'integer', minimum: 10, maximum: 50 } }, { repeated: 'refuse', overrides })
  expect(read('')).toEqual({ ok: true, value: { limit: 20 } })
  expect([0, 1, 9, 100, 101].map((limit) => read(`limit=${limit}`).ok)).toEqual([false, true, true, true, false])
})

test('reads parameters of the query only', () => {
  const header: ParameterSpec = {
    name: 'trace',
    in: 'header',
    required: false,
    schema: { type: 'string' },
    pointer: '',
  }
  const read = parameterReader(specWith({ page: listing.page }, [header]), { repeated: 'refuse' })
  expect(read('trace=1&trace=2')).toEqual({ ok: true, value: { page: 1 } })
})

test('does not fit a document whose parameter has no type that can be read from text', () => {
  for (const schema of [{}, { type: 'object' }, { type: 'array' }]) {
    expect(() => reader({ filter: schema })).toThrow(expect.objectContaining({ code: 'NO_SUCH_PARAMETER' }))
  }
})
