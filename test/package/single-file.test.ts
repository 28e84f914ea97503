import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { projectRoot } from '../support/project.ts'
import { type Ran, run } from './consumer.ts'

// dist/orgmock.mjs, alone in a folder that has no node_modules above it.

interface Entry {
  readonly operationUrl: string
  readonly credentials: Readonly<Record<string, string>>
}

let directory: string

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'orgmock-file-'))
  await copyFile(path.join(projectRoot, 'dist/orgmock.mjs'), path.join(directory, 'orgmock.mjs'))
})

afterAll(() => rm(directory, { recursive: true, force: true }))

function orgmock(...args: readonly string[]): Promise<Ran> {
  return run(process.execPath, ['orgmock.mjs', ...args], directory)
}

/** Starts a server, hands its URL on, and ends it. */
async function served<T>(args: readonly string[], use: (url: string) => Promise<T>): Promise<T> {
  const child = spawn(process.execPath, ['orgmock.mjs', 'serve', '--port', '0', '--admin-open', ...args], {
    cwd: directory,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const ended = once(child, 'exit')
  try {
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
    return await use(line.replace(/^orgmock listening on /, ''))
  } finally {
    child.kill('SIGTERM')
    await ended
  }
}

test('it serves all providers, and its admin API', async () => {
  await served(['--count', '3'], async (url) => {
    const providers = (await (await fetch(`${url}/__admin/providers`)).json()) as readonly unknown[]
    expect(providers).toMatchObject([{ id: 'cekura' }, { id: 'cloudflare' }, { id: 'cradl' }, { id: 'nirvana' }])
    const { operationUrl, credentials } = providers[3] as Entry
    const page = await fetch(operationUrl, { headers: { authorization: `Bearer ${credentials['apiKey']}` } })
    expect(await page.json()).toMatchObject({ items: [{}, {}, {}] })
  })
}, 60_000)

test('it checks', async () => {
  const { code, stdout } = await orgmock('check', 'cekura', 'cradl')
  expect(stdout).toContain('2 of 2 providers kept their contract')
  expect(code).toBe(0)
}, 60_000)

test('it has the documents and the version in it', async () => {
  expect((await orgmock('specs', 'show', 'nirvana')).stdout).toMatch(/^openapi: 3\.\d\.\d\n/)
  expect((await orgmock('specs', 'show', 'cradl', '--repaired', '--json')).stdout).toContain('"/organizations"')
  expect(await orgmock('--version')).toEqual({ code: 0, stdout: '0.1.0\n', stderr: '' })
}, 60_000)

test('it makes a provider, whose files import orgmock/mock and orgmock/contract, serves it and checks it', async () => {
  const document = path.join(projectRoot, 'specs/nirvana.openapi.yaml')
  const made = await orgmock('new', 'mine', '--from', document, '--path', '/v1/organizations')
  expect(made).toMatchObject({ code: 0, stderr: '' })
  const { code, stdout } = await orgmock('check', 'mine', '--providers', 'providers')
  expect(stdout).toContain('1 of 1 provider kept its contract')
  expect(code).toBe(0)
  await served(['--providers', 'providers', '--only', 'mine'], async (url) => {
    expect(await (await fetch(`${url}/__admin/providers`)).json()).toMatchObject([{ id: 'mine' }])
  })
}, 60_000)
