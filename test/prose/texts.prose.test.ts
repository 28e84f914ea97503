import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { type CommandLineTexts, commandLineTexts } from './command-line-texts.ts'
import { lintProse } from './linter.ts'

// `npm run lint:prose`: what people read is in short sentences, without the words of words.ts.

const root = new URL('../../', import.meta.url)

function pagesIn(folder: string): string[] {
  return readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => folder + name)
    .sort()
}

const atTheTop = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'].filter((name) =>
  existsSync(new URL(name, root)),
)
const pages = [...atTheTop, ...pagesIn('docs/')]

async function expectPlain(name: string, text: string): Promise<void> {
  const { complaints } = await lintProse(name, text)
  expect(complaints.join('\n')).toBe('')
}

test.each(pages)('%s', async (name) => {
  await expectPlain(name, readFileSync(new URL(name, root), 'utf8'))
})

describe('the command line', () => {
  let texts: CommandLineTexts

  beforeAll(async () => {
    texts = await commandLineTexts()
  })

  test('--help of every command', async () => {
    expect(texts.help.split('\n').length).toBeGreaterThan(60)
    await expectPlain('orgmock --help', texts.help)
  })

  test('explain of every id', async () => {
    expect(texts.explain.split('\n').length).toBeGreaterThan(300)
    await expectPlain('orgmock explain', texts.explain)
  })
})
