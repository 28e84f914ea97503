import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { findProviders } from '../../src/compose/index.ts'
import { projectFile, projectRoot } from '../support/project.ts'

// CONTRIBUTING.md lists what to touch for each kind of change. A file that was moved makes its list wrong.

const page = projectFile('CONTRIBUTING.md')
const ids = (await findProviders()).map(({ id }) => id)
const sections = page
  .split(/^(?=#{2,3} )/m)
  .filter((section) => section.startsWith('### '))
  .map((section) => ({ title: section.slice(4, section.indexOf('\n')), items: pathsOf(section) }))

/** Paths in the list of a section: what has a slash or the ending of a file, but for the user's own orgmock.yaml. */
function pathsOf(section: string): string[] {
  const lines = section.split('\n').filter((line) => line.startsWith('- '))
  return lines.flatMap((line) =>
    [...line.matchAll(/`([\w.<>/-]+)`/g)].flatMap(([, name = '']) =>
      /\/|\.(md|ts|json|yaml)$/.test(name) && name !== 'src/' && name !== 'orgmock.yaml' ? [name] : [],
    ),
  )
}

test('CONTRIBUTING.md has a list for each kind of change', () => {
  expect(sections.map(({ title }) => title)).toEqual([
    'A new error',
    'A new law',
    'A new check',
    'A new grade',
    'A new fault',
    'A new report format',
    'A new setting',
    'A new edition of a document',
    'A new provider',
  ])
})

describe('the list of', () => {
  test.each(sections)('$title names files that are there', ({ items }) => {
    expect(items.length).toBeGreaterThan(3)
    const files = items.flatMap((name) => (name.includes('<id>') ? ids.map((id) => name.replaceAll('<id>', id)) : name))
    expect(files.filter((name) => !existsSync(path.join(projectRoot, name)))).toEqual([])
  })
})

test('links of CONTRIBUTING.md, SECURITY.md and docs/ lead to files and headings that are there', () => {
  const names = readdirSync(path.join(projectRoot, 'docs'), { recursive: true, encoding: 'utf8' })
  const pages = [
    'CONTRIBUTING.md',
    'SECURITY.md',
    ...names.filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`),
  ]
  const broken = pages.flatMap((name) =>
    [...projectFile(name).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].flatMap(([, link = '']) => {
      const [file = '', heading] = link.split('#')
      const target = file === '' ? name : path.posix.join(path.posix.dirname(name), file)
      if (!existsSync(path.join(projectRoot, target))) return [`${name}: ${link}`]
      return heading === undefined || headingsOf(projectFile(target)).includes(heading) ? [] : [`${name}: ${link}`]
    }),
  )
  expect(broken).toEqual([])
})

/** Anchors that GitHub makes of headings. */
function headingsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\w\s-]/g, '')
      .replaceAll(' ', '-'),
  )
}
