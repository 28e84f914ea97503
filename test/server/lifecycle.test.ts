import { spawn } from 'node:child_process'
import http from 'node:http'
import net from 'node:net'
import tls from 'node:tls'
import { afterEach, describe, expect, test } from 'vitest'
import { endAll, mainFile, orgmock, type Serving, serve } from '../support/command-line.ts'
import { ask, readAnswers, speak } from '../support/http.ts'
import { entries, tokenForm } from '../support/providers.ts'

// The life of `orgmock serve` as a process: what it says when it listens, what it logs, and how it ends.

afterEach(endAll)

function portOf(url: string): number {
  return Number(new URL(url).port)
}

describe('a server that listens', () => {
  test('says so in one line on stdout, with the port that it found, the admin token on the next, and the URL of the page with it on the third', async () => {
    const serving = await serve(['--port', '0'])
    expect(serving.stdout()).toMatch(
      /^orgmock listening on http:\/\/127\.0\.0\.1:[1-9]\d*\norgmock admin token: ([\w-]{32})\norgmock page: http:\/\/127\.0\.0\.1:\d+\/#token=\1\n$/,
    )
    expect((await ask(serving.url, '/healthz')).status).toBe(200)
    expect((await ask(serving.url, '/readyz')).status).toBe(200)
    await serving.stop()
    expect(serving.stdout().split('\n')).toHaveLength(4)
  })

  test('says so in one line for each listener', async () => {
    const serving = await serve(['--tls'], { listeners: 2 })
    expect(serving.stdout()).toMatch(
      /^orgmock listening on http:\/\/127\.0\.0\.1:[1-9]\d*\norgmock listening on https:\/\/127\.0\.0\.1:[1-9]\d*\norgmock admin token: \S+\norgmock page: \S+\n$/,
    )
  })

  test('finds a different free port for each server', async () => {
    const [first, second] = await Promise.all([serve(), serve()])
    expect(portOf(first.url)).not.toBe(portOf(second.url))
  })

  test('names the address that it was given', async () => {
    const serving = await serve(['--host', '0.0.0.0'])
    expect(serving.stdout()).toMatch(
      /^orgmock listening on http:\/\/0\.0\.0\.0:\d+\norgmock admin token: ([\w-]{32})\norgmock page: http:\/\/localhost:\d+\/#token=\1\n$/,
    )
    expect((await ask(`http://127.0.0.1:${portOf(serving.url)}`, '/healthz')).status).toBe(200)
  })
})

// "SIGTERM and SIGINT finish what is in flight, cut what is unfinished after 800 ms, and exit 0 within a second."
// A busy machine may rob one try of its time, never three.
const ending = (end: { code: number | null; elapsedMs: number }) => [end.code, end.elapsedMs < 1000]

describe.each(['SIGTERM', 'SIGINT'] as const)('%s', { retry: 2 }, (signal) => {
  test('does not wait for clients that keep their connection', async () => {
    const serving = await serve()
    const agent = new http.Agent({ keepAlive: true })
    await new Promise((resolve, reject) => {
      http
        .get(`${serving.url}/healthz`, { agent }, (response) => response.resume().on('end', resolve))
        .on('error', reject)
    })
    const end = await serving.stop(signal)
    agent.destroy()
    expect(ending(end)).toEqual([0, true])
    expect(end.elapsedMs).toBeLessThan(700)
  })

  test('lets a request in flight finish', async () => {
    const serving = await serve()
    const post = await halfSent(serving)
    const stopped = serving.stop(signal)
    await delay(300)
    post.socket.write('x'.repeat(10))
    const [answer] = readAnswers(await post.received)
    expect(answer?.status).toBe(405)
    expect(ending(await stopped)).toEqual([0, true])
  })

  test('cuts a request that never finishes after 800 ms', async () => {
    const serving = await serve()
    const post = await halfSent(serving)
    const end = await serving.stop(signal)
    post.socket.destroy()
    expect(ending(end)).toEqual([0, true])
    expect(end.elapsedMs).toBeGreaterThan(750)
  })
})

describe('the end of a server', { retry: 2 }, () => {
  test('comes at once when nobody uses it', async () => {
    const end = await (await serve()).stop()
    expect(ending(end)).toEqual([0, true])
    expect(end.elapsedMs).toBeLessThan(700)
  })

  test('says nothing on stdout and nothing that is no log on stderr', async () => {
    const serving = await serve()
    const before = serving.stdout()
    await serving.stop()
    expect(serving.stdout()).toBe(before)
    expect(() => serving.logs()).not.toThrow()
  })

  test('does not wait for a connection on which nothing was ever said', async () => {
    const serving = await serve()
    const socket = await connected(serving.url)
    const end = await serving.stop()
    socket.destroy()
    expect(ending(end)).toEqual([0, true])
  })

  test('does not wait for a TLS connection whose handshake never came', async () => {
    const serving = await serve(['--tls'], { listeners: 2 })
    const socket = await connected(serving.tlsUrl ?? '')
    const end = await serving.stop()
    socket.destroy()
    expect(ending(end)).toEqual([0, true])
  })

  test('does not wait for a TLS client that keeps its connection', async () => {
    const serving = await serve(['--tls'], { listeners: 2 })
    const socket = tls.connect({ port: portOf(serving.tlsUrl ?? ''), host: '127.0.0.1', rejectUnauthorized: false })
    socket.on('error', () => undefined)
    await new Promise((resolve) => socket.once('secureConnect', resolve))
    socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n')
    await new Promise((resolve) => socket.once('data', resolve))
    const end = await serving.stop()
    socket.destroy()
    expect(ending(end)).toEqual([0, true])
  })

  test('shuts the door at once, also while a request is in flight', async () => {
    const serving = await serve()
    const post = await halfSent(serving)
    const stopped = serving.stop()
    await delay(250)
    await expect(ask(serving.url, '/healthz')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    await stopped
    post.socket.destroy()
  })

  test('cuts a client that does not take its answer', async () => {
    const serving = await serve(['--count', '3000', '--only', 'cekura'])
    const [cekura] = await entries(serving.url, serving.admin())
    const socket = await connected(serving.url)
    socket.pause()
    socket.write(
      `GET /user/organizations/ HTTP/1.1\r\nHost: x\r\nX-CEKURA-API-KEY: ${cekura?.env['CEKURA_API_KEY']}\r\n\r\n`,
    )
    await new Promise((resolve) => socket.once('readable', resolve))
    const end = await serving.stop()
    socket.destroy()
    expect(ending(end)).toEqual([0, true])
  })
})

describe('the end of a server that is told twice', () => {
  // Under `npm start`, Ctrl-C arrives twice: from the terminal, and once more from npm, which passes it on.
  test.each(['SIGINT', 'SIGTERM'] as const)(
    'still finishes what is in flight where %s follows SIGINT',
    async (signal) => {
      const serving = await serve()
      const post = await halfSent(serving)
      const stopped = serving.stop('SIGINT')
      await delay(60)
      const again = serving.stop(signal)
      await delay(200)
      post.socket.write('x'.repeat(10))
      const [answer] = readAnswers(await post.received)
      expect(answer?.status).toBe(405)
      expect((await stopped).code).toBe(0)
      await again
    },
  )
})

describe('a server whose npm was told', () => {
  // npm runs a script by a shell; a SIGTERM to npm ends that shell, and says nothing to what runs in it.
  test.each([
    ['start', true],
    ['pretest', false],
  ])('as the script %s ends with it: %s', async (script, ends) => {
    const shell = spawn('sh', ['-c', '"$0" "$1" serve & echo $!; wait', process.execPath, mainFile], {
      env: { PATH: process.env['PATH'], PORT: '0', npm_package_name: 'orgmock', npm_lifecycle_event: script },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    let told = ''
    await new Promise<void>((resolve) => {
      shell.stdout.on('data', (chunk) => {
        told += chunk
        if (told.includes('listening')) resolve()
      })
    })
    const closed = new Promise<boolean>((resolve) => shell.stdout.once('close', () => resolve(true)))
    shell.kill('SIGTERM')
    expect(await Promise.race([closed, delay(ends ? 5_000 : 800).then(() => false)])).toBe(ends)
    if (!ends) process.kill(Number.parseInt(told, 10), 'SIGTERM')
    expect(await closed).toBe(true)
  })
})

async function connected(url: string): Promise<net.Socket> {
  const socket = net.connect(portOf(url), '127.0.0.1')
  socket.on('error', () => undefined)
  await new Promise((resolve) => socket.once('connect', resolve))
  return socket
}

/** A POST that promises twenty bytes and sends ten; the server has it once the socket has sent it and another request was answered. */
async function halfSent(serving: Serving): Promise<{ socket: net.Socket; received: Promise<Buffer> }> {
  const socket = await connected(serving.url)
  const received = new Promise<Buffer>((resolve) => {
    const chunks: Buffer[] = []
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('close', () => resolve(Buffer.concat(chunks)))
  })
  const [cloudflare] = (await entries(serving.url, serving.admin())).filter(({ id }) => id === 'cloudflare')
  const { CLOUDFLARE_EMAIL: email, CLOUDFLARE_API_KEY: key } = cloudflare?.env ?? {}
  await new Promise((resolve) => {
    socket.write(
      `POST /api.cloudflare.com/client/v4/user/organizations HTTP/1.1\r\nHost: x\r\nX-Auth-Email: ${email}\r\nX-Auth-Key: ${key}\r\n` +
        `Content-Type: application/json\r\nContent-Length: 20\r\n\r\n${'x'.repeat(10)}`,
      resolve,
    )
  })
  await ask(serving.url, '/healthz')
  return { socket, received }
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

describe('a port that is taken', () => {
  async function taken(run: (port: number) => Promise<void>): Promise<void> {
    const other = net.createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    try {
      await run((other.address() as net.AddressInfo).port)
    } finally {
      other.close()
    }
  }

  test.each([
    ['--port', ['--port']],
    ['--tls-port', ['--tls', '--port', '0', '--tls-port']],
  ])('as %s is one clear line and code 2', (option, args) =>
    taken(async (port) => {
      const { code, stdout, stderr } = await orgmock(['serve', ...args, String(port)])
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      expect(stderr).toMatch(/^orgmock: [^\n]+\n$/)
      expect(stderr).toContain(String(port))
      expect(stderr).toContain(option)
      expect(stderr).toMatch(/in use|taken/)
    }),
  )

  test('as PORT is one clear line and code 2', () =>
    taken(async (port) => {
      const { code, stdout, stderr } = await orgmock(['serve'], { PORT: String(port) })
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      expect(stderr).toMatch(/^orgmock: [^\n]+\n$/)
    }))
})

describe('the log', () => {
  test('is one JSON object a line on stderr, and tells of each request', async () => {
    const serving = await serve(['--log-level', 'debug'])
    await ask(serving.url, '/api.cloudflare.com/client/v4/user/organizations?page=3')
    await serving.stop()
    const found = serving.logs().filter((entry) => JSON.stringify(entry).includes('/client/v4/user/organizations'))
    expect(found).toHaveLength(1)
    expect(JSON.stringify(found)).toMatch(/GET/)
    expect(JSON.stringify(found)).toMatch(/400/)
    expect(serving.stdout()).not.toContain('/client/v4')
  })

  test('is empty at level silent', async () => {
    const serving = await serve(['--log-level', 'silent'])
    await ask(serving.url, '/api.cloudflare.com/client/v4/user/organizations')
    await speak(serving.url, 'garbage\r\n\r\n')
    await serving.stop()
    expect(serving.stderr()).toBe('')
  })

  test('has no line of a request at level error', async () => {
    const serving = await serve(['--log-level', 'error'])
    await ask(serving.url, '/api.cloudflare.com/client/v4/user/organizations')
    await serving.stop()
    expect(serving.stderr()).toBe('')
  })

  test.each(['info', 'trace'])('at level %s holds no credential, wherever it was sent', async (level) => {
    const serving = await serve(['--log-level', level])
    const env = Object.assign({}, ...(await entries(serving.url, serving.admin())).map((entry) => entry.env)) as Record<
      string,
      string
    >
    const places = Object.entries(placesOfSecrets(serving.url))
    const sent: { place: string; secret: string }[] = []
    for (const [place, send] of places) {
      const rightOnes = ['CEKURA_API_KEY', 'CLOUDFLARE_API_KEY', 'CRADL_CLIENT_SECRET', 'NIRVANA_LABS_API_KEY']
      for (const secret of [`wr0ng-s3cret-${sent.length}-`, ...rightOnes.map((name) => env[name] ?? '')]) {
        await send(secret)
        sent.push({ place, secret })
      }
    }
    const token = await accessToken(serving.url, env)
    for (const [, send] of places.slice(0, 6)) await send(token)
    sent.push({ place: 'access token', secret: token }, { place: 'signature', secret: token.split('.')[2] ?? '' })
    await serving.stop()

    expect(serving.logs().length).toBeGreaterThan(10)
    expect(sent.filter(({ secret }) => secret.length < 8)).toEqual([])
    const leaks = sent.filter(({ secret }) =>
      [secret, Buffer.from(secret).toString('base64'), Buffer.from(`user:${secret}`).toString('base64')].some((form) =>
        serving.stderr().includes(form),
      ),
    )
    expect([...new Set(leaks.map(({ place }) => place))]).toEqual([])
  })
})

async function accessToken(url: string, env: Readonly<Record<string, string>>): Promise<string> {
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' }
  const issued = await ask(url, '/auth.cradl.ai/oauth2/token', { method: 'POST', headers, body: tokenForm(env) })
  return (issued.json() as { access_token: string }).access_token
}

/** Where a client may put a credential, by a name for the place. */
function placesOfSecrets(url: string): Record<string, (secret: string) => Promise<unknown>> {
  const cekura = '/api.cekura.ai/user/organizations/'
  const cloudflare = '/api.cloudflare.com/client/v4/user/organizations'
  const nirvana = '/api.nirvanalabs.io/v1/organizations'
  const cradl = '/api.cradl.ai/v1/organizations'
  const token = '/auth.cradl.ai/oauth2/token'
  const form = { 'Content-Type': 'application/x-www-form-urlencoded' }
  const header = (target: string, name: string, scheme = '') => {
    return (secret: string) => ask(url, target, { headers: { [name]: scheme + secret } })
  }
  const query = (target: string, name: string) => (secret: string) => ask(url, `${target}?page=1&${name}=${secret}`)
  const post = (body: (secret: string) => string, headers: Record<string, string>) => {
    return (secret: string) => ask(url, token, { method: 'POST', headers, body: body(secret) })
  }
  const raw = (bytes: (secret: string) => string) => (secret: string) => speak(url, bytes(secret))
  return {
    'bearer at Nirvana': header(nirvana, 'Authorization', 'Bearer '),
    'bearer at Cradl': header(cradl, 'Authorization', 'Bearer '),
    'bearer at a path of nobody': header('/nope', 'Authorization', 'Bearer '),
    'bearer at the own routes': header('/__admin/providers', 'Authorization', 'Bearer '),
    'access_token in the query of Nirvana': query(nirvana, 'access_token'),
    'access_token in the query of a path of nobody': query('/nope', 'access_token'),
    'key of Cekura': header(cekura, 'X-CEKURA-API-KEY'),
    'key of Cloudflare': header(cloudflare, 'X-Auth-Key'),
    'proxy credentials': header(cloudflare, 'Proxy-Authorization', 'Basic '),
    cookie: header(cloudflare, 'Cookie', 'session='),
    'X-CEKURA-API-KEY in the query': query(cekura, 'X-CEKURA-API-KEY'),
    'x-auth-key in the query': query(cloudflare, 'x-auth-key'),
    'X-Auth-Key in the query, name percent-encoded': query(cloudflare, 'X%2DAuth%2DKey'),
    'api_key in the query': query(cekura, 'api_key'),
    'apikey in the query': query(cekura, 'apikey'),
    'apiKey in the query': query(cekura, 'apiKey'),
    'key in the query': query(cekura, 'key'),
    'token in the query': query(nirvana, 'token'),
    'Token in the query': query(nirvana, 'Token'),
    'password in the query': query(nirvana, 'password'),
    'secret in the query': query(nirvana, 'secret'),
    'authorization in the query': query(nirvana, 'authorization'),
    'access_token in the query of the own routes': query('/healthz', 'access_token'),
    'client_secret in the query of the token endpoint': query(token, 'client_secret'),
    'client_secret in the query, name percent-encoded': query(token, 'client%5Fsecret'),
    'CLIENT_SECRET in the query': query(token, 'CLIENT_SECRET'),
    'client_secret in the form': post((secret) => `grant_type=client_credentials&client_secret=${secret}`, form),
    'client_secret in JSON': post((secret) => JSON.stringify({ client_secret: secret }), {
      'Content-Type': 'application/json',
    }),
    'client secret in basic credentials': (secret) =>
      ask(url, `${token}?grant_type=client_credentials`, {
        method: 'POST',
        headers: { Authorization: `Basic ${Buffer.from(`user:${secret}`).toString('base64')}` },
      }),
    'a header beside a broken line': raw(
      (secret) => `GET /healthz HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${secret}\r\nbroken line\r\n\r\n`,
    ),
    'the target of a broken request': raw((secret) => `GET /?client_secret=${secret} HTTP/9.9\r\n\r\n`),
    'user information in the target of a provider': raw(
      (secret) => `GET http://user:${secret}@${cloudflare.slice(1)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
    ),
    'user information in the target of this server': raw(
      (secret) => `GET http://user:${secret}@localhost${nirvana} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
    ),
  }
}
