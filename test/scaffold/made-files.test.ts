import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { bareArray, bounded, everyPage, type MadeDocument, noScope, sloppy } from './documents.ts'
import { scaffold } from './scaffolded.ts'

// The files that are made of each document, kept in made/. Of all but the plainest document they hold what is not in its files (+), and
// what its files have beside that (-). Other tests serve and check such files; here nothing changes unseen. Renew with `vitest run -u`,
// and read what has changed.

const read = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8')
const published = (file: string, path: string): MadeDocument => ({ file, path, text: read(`../../specs/${file}`) })
const caseOf = (file: string): MadeDocument => ({ file, path: '/orgs', text: read(`cases/${file}`) })

const plainFile = '31-one-scheme-and-no-security.json'
const plainest = made(caseOf(plainFile))
const cases = readdirSync(new URL('cases/', import.meta.url)).filter(
  (file) => /^\d.*\.json$/.test(file) && file !== plainFile,
)

const documents: readonly [name: string, document: MadeDocument, options?: object][] = [
  ...cases.map((file): [string, MadeDocument] => [file.replace('.json', ''), caseOf(file)]),
  ['bare-array', bareArray],
  ['bounded', bounded],
  ['sloppy', sloppy],
  ['no-scope', noScope, { auth: 'client-credentials', pages: 'whole-list' }],
  ['every-page', everyPage],
  ['every-page-at-once', everyPage, { auth: 'api-key', pages: 'whole-list' }],
  ['every-page-by-number', everyPage, { auth: 'header-pair', pages: 'page-number' }],
  ['every-page-by-token', everyPage, { auth: 'client-credentials', pages: 'forward-token', id: 'two-words' }],
  ['cekura', published('cekura.openapi.yaml', '/user/organizations/')],
  ['cloudflare', published('cloudflare.openapi.yaml', '/user/organizations')],
  ['cradl', published('cradl.openapi.yaml', '/organizations')],
  ['nirvana', published('nirvana.openapi.yaml', '/v1/organizations'), { auth: 'api-key', headers: ['X-Mine'] }],
  ['acme', published('../test/fixtures/acme/specs/acme.openapi.yaml', '/orgs'), { auth: 'bearer', id: 'two-words' }],
]

test('the plainest document', async () => {
  // Made here once more: what is made while this file is read, no test answers for.
  await expect(made(caseOf(plainFile))).toMatchFileSnapshot('made/plainest.txt')
})

test.each(documents)('%s', async (name, document, options) => {
  const [own, others] = [made(document, options).split('\n'), plainest.split('\n')]
  const added = without(own, others).map((line) => `+${line}`)
  // A refusal is one line.
  const differing = own.length === 1 ? own : [...added, ...without(others, own).map((line) => `-${line}`)]
  await expect(`${differing.join('\n')}\n`).toMatchFileSnapshot(`made/${name}.txt`)
})

/** The three files and what is told of them, or the reason why there are none. */
function made({ file, text, path }: MadeDocument, options: object = {}): string {
  try {
    const { files, choices, notes, warnings } = scaffold(file, text, { id: 'mine', path, ...options })
    const told = JSON.stringify({ choices, notes, warnings }, null, 1)
    return [...files.map((one) => `==== ${one.name}\n${one.text}`), told].join('\n')
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`
  }
}

/** As often as a line is in the one text more than in the other. */
function without(lines: readonly string[], others: readonly string[]): readonly string[] {
  const left = new Map<string, number>()
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1)
  return lines.filter((line) => {
    const count = left.get(line) ?? 0
    left.set(line, count - 1)
    return count <= 0
  })
}
