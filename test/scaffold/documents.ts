/** Small OpenAPI documents, each with something that real ones have. Text as it stands in a file, and the path of the operation. */
export interface MadeDocument {
  readonly file: string
  readonly text: string
  readonly path: string
}

const keyScheme = { type: 'apiKey', in: 'header', name: 'X-Api-Key' }

/** JSON, OpenAPI 3.0, a bare array, an integer as identity, no error documented. */
export const bareArray: MadeDocument = {
  file: 'bare-array.json',
  path: '/orgs',
  text: JSON.stringify(
    {
      openapi: '3.0.3',
      info: { title: 'Bare', version: '1' },
      servers: [{ url: 'https://bare.example/api/' }],
      security: [{ key: [] }],
      paths: {
        '/orgs': {
          get: {
            responses: {
              200: {
                description: 'All.',
                content: {
                  'application/json': { schema: { type: 'array', items: { $ref: '#/components/schemas/Org' } } },
                },
              },
            },
          },
          post: { responses: { 201: { description: 'Made.' } } },
        },
        '/users': { get: { responses: { 200: { description: 'Others.' } } } },
      },
      components: {
        schemas: {
          Org: {
            type: 'object',
            properties: {
              id: { type: 'integer', format: 'int64', minimum: 1000 },
              name: { type: 'string', maxLength: 12 },
              parent: { nullable: true, allOf: [{ $ref: '#/components/schemas/Org' }] },
            },
            required: ['id', 'name'],
          },
          Unused: { type: 'object' },
        },
        securitySchemes: { key: keyScheme },
      },
    },
    undefined,
    2,
  ),
}

/** Every way to page, a list two objects deep, nulls of 3.1, enums, formats, one error schema for all 4XX. */
export const everyPage: MadeDocument = {
  file: 'every-page.yaml',
  path: '/v2/accounts',
  text: `
openapi: 3.1.0
info: { title: Every page, version: '2' }
servers:
  - url: https://{region}.every.example
    variables: { region: { default: eu } }
security:
  - token: []
  - key: []
  - who: []
    secret: []
  - grant: ['accounts:read']
paths:
  /v2/accounts:
    parameters:
      - { name: X-Version, in: header, schema: { type: string } }
      - { $ref: '#/components/parameters/limit' }
    get:
      operationId: listAccounts
      parameters:
        - { name: page, in: query, schema: { type: integer, minimum: 1, default: 1 } }
        - { name: cursor, in: query, schema: { type: string } }
        - { name: offset, in: query, schema: { type: integer, minimum: 0, default: 0 } }
        - { name: active, in: query, schema: { type: boolean } }
        - { name: expand, in: query, schema: { type: array, items: { type: string } } }
      responses:
        '200': { $ref: '#/components/responses/Accounts' }
        4XX: { $ref: '#/components/responses/Failure' }
components:
  parameters:
    limit: { name: limit, in: query, schema: { type: integer, minimum: 2, maximum: 30, default: 10 } }
  responses:
    Accounts:
      description: One page.
      headers:
        X-Request-Id: { schema: { type: string, format: uuid } }
        X-RateLimit-Limit: { schema: { type: integer, minimum: 1 } }
      content:
        application/json:
          schema:
            type: object
            additionalProperties: false
            required: [data]
            properties:
              data:
                type: object
                required: [accounts, paging]
                properties:
                  accounts: { type: array, items: { $ref: '#/components/schemas/Account' } }
                  paging: { $ref: '#/components/schemas/Paging' }
    Failure:
      description: No.
      content:
        application/json:
          schema:
            type: object
            additionalProperties: false
            required: [errors]
            properties:
              errors:
                type: array
                minItems: 1
                items:
                  type: object
                  required: [code, detail]
                  additionalProperties: false
                  properties:
                    code: { type: string, pattern: '^[a-z_]+$' }
                    detail: { type: string, minLength: 1 }
  schemas:
    Paging:
      type: object
      required: [next_cursor, previous_cursor, total, limit, offset, page, total_pages, has_more]
      properties:
        next_cursor: { type: [string, 'null'] }
        previous_cursor: { type: [string, 'null'] }
        total: { type: integer, minimum: 0 }
        limit: { type: integer, minimum: 1 }
        offset: { type: integer, minimum: 0 }
        page: { type: integer, minimum: 1 }
        total_pages: { type: integer, minimum: 0 }
        has_more: { type: boolean }
    Account:
      type: object
      additionalProperties: false
      required: [uuid, name, plan, created_at, owner]
      properties:
        uuid: { type: string, format: uuid }
        name: { type: [string, 'null'], minLength: 3, maxLength: 40 }
        plan: { enum: [free, team, enterprise, null] }
        created_at: { type: string, format: date-time }
        renewed_on: { type: [string, 'null'], format: date }
        website: { type: string, format: uri }
        owner:
          type: object
          required: [email]
          properties:
            email: { type: string, format: email }
            locale: { type: string, enum: [de, en] }
  securitySchemes:
    token: { type: http, scheme: Bearer }
    key: { type: apiKey, in: header, name: X-Every-Key }
    who: { type: apiKey, in: header, name: X-Every-Account }
    secret: { type: apiKey, in: header, name: X-Every-Secret }
    grant:
      type: oauth2
      flows:
        clientCredentials: { tokenUrl: /oauth/token, scopes: { 'accounts:read': Read., 'accounts:write': Write. } }
        authorizationCode: { authorizationUrl: https://every.example/authorize, tokenUrl: https://every.example/token, scopes: {} }
`,
}

/** OpenAPI 3.0: a token that is absent on the last page, patterns, a problem document, a text for 401, no body for 403, bounds of both kinds. */
export const bounded: MadeDocument = {
  file: 'bounded.yaml',
  path: '/organizations/',
  text: `
openapi: 3.0.1
info: { title: Bounded, version: 1.0.0 }
servers: [{ url: 'https://api.bounded.example/v1' }]
security: [{ bearer: [] }]
paths:
  /organizations/:
    get:
      parameters:
        - { in: query, name: pageSize, schema: { type: string, example: '50' } }
        - { in: query, name: pageToken, schema: { type: string, maxLength: 100 } }
      responses:
        '200':
          description: One page.
          content:
            application/vnd.bounded+json:
              schema:
                type: object
                required: [organizations]
                properties:
                  nextPageToken: { type: string }
                  organizations: { type: array, maxItems: 1000, items: { $ref: '#/components/schemas/Organization' } }
                  warnings: { type: array, items: { type: object, properties: { text: { type: string } } } }
        '400':
          description: Bad.
          content: { application/problem+json: { schema: { $ref: '#/components/schemas/Problem' } } }
        '401':
          description: Who?
          headers: { WWW-Authenticate: { schema: { type: string } } }
          content: { text/plain: { schema: { type: string } } }
        '403': { description: No. }
        '429':
          description: Slow.
          headers: { Retry-After: { schema: { type: integer } } }
          content: { application/json: { schema: { type: object, properties: { reason: { type: string, enum: [slow_down] } } } } }
        default:
          description: Else.
          content: { application/problem+json: { schema: { $ref: '#/components/schemas/Problem' } } }
components:
  securitySchemes: { bearer: { type: http, scheme: bearer } }
  schemas:
    Problem:
      type: object
      required: [type, title, status]
      properties:
        type: { type: string, format: uri }
        title: { type: string }
        status: { type: integer, minimum: 400, maximum: 599 }
        detail: { type: string, nullable: true }
        errors: { type: array, items: { type: object, required: [field], properties: { field: { type: string } } } }
    Organization:
      type: object
      required: [id, code, share, rate, seats, odd, tags, labels, pair, contact, shape, note, zip, color, secret]
      properties:
        id: { type: string, pattern: '^org_[0-9A-HJ-NP-Z]{10}$' }
        code: { type: string, pattern: '^[A-Z]{2}-(?:old|new)-\\d{3,5}$', maxLength: 10 }
        share: { type: number, minimum: 0, maximum: 1 }
        rate: { type: number, minimum: 0, exclusiveMinimum: true, maximum: 5, exclusiveMaximum: true }
        seats: { type: integer, minimum: -10, maximum: 5000, multipleOf: 5 }
        odd: { type: integer, minimum: 7, maximum: 7 }
        tags: { type: array, minItems: 1, maxItems: 2, uniqueItems: true, items: { type: string, enum: [a, b, c] } }
        labels: { type: object, additionalProperties: { type: string } }
        pair: { type: array, minItems: 2, maxItems: 2, items: { type: number } }
        contact: { type: string, nullable: true, format: email }
        shape:
          oneOf: [{ $ref: '#/components/schemas/Round' }, { $ref: '#/components/schemas/Square' }]
          discriminator: { propertyName: kind }
        note: { type: string, minLength: 20, maxLength: 25 }
        zip: { type: string, pattern: '^\\d{5}$' }
        color: { type: string, pattern: '^#(?:[0-9a-fA-F]{3}){1,2}$', nullable: true }
        secret: { type: string, writeOnly: true }
        children: { type: array, items: { $ref: '#/components/schemas/Organization' } }
        created: { type: integer, description: Seconds since 1970. }
        lookahead: { type: string, pattern: '^(?=.*[0-9])(?=.*[a-z])[0-9a-z]{12}$' }
        odd_text: { type: string, pattern: '^(?!a)(?<=b)c$' }
    Round: { type: object, required: [kind, radius], properties: { kind: { type: string }, radius: { type: number, exclusiveMinimum: true, minimum: 0 } } }
    Square: { type: object, required: [kind, side], properties: { kind: { type: string }, side: { type: number } } }
`,
}

/** What strict readers refuse: types left out, keywords of nobody, a pattern that is none, aliases; and a relative server, OpenID Connect. */
export const sloppy: MadeDocument = {
  file: 'sloppy.yml',
  path: '/teams',
  text: `
openapi: 3.1.1
info: { title: Sloppy, version: 0.1 }
servers: [{ url: /api }]
paths:
  /teams:
    get:
      security: [{ sso: [read] }]
      parameters:
        - { name: 'page[number]', in: query, schema: { default: 1 } }
        - { name: 'page[size]', in: query, schema: { type: integer, enum: [10, 25, 50], default: 25 } }
        - { name: filter, in: query, content: { application/json: { schema: {} } } }
      responses:
        200:
          description: Teams.
          content:
            application/json; charset=utf-8:
              schema:
                properties:
                  success: { enum: [true] }
                  results: { items: { $ref: '#/components/schemas/Team' } }
                  meta: { properties: { count: { minimum: 0 }, links: { properties: { next: { type: [string, 'null'], format: uri } } } } }
                required: [success, results]
        500:
          description: Broken.
          content:
            application/json:
              schema: { allOf: [{ properties: { ok: { const: true } }, required: [ok] }, { properties: { ok: { const: false } } }] }
components:
  schemas:
    Base: &base
      properties:
        slug: { type: string, minLength: 1, maxLength: 20 }
      required: [slug]
    Copy: *base
    Team:
      allOf:
        - $ref: '#/components/schemas/Copy'
        - properties:
            members: { type: array, items: { type: object, properties: { id: { type: string }, name: { type: string, required: true } } }, collectionFormat: csv }
            score: { type: number, pattern: '^1$' }
            handle: { type: string, pattern: '^[\\w-\\.]+$' }
            age: { minimum: 3, maxLength: 4 }
            value: { anyOf: [{ type: string }, { type: 'null' }] }
            any: {}
  securitySchemes:
    sso: { type: openIdConnect, openIdConnectUrl: https://sso.example/.well-known/openid-configuration }
`,
}

/** Client credentials for an operation that asks for no scope, though the scheme knows some. */
export const noScope: MadeDocument = {
  file: 'no-scope.yaml',
  path: everyPage.path,
  text: everyPage.text.replace("grant: ['accounts:read']", 'grant: []'),
}
