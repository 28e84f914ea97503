import { describe, expect, test } from 'vitest'
import { createMockApp, runContracts, startMockServer } from '../../src/compose/index.ts'
import { findingMeanings, reportFormats } from '../../src/contract/index.ts'
import { orgmockHere } from '../support/command-line.ts'
import { fencedBlocks } from '../support/documents.ts'
import { projectFile } from '../support/project.ts'
import { providerPages } from './provider-page.ts'

// What a hand-written table of docs/ leaves out, its readers never find.

/** Texts in code marks of a page, outside its blocks. */
function codeOf(page: string): string[] {
  const outside = fencedBlocks(page).reduce((text, block) => text.replace(block.text, ''), page)
  return [...outside.matchAll(/`([^`\n]+)`/g)].map(([, text = '']) => text)
}

const pages = [
  'any-list-endpoint',
  'checking-in-ci',
  'containers',
  'getting-started',
  'library',
  'scenarios-and-faults',
  'server-and-admin-api',
  'when-the-provider-changes',
].map((name) => projectFile(`docs/${name}.md`))
const named = pages.flatMap(codeOf).join(' ')

describe('docs/ name every option of', () => {
  const commands = [
    'serve',
    'check',
    'new',
    'lock diff',
    'lock show',
    'scorecard',
    'specs',
    'specs show',
    'env',
    'credentials',
    'errors',
    'explain',
    'tls',
    'schema',
  ]

  test.each(commands)('orgmock %s', async (command) => {
    const { stdout } = await orgmockHere([...command.split(' '), '--help'])
    const flags = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)(?:, (--[\w-]+))?/gm)].flatMap(([, one, other]) => [
      one,
      other,
    ])
    const missing = flags.filter((flag) => flag !== undefined && flag !== '--help' && !named.includes(flag))
    expect(missing).toEqual([])
  })

  test.each([
    ['startMockServer', startMockServer],
    ['runContracts', runContracts],
    ['createMockApp', createMockApp],
  ])('%s', async (_, call) => {
    // The refusal of an option that no call has lists those that it has.
    const wrong: object = { zzzzzzzzzzzz: 1 }
    const { message } = await call(wrong as never).then(
      () => new Error('it was taken'),
      (error: Error) => error,
    )
    const options = /known are (.*)$/.exec(message)?.[1]?.split(', ') ?? []
    expect(options.length).toBeGreaterThan(5)
    const library = codeOf(projectFile('docs/library.md'))
    expect(options.filter((option) => !library.includes(option))).toEqual([])
  })
})

test('docs/checking-in-ci.md names every report format and exit code', () => {
  const page = projectFile('docs/checking-in-ci.md')
  expect(reportFormats.filter((format) => !page.includes(`\n| \`${format}\` |`))).toEqual([])
  expect(['0', '1', '2', '3', '130'].filter((code) => !page.includes(`\n| ${code} |`))).toEqual([])
})

test('a page of a provider names its document, its errors, its errata and where each comes from', async () => {
  for (const [id, page] of await providerPages()) {
    expect(page).toContain(`specs/${id}.openapi.yaml`)
    expect(
      page.match(/^\| `[\w.-]+` \| [45]\d\d \| .* \| (?:documented|observed|assumed): .* \|$/gm)?.length,
    ).toBeGreaterThan(5)
    expect(page.match(/^\| `E-\w\w-\d{3}` \| .* \| (?:documented|observed|assumed): .* \|$/gm)?.length).toBeGreaterThan(
      2,
    )
  }
})

test('a table that is made from the code has a row for each fact', () => {
  const page = projectFile('docs/checking-in-ci.md')
  expect(findingMeanings.filter(({ id }) => !page.includes(`| \`${id}\` |`))).toEqual([])
})
