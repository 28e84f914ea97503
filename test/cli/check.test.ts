import { spawn } from 'node:child_process'
import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type MockServer, startMockServer } from '../../src/compose/index.ts'
import { mainFile, orgmockHere } from '../support/command-line.ts'

let server: MockServer
let folder: string
const opened: http.Server[] = []

beforeAll(async () => {
  server = await startMockServer({ only: ['nirvana', 'cradl'], count: 21 })
  folder = await mkdtemp(path.join(tmpdir(), 'orgmock-check-'))
})
afterAll(async () => {
  for (const bad of opened) {
    bad.closeAllConnections()
    bad.close()
  }
  await server.close()
  await rm(folder, { recursive: true })
})

function withoutPort(text: string): string {
  return text.replaceAll(/127\.0\.0\.1:\d+/g, 'HOST')
}

/** The vendor's variables of a served provider. */
function variables(id: string): Record<string, string> {
  return { ...server.providers.find((provider) => provider.id === id)?.env }
}

/** A server that answers as it likes. */
async function listening(answer: http.RequestListener): Promise<string> {
  const bad = http.createServer(answer)
  opened.push(bad)
  await new Promise<void>((resolve) => bad.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(bad.address() as AddressInfo).port}`
}

/** Nirvana behind a proxy that changes the body of every list. */
function changed(change: (body: { items: Record<string, unknown>[] }) => unknown): Promise<string> {
  return listening(async (request, response) => {
    const forwarded = await fetch(`${server.url}/api.nirvanalabs.io${request.url}`, {
      method: request.method ?? 'GET',
      headers: { authorization: request.headers.authorization ?? '' },
    })
    const text = await forwarded.text()
    const body = forwarded.ok && text !== '' ? JSON.stringify(change(JSON.parse(text))) : text
    response.writeHead(forwarded.status, { 'content-type': 'application/json' }).end(body)
  })
}

const nirvana = ['check', 'nirvana'] as const
const walk = ['--law', 'pagination/walk'] as const

test('the mocks keep their contracts: exit 0 and a line that says so', async () => {
  const { code, stdout } = await orgmockHere(['check', 'nirvana', 'cekura', '--count', '21'])
  expect(code).toBe(0)
  expect(stdout).toContain('2 of 2 providers kept their contract')
})

test('--target URL takes credentials and accounts from a server of ours', async () => {
  const { code, stdout } = await orgmockHere(['check', 'nirvana', 'cradl', '--target', server.url])
  expect(code).toBe(0)
  expect(stdout).toContain('2 of 2')
})

/** Stands before the server of this file and wants a token for what it tells of itself, where it claims to be somewhere else. */
async function gateway(token: string, elsewhere: string): Promise<string> {
  return listening(async (request, response) => {
    const isAdmin = request.url?.startsWith('/__admin/') === true
    if (isAdmin && request.headers.authorization !== `Bearer ${token}`) return void response.writeHead(401).end()
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const forward = http.request(`${server.url}${request.url}`, { method: request.method, headers: request.headers })
    forward.on('response', async (answer) => {
      const body: Buffer[] = []
      for await (const chunk of answer) body.push(chunk)
      const text = Buffer.concat(body).toString().replaceAll(`http://${request.headers.host}`, elsewhere)
      if (isAdmin) response.writeHead(200, { 'content-type': 'application/json' }).end(text)
      else response.writeHead(answer.statusCode ?? 0, answer.rawHeaders).end(Buffer.concat(body))
    })
    forward.end(Buffer.concat(chunks))
  })
}

test('--target URL asks with ORGMOCK_ADMIN_TOKEN where the server wants one, and sends requests to that URL alone', async () => {
  let strayed = 0
  const elsewhere = await listening((_request, response) => {
    strayed += 1
    response.end()
  })
  const target = await gateway('an-admin-token-of-this-test', elsewhere)
  const args = ['check', 'nirvana', 'cradl', '--target', target]
  const { code, stdout, stderr } = await orgmockHere(args, { ORGMOCK_ADMIN_TOKEN: 'an-admin-token-of-this-test' })
  expect(code).toBe(0)
  expect(strayed).toBe(0)
  expect(stdout + stderr).not.toContain('an-admin-token-of-this-test')
  expect((await orgmockHere(args, { ORGMOCK_ADMIN_TOKEN: 'another-token-of-this-test' })).code).toBe(3)
})

test('--base-url checks one provider with the vendor’s own variables', async () => {
  const { env } = { env: variables('nirvana') }
  const url = env['NIRVANA_LABS_BASE_URL'] ?? ''
  expect((await orgmockHere([...nirvana, '--base-url', url], env)).code).toBe(0)
})

test('--token-url goes with --base-url', async () => {
  const { baseUrl = '', tokenUrl = '' } = server.providers.find(({ id }) => id === 'cradl') ?? {}
  const { code } = await orgmockHere(
    ['check', 'cradl', '--base-url', baseUrl, '--token-url', tokenUrl],
    variables('cradl'),
  )
  expect(code).toBe(0)
})

test('a variable may name a file instead', async () => {
  const { NIRVANA_LABS_API_KEY = '', NIRVANA_LABS_BASE_URL = '' } = variables('nirvana')
  const file = path.join(folder, 'key')
  await writeFile(file, `${NIRVANA_LABS_API_KEY}\n`)
  const args = [...nirvana, '--base-url', NIRVANA_LABS_BASE_URL, ...walk]
  expect((await orgmockHere(args, { NIRVANA_LABS_API_KEY_FILE: file })).code).toBe(0)
})

describe('a broken contract', () => {
  test('is exit 1, told with check, clause and a command without the key', async () => {
    const url = await changed((body) => ({ ...body, items: body.items.map(({ name: _name, ...item }) => item) }))
    const { NIRVANA_LABS_API_KEY = '' } = variables('nirvana')
    const { code, stdout } = await orgmockHere([...nirvana, '--base-url', url], { NIRVANA_LABS_API_KEY })
    expect(code).toBe(1)
    expect(stdout).toMatch(/shape\/body/)
    expect(stdout).toMatch(/specs\/nirvana\.openapi\.yaml:\d+/)
    expect(stdout).toContain('$NIRVANA_LABS_API_KEY')
    expect(stdout).not.toContain(NIRVANA_LABS_API_KEY)
  })

  test('is worse than a provider that could not be checked', async () => {
    const url = await changed((body) => ({ ...body, items: [...body.items, ...body.items] }))
    const origin = await listening(async (request, response) => {
      const target = /^\/api\.nirvanalabs\.io(\/.*)$/.exec(request.url ?? '')?.[1]
      if (target === undefined) return void response.destroy()
      const forwarded = await fetch(url + target, { headers: { authorization: request.headers.authorization ?? '' } })
      response.writeHead(forwarded.status, { 'content-type': 'application/json' }).end(await forwarded.text())
    })
    const { NIRVANA_LABS_API_KEY = '' } = variables('nirvana')
    const environment = { NIRVANA_LABS_API_KEY, CEKURA_API_KEY: 'some-key' }
    const { code } = await orgmockHere(['check', 'cekura', 'nirvana', '--target', origin, ...walk], environment)
    expect(code).toBe(1)
  })

  test('--fail-on drift makes an undeclared field of an open schema one', async () => {
    const url = await changed((body) => ({
      ...body,
      items: body.items.map((item) => ({ ...item, billing_state: 'active' })),
    }))
    const { NIRVANA_LABS_API_KEY = '' } = variables('nirvana')
    const args = [...nirvana, '--base-url', url, ...walk, '--report', 'json']
    const usual = await orgmockHere(args, { NIRVANA_LABS_API_KEY })
    expect([usual.code, JSON.parse(usual.stdout).failOn]).toEqual([0, 'violation'])
    const strict = await orgmockHere([...args, '--fail-on', 'drift'], { NIRVANA_LABS_API_KEY })
    expect([strict.code, JSON.parse(strict.stdout).failOn]).toEqual([1, 'drift'])
  })

  test('--require-basis and orgmock.yaml make assumed rules of a server that is not ours count', async () => {
    // That personal agrees with the type is assumed.
    const url = await changed((body) => ({ ...body, items: body.items.map((item) => ({ ...item, personal: true })) }))
    const { NIRVANA_LABS_API_KEY = '' } = variables('nirvana')
    const file = path.join(folder, 'firm.yaml')
    await writeFile(file, 'check: { requireBasis: assumed }\n')
    async function outcome(...more: readonly string[]) {
      const args = [...nirvana, '--base-url', url, ...walk, '--report', 'json', ...more]
      const { code, stdout } = await orgmockHere(args, { NIRVANA_LABS_API_KEY })
      return [code, JSON.parse(stdout).requireBasis]
    }
    expect(await outcome()).toEqual([0, 'documented'])
    expect(await outcome('--require-basis', 'assumed')).toEqual([1, undefined])
    expect(await outcome('--config', file)).toEqual([1, undefined])
    expect(await outcome('--config', file, '--require-basis', 'observed')).toEqual([0, 'observed'])
  })

  test('--spec published holds the mock against the document’s own defects', async () => {
    // The document says that next_cursor is a string; the last page's is null.
    expect((await orgmockHere([...nirvana, ...walk])).code).toBe(0)
    expect((await orgmockHere([...nirvana, ...walk, '--spec', 'published'])).code).toBe(1)
  })
})

describe('what could not be checked', () => {
  test.each([
    ['a closed port without credentials', {}, /nothing listens at http:\/\/127\.0\.0\.1:1 \(ECONNREFUSED\)/],
    ['a closed port', { NIRVANA_LABS_API_KEY: 'some-key' }, /127\.0\.0\.1/],
  ])('%s is exit 3 with a plain sentence', async (_case, environment, sentence) => {
    const { code, stdout, stderr } = await orgmockHere([...nirvana, '--base-url', 'http://127.0.0.1:1'], environment)
    expect(code).toBe(3)
    expect(stdout).toMatch(sentence)
    expect(stdout + stderr).not.toMatch(/\n\s+at /)
  })

  test('a spent budget is exit 3, and what it cut off is told', async () => {
    const { code, stdout } = await orgmockHere([...nirvana, '--max-requests', '5'])
    expect(code).toBe(3)
    expect(stdout).toMatch(/budget/)
  })

  test('a server that hangs is given up after --timeout', async () => {
    const url = await listening(() => undefined)
    const args = [...nirvana, '--base-url', url, '--timeout', '0.2']
    const { code, stdout } = await orgmockHere(args, { NIRVANA_LABS_API_KEY: 'some-key' })
    expect(code).toBe(3)
    expect(stdout).toMatch(/0\.2 s|200 ms/)
  })

  test.each<[string, http.RequestListener]>([
    [
      'sends HTML',
      (_request, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<p>hello</p>'),
    ],
    ['redirects for ever', (request, response) => void response.writeHead(302, { location: request.url }).end()],
    ['sends 100 MB', (_request, response) => void response.writeHead(200).end(Buffer.alloc(100 * 1024 * 1024, 32))],
  ])('a server that %s ends the run with a sentence and no stack', async (_case, answer) => {
    const url = await listening(answer)
    const { code, stdout, stderr } = await orgmockHere([...nirvana, '--base-url', url, ...walk], {
      NIRVANA_LABS_API_KEY: 'some-key',
    })
    expect([1, 3]).toContain(code)
    expect(stdout + stderr).not.toMatch(/\n\s+at /)
  })

  test.each<[string, http.RequestListener]>([
    ['HTML', (_request, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<p>hello</p>')],
    ['something else in JSON', (_request, response) => void response.writeHead(200).end('[{"id":"nirvana"}]')],
    ['100 MB', (_request, response) => void response.writeHead(200).end(Buffer.alloc(100 * 1024 * 1024, 32))],
    ['a redirect', (request, response) => void response.writeHead(302, { location: request.url }).end()],
  ])('a target that tells %s of itself is none of ours: its credentials have to be given', async (given, answer) => {
    const { code, stdout, stderr } = await orgmockHere([...nirvana, '--target', await listening(answer), ...walk])
    expect(code).toBe(3)
    // It tells 100 MB of its list, too: that comes before what it would say to a credential.
    expect(stdout).toMatch(given === '100 MB' ? /sends a larger body/ : /no credentials: set NIRVANA_LABS_API_KEY/)
    expect(stdout + stderr).not.toMatch(/\n\s+at /)
  })

  test('TLS where the server speaks none, or none where it does, is told in a sentence', async () => {
    const secure = await startMockServer({ only: ['nirvana'], tls: {} })
    try {
      const told: string[] = []
      for (const url of [server.url.replace('http:', 'https:'), (secure.tlsUrl ?? '').replace('https:', 'http:')]) {
        const args = [...nirvana, '--base-url', url, ...walk]
        const { code, stdout, stderr } = await orgmockHere(args, { NIRVANA_LABS_API_KEY: 'some-key' })
        expect(code).toBe(3)
        expect(stdout + stderr).not.toMatch(/\n\s+at /)
        told.push(stdout.replaceAll(/127\.0\.0\.1:\d+/g, 'HOST'))
      }
      expect(told[0]).toContain('https://HOST does not speak TLS: its URL may have to begin with http://')
      expect(told[1]).toMatch(/http:\/\/HOST (speaks TLS: its URL begins with https:\/\/|.* if it speaks TLS)/)
      const args = [...nirvana, '--base-url', secure.tlsUrl ?? '', ...walk]
      const { code, stdout } = await orgmockHere(args, { NIRVANA_LABS_API_KEY: 'some-key' })
      expect(code).toBe(3)
      expect(stdout).toMatch(/the certificate of https:\/\/127\.0\.0\.1:\d+ is not accepted: .*--ca/)
    } finally {
      await secure.close()
    }
  })
})

describe('a mistake on the command line is one line and exit 2', () => {
  test.each([
    [['check', 'stripe'], /stripe.*cekura/],
    [['check', '--law', 'nonsense'], /nonsense.*--list/],
    [['check', '--spec', 'raw'], /--spec must be one of repaired, published/],
    [['check', '--fail-on', 'error'], /--fail-on must be one of violation, drift, note/],
    [['check', '--max-requests', '0'], /--max-requests must be/],
    [['check', '--rate-limit', 'fast'], /--rate-limit must be/],
    [['check', '--timeout', '-1'], /--timeout must be/],
    [['check', '--min-seen', '101%'], /--min-seen must be/],
    [['check', '--report', 'xml'], /--report.*accepted are text/],
    [['check', '--target', 'ftp://x'], /--target must be/],
    [['check', '--base-url', 'http://127.0.0.1:1'], /--base-url belongs to one provider/],
    [['check', 'nirvana', '--token-url', 'http://127.0.0.1:1'], /--token-url belongs to --base-url/],
    [['check', '--seed', '-1'], /--seed must be a whole number from 0 to 4294967295/],
    [['check', '--count', 'many'], /--count must be a whole number from 0 to 10000000/],
    [['check', '--self-test', '--law', 'pagination/walk'], /--law with --self-test must be one of shape, wire/],
    [['check', 'stripe', '--self-test'], /stripe.*cekura/],
    [['check', '--nonsense'], /--nonsense/],
    [['schema', 'nonsense'], /report/],
  ])('%j', async (args, sentence) => {
    const { code, stdout, stderr } = await orgmockHere(args)
    expect(code).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toMatch(/^orgmock: [^\n]+\n$/)
    expect(stderr).toMatch(sentence)
  })
})

test.each(['--law', '--scenario'])('%s runs one law or one family', async (flag) => {
  const { stdout } = await orgmockHere([...nirvana, flag, 'http/head', '--report', 'json'])
  const report = JSON.parse(stdout) as { providers: { scenarios: { scenario: string }[] }[] }
  expect(report.providers[0]?.scenarios.map(({ scenario }) => scenario)).toEqual(['http/head'])
})

test('--quiet prints nothing of a run that keeps its contract, and the summary of any other', async () => {
  const kept = await orgmockHere([...nirvana, ...walk, '--quiet'])
  expect(kept).toMatchObject({ code: 0, stdout: '', stderr: '' })
  const broken = await orgmockHere([...nirvana, ...walk, '--quiet', '--count', '0', '--min-seen', '90%'])
  expect(broken.code).toBe(1)
  expect(broken.stdout).toContain('broke its contract')
  const asked = await orgmockHere([...nirvana, ...walk, '--quiet', '--report', 'json'])
  expect(JSON.parse(asked.stdout).providers).toHaveLength(1)
})

test('--list names every law, and the other ids of findings', async () => {
  const { code, stdout } = await orgmockHere(['check', '--list'])
  expect(code).toBe(0)
  for (const id of [
    'pagination/walk',
    'authentication/missing',
    'query/filters',
    'http/head',
    'shape/body',
    'pagination/each-once',
  ]) {
    expect(stdout).toMatch(new RegExp(`^${id} +\\S`, 'm'))
  }
})

test('--min-seen is exit 1 where too little was seen', async () => {
  expect((await orgmockHere([...nirvana, '--count', '0', ...walk, '--min-seen', '90%'])).code).toBe(1)
  expect((await orgmockHere([...nirvana, '--min-seen', '90%'])).code).toBe(0)
})

test('--seed and --count are those of the mocks that are started', async () => {
  const shown = async (...args: string[]) => {
    const { stdout } = await orgmockHere([...nirvana, ...walk, '--dry-run', ...args])
    return stdout.split('\n').filter((line) => line.startsWith('curl '))
  }
  const one = await shown('--seed', '1', '--count', '41')
  expect(one).toHaveLength(3)
  expect((await shown('--seed', '1', '--count', '41')).map(withoutPort)).toEqual(one.map(withoutPort))
  // Cursors are signed with what the seed gives.
  expect((await shown('--seed', '2', '--count', '41')).map(withoutPort)).not.toEqual(one.map(withoutPort))
  expect(await shown('--count', '5')).toHaveLength(1)
})

test('--self-test tells what was killed, and that nothing sound was blamed', { timeout: 120_000 }, async () => {
  const child = spawn(process.execPath, [mainFile, ...nirvana, '--self-test', '--law', 'seen'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let stdout = ''
  child.stdout.on('data', (chunk) => {
    stdout += chunk
  })
  const code = await new Promise((resolve) => child.once('close', resolve))
  expect(stdout).toMatch(/^killed +seen +all\nnirvana +6\/6 +6\/6 +100 %\nall +6\/6 +6\/6 +100 %\n/)
  expect(stdout).toMatch(/\n0 false alarms in 18 runs without a defect/)
  expect(code).toBe(0)
})

test('--rate-limit spreads the requests', async () => {
  const from = performance.now()
  await orgmockHere([...nirvana, '--law', 'http/head', '--rate-limit', '10/s'])
  expect(performance.now() - from).toBeGreaterThan(90)
})

test('--dry-run prints every request, redacted, and sends none', async () => {
  let requests = 0
  const url = await listening((_request, response) => {
    requests += 1
    response.end()
  })
  const { code, stdout } = await orgmockHere([...nirvana, '--base-url', url, '--dry-run'], {
    NIRVANA_LABS_API_KEY: 'some-secret-key',
  })
  expect(code).toBe(0)
  expect(requests).toBe(0)
  expect(stdout).toContain(`curl -i ${url}/v1/organizations `)
  expect(stdout).toContain('$NIRVANA_LABS_API_KEY')
  expect(stdout).not.toContain('some-secret-key')
})

test('--dry-run prints the token request too, first and without its secret', async () => {
  const { stdout } = await orgmockHere(['check', 'cradl', '--target', 'live', '--law', 'pagination/walk', '--dry-run'])
  const [purpose, command] = stdout.split('\n')
  expect(purpose).toBe('# a token')
  expect(command).toMatch(
    /^curl -i -X POST https:\/\/auth\.cradl\.ai\/oauth2\/token .*client_secret=\$CRADL_CLIENT_SECRET"$/,
  )
  expect(stdout).not.toContain('kT4wQ9zLm2XvB7nRc5YhJ8sDf3GpA6uE1iOoZxCyVbNqWtKr')
})

test.each([
  ['masked without being asked', [], 'masked'],
  ['shown with --bodies full', ['--bodies', 'full'], undefined],
  ['left out with --bodies none', ['--bodies', 'none'], 'none'],
] as const)(
  'texts of a server that is not ours are %s, and no echo of the credential leaves',
  async (_, flags, bodies) => {
    const key = 'kT4wQ9zLm2XvB7nRc5YhJ8sDf6Gp3W'
    const url = await listening((request, response) => {
      const echo = `${'p'.repeat(45)}${request.headers.authorization}`
      const item = { id: echo, name: echo, type: 'Zanzibar', 'Ms Private': 1 }
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ items: [item] }))
    })
    const formats = ['json', 'junit', 'sarif', 'markdown', 'html']
    const files = formats.map((format) => path.join(folder, `private.${format}`))
    const list = ['text', 'github', ...formats.map((format, index) => `${format}=${files[index]}`)].join(',')
    const { code, stdout, stderr } = await orgmockHere(
      [...nirvana, '--base-url', url, ...walk, '--report', list, ...flags],
      {
        NIRVANA_LABS_API_KEY: key,
      },
    )
    expect(code).toBe(1)
    const texts = [stdout, ...(await Promise.all(files.map((file) => readFile(file, 'utf8'))))]
    for (const text of texts) expect(/Ms Private/.test(text)).toBe(bodies === undefined)
    for (let start = 0; start + 12 <= key.length; start += 1) {
      for (const text of [...texts, stderr]) expect(text).not.toContain(key.slice(start, start + 12))
    }
    expect(JSON.parse(texts[1] ?? '').bodies).toBe(bodies)
    expect(/--bodies full/.test(stdout)).toBe(bodies !== undefined)
  },
)

test('refuses a --bodies that is none of the three', async () => {
  const { code, stderr } = await orgmockHere([...nirvana, '--bodies', 'some'])
  expect(code).toBe(2)
  expect(stderr).toContain('--bodies must be one of masked, full, none, not "some"')
})

test('--report writes each format to its file', async () => {
  const files = ['json', 'junit', 'sarif', 'markdown', 'html'].map(
    (format) => [format, path.join(folder, format)] as const,
  )
  const list = ['text', ...files.map(([format, file]) => `${format}=${file}`)].join(',')
  const { code, stdout } = await orgmockHere([...nirvana, ...walk, '--report', list])
  expect(code).toBe(0)
  expect(stdout).toContain('kept')
  const [json, junit, sarif, markdown, html] = await Promise.all(files.map(([, file]) => readFile(file, 'utf8')))
  expect(JSON.parse(json ?? '').tool.name).toBe('orgmock')
  expect(junit).toContain('<testsuites')
  expect(JSON.parse(sarif ?? '').version).toBe('2.1.0')
  expect(markdown).toContain('nirvana')
  expect(html).toMatch(/^<!doctype html>/i)
})

test('no report holds a secret that the server echoes, in whatever form', async () => {
  const key = 'k-3yF0rTheEch0/+=&test'
  const url = await listening((request, response) => {
    const sent = (request.headers.authorization ?? '').replace('Bearer ', '')
    const forms = [sent, encodeURIComponent(sent), Buffer.from(`user:${sent}`).toString('base64'), JSON.stringify(sent)]
    response.writeHead(request.url?.includes('limit') === true ? 400 : 200, {
      'content-type': 'application/json',
      'x-echo': `your key is ${encodeURIComponent(sent)}`,
      location: `/?key=${encodeURIComponent(sent)}`,
    })
    response.end(
      JSON.stringify({ items: forms.map((id) => ({ id, [sent]: sent })), error: `no ${sent}`, pagination: sent }),
    )
  })
  const formats = ['json', 'junit', 'sarif', 'markdown', 'html']
  const files = formats.map((format) => path.join(folder, `echo.${format}`))
  const list = ['text', ...formats.map((format, i) => `${format}=${files[i]}`)].join(',')
  const environment = { NIRVANA_LABS_API_KEY: key, GITHUB_ACTIONS: 'true' }
  const { code, stdout, stderr } = await orgmockHere([...nirvana, '--base-url', url, '--report', list], environment)
  expect(code).toBe(1)
  const written = [stdout, stderr, ...(await Promise.all(files.map((file) => readFile(file, 'utf8'))))]
  const forms = [
    key,
    encodeURIComponent(key),
    Buffer.from(`user:${key}`).toString('base64').slice(8, -4),
    key.replace('&', '&amp;'),
  ]
  for (const text of written) {
    for (const form of forms) expect(text).not.toContain(form)
  }
  // It was there to be found: the text names what was found instead of it.
  expect(written[0]).toContain('[REDACTED]')
})

test('annotations come by themselves on GitHub Actions', async () => {
  const url = await changed((body) => ({ ...body, items: [] }))
  const { NIRVANA_LABS_API_KEY = '' } = variables('nirvana')
  const environment = { NIRVANA_LABS_API_KEY, GITHUB_ACTIONS: 'true' }
  const { stdout } = await orgmockHere([...nirvana, '--base-url', url, ...walk], environment)
  expect(stdout).toMatch(/^::error /m)
})

test('orgmock schema report prints the JSON Schema of the report', async () => {
  const { stdout } = await orgmockHere(['schema', 'report'])
  expect(JSON.parse(stdout)).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema' })
})

test('Ctrl-C ends with 130 and still writes the reports', async () => {
  const file = path.join(folder, 'interrupted.json')
  const child = spawn(process.execPath, [mainFile, 'check', '--rate-limit', '2/s', '--report', `json=${file}`], {
    stdio: 'ignore',
  })
  // It is opened before the first request, and SIGINT is listened to by then.
  await vi.waitFor(() => access(file), { timeout: 20_000 })
  child.kill('SIGINT')
  const code = await new Promise((resolve) => child.once('close', resolve))
  expect(code).toBe(130)
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ interrupted: true })
})
