import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bareArray, bounded, everyPage, noScope, sloppy } from './documents.ts'

// "What it scaffolds serves and keeps its contract at once", over documents, authentication and pages: the built program makes each
// provider, checks it twice with other data, and serves it.

interface Case {
  readonly name: string
  readonly options: Record<string, unknown>
}

interface Result {
  readonly name: string
  readonly verdicts?: readonly string[]
  readonly findings?: readonly string[]
  /** Status of a request without a credential. */
  readonly refusedWith?: number
  readonly warnings?: readonly string[]
  readonly choices?: { auth: string; pages: string; items: string; identity: string }
  readonly error?: string
}

const auths = ['api-key', 'bearer', 'header-pair', 'client-credentials'] as const
const pageKinds = ['whole-list', 'page-number', 'forward-token', 'cursor'] as const
const specs = fileURLToPath(new URL('../../specs/', import.meta.url))
const acme = fileURLToPath(new URL('../fixtures/acme/specs/acme.openapi.yaml', import.meta.url))

interface Subject {
  readonly name: string
  readonly from: string
  readonly path: string
  /** Pages that the document allows. */
  readonly pages: readonly string[]
  /** What it tells by itself. */
  readonly told: NonNullable<Result['choices']>
  /** Authentication that it describes itself: no flag may name headers or a token URL then. */
  readonly describes: readonly string[]
}

let directory: string
let results: ReadonlyMap<string, Result>
const subjects: Subject[] = []
const cases: Case[] = []

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'orgmock-matrix-'))
  const file = path.join(directory, 'cases.json')
  for (const { file: name, text } of [bareArray, everyPage, bounded, sloppy, noScope]) {
    await writeFile(path.join(directory, name), text)
  }
  await writeFile(file, JSON.stringify(cases.map(({ name, options }) => ({ name, options: placed(options) }))))
  const script = fileURLToPath(new URL('./run-cases.mjs', import.meta.url))
  const { code, stdout, stderr } = await run({}, script, file)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const lines = stdout.trim().split('\n')
  results = new Map(lines.map((line) => JSON.parse(line) as Result).map((result) => [result.name, result]))
}, 400_000)

afterAll(() => rm(directory, { recursive: true, force: true }))

/** The folder is known when the tests run, the cases before. */
function placed(options: Record<string, unknown>): Record<string, unknown> {
  return {
    ...options,
    from: path.resolve(directory, String(options['from'])),
    directory: path.join(directory, String(options['id'])),
  }
}

function subject(made: Subject): void {
  subjects.push(made)
  const add = (name: string, options: Record<string, unknown>) => {
    const { from, path } = made
    cases.push({ name: `${made.name}: ${name}`, options: { id: `p${cases.length}`, from, path, ...options } })
  }
  add('as told', {})
  // What the document tells was made above; of `every way to page` all pairs come below.
  if (made.from === everyPage.file) return
  for (const auth of auths.filter((kind) => kind !== made.told.auth)) add(auth, authOptions(auth, made))
  for (const pages of pageKinds.filter((kind) => kind !== made.told.pages)) add(pages, { auth: made.told.auth, pages })
}

function authOptions(auth: string, { describes }: Subject): Record<string, unknown> {
  if (describes.includes(auth)) return { auth }
  if (auth === 'api-key') return { auth, headers: ['X-Mine'] }
  if (auth === 'header-pair') return { auth, headers: ['X-Mine-Email', 'X-Mine-Key'] }
  return auth === 'client-credentials' ? { auth, tokenUrl: 'https://auth.mine.example/token' } : { auth }
}

subject({
  name: 'Cekura, as published',
  from: path.join(specs, 'cekura.openapi.yaml'),
  path: '/user/organizations/',
  pages: ['whole-list'],
  told: { auth: 'api-key', pages: 'whole-list', items: 'the body itself', identity: 'id' },
  describes: ['api-key'],
})
subject({
  name: 'Cloudflare, as published',
  from: path.join(specs, 'cloudflare.openapi.yaml'),
  path: '/user/organizations',
  pages: ['whole-list', 'page-number'],
  told: { auth: 'header-pair', pages: 'page-number', items: '/result', identity: 'id' },
  describes: ['header-pair'],
})
subject({
  name: 'Cradl, as published',
  from: path.join(specs, 'cradl.openapi.yaml'),
  path: '/organizations',
  pages: ['whole-list', 'forward-token', 'cursor'],
  told: { auth: 'client-credentials', pages: 'forward-token', items: '/organizations', identity: 'organizationId' },
  describes: ['client-credentials'],
})
subject({
  name: 'Nirvana Labs, as published',
  from: path.join(specs, 'nirvana.openapi.yaml'),
  path: '/v1/organizations',
  pages: ['whole-list', 'forward-token', 'cursor'],
  told: { auth: 'bearer', pages: 'cursor', items: '/items', identity: 'id' },
  describes: [],
})
subject({
  name: 'a bare array in JSON',
  from: bareArray.file,
  path: bareArray.path,
  pages: ['whole-list'],
  told: { auth: 'api-key', pages: 'whole-list', items: 'the body itself', identity: 'id' },
  describes: ['api-key'],
})
subject({
  name: 'every way to page',
  from: everyPage.file,
  path: everyPage.path,
  pages: [...pageKinds],
  told: { auth: 'bearer', pages: 'cursor', items: '/data/accounts', identity: 'uuid' },
  describes: [...auths],
})
subject({
  name: 'bounds and patterns',
  from: bounded.file,
  path: bounded.path,
  pages: ['whole-list', 'forward-token', 'cursor'],
  told: { auth: 'bearer', pages: 'forward-token', items: '/organizations', identity: 'id' },
  describes: [],
})
subject({
  name: 'a sloppy document',
  from: sloppy.file,
  path: sloppy.path,
  pages: ['whole-list', 'page-number'],
  told: { auth: 'bearer', pages: 'page-number', items: '/results', identity: 'slug' },
  describes: [],
})
// Every authentication with every way to page, where the document allows all of them.
for (const auth of auths) {
  for (const pages of pageKinds) {
    const { file: from, path } = everyPage
    cases.push({ name: `${auth} with ${pages}`, options: { id: `q${cases.length}`, from, path, auth, pages } })
  }
}
/** What is not crossed with all others: it has no part in common with them that they have not among themselves. */
const furtherPages = ['offset', 'last-id']
const furtherAuths = ['basic', 'none']
for (const pages of furtherPages) {
  const { file: from, path } = everyPage
  cases.push({ name: `forced ${pages}`, options: { id: `r-${pages}`, from, path, pages } })
}
for (const auth of furtherAuths) {
  const { file: from, path } = everyPage
  cases.push({ name: `forced ${auth}`, options: { id: `r-${auth}`, from, path, auth } })
}
cases.push({
  name: 'an operation that asks for no scope',
  options: { id: 'no-scope', from: noScope.file, path: noScope.path, auth: 'client-credentials' },
})
// Acme asks for HTTP Basic.
cases.push({ name: 'acme: as told', options: { id: 'acme-1', from: acme, path: '/orgs' } })
cases.push({ name: 'acme: bearer', options: { id: 'acme-2', from: acme, path: '/orgs', auth: 'bearer' } })
cases.push({
  name: 'acme: bearer, whole-list',
  options: { id: 'acme-3', from: acme, path: '/orgs', auth: 'bearer', pages: 'whole-list' },
})

function resultOf(name: string): Result {
  const result = results.get(name)
  expect(result, name).toBeDefined()
  return result as Result
}

function expectKept(name: string, status = 401): void {
  expect(resultOf(name)).toMatchObject({ verdicts: ['kept', 'kept'], findings: [], refusedWith: status })
}

describe.each(subjects)('$name', ({ name, from, pages, told }) => {
  // Cradl documents 403 and no 401.
  const status = name.startsWith('Cradl') ? 403 : 401

  test('is served and keeps its contract as the document tells it', () => {
    expectKept(`${name}: as told`, status)
    expect(resultOf(`${name}: as told`).choices).toMatchObject(told)
  })

  if (from === everyPage.file) return
  test.each(auths.filter((kind) => kind !== told.auth))('is served and keeps its contract with %s', (auth) => {
    expectKept(`${name}: ${auth}`, status)
    expect(resultOf(`${name}: ${auth}`).choices?.auth).toBe(auth)
  })

  test.each(pages.filter((kind) => kind !== told.pages))('is served and keeps its contract as %s', (kind) => {
    expectKept(`${name}: ${kind}`, status)
    expect(resultOf(`${name}: ${kind}`).choices?.pages).toBe(kind)
  })

  const others = pageKinds.filter((kind) => !pages.includes(kind))
  test.each(others)('is refused as %s, for which it lacks what that needs', (kind) => {
    expect(resultOf(`${name}: ${kind}`).error).toMatch(new RegExp(`^ScaffoldError: ${kind} needs a parameter .*`))
  })
})

test.each(auths.flatMap((auth) => pageKinds.map((pages) => [auth, pages])))('%s and %s go together', (auth, pages) => {
  expectKept(`${auth} with ${pages}`)
})

test('any token has the right where an operation asks for no scope', () => {
  expectKept('an operation that asks for no scope')
})

test.each(furtherPages)('%s are served and keep their contract where they are asked for', (pages) => {
  expectKept(`forced ${pages}`)
  expect(resultOf(`forced ${pages}`).choices?.pages).toBe(pages)
})

test('HTTP Basic is served where it is asked for', () => {
  expectKept('forced basic')
})

test('nobody is refused where no key is asked for', () => {
  expectKept('forced none', 200)
})

describe('acme', () => {
  test('is served and keeps its contract with HTTP Basic', () => {
    expectKept('acme: as told')
    expect(resultOf('acme: as told').choices).toMatchObject({ auth: 'basic', pages: 'offset' })
  })

  test('is served and keeps its contract with another way, by offsets or at once', () => {
    expect(resultOf('acme: bearer').choices?.pages).toBe('offset')
    expectKept('acme: bearer')
    expectKept('acme: bearer, whole-list')
  })
})

test('a text that nothing was found for is left out where it may be, and told', () => {
  expect(resultOf('bounds and patterns: as told').warnings).toEqual([
    'odd_text is left out: no text was found that fits ^(?!a)(?<=b)c$',
  ])
})

describe('what is written', () => {
  const names = [
    ...subjects.map(({ name }) => `${name}: as told`),
    'header-pair with page-number',
    'client-credentials with forward-token',
    'acme: bearer, whole-list',
    'acme: as told',
    'forced none',
  ]

  // A name of Cradl's is so long that its call does not fit into a line.
  test.each(names.filter((name) => !name.startsWith('Cradl')))('reads as this project writes: %s', async (name) => {
    for (const text of await programsOf(name)) expect(await formatted(text)).toBe(text)
  })

  test('says nothing of the folder that it was made in', async () => {
    for (const name of names) {
      for (const text of await programsOf(name)) expect(text).not.toContain(directory)
    }
  })
})

/** The mock and the contract of a case. */
async function programsOf(name: string): Promise<readonly string[]> {
  const id = String(cases.find((one) => one.name === name)?.options['id'])
  return Promise.all(['mocks', 'contracts'].map((kind) => readFile(path.join(directory, id, kind, `${id}.js`), 'utf8')))
}

/** As the project's own formatter has it. */
async function formatted(text: string): Promise<string> {
  const biome = fileURLToPath(new URL('../../node_modules/@biomejs/biome/bin/biome', import.meta.url))
  const { code, stdout, stderr } = await run({ input: text }, biome, 'format', '--stdin-file-path=made.js')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return stdout
}

function run(
  { input }: { input?: string },
  ...args: readonly string[]
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'] })
  // Without input the pipe stays open: it closes when this process ends, and the child ends with it.
  if (input !== undefined) child.stdin.end(input)
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk) => {
    stdout += chunk
  })
  child.stderr.on('data', (chunk) => {
    stderr += chunk
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
}
