import http from 'node:http'
import net from 'node:net'
import { afterEach, describe, expect, onTestFinished, test } from 'vitest'
import { endAll, orgmock, serve } from '../support/command-line.ts'

// What `env` and `scorecard` say in another shell than that of the server, without --url.

afterEach(endAll)

async function stranger(server: net.Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as net.AddressInfo).port}`
}

describe('without --url', () => {
  test('the one server that runs is found, whatever its port', async () => {
    const { url } = await serve(['--only', 'nirvana'])
    const env = await orgmock(['env', 'nirvana'])
    expect(env.stdout).toContain(`NIRVANA_LABS_BASE_URL='${url}/api.nirvanalabs.io'`)
    expect(env.stdout).toContain("ORGMOCK_ADMIN_TOKEN='")
    expect(await orgmock(['scorecard'])).toEqual({ code: 3, stdout: 'No requests to judge yet.\n', stderr: '' })
  })

  test('a server that was killed is not found, though its token is still there', async () => {
    const killed = await serve(['--only', 'nirvana'])
    await killed.stop('SIGKILL')
    const { url } = await serve(['--only', 'nirvana'])
    expect((await orgmock(['env', 'nirvana'])).stdout).toContain(`'${url}/api.nirvanalabs.io'`)
    // The killed server's token goes with the next server on its port, or here.
    const again = await serve(['--only', 'nirvana'], { environment: { PORT: new URL(killed.url).port } })
    await again.stop()
  })

  test('of several servers one has to be named', async () => {
    const urls = [(await serve()).url, (await serve()).url]
    const { code, stderr } = await orgmock(['scorecard'])
    expect(code).toBe(2)
    expect(stderr).toMatch(/^orgmock: several servers run here: name one with --url: \S+, \S+\n$/)
    for (const url of urls) expect(stderr).toContain(url)
  })

  test('what says another place is asked there, whatever else runs', async () => {
    await serve()
    expect((await orgmock(['env', 'nirvana'], { PORT: '9' })).stdout).toContain('http://127.0.0.1:9/')
  })
})

describe('scorecard says in one line what answers at a port that is not ours:', () => {
  test.each<[what: string, answer: () => net.Server, line: RegExp]>([
    ['nothing ever', () => net.createServer(), /does not answer within 4 s; name a running orgmock with --url/],
    [
      'another protocol',
      () => net.createServer((socket) => socket.end('SSH-2.0-Other\r\n')),
      /is no HTTP server; name a running orgmock with --url/,
    ],
    [
      'a web page',
      () =>
        http.createServer((_, response) => {
          response.setHeader('Content-Type', 'text/html').end('<h1>hello</h1>')
        }),
      /gives no scorecard: what listens there answers 200 \(text\/html\)/,
    ],
  ])('%s', async (_, answer, line) => {
    const sockets = new Set<net.Socket>()
    const server = answer()
    server.on('connection', (socket) => sockets.add(socket))
    const url = await stranger(server)
    const { code, stdout, stderr } = await orgmock(['scorecard', '--url', url])
    for (const socket of sockets) socket.destroy()
    expect([code, stdout]).toEqual([3, ''])
    expect(stderr.split('\n')).toEqual([expect.stringMatching(line), ''])
    expect(stderr).toContain(url)
  })

  test('nothing listens', async () => {
    const server = net.createServer()
    const url = await stranger(server)
    await new Promise((resolve) => server.close(resolve))
    const { code, stderr } = await orgmock(['scorecard', '--url', url])
    expect([code, stderr]).toEqual([
      3,
      `orgmock: ${url} cannot be reached (ECONNREFUSED); start one with orgmock serve, or name a running orgmock with --url\n`,
    ])
  })
})
