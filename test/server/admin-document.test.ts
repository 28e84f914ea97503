import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { Express } from 'express'
import request from 'supertest'
import { beforeAll, describe, expect, test } from 'vitest'
import { createMockApp } from '../../src/compose/index.ts'
import { adminOperations } from '../../src/server/admin/operations.ts'

// The admin API's document is held against the API itself: every operation, every example, every reply.

interface Response {
  readonly content?: Readonly<Record<string, { readonly schema: object; readonly example?: unknown }>>
}
interface Described {
  readonly operationId: string
  readonly security?: readonly unknown[]
  readonly requestBody?: {
    readonly content: {
      readonly 'application/json': {
        readonly schema: object
        readonly examples: Readonly<Record<string, { readonly value: unknown }>>
      }
    }
  }
  readonly responses: Readonly<Record<string, Response>>
}
interface Document {
  readonly openapi: string
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>
  readonly components: object
}

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

let app: Express
let document: Document
let ajv: Ajv2020
const compiled = new Map<string, ValidateFunction>()

beforeAll(async () => {
  app = (await createMockApp()) as Express
  document = (await request(app).get('/__admin/openapi.json')).body as Document
  ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true, allErrors: true })
  addFormats.default(ajv)
  for (const word of ['example', 'components']) ajv.addKeyword(word)
  ajv.addSchema({ $id: 'document', components: document.components }, 'document', false, false)
})

/** What an instance breaks of a schema of the document; null when it keeps it. */
function broken(schema: object, instance: unknown): string | null {
  const text = JSON.stringify(schema).replaceAll('"#/', '"document#/')
  const validate = compiled.get(text) ?? ajv.compile(JSON.parse(text) as object)
  compiled.set(text, validate)
  return validate(instance) ? null : ajv.errorsText(validate.errors)
}

/** Sends a request, and holds the reply against the document. */
async function send(method: Method, path: string, template: string, body?: unknown, type = 'application/json') {
  const call = request(app)[method](path)
  const response = body === undefined ? await call : await call.set('Content-Type', type).send(body as object)
  const described = document.paths[template]?.[method]
  const replies = described?.responses[response.status]
  expect(replies, `${method} ${path} answered ${response.status}, which the document does not tell`).toBeDefined()
  const media = String(response.headers['content-type'] ?? '').replace(/;.*/, '')
  if (replies?.content === undefined) expect(response.text, `${method} ${path}`).toBe('')
  else {
    const told = replies.content[media]
    expect(told, `${method} ${path} answered in ${media}`).toBeDefined()
    const instance = media === 'application/json' ? (response.body as unknown) : response.text
    expect(broken(told?.schema ?? {}, instance), `${method} ${path}`).toBeNull()
  }
  return response
}

test('is a valid OpenAPI 3.1 document', async () => {
  const { Validator } = await import('@seriousme/openapi-schema-validator')
  const result = await new Validator().validate(structuredClone(document) as unknown as Record<string, unknown>)
  expect(result).toEqual({ valid: true })
  expect(document.openapi).toBe('3.1.0')
})

test('has every route that Express has, and no other', () => {
  const admin = (app.router.stack as unknown as Layer[]).find(({ handle }) => handle.stack !== undefined)
  const registered = [
    ...routesOf(app.router.stack as unknown as Layer[], ''),
    ...routesOf(admin?.handle.stack ?? [], '/__admin'),
  ]
  const told = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  )
  expect(told.length).toBeGreaterThan(25)
  expect(told.sort()).toEqual(registered.sort())
})

interface Layer {
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> }
  readonly handle: { readonly stack?: Layer[] }
}

function routesOf(stack: readonly Layer[], prefix: string): string[] {
  return stack.flatMap(({ route }) =>
    Object.keys(route?.methods ?? {}).map((method) => {
      const path = route?.path === '/' ? '' : (route?.path ?? '').replace(/:(\w+)/g, '{$1}')
      return `${method} ${prefix}${path}`
    }),
  )
}

test('gives each operation an identifier of its own', () => {
  const ids = Object.values(document.paths).flatMap((methods) =>
    Object.values(methods).map(({ operationId }) => operationId),
  )
  expect(new Set(ids).size).toBe(ids.length)
})

test('has examples that keep to their own schemas', () => {
  let seen = 0
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, { requestBody, responses }] of Object.entries(methods)) {
      const body = requestBody?.content['application/json']
      const examples = [
        ...Object.values(body?.examples ?? {}).map(({ value }) => ({ schema: body?.schema ?? {}, value })),
        ...Object.values(responses).flatMap(({ content = {} }) =>
          Object.values(content).flatMap(({ schema, example }) =>
            example === undefined ? [] : [{ schema, value: example }],
          ),
        ),
      ]
      for (const { schema, value } of examples) {
        seen += 1
        expect(broken(schema, value), `${method} ${path}: ${JSON.stringify(value)}`).toBeNull()
      }
    }
  }
  expect(seen).toBeGreaterThan(40)
})

describe('the replies to valid requests', () => {
  const tenant = '/__admin/tenants/nirvana/known'
  const tenants = '/__admin/tenants/{provider}/{tenant}'

  test('to all operations without a body or a parameter', async () => {
    // The one never ends, the other has nothing to show yet.
    const others = ['/__admin/requests/stream', '/__admin/contract/report.html']
    const plain = Object.entries(document.paths).filter(
      ([path, { get }]) => get !== undefined && !path.includes('{') && !others.includes(path),
    )
    expect(plain.length).toBeGreaterThan(14)
    for (const [path] of plain) expect((await send('get', path, path)).status, path).toBe(200)
  })

  test('to every example of a body', async () => {
    await request(app).put(tenant).send({})
    for (const [template, methods] of Object.entries(document.paths)) {
      // Runs of the contract are tried in contract-runs.test.ts.
      if (template === '/__admin/contract') continue
      for (const [method, { requestBody }] of Object.entries(methods)) {
        for (const { value } of Object.values(requestBody?.content['application/json'].examples ?? {})) {
          const path = template === tenants ? tenant : template
          const { status } = await send(method as Method, path, template, value)
          expect([200, 201], `${method} ${path} ${JSON.stringify(value)}`).toContain(status)
        }
      }
    }
  })

  test('to every filter', async () => {
    await request(app).post('/__admin/reset')
    const { body: made } = await request(app).post('/__admin/tenants').send({ provider: 'nirvana', tenant: 'filtered' })
    const operation = '/api.nirvanalabs.io/v1/organizations'
    const authorization = `Bearer ${(made as { credentials: { apiKey: string } }).credentials.apiKey}`
    await request(app).get(`${operation}?limit=5`).set('Authorization', authorization)
    await request(app).head(operation).set('Authorization', authorization)
    await request(app).get(operation).set('Authorization', 'Bearer nobody')
    await request(app).get(`${operation}?__code=429&__delay=0.001`).set('Authorization', authorization)
    for (const query of [
      '',
      '?provider=nirvana',
      '?tenant=filtered',
      '?tenant=',
      '?method=get',
      '?status=401',
      '?status=4xx',
      '?path=/v1/*',
      '?since=1',
      '?since=2020-01-01T00:00:00Z',
      '?fault=throttled',
      '?error=nirvana.nothing',
    ]) {
      for (const path of ['/__admin/requests', '/__admin/requests/count']) {
        expect((await send('get', `${path}${query}`, path)).status, query).toBe(200)
      }
    }
    for (const query of ['?limit=2', '?order=desc&limit=1', '?format=ndjson', '?format=json', '?format=har']) {
      expect((await send('get', `/__admin/requests${query}`, '/__admin/requests')).status).toBe(200)
    }
    expect((await send('get', '/__admin/requests/1', '/__admin/requests/{seq}')).status).toBe(200)
    expect(
      (await send('get', '/__admin/scorecard?provider=nirvana&tenant=filtered', '/__admin/scorecard')).status,
    ).toBe(200)
    expect((await send('delete', '/__admin/requests?status=5xx', '/__admin/requests')).status).toBe(200)
  })

  test('to what is done to a tenant', async () => {
    await send('put', tenant, tenants, { count: 3 })
    expect((await send('get', tenant, tenants)).status).toBe(200)
    expect((await send('post', `${tenant}/reset`, `${tenants}/reset`)).status).toBe(204)
    expect((await send('delete', tenant, tenants)).status).toBe(204)
    expect((await send('post', '/__admin/reset?tenant=known&provider=nirvana', '/__admin/reset')).status).toBe(204)
    expect((await send('post', '/__admin/reset', '/__admin/reset')).status).toBe(204)
  })

  test('of a server with a certificate and without a journal', async () => {
    const operations = adminOperations({ certificate: 'PEM' }).map(({ path }) => path)
    expect(operations).toContain('/tls.pem')
  })
})

describe('the replies to invalid requests', () => {
  test.each<[method: Method, path: string, template: string, status: number, body?: unknown]>([
    ['get', '/__admin?x=1', '/__admin', 400],
    ['get', '/__admin/providers?provider=nirvana', '/__admin/providers', 400],
    ['get', '/__admin/credentials?provider=nobody', '/__admin/credentials', 400],
    ['get', '/__admin/errors?provider=', '/__admin/errors', 400],
    ['get', '/__admin/errors?provider=nirvana&provider=cradl', '/__admin/errors', 400],
    ['get', '/__admin/tenants?provider=nobody', '/__admin/tenants', 400],
    ['post', '/__admin/tenants', '/__admin/tenants', 400, {}],
    ['post', '/__admin/tenants', '/__admin/tenants', 400],
    ['post', '/__admin/tenants', '/__admin/tenants', 400, '[]'],
    ['post', '/__admin/tenants', '/__admin/tenants', 400, '{"provider":'],
    ['post', '/__admin/tenants', '/__admin/tenants', 400, { provider: 'nirvana', tenant: 'ordinary' }],
    ['post', '/__admin/tenants', '/__admin/tenants', 201, { provider: 'nirvana', tenant: 'twice' }],
    ['post', '/__admin/tenants', '/__admin/tenants', 409, { provider: 'nirvana', tenant: 'twice' }],
    ['get', '/__admin/tenants/nirvana/unseen', '/__admin/tenants/{provider}/{tenant}', 404],
    ['get', '/__admin/tenants/nobody/x', '/__admin/tenants/{provider}/{tenant}', 404],
    ['patch', '/__admin/tenants/nirvana/unseen', '/__admin/tenants/{provider}/{tenant}', 404, { count: 1 }],
    ['put', '/__admin/tenants/nobody/x', '/__admin/tenants/{provider}/{tenant}', 404, {}],
    ['put', '/__admin/tenants/nirvana/No%20Name', '/__admin/tenants/{provider}/{tenant}', 400, {}],
    ['put', '/__admin/tenants/nirvana/%E0%A4%A', '/__admin/tenants/{provider}/{tenant}', 400, {}],
    ['delete', '/__admin/tenants/nirvana/unseen', '/__admin/tenants/{provider}/{tenant}', 404],
    ['post', '/__admin/tenants/nirvana/unseen/reset', '/__admin/tenants/{provider}/{tenant}/reset', 404],
    ['put', '/__admin/faults', '/__admin/faults', 400, { faults: [{ after: 1 }] }],
    ['post', '/__admin/faults?provider=nirvana', '/__admin/faults', 400, { error: 'nothing-like-it' }],
    ['delete', '/__admin/faults?provider=nobody', '/__admin/faults', 400],
    ['post', '/__admin/clock', '/__admin/clock', 400, {}],
    ['post', '/__admin/clock', '/__admin/clock', 400, { advance: 'soon' }],
    ['get', '/__admin/requests?since=soon', '/__admin/requests', 400],
    ['get', '/__admin/requests?status=900', '/__admin/requests', 400],
    ['get', '/__admin/requests?limit=0', '/__admin/requests', 400],
    ['get', '/__admin/requests/count?limit=1', '/__admin/requests/count', 400],
    ['get', '/__admin/requests/999999', '/__admin/requests/{seq}', 404],
    ['get', '/__admin/requests/x', '/__admin/requests/{seq}', 404],
    ['delete', '/__admin/requests?tenat=x', '/__admin/requests', 400],
    ['get', '/__admin/scorecard?provider=nobody', '/__admin/scorecard', 400],
    ['patch', '/__admin/settings', '/__admin/settings', 400, {}],
    ['patch', '/__admin/settings', '/__admin/settings', 400, { rateLimit: { requests: 0, windowSeconds: 1 } }],
    ['post', '/__admin/reset?provider=nirvana', '/__admin/reset', 400],
  ])('%s %s', async (method, path, template, status, body) => {
    const response = await send(method, path, template, body)
    expect(response.status).toBe(status)
    if (status >= 400) expect((response.body as { message: string }).message).toMatch(/^[a-z{[].{10,}/i)
  })

  test('of every operation with a body, when it is too large, no JSON, or in another type', async () => {
    for (const [template, methods] of Object.entries(document.paths)) {
      // Runs of the contract are tried in contract-runs.test.ts.
      if (template === '/__admin/contract') continue
      for (const [method, { requestBody }] of Object.entries(methods)) {
        if (requestBody === undefined) continue
        const path = template.replace('{provider}', 'nirvana').replace('{tenant}', 'known')
        const large = `{"x":"${'x'.repeat(65_536)}"}`
        expect((await send(method as Method, path, template, large)).status).toBe(413)
        expect((await send(method as Method, path, template, 'x=1', 'application/x-www-form-urlencoded')).status).toBe(
          415,
        )
        expect((await send(method as Method, path, template, '{}', 'text/plain')).status).toBe(415)
        expect((await send(method as Method, path, template, 'null')).status).toBe(400)
      }
    }
  })

  test('of every operation, to who may not ask', async () => {
    for (const [template, methods] of Object.entries(document.paths)) {
      if (/^\/(healthz|livez|readyz)$/.test(template)) continue
      for (const [method, { responses, security }] of Object.entries(methods)) {
        // Whether the page needs a token is told to everybody.
        if (security?.length === 0) continue
        const path = template.replace(/\{\w+\}/g, 'x')
        const response = await request(app)[method as Method](path).set('Host', 'evil.example')
        expect(response.status, `${method} ${path}`).toBe(403)
        expect(broken(responses['403']?.content?.['application/json']?.schema ?? {}, response.body)).toBeNull()
        expect(responses['401']).toBeDefined()
      }
    }
  })

  test('where there is no journal', async () => {
    const without = await createMockApp({ journal: false })
    for (const [method, path, template] of [
      ['get', '/requests', '/requests'],
      ['delete', '/requests', '/requests'],
      ['get', '/requests/count', '/requests/count'],
      ['get', '/requests/1', '/requests/{seq}'],
      ['get', '/scorecard', '/scorecard'],
    ] as const) {
      const response = await request(without)[method](`/__admin${path}`)
      expect(response.status).toBe(409)
      expect(document.paths[`/__admin${template}`]?.[method]?.responses).toHaveProperty('409')
    }
  })
})

test('what is none of the routes is 404, and another method 405 with Allow', async () => {
  const nowhere = await request(app).get('/__admin/nowhere')
  expect(nowhere.status).toBe(404)
  expect(nowhere.body).toHaveProperty('message')
  const other = await request(app).put('/__admin/clock')
  expect(other.status).toBe(405)
  expect(other.headers['allow']).toBe('GET, HEAD, POST')
  expect(Object.keys(other.body as object)).toEqual(['message'])
  expect((await request(app).options('/__admin/clock')).status).toBe(405)
})
