import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { loadProviderSpec, objectOf } from '../../src/spec/index.ts'

/** Read from the clients and documents by hand; each has its source. */
interface Facts {
  readonly source: string
  readonly schema: string
  readonly required: readonly string[]
  readonly optional: readonly string[]
  readonly gone: readonly string[]
  readonly enums: Readonly<Record<string, readonly string[]>>
  readonly query: Readonly<Record<string, readonly string[]>>
}

const file = new URL('../facts/clients-of-today.json', import.meta.url)
const facts = Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, Facts>)

async function schemaOf(provider: string, { schema }: Facts) {
  const spec = await loadProviderSpec('specs', provider, 'latest')
  const found = objectOf(objectOf(objectOf(spec.repaired.document['components'])['schemas'])[schema])
  return { spec, properties: objectOf(found['properties']), required: found['required'] as readonly string[] }
}

test.each(facts)('the latest edition of %s requires the fields that its clients do', async (provider, told) => {
  const { required, properties } = await schemaOf(provider, told)
  expect(required).toEqual(expect.arrayContaining([...told.required]))
  for (const name of told.optional) expect(required).not.toContain(name)
  for (const name of [...told.required, ...told.optional]) expect(properties).toHaveProperty(name)
  for (const name of told.gone) expect(properties).not.toHaveProperty(name)
  for (const [name, values] of Object.entries(told.enums)) expect(properties[name]).toMatchObject({ enum: values })
})

test('the latest edition of Nirvana has the fields of its Go client and no others', async () => {
  const told = Object.fromEntries(facts)['nirvana'] as Facts
  const { required, properties } = await schemaOf('nirvana', told)
  expect(Object.keys(properties).sort()).toEqual([...told.required, ...told.optional].sort())
  expect([...required].sort()).toEqual([...told.required].sort())
})

test('members of Cekura can have the seven roles of its later document', async () => {
  const { spec } = await schemaOf('cekura', Object.fromEntries(facts)['cekura'] as Facts)
  const schemas = objectOf(objectOf(spec.repaired.document['components'])['schemas'])
  expect(objectOf(objectOf(schemas['MembershipInline'])['properties'])['role']).toMatchObject({
    enum: ['admin', 'member', 'view_only', 'labs', 'labs_view_only', 'insights_view', 'internal_view'],
  })
})

test.each(facts)('the lists of %s take the query parameters of today', async (provider, { query }) => {
  const { repaired, further } = await loadProviderSpec('specs', provider, 'latest')
  const taken = Object.fromEntries(
    [repaired, ...further].map(({ path, parameters }) => [path, parameters.map(({ name }) => name).sort()]),
  )
  expect(taken).toEqual(query)
})

test.each(facts)('every change at %s is observed, and names repository, commit and date', async (provider) => {
  const [documents, latest] = await Promise.all([
    loadProviderSpec('specs', provider),
    loadProviderSpec('specs', provider, 'latest'),
  ])
  const changes = latest.errata.slice(documents.errata.length)
  expect(changes.length).toBeGreaterThan(0)
  for (const { basis, source, since } of changes) {
    expect(basis).toBe('observed')
    expect(source).toMatch(/^github\.com\/[\w-]+\/[\w-]+, /)
    expect(source).toMatch(/commit [0-9a-f]{7,}/)
    expect(source).toMatch(/2026-\d\d-\d\d/)
    expect(since).toMatch(/^2026-\d\d(-\d\d)?$/)
  }
})
