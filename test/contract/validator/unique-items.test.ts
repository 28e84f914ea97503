import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addUniqueItems } from '../../../src/contract/validator/unique-items.ts'

const schema = {
  type: 'array',
  uniqueItems: true,
  items: { type: ['object', 'array', 'string', 'number', 'boolean', 'null'] },
}

function judge(isOurs: boolean) {
  const ajv = new Ajv2020({ allowUnionTypes: true })
  if (isOurs) addUniqueItems(ajv)
  return ajv.compile(schema)
}
const [ours, theirs] = [judge(true), judge(false)]

test('finds the same lists unique as Ajv does', () => {
  // Ajv's own comparison calls members of these names, and throws.
  const isComparable = (value: unknown) => !/"(?:toString|valueOf|constructor)":/.test(JSON.stringify(value))
  const entry = fc.jsonValue({ maxDepth: 2 }).filter(isComparable)
  const list = fc.array(entry).chain((some) => fc.shuffledSubarray([...some, ...structuredClone(some.slice(0, 2))]))
  fc.assert(fc.property(list, (value) => ours(value) === theirs(value)))
})

test('says which two are the same, whatever the order of their members', () => {
  ours([{ a: 1, b: [2] }, 1, { b: [2], a: 1 }])
  expect(ours.errors).toMatchObject([{ keyword: 'uniqueItems', instancePath: '', params: { i: 2, j: 0 } }])
})

test('judges 100,000 different entries', () => {
  expect(ours(Array.from({ length: 100_000 }, (_, id) => ({ id })))).toBe(true)
})
