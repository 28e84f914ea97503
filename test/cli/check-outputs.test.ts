import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import { orgmockHere } from '../support/command-line.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'orgmock-outputs-'))
})
afterEach(() => rm(folder, { recursive: true }))

/** Counts requests, and answers each as a server does that is down. */
async function countingServer() {
  let requests = 0
  const server = http.createServer((_, response) => {
    requests += 1
    response.writeHead(500).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests: () => requests }
}

function checking(url: string, report: string) {
  const args = ['check', 'nirvana', '--base-url', url, '--law', 'http/first-page', '--report', report]
  return orgmockHere(args, { NIRVANA_LABS_API_KEY: 'some-key' })
}

test.each(['json', 'junit', 'sarif', 'markdown', 'html', 'github', 'text'])(
  'a %s report that cannot be written ends the run before the first request: exit 2, one line, no file left',
  async (format) => {
    const server = await countingServer()
    const other = path.join(folder, 'other')
    const file = path.join(folder, 'nowhere', 'report')
    const { code, stdout, stderr } = await checking(server.url, `markdown=${other},${format}=${file}`)
    expect([code, stdout, stderr]).toEqual([2, '', `orgmock: --report ${format}=${file} cannot be written (ENOENT)\n`])
    expect([server.requests(), await readdir(folder)]).toEqual([0, []])
  },
)

test('a folder is no file for a report', async () => {
  const server = await countingServer()
  await mkdir(path.join(folder, 'reports'))
  const { code, stderr } = await checking(server.url, `json=${path.join(folder, 'reports')}`)
  expect([code, server.requests()]).toEqual([2, 0])
  expect(stderr).toMatch(/^orgmock: --report json=\S+ cannot be written \(EISDIR\)\n$/)
})

test('a report that was there stays until the new one comes, and is replaced as a whole', async () => {
  const file = path.join(folder, 'report.json')
  await writeFile(file, 'x'.repeat(1_000_000))
  const refused = await orgmockHere(['check', 'nirvana', '--ca', path.join(folder, 'no'), '--report', `json=${file}`])
  expect([refused.code, (await readFile(file, 'utf8')).length]).toEqual([2, 1_000_000])
  const server = await countingServer()
  await checking(server.url, `json=${file}`)
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ tool: { name: 'orgmock' } })
})

test('a run that is refused leaves no empty report behind', async () => {
  const file = path.join(folder, 'report.json')
  const { code } = await orgmockHere(['check', 'stripe', '--report', `json=${file}`])
  expect([code, existsSync(file)]).toEqual([2, false])
})

test('a dry run writes no report', async () => {
  const file = path.join(folder, 'report.json')
  const args = ['check', 'nirvana', '--law', 'http/first-page', '--dry-run', '--report', `json=${file}`]
  const { code } = await orgmockHere(args)
  expect([code, existsSync(file)]).toEqual([0, false])
})

test.runIf(existsSync('/dev/full'))(
  'a report that fails later costs only itself: the others come, and the exit code says what was found',
  async () => {
    const file = path.join(folder, 'report.json')
    const list = `markdown=/dev/full,text,json=${file}`
    const kept = ['check', 'nirvana', '--law', 'http/first-page', '--report', list]
    const { code, stdout, stderr } = await orgmockHere(kept)
    expect([code, stdout]).toEqual([0, expect.stringContaining('1 of 1 provider kept its contract')])
    expect(stderr).toContain(
      'orgmock: --report markdown=/dev/full cannot be written (ENOSPC): this report is not complete\n',
    )
    expect(JSON.parse(await readFile(file, 'utf8')).providers[0].verdict).toBe('kept')
  },
)
