import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import http from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { keepAdminToken, keptAdminToken } from '../../src/compose/index.ts'
import { endAll, orgmockHere, serve } from '../support/command-line.ts'
import { ask } from '../support/http.ts'

// There is always an admin token, and where it is kept only this user can read it.

fc.configureGlobal({ seed: 20261130 })

let base: string
let own: string

beforeEach(() => {
  base = mkdtempSync(path.join(tmpdir(), 'orgmock-kept-'))
  own = path.join(base, `orgmock-${process.getuid?.()}`)
})
afterEach(async () => {
  await endAll()
  vi.unstubAllEnvs()
  chmodSync(base, 0o700)
  rmSync(base, { recursive: true })
})

function inBase(): void {
  vi.stubEnv('XDG_RUNTIME_DIR', undefined)
  vi.stubEnv('TMPDIR', base)
}

const mode = (file: string) => lstatSync(file).mode & 0o777

describe('a token that was made', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)('is in a file of mode 0600 until %s', async (signal) => {
    const serving = await serve([], { environment: { XDG_RUNTIME_DIR: base } })
    const file = path.join(own, `${new URL(serving.url).port}-127.0.0.1.token`)
    expect([mode(own), mode(file)]).toEqual([0o700, 0o600])
    expect(serving.stdout()).toContain(`\norgmock admin token: ${readFileSync(file, 'utf8')}`)
    await serving.stop(signal)
    expect(readdirSync(base)).toEqual([])
  })

  test('is in the temporary folder where there is no folder for the run time', async () => {
    const serving = await serve(['--tls'], {
      environment: { XDG_RUNTIME_DIR: `${base}/not`, TMPDIR: base },
      listeners: 2,
    })
    expect(readdirSync(own)).toHaveLength(2)
    await serving.stop()
    expect(readdirSync(base)).toEqual([])
  })

  test('is only printed where no folder can be written', async () => {
    const environment = { XDG_RUNTIME_DIR: '/proc', TMPDIR: '/proc' }
    const serving = await serve([], { environment })
    expect((await ask(serving.url, '/metrics', { headers: serving.admin() })).status).toBe(200)
    expect(serving.admin()).toHaveProperty('Authorization')
  })

  test('is another one for each server, and takes the place of what a killed one left', async () => {
    const environment = { TMPDIR: base }
    const first = await serve([], { environment })
    const { port } = new URL(first.url)
    await first.stop('SIGKILL')
    expect(existsSync(path.join(own, `${port}-127.0.0.1.token`))).toBe(true)
    const second = await serve([], { environment: { ...environment, PORT: port } })
    expect((await ask(second.url, '/__admin', { headers: first.admin() })).status).toBe(401)
    expect((await ask(second.url, '/__admin', { headers: second.admin() })).status).toBe(200)
    await second.stop()
    expect(readdirSync(base)).toEqual([])
  })

  test('is neither printed nor kept when it was given, nor made without an admin API', async () => {
    const given = 'a-token-that-was-given'
    const servings = await Promise.all([
      serve([], { environment: { TMPDIR: base, ORGMOCK_ADMIN_TOKEN: given } }),
      serve(['--no-admin'], { environment: { TMPDIR: base } }),
      serve(['--admin-open'], { environment: { TMPDIR: base } }),
    ])
    expect(readdirSync(base)).toEqual([])
    for (const { url, stdout } of servings) expect(stdout().split('\n')[0]).toBe(`orgmock listening on ${url}`)
    for (const { stdout } of servings) expect(stdout()).not.toContain('token')
    // Without the admin API there is no page.
    expect(servings.map(({ stdout }) => stdout().includes('orgmock page: '))).toEqual([true, false, true])
  })
})

describe('whatever somebody put into the temporary folder before', () => {
  const token = 'a-token-of-this-test'
  const name = '4711-127.0.0.1.token'
  const plant: Readonly<Record<string, () => void>> = {
    nothing: () => undefined,
    'a symbolic link in the place of the folder': () => symlinkSync(path.join(base, 'victims'), own),
    'a symbolic link that leads nowhere': () => symlinkSync(path.join(base, 'nowhere'), own),
    'a file in the place of the folder': () => writeFileSync(own, 'old'),
    'a folder that others may read': () => mkdirSync(own, { mode: 0o755 }),
    'a folder that others may write': () => {
      mkdirSync(own)
      chmodSync(own, 0o777)
    },
    'a link to a file of somebody': () => {
      mkdirSync(own, { mode: 0o700 })
      symlinkSync(path.join(base, 'victims/file'), path.join(own, name))
    },
    'a folder in the place of the file': () => mkdirSync(path.join(own, name), { recursive: true, mode: 0o700 }),
    'a file that others may write': () => {
      mkdirSync(own, { mode: 0o700 })
      writeFileSync(path.join(own, name), 'old')
      chmodSync(path.join(own, name), 0o666)
    },
  }

  test.each(Object.entries(plant))('%s: the token is written where nobody else reads it, or nowhere', (_, put) => {
    inBase()
    mkdirSync(path.join(base, 'victims'), { mode: 0o755 })
    writeFileSync(path.join(base, 'victims/file'), 'precious')
    put()
    const forget = keepAdminToken(token, ['http://127.0.0.1:4711'])
    const holding = everyFile(base).filter((file) => readFileSync(file, 'utf8').includes(token))
    expect(holding.map((file) => [file, mode(file), mode(path.dirname(file))])).toEqual(
      holding.map(() => [path.join(own, name), 0o600, 0o700]),
    )
    expect(keptAdminToken('http://127.0.0.1:4711')?.token).toBe(holding.length === 0 ? undefined : token)
    forget()
    expect(everyFile(base).filter((file) => readFileSync(file, 'utf8').includes(token))).toEqual([])
    expect(readdirSync(path.join(base, 'victims'))).toEqual(['file'])
    expect(readFileSync(path.join(base, 'victims/file'), 'utf8')).toBe('precious')
  })

  function everyFile(folder: string): string[] {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
  }
})

describe('a kept token', () => {
  // Where a server listens, and from which URLs its token is found; `at` is where it is sent.
  test.each([
    ['http://127.0.0.1:4711', 'http://127.0.0.1:4711', 'http://127.0.0.1:4711'],
    ['http://127.0.0.1:4711', 'http://localhost:4711', 'http://127.0.0.1:4711'],
    ['http://localhost:4711', 'http://localhost:4711', 'http://localhost:4711'],
    ['http://[::1]:4711', 'http://[::1]:4711', 'http://[::1]:4711'],
    ['http://[::1]:4711', 'http://localhost:4711', 'http://[::1]:4711'],
    ['http://0.0.0.0:4711', 'http://127.0.0.1:4711', 'http://127.0.0.1:4711'],
    ['http://0.0.0.0:4711', 'http://127.0.0.2:4711', 'http://127.0.0.2:4711'],
    ['http://0.0.0.0:4711', 'http://localhost:4711', 'http://127.0.0.1:4711'],
    ['http://[::]:4711', 'http://[::1]:4711', 'http://[::1]:4711'],
    ['http://127.0.0.1:80', 'http://127.0.0.1', 'http://127.0.0.1:80'],
    ['https://127.0.0.1:443', 'https://localhost', 'https://localhost'],
  ])('of a server at %s is found for %s and sent to %s', (listening, url, at) => {
    inBase()
    const forget = keepAdminToken('a-token-of-this-test', [listening])
    expect(keptAdminToken(url)).toEqual({ token: 'a-token-of-this-test', origin: at })
    forget()
    expect(keptAdminToken(url)).toBeUndefined()
  })

  test('is sent to no other host, address or port, whatever a URL looks like', () => {
    inBase()
    const forget = keepAdminToken('a-token-of-this-test', ['http://127.0.0.1:4711'])
    const strangers = fc.oneof(
      fc.ipV4().filter((address) => address !== '127.0.0.1'),
      fc
        .ipV6()
        .map((address) => `[${address}]`)
        .filter((address) => URL.canParse(`http://${address}`)),
      fc.domain(),
      fc.constantFrom(
        '127.0.0.2',
        '127.1.1.1',
        'localhost.example',
        '127.0.0.1.example',
        '[::1]',
        '0.0.0.0',
        '[::ffff:127.0.0.1]',
      ),
    )
    fc.assert(
      fc.property(strangers, (host) => {
        expect(keptAdminToken(`http://${host}:4711`)).toBeUndefined()
      }),
    )
    expect(keptAdminToken('http://127.0.0.1:4712')).toBeUndefined()
    forget()
  })

  test('is found and sent by our own commands, and exported by env', async () => {
    const serving = await serve(['--only', 'nirvana', '--count', '3'])
    const { Authorization: bearer = '' } = serving.admin()
    const variables = await orgmockHere(['env', '--url', serving.url])
    expect(variables.stdout).toContain(`\nexport ORGMOCK_ADMIN_TOKEN='${bearer.replace('Bearer ', '')}'\n`)
    const checked = await orgmockHere(['check', 'nirvana', '--target', serving.url, '--law', 'http/first-page'])
    expect([checked.code, checked.stderr.includes('token')]).toEqual([0, false])
    // The contract's own requests are on no scorecard.
    await fetch(`${serving.url}/api.nirvanalabs.io/v1/organizations`)
    const cards = await orgmockHere(['scorecard', '--url', serving.url, '--json'])
    expect([cards.code, cards.stderr]).toEqual([0, ''])
    const wrong = await orgmockHere(['scorecard', '--url', serving.url], {
      ORGMOCK_ADMIN_TOKEN: 'another-of-16-or-more',
    })
    expect([wrong.code, wrong.stderr]).toEqual([
      3,
      expect.stringContaining(`eval "$(orgmock env --url ${serving.url})"`),
    ])
  })
})

describe('behind a reverse proxy on the same machine, which cannot be told from a local client', () => {
  /** As nginx's `proxy_pass http://127.0.0.1:PORT` does. */
  async function proxied(url: string, run: (proxy: string) => Promise<void>): Promise<void> {
    const { host, port } = new URL(url)
    const proxy = http.createServer((request, response) => {
      const { method, url: target, headers } = request
      const onward = http.request({ port, method, path: target, headers: { ...headers, host } }, (answer) => {
        response.writeHead(answer.statusCode ?? 0, answer.headers)
        answer.pipe(response)
      })
      request.pipe(onward)
    })
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
    const address = proxy.address() as { port: number }
    await run(`http://127.0.0.1:${address.port}`).finally(() => proxy.close())
  }

  test('every operation of the admin API needs the token', async () => {
    const serving = await serve()
    const document = (await ask(serving.url, '/__admin/openapi.json', { headers: serving.admin() })).json() as {
      paths: Record<string, Record<string, { security?: [] }>>
    }
    const operations = Object.entries(document.paths).flatMap(([template, methods]) =>
      Object.entries(methods).map(([method, { security }]) => ({
        method: method.toUpperCase(),
        target: template.replaceAll(/\{\w+\}/g, 'x'),
        isOpen: security?.length === 0,
      })),
    )
    expect(operations.length).toBeGreaterThan(25)
    await proxied(serving.url, async (proxy) => {
      for (const { method, target, isOpen } of operations) {
        const { status } = await ask(proxy, target, { method })
        expect([method, target, status]).toEqual([method, target, isOpen ? 200 : 401])
      }
      expect((await ask(proxy, '/__admin/clock', { headers: serving.admin() })).status).toBe(200)
    })
  })

  test('--admin-open gives everybody what they ask for, and warns', async () => {
    const serving = await serve(['--admin-open'])
    await proxied(serving.url, async (proxy) => expect((await ask(proxy, '/__admin/clock')).status).toBe(200))
    expect((await ask(serving.url, '/__admin/clock', { headers: { Host: 'evil.example' } })).status).toBe(403)
    await serving.stop()
    expect(serving.logs()[0]).toMatchObject({ level: 40, msg: expect.stringContaining('the admin API is open') })
  })

  test.each([
    ['--admin-open', ['--admin-open'], {}],
    ['ORGMOCK_ADMIN_OPEN', [], { ORGMOCK_ADMIN_OPEN: 'true' }],
  ])('%s and a token contradict each other', async (name, flags, environment) => {
    const given = { ...environment, ORGMOCK_ADMIN_TOKEN: 'a-token-that-was-given' }
    expect(await orgmockHere(['serve', '--port', '0', ...flags], given)).toEqual({
      code: 2,
      stdout: '',
      stderr: `orgmock: ${name} opens the admin API without a token, and ORGMOCK_ADMIN_TOKEN gives one: leave one of them out\n`,
    })
  })
})
