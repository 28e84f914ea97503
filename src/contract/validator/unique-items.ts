import type { Ajv2020 } from 'ajv/dist/2020.js'

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
  for (const [i, entry] of list.entries()) {
    const text = canonical(entry)
    const j = places.get(text)
    if (j !== undefined) return { i, j }
    places.set(text, i)
  }
  return undefined
}

/** The same text for values that are equal: the order of members does not count (JSON Schema 2020-12, 4.2.2). */
function canonical(value: unknown): string {
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? ''
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return `{${members.map(([name, inner]) => `${JSON.stringify(name)}:${canonical(inner)}`).join()}}`
}
