import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mainFile } from '../support/command-line.ts'
import { goodReply, type HostileReply, hostileReply, templates } from './hostile-replies.ts'

/** For a longer search: TEST_HOSTILE_RUNS=500 TEST_HOSTILE_SEED=7 npx vitest run test/cli/hostile.test.ts. */
const runs = Number(process.env['TEST_HOSTILE_RUNS'] ?? 8)
const search = { seed: Number(process.env['TEST_HOSTILE_SEED'] ?? 20261130), endOnFailure: true }
const perRunMs = 60_000

const megabyte = 1024 * 1024
const formats = ['json', 'junit', 'sarif', 'markdown', 'html'] as const
const measured = fileURLToPath(new URL('measured.mjs', import.meta.url))

type Provider = keyof typeof templates
const credentials: Readonly<Record<Provider, Readonly<Record<string, string>>>> = {
  nirvana: { NIRVANA_LABS_API_KEY: 'Qx7vN2kLr0aYtE5uHjD8sWgZc3MfPb_V6i-oR1nKeT4' },
  cloudflare: {
    CLOUDFLARE_EMAIL: 'secret.person@example.com',
    CLOUDFLARE_API_KEY: '5f2c8e1b7a9d04c36e8f1a2b3c4d5e6f7a8b9',
  },
  cradl: {
    CRADL_CLIENT_ID: '3f8c1d5b7e9a42608d1f6c4b2a0e9d73',
    CRADL_CLIENT_SECRET: 'kT4wQ9zLm2XvB7nRc5YhJ8sDf3GpA6uE1',
  },
  cekura: { CEKURA_API_KEY: '8c1f0a6e4b7d42f39d5e2a917c60b8f43e1d5a7290bc46e8a3f7d1c5920b6e84' },
}
const provider = fc.constantFrom(...(Object.keys(templates) as Provider[]))

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'orgmock-hostile-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** A server that gives one reply after another, and the last one from then on. */
async function serving(replies: readonly HostileReply[]): Promise<{ readonly url: string; close(): void }> {
  const sockets = new Set<Socket>()
  let next = 0
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    socket.on('data', (request) => {
      // The form of a token request may come by itself; it is no request.
      if (!/^[A-Z]+ \//.test(request.toString('latin1', 0, 20))) return
      const reply = replies[Math.min(next, replies.length - 1)] as HostileReply
      next += 1
      give(socket, reply)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

function give(socket: Socket, { bytes, ending }: HostileReply): void {
  if (ending === 'reset') return void socket.resetAndDestroy()
  if (ending === 'end') return void socket.end(bytes)
  socket.write(bytes)
  if (ending === 'stay') return
  const more = Buffer.alloc(ending === 'drip' ? 1 : 65_536, 'a')
  const timer = setInterval(() => {
    if (socket.destroyed) clearInterval(timer)
    else if (socket.writableLength < megabyte) socket.write(more)
  }, 5)
}

interface Ended {
  readonly code: number | null
  readonly output: string
  readonly reports: readonly (string | undefined)[]
  readonly memoryBytes: number
}

/** Runs the whole command with all reports, in little memory. */
async function checked(args: readonly string[], environment: Readonly<Record<string, string>>): Promise<Ended> {
  const files = formats.map((format) => path.join(folder, format))
  const memoryFile = path.join(folder, 'memory')
  await Promise.all([...files, memoryFile].map((file) => rm(file, { force: true })))
  const reports = [...formats.map((format, index) => `${format}=${files[index]}`), 'github'].join()
  const child = spawn(
    process.execPath,
    ['--max-old-space-size=160', '--import', measured, mainFile, 'check', ...args, '--report', reports],
    {
      env: { PATH: process.env['PATH'] ?? '', TEST_MEMORY: memoryFile, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  const late = setTimeout(() => child.kill('SIGKILL'), perRunMs)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text))
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  clearTimeout(late)
  const read = (file: string) => readFile(file, 'utf8').catch(() => undefined)
  return { code, output, reports: await Promise.all(files.map(read)), memoryBytes: Number(await read(memoryFile)) }
}

/** What holds for every run. `secrets` may stand nowhere. */
function judge({ code, output, reports, memoryBytes }: Ended, secrets: readonly string[]): void {
  expect(output).not.toMatch(/\n\s+at |node:internal|Node\.js v|heap out of memory|internal error/)
  expect([0, 1, 3]).toContain(code)
  expect(memoryBytes).toBeLessThan(256 * megabyte)
  const [json = '', junit = '', sarif = '', markdown = '', html = ''] = reports
  for (const text of [json, sarif]) expect(() => JSON.parse(text)).not.toThrow()
  expect(junit).toMatch(/<\/testsuites>\s*$/)
  // XML 1.0, 2.2: no escape makes these characters legal.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
  expect(junit).not.toMatch(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Surrogate}/u)
  expect(html).toMatch(/<\/html>\s*$/)
  expect(markdown).not.toBe('')
  expect(`${json}${JSON.parse(json).providers[0].reason}`).not.toMatch(/internal error/)
  for (const secret of secrets) expect([output, ...reports].filter((text) => text?.includes(secret))).toEqual([])
}

test(
  'whatever a server answers, the run ends with a verdict and all its reports, and tells no secret',
  async () => {
    const conversation = provider.chain((id) =>
      fc.record({
        id: fc.constant(id),
        beginning: fc.constantFrom(
          ...(id === 'cradl' ? [[], ['token'], ['token', 'page']] : [[], ['page'], ['page', 'page']]),
        ),
        replies: fc.array(hostileReply(templates[id]), { minLength: 12, maxLength: 24 }),
      }),
    )
    await fc.assert(
      fc.asyncProperty(conversation, async ({ id, beginning, replies }) => {
        const first = beginning.map((what) => (what === 'token' ? token : goodReply(templates[id])))
        const server = await serving([...first, ...replies])
        try {
          const args = [id, '--base-url', server.url, '--timeout', '1', '--max-requests', '60']
          const ended = await checked(
            id === 'cradl' ? [...args, '--token-url', `${server.url}/token`] : args,
            credentials[id],
          )
          judge(ended, [...Object.values(credentials[id]), theirToken])
        } finally {
          server.close()
        }
      }),
      { ...search, numRuns: runs },
    )
  },
  runs * perRunMs,
)

const theirToken = 'pW8sX2kQ7mT4vR9yZ1nB6cJ3'
const token = goodReply({ good: `{"access_token":"${theirToken}","token_type":"Bearer","expires_in":60}`, marked: [] })

/** Values of a variable, or of a file that it names. */
const part = fc.oneof(
  fc.constantFrom(
    'a\nb',
    'a\r\nX-Injected: 1',
    '\n',
    ' ',
    '\u65e5\u672c',
    'e\u0301',
    '(a+)+$',
    '$(x)',
    '\\',
    'e',
    'k'.repeat(90_000),
  ),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }).map((text) => text.replaceAll('\0', '\u0001')),
)
const source = fc.oneof(
  part.map((text) => ({ text })),
  fc.oneof(part, fc.constantFrom('', '\ufeffkey\n', 'a\0b', 'k'.repeat(140_000))).map((content) => ({ content })),
  fc.constantFrom('/dev/zero', '/dev/full', '/no/such/file', '/', '/'.repeat(5_000), 'x\ny').map((file) => ({ file })),
)

test(
  'whatever an environment holds, the run ends with a verdict and all its reports',
  async () => {
    await fc.assert(
      fc.asyncProperty(provider, source, async (id, given) => {
        const server = await serving([goodReply(templates[id])])
        const [variable = ''] = Object.keys(credentials[id]).slice(-1)
        const file = path.join(folder, 'credential')
        if ('content' in given) await writeFile(file, given.content)
        const { [variable]: _, ...others } = credentials[id]
        const environment =
          'text' in given ? { [variable]: given.text } : { [`${variable}_FILE`]: 'file' in given ? given.file : file }
        try {
          const args = [id, '--base-url', server.url, '--timeout', '1', '--max-requests', '12', '--scenario', 'http']
          const ended = await checked(args, { ...others, ...environment })
          // A shorter one meets ordinary words.
          const secret = 'text' in given ? given.text : 'content' in given ? given.content : ''
          judge(ended, [...Object.values(others), ...(secret.length > 11 ? [secret] : [])])
        } finally {
          server.close()
        }
      }),
      { ...search, numRuns: 2 * runs },
    )
  },
  2 * runs * perRunMs,
)
