import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bareArray, bounded, everyPage } from '../scaffold/documents.ts'
import { endAll, orgmock, serve } from '../support/command-line.ts'
import { ask } from '../support/http.ts'
import { emptyDirectory, removeDirectories } from '../support/provider-directory.ts'
import { entries } from '../support/providers.ts'

// `orgmock new`, as a user runs it: the built program, in a folder that no node_modules stands above.

let folder: string

beforeAll(async () => {
  folder = await emptyDirectory()
  for (const { file, text } of [bareArray, bounded, everyPage]) await writeFile(path.join(folder, file), text)
})

afterAll(async () => {
  await endAll()
  await removeDirectories()
})

function make(id: string, { file, path: operation }: typeof bareArray, ...more: readonly string[]) {
  const given = ['--from', path.join(folder, file), '--path', operation]
  return orgmock(['new', id, ...given, '--dir', path.join(folder, 'providers'), ...more])
}

describe('orgmock new', () => {
  test('writes three files, tells what it chose, and that the contract is kept', async () => {
    const { code, stdout, stderr } = await make('told', everyPage, '--auth', 'bearer', '--pages', 'cursor')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout.replaceAll(folder, '')).toBe(`wrote /providers/specs/told.openapi.yaml
wrote /providers/mocks/told.js
wrote /providers/contracts/told.js

server          https://eu.every.example
authentication  bearer
pages           cursor
list            /data/accounts
identity        uuid

2 assumptions are listed at the head of /providers/mocks/told.js
1 change against the document is listed at the head of /providers/specs/told.openapi.yaml
by hand: page and offset look like paging and are ignored: pages are asked for by cursor; --pages KIND sets another way, with --page, --size and --next where names do not say
the contract is kept: 28 laws, ${/(\d+) requests/.exec(stdout)?.[1]} requests

orgmock serve --providers /providers
orgmock check told --providers /providers
`)
  })

  test('makes what check finds kept', async () => {
    expect((await make('checked', bareArray)).code).toBe(0)
    const { code, stdout } = await orgmock(['check', 'checked', '--providers', path.join(folder, 'providers')])
    expect(stdout).toContain('1 of 1 provider kept its contract.')
    expect(code).toBe(0)
  })

  test('makes what serve serves: pages under the id, with credentials of its own', async () => {
    expect((await make('served', bounded)).code).toBe(0)
    const { url, stop, admin } = await serve([
      '--providers',
      path.join(folder, 'providers'),
      '--only',
      'served',
      '--count',
      '3',
    ])
    const [entry] = await entries(url, admin())
    expect(entry).toMatchObject({ id: 'served', title: 'Bounded', baseUrl: `${url}/api.bounded.example/v1` })
    expect(Object.keys(entry?.env ?? {})).toEqual(['SERVED_API_KEY', 'SERVED_BASE_URL'])
    const headers = { authorization: `Bearer ${entry?.credentials['apiKey']}` }
    const first = (await ask(url, '/v1/organizations/?pageSize=2', { headers })).json() as Page
    expect(first.organizations.map(({ id }) => id)).toEqual(['org_0000000000', 'org_0000000001'])
    const next = `/v1/organizations/?pageSize=2&pageToken=${first.nextPageToken}`
    const last = (await ask(url, next, { headers })).json() as Page
    expect(last.organizations.map(({ id }) => id)).toEqual(['org_0000000002'])
    expect('nextPageToken' in last).toBe(false)
    await stop()
  })

  test('refuses in the words of the document', async () => {
    expect((await make('refusing', bounded)).code).toBe(0)
    const { url, stop } = await serve(['--providers', path.join(folder, 'providers'), '--only', 'refusing'])
    const missing = await ask(url, '/v1/organizations/')
    expect(missing.status).toBe(401)
    expect(missing.header('content-type')).toBe('text/plain')
    expect(missing.text).toBe('the credentials are missing')
    const elsewhere = await ask(url, '/v1/nothing')
    expect(elsewhere.json()).toEqual({
      type: 'about:blank',
      title: 'there is nothing here',
      status: 404,
      detail: 'there is nothing here',
      errors: [{ field: 'example' }],
    })
    await stop()
  })

  test('says what is left to do by hand, with exit code 1', async () => {
    const text = bounded.text.replace('required: [id, code,', 'required: [id, odd_text, code,')
    await writeFile(path.join(folder, 'hard.yaml'), text)
    const { code, stdout } = await make('hard', { ...bounded, file: 'hard.yaml' })
    expect(code).toBe(1)
    expect(stdout).toContain(
      'by hand: odd_text does not fit ^(?!a)(?<=b)c$: no text was found that does; write one in\n',
    )
    expect(stdout).toContain('the contract is not kept yet:\n  shape/body: /organizations/0/odd_text must match')
    const mock = await readFile(path.join(folder, 'providers/mocks/hard.js'), 'utf8')
    expect(mock).toContain("    // TODO: a text that fits ^(?!a)(?<=b)c$; none was found.\n    odd_text: '',\n")
  })
})

describe('orgmock new in a project', () => {
  test('lists the paths that answer with a list where none is named', async () => {
    const { code, stdout } = await orgmock(['new', '--from', path.join(folder, everyPage.file)])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^--path \/v2\/accounts +list \/data\/accounts, /m)
  })

  test('works in a project of CommonJS, and without a folder for temporary files', async () => {
    const directory = path.join(await emptyDirectory(), 'project')
    await mkdir(directory)
    await writeFile(path.join(directory, 'package.json'), '{"name":"app","type":"commonjs"}')
    const given = ['--from', path.join(folder, bareArray.file), '--path', bareArray.path, '--dir', directory]
    const made = await orgmock(['new', 'plain', ...given], { TMPDIR: path.join(directory, 'none') })
    expect({ code: made.code, stderr: made.stderr }).toEqual({ code: 0, stderr: '' })
    expect(made.stdout).toMatch(/^the contract is kept: /m)
  })

  test('leaves what was there when the new files do not load', async () => {
    const directory = await emptyDirectory()
    await mkdir(path.join(directory, 'specs'))
    await writeFile(path.join(directory, 'specs', 'broken.overlay.yaml'), 'overlay: 1.0.0\nactions: none\n')
    const given = ['--from', path.join(folder, bareArray.file), '--path', bareArray.path, '--dir', directory]
    expect(await orgmock(['new', 'broken', ...given])).toMatchObject({ code: 2, stdout: '' })
    expect(await readdir(path.join(directory, 'specs'))).toEqual(['broken.overlay.yaml'])
    expect(await readdir(directory)).toEqual(['specs'])
  })
})

describe('orgmock new refuses in one line', () => {
  test.each<[what: string, args: (folder: string) => string[], words: RegExp]>([
    ['without a document', () => ['new', 'x', '--path', '/orgs'], /required option '--from <FILE>' not specified/],
    ['without an id', () => ['new', '--from', 'x.yaml', '--path', '/orgs'], /the id of the new provider is missing/],
    ['a parameter without a value', () => ['new', 'x', '--from', 'x.yaml', '--param', 'org'], /NAME=VALUE is needed/],
    [
      'a document that is not there',
      (at) => ['new', 'x', '--from', path.join(at, 'none.yaml'), '--path', '/orgs'],
      /--from .*none\.yaml cannot be read \(ENOENT\)/,
    ],
    [
      'a path that is not in it',
      (at) => ['new', 'x', '--from', path.join(at, bareArray.file), '--path', '/org'],
      /there is no path "\/org" in .*bare-array\.json; it has \/orgs/,
    ],
    [
      'an unknown option',
      (at) => ['new', 'x', '--from', path.join(at, bareArray.file), '--path', '/orgs', '--page-size', '3'],
      /--page-size/,
    ],
  ])('%s', async (_, args, words) => {
    const { code, stdout, stderr } = await orgmock(args(folder))
    expect({ code, stdout, lines: stderr.split('\n').length - 1 }).toEqual({ code: 2, stdout: '', lines: 1 })
    expect(stderr).toMatch(words)
  })

  test('to write over a file, unless it is told to', async () => {
    const mocks = path.join(folder, 'providers/mocks')
    await mkdir(mocks, { recursive: true })
    await writeFile(path.join(mocks, 'mine.js'), '// mine\n')
    const { code, stderr } = await make('mine', bareArray)
    expect(code).toBe(2)
    expect(stderr.replaceAll(folder, '')).toBe(
      'orgmock: /providers/mocks/mine.js is there already; --force writes over it\n',
    )
    expect(await readdir(path.join(folder, 'providers/specs'))).not.toContain('mine.openapi.yaml')
    expect((await make('mine', bareArray, '--force')).code).toBe(0)
    expect(await readFile(path.join(mocks, 'mine.js'), 'utf8')).toContain('defineProvider')
  })
})

test('the organization of a small document reads as somebody would write it', async () => {
  expect((await make('read', everyPage)).code).toBe(0)
  const mock = await readFile(path.join(folder, 'providers/mocks/read.js'), 'utf8')
  const from = mock.indexOf('/**\n * One organization')
  expect(mock.slice(from, mock.indexOf('\n}\n', from) + 3)).toBe(`/**
 * One organization: the same seed and index give the same one, in any process.
 * The document lets renewed_on and website be absent; here everything always comes.
 */
function organization(source) {
  return {
    uuid: randomUuid(source, 'uuid'),
    name: source.oneIn('name null', 4) ? null : source.stream('name').company.name().slice(0, 40).padEnd(3, '.'),
    plan: source.oneIn('plan null', 4) ? null : source.rotate('plan', ['free', 'team', 'enterprise']),
    created_at: moment(source, 'created_at', 366, 1400),
    renewed_on: source.oneIn('renewed_on null', 4) ? null : moment(source, 'renewed_on', 366, 1400).slice(0, 10),
    website: \`https://example.com/\${hexText(source, 'website', 8)}\`,
    owner: { email: \`office\${source.index + 1}@example.com\`, locale: source.rotate('owner locale', ['de', 'en']) },
  }
}
`)
})

interface Page {
  readonly organizations: readonly { id: string }[]
  readonly nextPageToken?: string
}
