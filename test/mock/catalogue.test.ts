import { expect, test } from 'vitest'
import { createCatalogue, generalCatalogue, sampleRequest } from '../../src/mock/catalogue.ts'
import type { CatalogueEntry } from '../../src/mock/types.ts'

function entry(name: string): CatalogueEntry {
  return { name, fault: { kind: 'internal' }, basis: 'assumed', source: 's', meaning: 'm', cause: 'c', advice: 'a' }
}

const statuses: Record<string, number> = { teapot: 418, kettle: 418, broken: 500 }
const reply = ({ name }: CatalogueEntry) => ({ status: statuses[name] ?? 0, headers: [], body: '' })

test('finds an error by name, and the first with a status', () => {
  const catalogue = createCatalogue([entry('teapot'), entry('kettle'), entry('broken')], reply)
  expect(catalogue.byName('kettle')?.name).toBe('kettle')
  expect(catalogue.byStatus(418)?.name).toBe('teapot')
  expect([catalogue.byName('toaster'), catalogue.byStatus(404)]).toEqual([undefined, undefined])
  expect([...catalogue.names]).toEqual(['teapot', 'kettle', 'broken'])
  expect([...catalogue.statuses]).toEqual([418, 500])
})

test('refuses two errors with one name', () => {
  expect(() => createCatalogue([entry('teapot'), entry('teapot')], reply)).toThrow(
    expect.objectContaining({ code: 'TWO_ERRORS', message: 'two errors have the name teapot' }),
  )
})

test('has one error for each kind of fault where a provider lists none, in words', () => {
  const entries = generalCatalogue()
  expect(entries.map(({ name }) => name)).toEqual([
    'missing',
    'malformed',
    'unknown',
    'expired',
    'revoked',
    'forbidden',
    'internal',
    'invalid-parameter',
    'invalid-cursor',
    'not-found',
    'method-not-allowed',
    'throttled',
  ])
  for (const { meaning, cause, advice, source } of entries) {
    for (const text of [meaning, cause, advice, source]) expect(text).toMatch(/\w+ \w+/)
  }
})

test('shows errors as a plain request for the operation would get them', () => {
  expect(sampleRequest('api.acme.test', '/v1/things')).toMatchObject({
    method: 'GET',
    host: 'api.acme.test',
    path: '/v1/things',
    query: '',
    headers: {},
  })
})
