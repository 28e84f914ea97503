import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { ScaffoldOptions } from '../../src/scaffold/index.ts'
import { bareArray, bounded, everyPage, type MadeDocument, noScope, sloppy } from './documents.ts'
import { scaffold } from './scaffolded.ts'

// matrix.test.ts shows that such files are served and keep their contract. Here each change of what is written shows for review, in made/:
// after a change that is meant, run this test with -u and read the difference.

const acme = document('../fixtures/acme/specs/acme.openapi.yaml', '/orgs')

function document(file: string, path: string): MadeDocument {
  return { file, path, text: readFileSync(fileURLToPath(new URL(file, import.meta.url)), 'utf8') }
}

test.each<[name: string, from: MadeDocument, options: Partial<ScaffoldOptions>]>([
  ['cekura', document('../../specs/cekura.openapi.yaml', '/user/organizations/'), {}],
  ['cloudflare', document('../../specs/cloudflare.openapi.yaml', '/user/organizations'), {}],
  ['cradl', document('../../specs/cradl.openapi.yaml', '/organizations'), {}],
  ['nirvana', document('../../specs/nirvana.openapi.yaml', '/v1/organizations'), {}],
  ['bare-array', bareArray, {}],
  ['bare-array-header-pair', bareArray, { auth: 'header-pair', headers: ['X-Mine-Email', 'X-Mine-Key'] }],
  ['bounded', bounded, {}],
  ['bounded-tokens', bounded, { auth: 'client-credentials', tokenUrl: 'https://auth.mine.example/token' }],
  ['sloppy', sloppy, {}],
  ['sloppy-whole-list', sloppy, { pages: 'whole-list', auth: 'api-key', headers: ['X-Mine'] }],
  ['no-scope', noScope, { auth: 'client-credentials' }],
  ['acme', acme, { auth: 'bearer', pages: 'whole-list' }],
  ['every-page-api-key', everyPage, { auth: 'api-key', pages: 'page-number' }],
  ['every-page-header-pair', everyPage, { auth: 'header-pair', pages: 'forward-token' }],
  ['every-page-bearer', everyPage, { auth: 'bearer', pages: 'cursor' }],
  ['every-page-tokens', everyPage, { auth: 'client-credentials', pages: 'whole-list' }],
])('makes the reviewed files of %s', async (name, { file, text, path }, options) => {
  const { files, choices, notes, warnings } = scaffold(file, text, { id: 'mine', path, ...options })
  const parts = [
    JSON.stringify({ choices, notes, warnings }, null, 2),
    ...files.map((made) => `== ${made.name}\n${made.text}`),
  ]
  await expect(`${parts.join('\n')}\n`).toMatchFileSnapshot(`made/${name}.txt`)
})
