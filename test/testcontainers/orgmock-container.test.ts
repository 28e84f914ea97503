import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { GenericContainer, type StartedTestContainer } from 'testcontainers'
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type MockServer, startMockServer } from '../../src/compose/index.ts'
import { OrgmockContainer, orgmockImage, StartedOrgmockContainer } from '../../src/testcontainers/index.ts'
import { endAll, serve } from '../support/command-line.ts'
import { pinnedImage } from '../support/project.ts'
import { operations } from '../support/providers.ts'

// Without an engine: what the engine would be told to start, and the started half against a server in this process.

/** Shows what testcontainers hands to the engine. */
class Inspected extends OrgmockContainer {
  /** As docker inspect lists it, without the token, which is another one each time. */
  get variables(): string[] {
    return (this.createOpts.Env ?? []).filter((variable) => !variable.startsWith('ORGMOCK_ADMIN_TOKEN=')).toSorted()
  }
  get token(): string | undefined {
    return this.environment['ORGMOCK_ADMIN_TOKEN']
  }
  get told() {
    const { imageName, exposedPorts, waitStrategy, createOpts } = this
    return { image: imageName.string, ports: exposedPorts, wait: waitStrategy, environment: createOpts.Env }
  }
}

/** The part of a started container that is asked for, leading to a server on this machine. */
function containerAt(url: string) {
  const at = { host: new URL(url).hostname, port: Number(new URL(url).port), stopped: 0 }
  const container = {
    getHost: () => at.host,
    getMappedPort: (port: number) => (port === 8080 ? at.port : Number.NaN),
    stop: async () => {
      at.stopped += 1
    },
  }
  return { at, container: container as unknown as StartedTestContainer }
}

describe('a container to be started', () => {
  test('is the image of this very version, never the latest', () => {
    expect(orgmockImage).toBe(pinnedImage)
    expect(new Inspected().told.image).toBe(pinnedImage)
  })

  test('is another image when one is named', () => {
    expect(new Inspected('registry.example.com/orgmock:9').told.image).toBe('registry.example.com/orgmock:9')
  })

  test('opens the port of the image and waits for /readyz on it', () => {
    const { ports, wait } = new Inspected().told
    expect(ports).toEqual([8080])
    expect(wait).toMatchObject({ path: '/readyz', port: 8080, protocol: 'http', method: 'GET' })
  })

  test('has no setting of its own', () => {
    expect(new Inspected().variables).toEqual([])
  })

  test('is told seed, count and providers by the variables of the image', () => {
    const container = new Inspected().withSeed(7).withCount(30).withProviders('cradl', 'nirvana')
    expect(container.variables).toEqual(['ORGMOCK_COUNT=30', 'ORGMOCK_ONLY=cradl,nirvana', 'ORGMOCK_SEED=7'])
  })

  test('takes further variables, as any container does', () => {
    const container = new Inspected().withSeed(7).withEnvironment({ ORGMOCK_LOG_LEVEL: 'debug' })
    expect(container.variables).toEqual(['ORGMOCK_LOG_LEVEL=debug', 'ORGMOCK_SEED=7'])
  })
})

describe('start', () => {
  let server: MockServer

  beforeEach(async () => {
    server = await startMockServer({ count: 3 })
    vi.spyOn(GenericContainer.prototype, 'start').mockImplementation(async () => containerAt(server.url).container)
  })
  afterEach(async () => {
    vi.restoreAllMocks()
    await server.close()
  })

  test('gives a container that knows its providers', async () => {
    const started = await new OrgmockContainer().start()
    expect(started).toBeInstanceOf(StartedOrgmockContainer)
    expect(started.getBaseUrl('cekura')).toBe(`${server.url}/api.cekura.ai`)
  })

  test('makes an admin token, another one for each container', async () => {
    const [one, two] = [new Inspected(), new Inspected()]
    await one.start()
    await two.start()
    expect(one.token).toMatch(/^[\w-]{32}$/)
    expect(two.token).toMatch(/^[\w-]{32}$/)
    expect(one.token).not.toBe(two.token)
  })

  test('makes none where the environment has one, and none anew at a second start', async () => {
    const given = new Inspected().withEnvironment({ ORGMOCK_ADMIN_TOKEN: 'mine' })
    await given.start()
    expect(given.token).toBe('mine')
    const made = new Inspected()
    await made.start()
    const { token } = made
    await made.start()
    expect(made.token).toBe(token)
  })
})

describe('a started container', () => {
  let server: MockServer
  let started: StartedOrgmockContainer
  let at: ReturnType<typeof containerAt>['at']

  beforeEach(async () => {
    server = await startMockServer({ count: 3 })
    const found = containerAt(server.url)
    at = found.at
    started = await StartedOrgmockContainer.connect(found.container, { port: 8080, token: 't' })
  })
  afterEach(() => server.close())

  test.each([
    ['cekura', '/api.cekura.ai'],
    ['cloudflare', '/api.cloudflare.com/client/v4'],
    ['cradl', '/api.cradl.ai/v1'],
    ['nirvana', '/api.nirvanalabs.io'],
  ])('tells the base URL of %s', (id, path) => {
    expect(started.getBaseUrl(id)).toBe(server.url + path)
  })

  test('tells the token endpoint of the one provider that has one', () => {
    expect(started.getTokenUrl('cradl')).toBe(`${server.url}/auth.cradl.ai/oauth2/token`)
    expect(started.getTokenUrl('nirvana')).toBeUndefined()
  })

  test('tells credentials that the provider takes', async () => {
    const { apiKey } = started.getCredentials('cekura')
    const answer = await fetch(`${server.url}/${operations.cekura}`, { headers: { 'X-CEKURA-API-KEY': apiKey ?? '' } })
    expect(answer.status).toBe(200)
    expect(await answer.json()).toHaveLength(3)
  })

  test('tells the vendor’s own variables', () => {
    expect(started.getEnvironment('cloudflare')).toEqual({
      CLOUDFLARE_EMAIL: 'user@orgmock.test',
      CLOUDFLARE_API_KEY: '5f2c8e1b7a9d04c36e8f1a2b3c4d5e6f7a8b9',
      CLOUDFLARE_BASE_URL: `${server.url}/api.cloudflare.com/client/v4`,
      CLOUDFLARE_API_URL: `${server.url}/api.cloudflare.com/client/v4`,
    })
  })

  test('follows the port that a restart gave it', () => {
    at.port = 4711
    expect(started.getBaseUrl('cekura')).toBe('http://127.0.0.1:4711/api.cekura.ai')
    expect(started.getEnvironment('cekura')['CEKURA_API_URL']).toBe('http://127.0.0.1:4711/api.cekura.ai')
    expect(started.getEnvironment('cradl')['LAS_AUTH_ENDPOINT']).toBe('127.0.0.1:4711/auth.cradl.ai/oauth2')
    expect(started.getTokenUrl('cradl')).toBe('http://127.0.0.1:4711/auth.cradl.ai/oauth2/token')
  })

  test('puts brackets around an IPv6 host', () => {
    at.host = '::1'
    expect(started.getBaseUrl('cekura')).toBe(`http://[::1]:${at.port}/api.cekura.ai`)
  })

  test('says which providers there are when another one is asked for', () => {
    expect(() => started.getCredentials('acme')).toThrow(
      'the container serves no provider "acme"; it serves cekura, cloudflare, cradl, nirvana',
    )
  })
})

describe('the admin API of a started container', () => {
  let admin: http.Server
  let asked: string[]
  let answers: Record<string, [status: number, body: string]>

  beforeEach(async () => {
    asked = []
    answers = { 'GET /__admin/providers': [200, '[]'] }
    admin = http.createServer((request, response) => {
      const { method, url, headers } = request
      asked.push(`${method} ${url} ${headers.authorization}`)
      const [status, body] = answers[`${method} ${url}`] ?? [404, '{"message":"nothing is served"}']
      response.writeHead(status).end(body)
    })
    await new Promise<void>((resolve) => admin.listen(0, '127.0.0.1', resolve))
  })
  afterEach(() => new Promise((resolve) => admin.close(resolve)))

  function connect() {
    const found = containerAt(`http://127.0.0.1:${(admin.address() as AddressInfo).port}`)
    return { ...found, started: StartedOrgmockContainer.connect(found.container, { port: 8080, token: 'secret' }) }
  }

  test('is asked with the token', async () => {
    answers['POST /__admin/reset'] = [204, '']
    answers['POST /__admin/reset?tenant=my-test'] = [204, '']
    answers['GET /__admin/requests'] = [200, '[{"seq":1}]']
    answers['GET /__admin/requests?status=5xx&limit=2'] = [200, '[]']
    const started = await connect().started
    await started.reset()
    await started.reset('my-test')
    expect(await started.requests()).toEqual([{ seq: 1 }])
    expect(await started.requests({ status: '5xx', limit: 2 })).toEqual([])
    expect(asked).toEqual([
      'GET /__admin/providers Bearer secret',
      'POST /__admin/reset Bearer secret',
      'POST /__admin/reset?tenant=my-test Bearer secret',
      'GET /__admin/requests Bearer secret',
      'GET /__admin/requests?status=5xx&limit=2 Bearer secret',
    ])
  })

  test('that refuses is an error that says what was asked, and not the token', async () => {
    answers['GET /__admin/requests'] = [401, '{"message":"no"}']
    const started = await connect().started
    await expect(started.requests()).rejects.toThrow(
      /^orgmock answered 401 to GET \/__admin\/requests: \{"message":"no"\}$/,
    )
    await expect(started.reset()).rejects.toThrow(/^orgmock answered 404 to POST \/__admin\/reset/)
  })

  test('that does not answer at the start leaves no container behind', async () => {
    answers = {}
    const { at, started } = connect()
    await expect(started).rejects.toThrow(/^orgmock answered 404 to GET \/__admin\/providers/)
    expect(at.stopped).toBe(1)
  })
})

describe('with the server that the image runs', () => {
  afterAll(endAll)

  test('reads and resets its journal with the token that it made', async () => {
    const container = new Inspected().withSeed(7).withCount(3).withProviders('cekura')
    vi.spyOn(GenericContainer.prototype, 'start').mockImplementation(async () => {
      const variables = (container.told.environment ?? []).map((line) => line.split(/=(.*)/s).slice(0, 2))
      // As the image has it: others than this machine could reach it.
      const { url } = await serve([], { environment: { HOST: '0.0.0.0', ...Object.fromEntries(variables) } })
      return containerAt(url.replace('0.0.0.0', '127.0.0.1')).container
    })
    const started = await container.start()
    vi.restoreAllMocks()
    const headers = { 'X-CEKURA-API-KEY': started.getCredentials('cekura')['apiKey'] ?? '' }
    const url = `${started.getUrl()}/${operations.cekura}`
    const answer = await fetch(url, { headers })
    expect(await answer.json()).toHaveLength(3)
    await fetch(url)

    const statuses = (await started.requests()).map(({ provider, answer: { status } }) => [provider, status])
    expect(statuses).toEqual([
      ['cekura', 200],
      ['cekura', 401],
    ])
    expect(await started.requests({ tenant: 'ordinary', status: 200 })).toHaveLength(1)
    await started.reset('ordinary')
    expect(await started.requests()).toHaveLength(1)
    await started.reset()
    expect(await started.requests()).toEqual([])
  })
})
