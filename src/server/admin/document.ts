import type { Schema } from '../../options/index.ts'
import type { Described, Operation } from './operation.ts'
import { closed } from './schema-parts.ts'
import { ref, schemas } from './schemas.ts'

const json = 'application/json'

const health = {
  get: {
    summary: 'whether the server runs; needs no token',
    responses: {
      200: {
        description: 'It does.',
        content: {
          [json]: {
            schema: closed({ status: { const: 'ok' } }),
            example: { status: 'ok' },
          },
        },
      },
    },
    security: [],
  },
}

const refusals: Readonly<Record<number, string>> = {
  400: 'A parameter or the body is not accepted; the message says what is.',
  401: 'The bearer token is missing or wrong.',
  403: 'Without a token only clients on this machine are served, and no web page.',
  413: 'The body is larger than 64 KiB.',
  415: 'The body is not application/json.',
}

/** The OpenAPI 3.1 document of these operations and of the server's other own routes. */
export function apiDocument(operations: readonly Operation[]): Schema {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const operation of operations) {
    const path = `/__admin${operation.path}`
    paths[path] = { ...paths[path], [operation.method]: described(operation) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'orgmock admin API',
      version: '1.0.0',
      description:
        'Looks at and changes a running orgmock. `orgmock serve` serves it to clients that send its token: the one in ORGMOCK_ADMIN_TOKEN, or the one that it makes and prints. Without a token (`--admin-open`, or in a program) it serves clients on the same machine only: a loopback peer that asks a loopback Host, and no web page of another origin.',
    },
    servers: [{ url: '/' }],
    security: [{}, { token: [] }],
    paths: {
      ...paths,
      '/__admin/session': session,
      '/metrics': { get: metrics },
      '/healthz': named(health, 'readHealth'),
      '/livez': named(health, 'readLiveness'),
      '/readyz': named(health, 'readReadiness'),
    },
    components: {
      schemas,
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'ORGMOCK_ADMIN_TOKEN, or the token printed at start.' },
      },
    },
  }
}

const metrics = {
  operationId: 'readMetrics',
  summary: 'figures for Prometheus; guarded as the admin API',
  responses: {
    200: {
      description:
        'Prometheus text format: requests by provider, route, method and status; durations; journal; process.',
      content: { 'text/plain': { schema: { type: 'string' } } },
    },
    ...refused([401, 403]),
  },
}

const session = {
  get: {
    operationId: 'readSession',
    summary: 'whether a request like this one is let through, and whether a token would help; needs no token',
    responses: {
      200: {
        description: 'For the page, which has a cookie in place of the token.',
        content: {
          [json]: {
            schema: closed({ open: { type: 'boolean' }, needsToken: { type: 'boolean' } }),
            example: { open: false, needsToken: true },
          },
        },
      },
    },
    security: [],
  },
  post: {
    operationId: 'openSession',
    summary: 'give the token for a cookie that opens this API to pages of this server',
    responses: {
      204: { description: 'The cookie is in Set-Cookie. At most 32 sessions are open; a further one ends the oldest.' },
      ...refused([401, 403]),
    },
  },
  delete: {
    operationId: 'endSession',
    summary: 'end the session of this cookie',
    responses: { 204: { description: 'It is ended.' }, ...refused([401, 403]) },
  },
}

function named({ get }: typeof health, operationId: string) {
  return { get: { operationId, ...get } }
}

function described({ id, summary, path, query, body, replies }: Operation): Schema {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
  const inQuery = Object.entries(query).map(([name, { shape, description }]) => ({
    name,
    in: 'query',
    description,
    schema: shape.schema,
  }))
  const refusing = body === undefined ? [400, 401, 403] : [400, 401, 403, 413, 415]
  return {
    operationId: id,
    summary,
    ...(inPath.length + inQuery.length === 0 ? {} : { parameters: [...inPath, ...inQuery] }),
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: body.isNeeded,
            content: { [json]: { schema: body.schema, examples: valued(body.examples) } },
          },
        }),
    responses: {
      ...Object.fromEntries(Object.entries(replies).map(([status, reply]) => [status, replied(reply)])),
      ...refused(refusing),
    },
  }
}

function valued(examples: Readonly<Record<string, unknown>>): Schema {
  return Object.fromEntries(Object.entries(examples).map(([name, value]) => [name, { value }]))
}

function replied({ description, schema, example, types = [json] }: Described): Schema {
  if (schema === undefined) return { description }
  const content = types.map((type) => {
    if (type === 'application/x-ndjson') return [type, { schema: { type: 'string' } }]
    return [type, { schema, ...(example === undefined ? {} : { example }) }]
  })
  return { description, content: Object.fromEntries(content) }
}

function refused(statuses: readonly number[]): Schema {
  const message = { [json]: { schema: ref('Message') } }
  return Object.fromEntries(statuses.map((status) => [status, { description: refusals[status], content: message }]))
}
