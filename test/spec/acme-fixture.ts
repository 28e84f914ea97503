import type { Json, JsonObject } from '../../src/spec/types.ts'

/** A small OpenAPI document that uses every construct that the room reads. */
export const ACME = {
  openapi: '3.1.0',
  info: { title: 'Acme API', version: '1' },
  servers: [
    { url: 'https://API.acme.example:8443/{stage}/v2/', variables: { stage: { default: 'live' } } },
    { url: 'http://eu.acme.example' },
  ],
  security: [],
  paths: {
    '/orgs': {
      parameters: [
        { name: 'page', in: 'query', schema: { type: 'string' } },
        { name: 'X-Trace', in: 'header', required: false, schema: { type: 'string' } },
      ],
      get: {
        operationId: 'listOrgs',
        parameters: [
          { $ref: '#/components/parameters/Size' },
          { name: 'page', in: 'query', required: true, schema: { $ref: '#/components/schemas/Page' } },
        ],
        responses: {
          200: {
            description: 'Fine.',
            headers: {
              'X-Total': { required: true, schema: { type: 'integer' } },
              'X-Page': { $ref: '#/components/headers/Page' },
            },
            content: {
              'application/json': { schema: { $ref: '#/components/schemas/Orgs' } },
              'text/plain': {},
            },
          },
          '4XX': { $ref: '#/components/responses/Failure' },
        },
        security: [{ oauth: ['orgs:read'], key: [] }, { basic: [] }, {}],
      },
    },
  },
  components: {
    parameters: { Size: { name: 'size', in: 'query', schema: { type: 'integer', maximum: 50 } } },
    headers: { Page: { schema: { $ref: '#/components/schemas/Page' } } },
    responses: { Failure: { description: 'Not fine.' } },
    schemas: {
      Page: { type: 'integer', minimum: 1 },
      Orgs: { type: 'array', items: { $ref: '#/components/schemas/Org' } },
      Org: { type: 'object', properties: { parent: { $ref: '#/components/schemas/Org' } } },
    },
    securitySchemes: {
      key: { type: 'apiKey', in: 'header', name: 'X-Key' },
      basic: { type: 'http', scheme: 'Basic' },
      oauth: {
        type: 'oauth2',
        flows: {
          clientCredentials: {
            tokenUrl: 'https://Auth.acme.example/token',
            scopes: { 'orgs:read': 'Read', 'orgs:write': 'Write' },
          },
        },
      },
    },
  },
} as const satisfies JsonObject

/** The document with one node replaced (undefined: removed); the steps lead to it. */
export function acmeWith(tokens: readonly string[], value: Json | undefined): JsonObject {
  return changed(ACME, tokens, value)
}

function changed(node: JsonObject, [head = '', ...rest]: readonly string[], value: Json | undefined): JsonObject {
  const child = node[head]
  const next = rest.length === 0 ? value : changed(isPlain(child) ? child : {}, rest, value)
  const others = Object.entries(node).filter(([key]) => key !== head)
  return Object.fromEntries(next === undefined ? others : [...others, [head, next]])
}

function isPlain(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
