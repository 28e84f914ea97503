import type { Ajv2020 } from 'ajv/dist/2020.js'
import { canonical, exactAt } from '../exact-numbers.ts'

interface Judge {
  (isWanted: boolean, list: readonly unknown[], parent?: object): boolean
  errors?: object[]
}

/** Puts a linear `uniqueItems` in the place of Ajv's own, which holds each entry against each other: minutes for a list of 100,000. */
export function addUniqueItems(ajv: Ajv2020): void {
  const validate: Judge = (isWanted, list, parentSchema) => {
    const repeated = isWanted ? firstRepeated(list) : undefined
    if (repeated === undefined) return true
    const { i, j } = repeated
    const message = `must NOT have duplicate items (items ## ${j} and ${i} are identical)`
    validate.errors = [{ keyword: 'uniqueItems', params: { i, j }, message, parentSchema }]
    return false
  }
  ajv.removeKeyword('uniqueItems')
  ajv.addKeyword({ keyword: 'uniqueItems', type: 'array', schemaType: 'boolean', validate })
}

/** The first entry that was there before, and where. */
function firstRepeated(list: readonly unknown[]): { readonly i: number; readonly j: number } | undefined {
  const places = new Map<string, number>()
  for (const i of list.keys()) {
    const text = canonical(exactAt(list, i))
    const j = places.get(text)
    if (j !== undefined) return { i, j }
    places.set(text, i)
  }
  return undefined
}
