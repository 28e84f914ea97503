import dns, { type LookupAddress } from 'node:dns'
import { afterEach, expect, test, vi } from 'vitest'
import { badServer, clientOf, failureOf, saying } from './bad-server.ts'

// Names are resolved by the test: nothing is sent to another machine.

const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}'
const closing = 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}'

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

/** Each lookup finds the next of these lists; the last one stays. Gives the names that were asked for. */
function resolvingTo(...answers: readonly (readonly string[])[]): string[] {
  const asked: string[] = []
  const answer = (hostname: string) => {
    const found = answers[Math.min(asked.length, answers.length - 1)] ?? []
    asked.push(hostname)
    return found.map((address): LookupAddress => ({ address, family: address.includes(':') ? 6 : 4 }))
  }
  vi.spyOn(dns.promises, 'lookup').mockImplementation((async (hostname: string) => answer(hostname)) as never)
  // The one that a socket would use by itself.
  vi.spyOn(dns, 'lookup').mockImplementation(((hostname: string, _: object, found: (...all: unknown[]) => void) =>
    found(null, answer(hostname))) as never)
  return asked
}

test('a name that resolves to this machine is spoken to over plain http, under its own name', async () => {
  const server = await badServer(saying(ok))
  const asked = resolvingTo(['127.0.0.1'])
  const { response } = await clientOf(`http://neighbour:${server.port}`).send({ path: '/' })
  expect([response.status, asked]).toEqual([200, ['neighbour']])
  expect(server.heard[0]?.text).toContain(`Host: neighbour:${server.port}\r\n`)
})

test('names under localhost need no resolver', async () => {
  const server = await badServer(saying(ok))
  const asked = resolvingTo(['192.0.2.1'])
  const { response } = await clientOf(`http://api.localhost:${server.port}`).send({ path: '/' })
  expect([response.status, asked]).toEqual([200, []])
})

test.each([
  ['http://8.8.8.8', [], 'http://8.8.8.8 is on the Internet'],
  ['http://[2606:4700:4700::1111]:8080', [], 'http://[2606:4700:4700::1111]:8080 is on the Internet'],
  ['http://staging.example', ['93.184.216.34'], 'http://staging.example (93.184.216.34) is on the Internet'],
  ['http://mixed.example', ['127.0.0.1', '93.184.216.34'], 'http://mixed.example (93.184.216.34) is on the Internet'],
])('%s is refused before anything is sent', async (root, addresses, beginning) => {
  resolvingTo(addresses)
  expect(await failureOf(clientOf(root).send({ path: '/' }))).toEqual({
    code: 'NOT_ALLOWED',
    message: `${beginning}, where plain http shows the credentials to others: use https, or allow it with --insecure-http`,
  })
})

test('a name that stands for another address at the next lookup reaches the address that was judged, or nothing', async () => {
  const server = await badServer(saying(closing))
  const asked = resolvingTo(['127.0.0.1'], ['93.184.216.34'])
  const client = clientOf(`http://rebinding.example:${server.port}`)
  await client.send({ path: '/first' })
  expect(await failureOf(client.send({ path: '/second' }))).toMatchObject({ code: 'NOT_ALLOWED' })
  // One lookup for each connection: a second one by the socket would already be the other address.
  expect([server.heard.length, asked.length]).toEqual([1, 2])
})

test('a name that does not exist is told as such', async () => {
  vi.spyOn(dns.promises, 'lookup').mockRejectedValue(Object.assign(new Error(), { code: 'ENOTFOUND' }))
  expect(await failureOf(clientOf('http://nowhere.invalid').send({ path: '/' }))).toEqual({
    code: 'UNREACHABLE',
    message: 'there is no such host name: http://nowhere.invalid (ENOTFOUND)',
  })
})

test('a lookup that hangs is given up in time, and when the run is interrupted', async () => {
  vi.spyOn(dns.promises, 'lookup').mockImplementation((() => new Promise(() => undefined)) as never)
  expect(await failureOf(clientOf('http://slow.example', { timeoutMs: 50 }).send({ path: '/' }))).toEqual({
    code: 'TIMEOUT',
    message: 'no connection to http://slow.example within 0.05 s',
  })
  const run = new AbortController()
  const sent = failureOf(clientOf('http://slow.example', { signal: run.signal }).send({ path: '/' }))
  run.abort()
  expect(await sent).toMatchObject({ code: 'INTERRUPTED' })
})

test('a live client takes no plain http, whatever the address', async () => {
  const client = clientOf('http://127.0.0.1:9', { isLive: true, allowedHosts: ['127.0.0.1:9'] })
  expect(await failureOf(client.send({ path: '/' }))).toMatchObject({
    code: 'NOT_ALLOWED',
    message: 'a live API is spoken to over https only, not http://127.0.0.1:9',
  })
})
