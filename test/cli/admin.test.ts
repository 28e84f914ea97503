import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type MockServer, readAdminToken, startMockServer } from '../../src/compose/index.ts'
import { endAll, orgmock, orgmockHere, serve } from '../support/command-line.ts'
import { ask } from '../support/http.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'orgmock-'))
const tokenFile = path.join(folder, 'token')
writeFileSync(tokenFile, 'that-from-a-file\n')
afterAll(() => rmSync(folder, { recursive: true }))

afterEach(endAll)

const bearer = (token: string) => ({ headers: { Authorization: `Bearer ${token}`, Host: 'mocks.example' } })

describe('orgmock serve', () => {
  test.each([
    ['from ORGMOCK_ADMIN_TOKEN', [], { ORGMOCK_ADMIN_TOKEN: 'from-the-environment' }, 'from-the-environment'],
    ['from ORGMOCK_ADMIN_TOKEN_FILE', [], { ORGMOCK_ADMIN_TOKEN_FILE: tokenFile }, 'that-from-a-file'],
    ['from --admin-token-file', ['--admin-token-file', tokenFile], {}, 'that-from-a-file'],
  ])('takes the admin token %s, and prints it nowhere', async (_, flags, environment, token) => {
    const serving = await serve(['--host', '0.0.0.0', ...flags], { environment })
    const url = serving.url.replace('0.0.0.0', '127.0.0.1')
    expect((await ask(url, '/__admin/clock', bearer(token))).status).toBe(200)
    expect((await ask(url, '/__admin/clock')).status).toBe(401)
    expect((await ask(url, `/__admin/clock?token=${token}`, bearer(token))).status).toBe(400)
    await serving.stop()
    const page = serving.url.replace('0.0.0.0', 'localhost')
    expect(serving.stdout()).toBe(`orgmock listening on ${serving.url}\norgmock page: ${page}/\n`)
    expect(serving.stderr()).not.toContain(token)
  })

  test.each([[], ['--host', '0.0.0.0']])(
    'prints the token that it makes, by itself and in the URL of the page, and it opens the admin API: %j',
    async (...flags) => {
      const serving = await serve(flags)
      const url = serving.url.replace('0.0.0.0', '127.0.0.1')
      expect((await ask(url, '/__admin/clock')).status).toBe(401)
      expect((await ask(url, '/metrics')).status).toBe(401)
      expect((await ask(url, '/healthz')).status).toBe(200)
      const token = /^orgmock admin token: ([\w-]{32})$/m.exec(serving.stdout())?.[1] ?? ''
      expect((await ask(url, '/__admin/clock', bearer(token))).status).toBe(200)
      await serving.stop()
      expect(serving.stdout().split(token)).toHaveLength(3)
      expect(serving.stderr()).not.toContain(token)
    },
  )

  test.each([
    ['--no-admin', ['--no-admin'], {}, [404, 404]],
    ['ORGMOCK_ADMIN=false', [], { ORGMOCK_ADMIN: 'false' }, [404, 404]],
    ['--no-journal', ['--no-journal'], {}, [200, 409]],
    ['ORGMOCK_JOURNAL=false', [], { ORGMOCK_JOURNAL: 'false' }, [200, 409]],
    ['--journal over ORGMOCK_JOURNAL=false', ['--journal'], { ORGMOCK_JOURNAL: 'false' }, [200, 200]],
    ['neither', [], {}, [200, 200]],
  ])('with %s', async (_, flags, environment, expected) => {
    const serving = await serve(flags, { environment })
    const question = { headers: serving.admin() }
    const statuses = [
      await ask(serving.url, '/__admin/clock', question),
      await ask(serving.url, '/__admin/requests', question),
    ]
    expect(statuses.map(({ status }) => status)).toEqual(expected)
    await serving.stop()
  })

  test.each([
    [
      'two tokens',
      { ORGMOCK_ADMIN_TOKEN: 'a', ORGMOCK_ADMIN_TOKEN_FILE: tokenFile },
      /are two tokens: give one of them/,
    ],
    ['a file that is not there', { ORGMOCK_ADMIN_TOKEN_FILE: `${tokenFile}-not` }, /cannot be read \(ENOENT\)/],
    [
      'a token with a space',
      { ORGMOCK_ADMIN_TOKEN: 'a b' },
      /^orgmock: ORGMOCK_ADMIN_TOKEN must be 16 to 4096 visible ASCII/,
    ],
    ['no truth', { ORGMOCK_ADMIN: 'perhaps' }, /^orgmock: ORGMOCK_ADMIN must be true or false, not "perhaps"/],
    [
      'no lifetime',
      { ORGMOCK_CURSOR_LIFETIME: '0' },
      /^orgmock: ORGMOCK_CURSOR_LIFETIME must be a whole number from 1/,
    ],
  ])('refuses %s in one line', async (_, environment, message) => {
    const { code, stdout, stderr } = await orgmock(['serve', '--port', '0'], environment)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(message)
    expect(stderr).toMatch(/^orgmock: [^\n]+\n$/)
  })
})

test('an empty token file is refused, and a variable that is empty counts as not set', () => {
  const empty = path.join(folder, 'empty')
  writeFileSync(empty, '\n')
  expect(() => readAdminToken({ ORGMOCK_ADMIN_TOKEN_FILE: empty })).toThrow(
    'must be 16 to 4096 visible ASCII characters',
  )
  expect(readAdminToken({ ORGMOCK_ADMIN_TOKEN: '', ORGMOCK_ADMIN_TOKEN_FILE: '' })).toBeUndefined()
})

describe('orgmock scorecard', () => {
  let server: MockServer

  beforeAll(async () => {
    server = await startMockServer({ only: ['nirvana', 'cekura'], adminToken: 'the-token-of-16-' })
    const walk = server.tenant({ provider: 'nirvana', tenant: 'good', count: 15 })
    let cursor: string | null = ''
    while (cursor !== null) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`
      const answer = await ask(server.url, `/api.nirvanalabs.io/v1/organizations?limit=10${query}`, {
        headers: { Authorization: `Bearer ${walk.credentials?.['apiKey']}` },
      })
      cursor = (answer.json() as { pagination: { next_cursor: string | null } }).pagination.next_cursor
    }
    const bad = server.tenant({ provider: 'nirvana', tenant: 'bad', faults: [{ code: 429 }] })
    for (let i = 0; i < 3; i += 1) {
      await ask(server.url, '/api.nirvanalabs.io/v1/organizations', {
        headers: { Authorization: `Bearer ${bad.credentials?.['apiKey']}` },
      })
    }
  })
  afterAll(() => server.close())

  const environment = { ORGMOCK_ADMIN_TOKEN: 'the-token-of-16-' }
  const scorecard = (args: readonly string[], more = environment) =>
    orgmockHere(['scorecard', '--url', server.url, ...args], more)

  test('exits with 0 when every grade that was seen is passed', async () => {
    const { code, stdout, stderr } = await scorecard(['--tenant', 'good'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^Nirvana Labs.* \(nirvana\), tenant good: 2 requests, /)
  })

  test('exits with 1 when one failed, and names the requests', async () => {
    const { code, stdout } = await scorecard(['--provider', 'nirvana', '--tenant', 'bad'])
    expect(code).toBe(1)
    expect(stdout).toMatch(/tenant bad: 3 requests/)
    expect(stdout).toMatch(/#\d/)
  })

  test('prints what the admin API says with --json', async () => {
    const { code, stdout } = await scorecard(['--json'])
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toEqual(JSON.parse(JSON.stringify(server.scorecard())))
  })

  test('knows port and token of the server from its orgmock.yaml', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'orgmock-scorecard-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const file = path.join(folder, 'orgmock.yaml')
    writeFileSync(path.join(folder, 'token'), 'the-token-of-16-')
    writeFileSync(file, `port: ${new URL(server.url).port}\nadminTokenFile: token\n`)
    const { code, stderr } = await orgmockHere(['scorecard', '--config', file, '--tenant', 'good'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    // Which is no token for other servers.
    expect((await orgmockHere(['scorecard', '--config', file, '--url', server.url])).stderr).toContain(
      'token is needed',
    )
  })

  test('exits with 3 when there is nothing to grade', async () => {
    expect(await scorecard(['--provider', 'cekura'])).toEqual({
      code: 3,
      stdout: 'No requests to judge yet.\n',
      stderr: '',
    })
  })

  test('exits with 3 when nobody is there, or may not ask', async () => {
    const nobody = await orgmockHere(['scorecard', '--url', 'http://127.0.0.1:9'])
    expect(nobody.code).toBe(3)
    expect(nobody.stderr).toMatch(
      /^orgmock: http:\/\/127\.0\.0\.1:9 cannot be reached \(.+\); start one with orgmock serve, or name a running orgmock with --url\n$/,
    )
    const stranger = await scorecard([], { ORGMOCK_ADMIN_TOKEN: 'another-of-16-or-more' })
    expect(stranger.code).toBe(3)
    expect(stranger.stderr).toContain('gives no scorecard: this is not the admin token of this server')
    expect(stranger.stderr).not.toContain('another-of-16')
  })

  test.each([
    ['a list nested too deep', '['.repeat(130_000)],
    ['something else', '[{"client":null,"grades":7}]'],
    ['grades that are none', '[{"provider":"a","title":"b","requests":1,"grades":[{"evidence":7}]}]'],
    ['100 MB', ' '.repeat(100 * 1024 * 1024)],
  ])('exits with 3 when a server answers with %s', async (_, body) => {
    const other = createServer((_request, response) => response.end(body)).listen(0, '127.0.0.1')
    await once(other, 'listening')
    const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`
    try {
      const { code, stdout, stderr } = await orgmockHere(['scorecard', '--url', url])
      expect({ code, stdout, stderr }).toEqual({
        code: 3,
        stdout: '',
        stderr: `orgmock: ${url} gives no scorecard: what listens there answers 200 (no content type)\n`,
      })
    } finally {
      other.close()
    }
  })

  test.each([
    [['--provider', 'nobody'], 'unknown provider "nobody"; known are cekura, nirvana'],
    [['--url', 'nowhere'], '--url must be an origin such as http://127.0.0.1:8080, not "nowhere"'],
    [['--tenants', 'x'], "unknown option '--tenants'"],
  ])('exits with 2 for %j', async (args, message) => {
    const { code, stderr } = await scorecard(args)
    expect(code).toBe(2)
    expect(stderr).toContain(message)
  })
})
