// biome-ignore-all lint/suspicious/noTemplateCurlyInString: such texts must stay texts.
/** Documents with a text in every place that has one, and texts that would like to be code. */

export const auths = ['api-key', 'bearer', 'header-pair', 'client-credentials'] as const
export type Auth = (typeof auths)[number]

/** `pwned` is the name that must never run. Some are names of headers (RFC 9110, 5.6.2), so that they get as far as a header can. */
export const hostileTexts: readonly string[] = [
  '${pwned}',
  'X`+pwned+`',
  "X'+pwned+'",
  '"+pwned()+"',
  "\\'+pwned()+\\'",
  '\\`+pwned()+\\`',
  '*/pwned()/*',
  '\npwned()\n//',
  '\r\npwned: 1\r\n',
  '\u2028pwned()\u2028//',
  '\u2029pwned()',
  '\u0000pwned()',
  '\u0000...pwned',
  '\ud800${pwned()}\udc00',
  '__proto__',
  'constructor',
  'toString',
  '</script><script>pwned()</script>',
  '<!--pwned()-->',
  '${`${pwned()}`}',
  "$&$`$'pwned",
  '\u202epwned()\u200b',
  '',
]

const security = {
  'api-key': { key: { type: 'apiKey', in: 'header', name: 'X-Key', description: 'A key.' } },
  bearer: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'opaque' } },
  'header-pair': {
    who: { type: 'apiKey', in: 'header', name: 'X-Who' },
    secret: { type: 'apiKey', in: 'header', name: 'X-Secret' },
  },
  'client-credentials': {
    grant: {
      type: 'oauth2',
      flows: { clientCredentials: { tokenUrl: 'https://auth.usual.example/token', scopes: { read: 'Reads.' } } },
    },
  },
} satisfies Record<Auth, Record<string, object>>

const pages = {
  'api-key': {
    parameters: [
      ['page', { type: 'integer' }],
      ['per_page', { type: 'integer' }],
    ],
    meta: { page: { type: 'integer' } },
  },
  bearer: {
    parameters: [
      ['cursor', { type: 'string' }],
      ['limit', { type: 'integer' }],
    ],
    meta: { next_cursor: { type: ['string', 'null'] } },
  },
  'header-pair': { parameters: [], meta: { total: { type: 'integer' } } },
  'client-credentials': {
    parameters: [
      ['pageToken', { type: 'string' }],
      ['pageSize', { type: 'integer', enum: [10, 20] }],
    ],
    meta: { nextPageToken: { type: 'string' } },
  },
} satisfies Record<Auth, { parameters: [string, object][]; meta: object }>

/** A document with that authentication, and another way to page for each. */
export function usualDocument(auth: Auth): object {
  const schemes = security[auth]
  const { parameters, meta } = pages[auth]
  const failure = {
    type: 'object',
    required: ['kind'],
    properties: {
      kind: { type: 'string', const: 'failure' },
      message: { type: 'string', example: 'No.' },
      errors: { type: 'array', items: { type: 'object', properties: { detail: { type: 'string' } } } },
    },
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Usual', version: '1', description: 'An API.' },
    servers: [{ url: 'https://{region}.usual.example/v1', variables: { region: { default: 'eu' } } }],
    security: [Object.fromEntries(Object.keys(schemes).map((id) => [id, []]))],
    paths: {
      '/orgs': {
        get: {
          operationId: 'list',
          summary: 'Lists.',
          parameters: [
            ...parameters.map(([name, schema]) => ({ name, in: 'query', schema })),
            { name: 'state', in: 'query', schema: { type: 'string', enum: ['open', 'shut'] } },
          ],
          responses: {
            200: {
              description: 'Fine.',
              headers: { 'X-Region': { schema: { type: 'string', const: 'eu' } } },
              content: {
                'application/json': {
                  schema: {
                    type: 'object',
                    required: ['data', 'kind', 'odd', 'further'],
                    additionalProperties: { type: 'string', default: 'more' },
                    properties: {
                      kind: { type: 'string', const: 'list' },
                      odd: { const: { deep: ['inside', { deeper: 'still' }] } },
                      note: { type: 'string', example: 'Noted.' },
                      data: { type: 'array', items: { $ref: '#/components/schemas/Org' } },
                      meta: { type: 'object', properties: { ...meta, more: { type: 'string', enum: ['yes'] } } },
                    },
                  },
                },
              },
            },
            401: { description: 'Who?', content: { 'application/json': { schema: failure } } },
            404: { description: 'Where?', content: { 'text/plain': { schema: { type: 'string' } } } },
          },
        },
      },
    },
    components: {
      schemas: {
        Org: {
          type: 'object',
          required: ['id', 'name', 'more'],
          additionalProperties: { type: 'integer' },
          properties: {
            id: { type: 'string', pattern: '^org_[a-z]{8}$' },
            name: { type: 'string', example: 'Acme' },
            plan: { type: 'string', enum: ['free', 'paid'] },
            fixed: { const: 'always' },
            code: { type: 'string', pattern: '^(left|right)-[0-9]{6}$' },
            link: { type: 'string', format: 'uri' },
            any: { example: 'Anything.' },
            short: { type: 'string', maxLength: 3, example: 'abc' },
            inner: {
              type: 'object',
              properties: {
                deep: { type: 'string' },
                list: { type: 'array', items: { type: 'string', enum: ['a', 'b'] } },
              },
            },
            rows: {
              type: 'array',
              items: { type: 'object', properties: { label: { type: 'string', format: 'date' } } },
            },
          },
        },
      },
      securitySchemes: schemes,
    },
  }
}

/** A text of a document, or a name of a member. */
export interface Place {
  readonly path: readonly string[]
  readonly isName: boolean
}

/** Every text and every name. */
export function placesOf(value: unknown, path: readonly string[] = []): readonly Place[] {
  if (typeof value === 'string') return [{ path, isName: false }]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => [
    ...(Array.isArray(value) ? [] : [{ path: [...path, name], isName: true }]),
    ...placesOf(inner, [...path, name]),
  ])
}

/** The document with another text in some places. */
export function mutated(document: unknown, places: readonly Place[], text: string): unknown {
  const change = (value: unknown, path: readonly string[]): unknown => {
    const isHere = (isName: boolean, at: readonly string[]) =>
      places.some((place) => place.isName === isName && place.path.join('\n') === at.join('\n'))
    if (isHere(false, path)) return text
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return value.map((item, index) => change(item, [...path, String(index)]))
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => {
        const at = [...path, name]
        return [isHere(true, at) ? text : name, change(inner, at)]
      }),
    )
  }
  return change(document, [])
}
