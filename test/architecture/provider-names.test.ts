import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { listProviders } from '../../src/spec/index.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const ids = await listProviders(`${root}specs`)

/**
 * Files that name providers as examples for a reader, and what the name stands in there. Everything else that is true of one provider
 * belongs in specs/, mocks/ or contracts/, where a user's provider has it too.
 */
const examples: Readonly<Record<string, string>> = {
  'src/cli/program.ts': 'help texts',
  'src/cli/request-filters.ts': 'help texts',
  'src/compose/check.ts': 'an example in an error message',
  'src/config/settings.ts': 'texts that say what a setting accepts',
  'src/contract/reporters/report-schema.ts': 'a description in the schema of reports',
  'src/server/admin/addressed.ts': 'a description in the OpenAPI document',
  'src/server/admin/contract.ts': 'OpenAPI examples',
  'src/server/admin/credentials.ts': 'OpenAPI examples',
  'src/server/admin/documents.ts': 'OpenAPI examples',
  'src/server/admin/faults.ts': 'OpenAPI examples',
  'src/server/admin/providers.ts': 'OpenAPI examples',
  'src/server/admin/requests.ts': 'OpenAPI examples',
  'src/server/admin/scorecard.ts': 'OpenAPI examples',
  'src/server/admin/settings.ts': 'OpenAPI examples',
  'src/server/admin/tenants.ts': 'OpenAPI examples',
}

/** Lines of code with the id of a provider in them, in any letter case; comments are left out. */
function namesIn(text: string): readonly string[] {
  const code = text
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ''))
    .replace(/(^|\s)\/\/.*$/gm, '')
  const name = new RegExp(ids.join('|'), 'i')
  return code.split('\n').filter((line) => name.test(line))
}

function sources(): ReadonlyMap<string, string> {
  const names = readdirSync(`${root}src`, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.[cm]?[jt]sx?$/.test(entry.name))
    .map((entry) => `${entry.parentPath}/${entry.name}`.replaceAll('\\', '/').slice(root.length))
  return new Map(names.map((name) => [name, readFileSync(root + name, 'utf8')]))
}

test('no code of src knows a provider by its name', () => {
  const found = [...sources()]
    .filter(([file]) => examples[file] === undefined)
    .flatMap(([file, text]) => namesIn(text).map((line) => `${file}: ${line.trim()}`))
  expect(found).toEqual([])
})

test('every file that may name providers does', () => {
  const files = sources()
  expect(Object.keys(examples).filter((file) => namesIn(files.get(file) ?? '').length === 0)).toEqual([])
})

test.each([
  ["const counters = { cloudflare: '/result_info/count' }", 1],
  ["if (provider === 'cradl') return", 1],
  ["  'x-cekura-api-key',", 1],
  ["const url = 'https://api.nirvanalabs.io' // an API", 1],
  ['// Observed at Cradl', 0],
  ['/** Such as\n * `cloudflare.9103`. */ const a = 1', 0],
  ['const provider = subject.provider', 0],
])('%s counts %i', (text, count) => {
  expect(namesIn(text)).toHaveLength(count)
})
