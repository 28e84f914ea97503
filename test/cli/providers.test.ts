import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { endAll, orgmock, serve } from '../support/command-line.ts'
import { ask } from '../support/http.ts'
import { emptyDirectory, plainProvider, removeDirectories } from '../support/provider-directory.ts'
import { entries } from '../support/providers.ts'

// Providers of the user's own, from a folder that no node_modules stands above: run as the built program, because who resolves what is
// Node's business there.

let directory: string

beforeAll(async () => {
  directory = await plainProvider()
})

afterAll(async () => {
  await endAll()
  await removeDirectories()
})

describe('--providers', () => {
  test('lets check hold a provider from elsewhere against its contract', async () => {
    const { code, stdout, stderr } = await orgmock(['check', 'plain', '--providers', directory])
    expect(stdout).toContain('1 of 1 provider kept its contract.')
    // Progress and nothing else: no warning of Node about the kind of its files.
    expect(stderr.split('\n').filter((line) => line !== '' && !line.startsWith('plain: '))).toEqual([])
    expect(code).toBe(0)
  })

  test('lets serve serve it beside our own', async () => {
    const { url, stop, admin } = await serve(['--providers', directory, '--count', '2'])
    expect((await entries(url, admin())).map(({ id }) => id)).toEqual([
      'cekura',
      'cloudflare',
      'cradl',
      'nirvana',
      'plain',
    ])
    const response = await ask(url, '/plain.example/orgs', { headers: { 'x-key': 'plain-key-0123456789' } })
    expect((response.json() as { id: number }[]).map(({ id }) => id)).toEqual([1, 2])
    await stop()
  })

  test('can be a variable', async () => {
    const { url, stop, admin } = await serve(['--only', 'plain'], { environment: { ORGMOCK_PROVIDERS: directory } })
    expect((await entries(url, admin())).map(({ id }) => id)).toEqual(['plain'])
    await stop()
  })

  test('may be given again, and lists directories as PATH does', async () => {
    const [two, three] = await Promise.all([renamed('two'), renamed('three')])
    const list = [directory, two].join(path.delimiter)
    const { code, stdout } = await orgmock(['env', 'plain', 'two', 'three', '--providers', list, '--providers', three])
    expect(code).toBe(0)
    expect(stdout.match(/PLAIN_URL='\S+'/g)).toEqual([
      "PLAIN_URL='http://127.0.0.1:8080/plain.example'",
      "PLAIN_URL='http://127.0.0.1:8080/two.example'",
      "PLAIN_URL='http://127.0.0.1:8080/three.example'",
    ])
  })

  test('is a path from where the command runs', async () => {
    const relative = path.relative(process.cwd(), directory)
    const { code, stdout } = await orgmock(['env', 'plain', '--providers', relative])
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('PLAIN_KEY') })
  })

  test('replaces one of ours where the id is the same', async () => {
    const { code, stdout } = await orgmock(['specs', '--providers', await renamed('cekura')])
    expect(code).toBe(0)
    expect(stdout).toContain('cekura  Plain API  GET https://cekura.example/orgs\n')
    expect(stdout).not.toContain('api.cekura.ai')
  })

  test.each([[['specs', 'show', 'plain', '--providers']], [['specs', '--providers']]])(
    'is known to %j',
    async (args) => {
      const { code, stdout } = await orgmock([...args, directory])
      expect(code).toBe(0)
      expect(stdout).toContain('Plain API')
    },
  )

  test.each<[args: string[], words: string]>([
    [['credentials', 'plain'], 'ordinary   key plain-key-0123456789'],
    [['errors', 'plain'], 'plain.unknown'],
    [['explain', 'plain.unknown'], 'http://127.0.0.1:8080/plain.example/orgs'],
  ])('is known to %j, as a flag and as a line of orgmock.yaml', async (args, words) => {
    const file = path.join(await emptyDirectory(), 'orgmock.yaml')
    await writeFile(file, `providerDirectories: [${JSON.stringify(directory)}]\n`)
    const [flag, line] = await Promise.all([
      orgmock([...args, '--providers', directory]),
      orgmock(args, { ORGMOCK_CONFIG: file }),
    ])
    expect(flag).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining(words) })
    expect(line).toEqual(flag)
  })

  test('gives the package to those files only: nobody else can import what is not installed', async () => {
    const elsewhere = await emptyDirectory()
    const spying = await plainProvider({
      'mocks/plain.js': `import '${pathToFileURL(path.join(elsewhere, 'spy.mjs')).href}'\nexport { default } from 'orgmock/mock'\n`,
    })
    await writeFile(path.join(elsewhere, 'spy.mjs'), "import 'orgmock/mock'\n")
    const { code, stderr } = await orgmock(['check', 'plain', '--providers', spying])
    expect(code).toBe(2)
    expect(stderr).toContain("Cannot find package 'orgmock'")
  })
})

describe('a directory that cannot be used is told in one line:', () => {
  const holds = /specs\/<id>\.openapi\.yaml, mocks\/<id>\.js and contracts\/<id>\.js/

  test.each<[what: string, make: () => Promise<string>, words: RegExp[]]>([
    ['one that is not there', async () => path.join(directory, 'nowhere'), [/nowhere is no directory/, holds]],
    ['a file', async () => path.join(directory, 'mocks/plain.js'), [/plain\.js is no directory/, holds]],
    ['one without specs', () => emptyDirectory(), [/has no folder specs/, holds]],
    [
      'one without a document',
      () => plainProvider({ 'specs/plain.openapi.yaml': null }),
      [/has no document in its folder specs/, holds],
    ],
    [
      'a document without a mock',
      () => plainProvider({ 'mocks/plain.js': null }),
      [/mocks.plain\.js is missing; every document in specs\/ needs one/],
    ],
    [
      'a document without a contract',
      () => plainProvider({ 'contracts/plain.js': null }),
      [/contracts.plain\.js is missing/],
    ],
    [
      'a document that is no YAML',
      () => plainProvider({ 'specs/plain.openapi.yaml': 'a: [\n' }),
      [/plain\.openapi\.yaml:2:1/],
    ],
    [
      'a document with two operations',
      async () => {
        const text = await readFile(path.join(directory, 'specs/plain.openapi.yaml'), 'utf8')
        return plainProvider({ 'specs/plain.openapi.yaml': text.replace('    get:', '    delete: {}\n    get:') })
      },
      [/exactly one operation, a GET; it holds DELETE \/orgs, GET \/orgs/],
    ],
    [
      'a mock with a mistake in it',
      () => plainProvider({ 'mocks/plain.js': 'export default (\n' }),
      [/mocks.plain\.js does not load: /],
    ],
    [
      'a mock that falls over with many words',
      () => plainProvider({ 'mocks/plain.js': "throw new Error('one\\ntwo')\n" }),
      [/mocks.plain\.js does not load: one two\n/],
    ],
    [
      'a mock that exports nothing',
      () => plainProvider({ 'mocks/plain.js': 'export const a = 1\n' }),
      [/mocks.plain\.js must export defineProvider\(…\) by default/],
    ],
    [
      'a contract that exports nothing',
      () => plainProvider({ 'contracts/plain.js': 'export const a = 1\n' }),
      [/contracts.plain\.js must export defineContract\(…\) by default/],
    ],
  ])('%s', async (_, make, words) => {
    const { code, stdout, stderr } = await orgmock(['check', 'plain', '--providers', await make()])
    expect({ code, stdout, lines: stderr.split('\n').length - 1 }).toEqual({ code: 2, stdout: '', lines: 1 })
    expect(stderr).toMatch(/^orgmock: /)
    for (const word of words) expect(stderr).toMatch(word)
  })

  test.each([['--providers='], ['--providers=a::b'.replaceAll(':', path.delimiter)]])(
    'no directory at all: %s',
    async (flag) => {
      const { code, stderr } = await orgmock(['serve', flag])
      expect({ code, stderr }).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/--providers must be directories/),
      })
    },
  )
})

/** The same provider under another id and host. */
async function renamed(id: string): Promise<string> {
  const [spec = '', mock = '', contract = ''] = await Promise.all(
    ['specs/plain.openapi.yaml', 'mocks/plain.js', 'contracts/plain.js'].map((name) =>
      readFile(path.join(directory, name), 'utf8'),
    ),
  )
  return plainProvider({
    'specs/plain.openapi.yaml': null,
    [`specs/${id}.openapi.yaml`]: spec.replace('plain.example', `${id}.example`),
    [`mocks/${id}.js`]: mock,
    [`contracts/${id}.js`]: contract,
  })
}
