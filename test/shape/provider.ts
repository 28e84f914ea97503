import type { JsonObject, OperationSpec } from '../../src/spec/index.ts'

const schemas: JsonObject = {
  Row: {
    type: 'object',
    required: ['id', 'name', 'created_at', 'kind'],
    properties: {
      id: { type: 'string' },
      name: { type: 'string' },
      created_at: { type: 'string', format: 'date-time' },
      kind: { type: 'string', enum: ['small', 'large'] },
      note: { type: ['string', 'null'] },
      size: { type: 'number' },
      metadata: { type: 'object', additionalProperties: true },
      tags: { type: 'array', items: { type: 'string', maxLength: 20 } },
      secret: { type: 'string', writeOnly: true },
    },
  },
}
const list: JsonObject = {
  type: 'object',
  required: ['items'],
  properties: { items: { type: 'array', items: { $ref: '#/components/schemas/Row' } }, next: { type: 'string' } },
}
const document: JsonObject = {
  openapi: '3.1.0',
  info: { title: 'Acme', version: '1' },
  paths: { '/rows': { get: { responses: { '200': { content: { 'application/json': { schema: list } } } } } } },
  components: { schemas },
}
const pointer = '/paths/~1rows/get'

/** A list of rows, as a document declares it. */
export const operation: OperationSpec = {
  provider: 'acme',
  reading: 'repaired',
  title: 'Acme',
  hosts: ['api.acme.example'],
  basePath: '',
  method: 'GET',
  path: '/rows',
  parameters: [],
  responses: [
    {
      status: '200',
      headers: [],
      content: [
        {
          mediaType: 'application/json',
          schema: list,
          pointer: `${pointer}/responses/200/content/application~1json/schema`,
        },
      ],
      pointer: `${pointer}/responses/200`,
    },
  ],
  security: [],
  pointer,
  document,
}

const row = { id: 'a', name: 'Acme', created_at: '2026-01-01T00:00:00Z', kind: 'small' }

/** Twenty rows of a sound server, with changes to each. */
export function rows(changes: object = {}): readonly object[] {
  return Array.from({ length: 20 }, (_, index) => ({ ...row, id: `row ${index}`, ...changes }))
}
