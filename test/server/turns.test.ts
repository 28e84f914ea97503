import { once } from 'node:events'
import http from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type MockServer, startMockServer } from '../../src/compose/index.ts'
import { conversations } from '../../src/server/conversations.ts'

// Requests of one connection are answered in turn, and its last answer arrives whatever the client still sends.

let server: MockServer

beforeAll(async () => {
  server = await startMockServer()
})

afterAll(() => server.close())

function get(path: string, more = ''): string {
  return `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${more}\r\n`
}

const page = (more: string) =>
  get('/api.nirvanalabs.io/v1/organizations', `Authorization: Bearer test_turns\r\n${more}`)

/** Sends text and closes this side, where `half` is wanted; gives all that comes until the server closes. */
function hear(text: string, { half = false, listenAfterMs = 0 } = {}): Promise<{ heard: string; error?: string }> {
  return new Promise((resolve) => {
    const socket = net.connect({ port: Number(new URL(server.url).port), host: '127.0.0.1', allowHalfOpen: true })
    let heard = ''
    let error: string | undefined
    socket.on('error', (problem: NodeJS.ErrnoException) => {
      error = problem.code
    })
    socket.on('close', () => resolve({ heard, ...(error === undefined ? {} : { error }) }))
    socket.on('end', () => socket.end())
    socket.write(text)
    if (half) socket.end()
    socket.on('data', (bytes) => {
      heard += bytes.toString('latin1')
    })
    socket.pause()
    void sleep(listenAfterMs).then(() => socket.resume())
  })
}

const statuses = (heard: string) => [...heard.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => status)

test('answers pipelined requests one after another, slow ones included', async () => {
  const from = performance.now()
  const { heard } = await hear(
    page('Prefer: delay=0.2\r\n').repeat(3) + get('/healthz') + get('/nothing', 'Connection: close\r\n'),
  )
  expect(statuses(heard)).toEqual(['200', '200', '200', '200', '404'])
  expect(performance.now() - from).toBeGreaterThanOrEqual(600)
})

test('begins no more requests than are answered in time, however many are pipelined', async () => {
  const { length: before } = await server.requests({ provider: 'nirvana' })
  const socket = net.connect(Number(new URL(server.url).port), '127.0.0.1').on('error', () => undefined)
  socket.write(page('Prefer: delay=30\r\n').repeat(5_000))
  await sleep(300)
  const { length: after } = await server.requests({ provider: 'nirvana' })
  socket.destroy()
  expect(after - before).toBe(1)
})

test('the first client that pipelines is parsed no further than one read, and every one after it only a few requests ahead', async () => {
  const talks = conversations()
  const parsed = new Map<string | undefined, number>()
  // Answers what asks for /first, and nothing else.
  const counting = http.createServer((request, response) => {
    const { client } = request.headers as { client?: string }
    parsed.set(client, (parsed.get(client) ?? 0) + 1)
    talks.admit(request, response, () => void (request.url === '/first' && response.end()))
  })
  counting.on('connection', talks.begin)
  counting.listen(0, '127.0.0.1')
  await once(counting, 'listening')
  const open = async (client: string) => {
    const socket = net.connect((counting.address() as AddressInfo).port, '127.0.0.1').resume()
    socket.write(get('/first', `Client: ${client}\r\n`))
    await sleep(50)
    return { socket, burst: () => socket.write(get('/', `Client: ${client}\r\n`).repeat(10_000)) }
  }
  const early = await open('early')
  const greedy = await open('greedy')
  greedy.burst()
  await sleep(100)
  early.burst()
  const late = await open('late')
  late.burst()
  await sleep(200)
  const request = get('/', 'Client: early\r\n').length
  const [first = 0, ...others] = ['greedy', 'early', 'late'].map((client) => parsed.get(client) ?? 0)
  for (const { socket } of [early, greedy, late]) socket.destroy()
  counting.close()
  expect(first).toBeLessThan((64 * 1024 + 4 * 1024) / request)
  for (const count of others) expect(count).toBeLessThan(8 + (3 * 1024) / request)
})

test('a client that closes its side gets the answers that are ready at once', async () => {
  const { heard } = await hear(get('/healthz').repeat(500), { half: true })
  expect(statuses(heard)).toHaveLength(500)
})

test.each([
  ['a last answer', get('/healthz', 'Connection: close\r\n'), '200'],
  ['a refusal of a request that is no HTTP', 'GET / HTTP/1.1\r\nno header\r\n\r\n', '400'],
  [
    'an answer before its request was read',
    'POST /nothing HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 2000000\r\n\r\n',
    '404',
  ],
])('%s arrives although the client sends on', async (_what, request, status) => {
  for (let times = 0; times < 10; times += 1) {
    const { heard, error } = await hear(request + 'x'.repeat(1_000_000), { listenAfterMs: 20 })
    expect([statuses(heard), error]).toEqual([[status], undefined])
  }
})
