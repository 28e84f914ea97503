import { readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { projectFile, projectRoot } from '../support/project.ts'
import { tablesOf, withTables } from './markdown.ts'
import { providerPages } from './provider-page.ts'
import { tableMakers } from './tables.ts'

// `npm run docs` writes the pages of providers and the tables of the other pages; these tests fail when one of them is out of date.

const pages = readdirSync(path.join(projectRoot, 'docs'), { encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .map((name) => `docs/${name}`)
const [providers, makers] = await Promise.all([providerPages(), tableMakers()])

describe('docs/providers', () => {
  test.each([...providers])('%s.md is what specs, mocks and contracts say', async (id, page) => {
    await expect(page).toMatchFileSnapshot(`../../docs/providers/${id}.md`)
  })

  test('has a page for each provider and no other', () => {
    const names = readdirSync(path.join(projectRoot, 'docs/providers'))
    expect(names.toSorted()).toEqual([...providers.keys()].map((id) => `${id}.md`).toSorted())
  })
})

describe('the tables of docs/', () => {
  test.each(pages)('of %s are what the code says', async (page) => {
    await expect(withTables(projectFile(page), makers)).toMatchFileSnapshot(`../../${page}`)
  })

  test('that the code makes are each on one page', () => {
    expect(pages.flatMap((page) => tablesOf(projectFile(page))).toSorted()).toEqual(Object.keys(makers).toSorted())
  })
})
