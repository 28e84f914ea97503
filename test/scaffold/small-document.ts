/** What is not the usual. */
export interface Small {
  readonly schema?: unknown
  readonly parameters?: unknown
  readonly security?: unknown
  readonly responses?: unknown
}

/** An organization with the least that tells it from others. */
export const row = { type: 'object', properties: { id: { type: 'string' } } }

/** A document with one operation, GET /orgs. */
export function small({
  schema = { type: 'array', items: row },
  parameters = [],
  security = [{ b: [] }],
  responses,
}: Small): string {
  return JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'Small', version: '1' },
    paths: {
      '/orgs': {
        get: {
          parameters,
          security,
          responses: responses ?? { 200: { description: '', content: { 'application/json': { schema } } } },
        },
      },
    },
    components: {
      securitySchemes: { b: { type: 'http', scheme: 'bearer' }, m: { type: 'mutualTLS' } },
    },
  })
}
