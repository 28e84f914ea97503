import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { families, findingMeaning, findingMeanings, laws } from '../../src/contract/index.ts'

const folders = ['src/contract', 'contracts']
const sources = folders.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('finding-meanings.ts'))
    .map((name) => readFileSync(path.join(folder, name), 'utf8')),
)

/** Every text in the sources that has the form of an id; what a template fills in is written as `name`. */
const written = new Set(
  sources.flatMap((source) =>
    [...source.matchAll(new RegExp(`['\`]((?:${families.join('|')})/[\\w.\${}-]+)['\`]`, 'g'))].map(([, id = '']) =>
      id.replace(/\$\{[^}]*\}/g, 'name'),
    ),
  ),
)
// HTTP/1.1 is a version; the ids of the laws about accounts are told by the laws themselves.
const exceptions = ['http/1.1', 'pagination/account-name']

test('every id that a finding can have is explained', () => {
  expect(written.size).toBeGreaterThan(60)
  const unknown = [...written].filter((id) => findingMeaning(id) === undefined)
  expect(unknown.sort()).toEqual([...exceptions].sort())
})

test('every explained id is one that some finding can have, and is explained in one place', () => {
  const ids = findingMeanings.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  const unused = ids.filter((id) => !id.includes('/refusal-') && !id.endsWith('…') && !written.has(id))
  expect(unused).toEqual([])
  expect(ids.filter((id) => laws.some((law) => law.id === id))).toEqual([])
})

test('an id with a name of a contract is explained by its kind, and nonsense is not explained', () => {
  expect(findingMeaning('envelope/total-pages')?.title).toMatch(/a rule of the provider/)
  expect(findingMeaning('authentication/refusal-envelope')?.title).toBe("A refusal has the provider's own error body")
  expect(findingMeaning('pagination/walk')?.title).toBe(laws.find(({ id }) => id === 'pagination/walk')?.title)
  expect(findingMeaning('envelope/')).toBeUndefined()
  expect(findingMeaning('pagination/nonsense')).toBeUndefined()
})
