import fc from 'fast-check'
import { expect, it } from 'vitest'
import { canonical, exactAt } from '../../src/contract/exact-numbers.ts'
import { readJson } from '../../src/contract/json-reader.ts'
import { createValidator } from '../../src/contract/validator/index.ts'
import type { Json } from '../../src/spec/types.ts'
import { inFull } from './in-full.ts'
import { operationOf } from './providers.ts'

function read(text: string): unknown {
  const json = readJson(Buffer.from(text))
  if (!json.ok) throw new Error(json.reason)
  return json.value
}

/** What is said of a number as it is written, in a list. */
function said(schema: Json, number: string): readonly string[] {
  const operation = operationOf({ type: 'array', items: schema })
  const content = operation.responses[0]?.content[0]
  if (!content) throw new Error('no content')
  const validator = createValidator(operation)
  const value = read(`[${number}]`)
  const faults = validator.faults(content, value).map((fault) => inFull(fault).message)
  expect(validator.accepts(content, value)).toBe(faults.length === 0)
  return faults
}

it.each(['0.07', '19.99', '4.35', '0.58', '1e2', '-0.01', '0', '1.10', '123456789012345678901.25'])(
  'takes %s for a multiple of 0.01',
  (number) => expect(said({ type: 'number', multipleOf: 0.01 }, number)).toEqual([]),
)

it('takes any number of cents for a multiple of 0.01, and nothing in between', () => {
  const cents = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n })
  fc.assert(
    fc.property(cents, fc.integer({ min: 1, max: 9 }), (count, digit) => {
      const digits = String(count).replace('-', '').padStart(3, '0')
      const number = `${count < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
      expect(said({ type: 'number', multipleOf: 0.01 }, number)).toEqual([])
      expect(said({ type: 'number', multipleOf: 0.01 }, `${number}${digit}`)).toHaveLength(1)
    }),
    { numRuns: 60 },
  )
})

it.each([
  ['int64', '-9223372036854775808', '9223372036854775807'],
  ['uint64', '0', '18446744073709551615'],
  ['int32', '-2147483648', '2147483647'],
  ['uint8', '0', '255'],
])('judges %s by its digits: from %s to %s', (format, least, most) => {
  const schema = { type: 'integer', format }
  expect([least, '17', most].map((number) => said(schema, number))).toEqual([[], [], []])
  expect([BigInt(least) - 1n, BigInt(most) + 1n].map((number) => said(schema, String(number)).length)).toEqual([1, 1])
})

it('says a whole number with all its digits', () => {
  expect(said({ type: 'integer', format: 'int64' }, '9223372036854775808')).toEqual([
    '/0 must be a whole number of 64 bits, but 9223372036854775808 came',
  ])
})

it.each<[string, Json, string, string]>([
  [
    'the largest of 64 bits',
    { maximum: 9223372036854775807n as unknown as number },
    '9223372036854775807',
    '9223372036854775808',
  ],
  [
    'the largest without a sign',
    { maximum: Number('18446744073709551615') },
    '18446744073709551615',
    '18446744073709551616',
  ],
  ['an even number', { multipleOf: 2 }, '9007199254740994', '9007199254740993'],
  ['more than 2^53', { exclusiveMinimum: 9007199254740992 }, '9007199254740993', '9007199254740992'],
  ['less than 1', { exclusiveMaximum: 1 }, '0.99999999999999999999', '1.00000000000000000000'],
])('judges %s by its digits', (_, schema, fitting, other) => {
  const written = JSON.parse(
    JSON.stringify(schema, (_key, value) => (typeof value === 'bigint' ? Number(value) : value)),
  )
  expect(said(written, fitting)).toEqual([])
  expect(said(written, other)).toHaveLength(1)
})

it('tells neighbouring numbers of a list apart', () => {
  expect(said({ type: 'integer' }, '9007199254740993, 9007199254740992')).toEqual([])
  const operation = operationOf({ type: 'array', uniqueItems: true })
  const content = operation.responses[0]?.content[0]
  if (!content) throw new Error('no content')
  const isUnique = (text: string) => createValidator(operation).accepts(content, read(text))
  expect(isUnique('[9007199254740993, 9007199254740992]')).toBe(true)
  expect(isUnique('[9007199254740993, 1, 9007199254740993]')).toBe(false)
  expect(isUnique('[{"id":9007199254740993}, {"id":9007199254740992}]')).toBe(true)
})

it('reads every JSON text as JSON.parse does, and keeps the digits of whole numbers beside', () => {
  const whole = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n })
  fc.assert(
    fc.property(whole, fc.jsonValue(), fc.string(), (number, value, name) => {
      const text = `{"a":[${number}],${JSON.stringify(`n${name}`)}:${JSON.stringify(value)},"b":"${number}"}`
      const came = read(text) as Record<string, unknown>
      expect(came).toEqual(JSON.parse(text))
      expect(String(exactAt(came['a'], 0))).toBe(String(number))
      expect(exactAt(came, 'b')).toBe(String(number))
    }),
  )
})

it('leaves numbers that are long without need, or out of all bounds, to their doubles', () => {
  const text = `[${'9'.repeat(2_000)}, 1234567890123456e9999, 1234567890123456e-9999, ${'0.'.padEnd(900, '0')}1]`
  expect(read(text)).toEqual([
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    0,
    Number(`${'0.'.padEnd(900, '0')}1`),
  ])
  expect(canonical(read('[1.0000000000000000000, 1]'))).toBe('[1,1]')
})
