import { settings } from './settings.ts'

const count = { type: 'integer', minimum: 0, maximum: 10_000_000 }
const seed = { type: 'integer', minimum: 0, maximum: 0xffff_ffff }
const delay = { type: 'integer', minimum: 0, maximum: 300_000 }

const rateLimit = {
  type: 'object',
  description: 'Requests that a tenant may make in a time; beyond that it gets the provider’s own 429.',
  properties: {
    requests: { type: 'integer', minimum: 1, maximum: 1_000_000 },
    windowSeconds: { type: 'number', minimum: 0.001, maximum: 86_400 },
  },
  required: ['requests', 'windowSeconds'],
  additionalProperties: false,
}

const fault = {
  type: 'object',
  description:
    'What goes wrong (error, code, wire, delayMs), and with which requests of each tenant; the first rule that hits counts.',
  properties: {
    error: { type: 'string', description: 'An error of the provider’s catalogue: orgmock errors.' },
    code: {
      type: 'integer',
      minimum: 100,
      maximum: 599,
      description: 'The first error of the catalogue with this status.',
    },
    wire: {
      type: 'string',
      enum: [
        'slow-headers',
        'slow-body',
        'connection-reset',
        'connection-reset-in-body',
        'truncated-body',
        'malformed-json',
        'bad-gateway',
        'empty-body',
      ],
    },
    delayMs: {
      anyOf: [delay, { type: 'array', items: delay, minItems: 2, maxItems: 2 }],
      description: 'Milliseconds, or the bounds of a random delay.',
    },
    after: { type: 'integer', minimum: 0, description: 'Lets this many requests through first.' },
    every: { type: 'integer', minimum: 1, description: 'Hits every how many-th request only.' },
    times: { type: 'integer', minimum: 1, description: 'Hits this many requests and no more.' },
    probability: { type: 'number', minimum: 0, maximum: 1, description: 'Share of requests that are hit.' },
  },
  anyOf: [{ required: ['error'] }, { required: ['code'] }, { required: ['wire'] }, { required: ['delayMs'] }],
  additionalProperties: false,
}

const faults = { type: 'array', items: { $ref: '#/$defs/fault' } }

const tenant = {
  type: 'object',
  description: 'What a tenant is told to be, beyond what its credential says.',
  properties: {
    seed,
    count,
    faults,
    rateLimit: {
      anyOf: [{ type: 'boolean' }, { $ref: '#/$defs/rateLimit' }],
      description: 'true is the provider’s own limit; false is none, whatever limit everybody else has.',
    },
  },
  additionalProperties: false,
}

const provider = {
  type: 'object',
  properties: {
    seed,
    count,
    faults: { ...faults, description: 'For every tenant of the provider.' },
    rateLimit: {
      anyOf: [{ type: 'boolean' }, { $ref: '#/$defs/rateLimit' }],
      description: 'true is the provider’s own limit; without it there is none.',
    },
    tenants: {
      type: 'object',
      description: 'By name: ordinary, or what follows the test prefix in a credential.',
      propertyNames: { pattern: '^[a-z0-9-]+(_[a-z0-9-]+)*$', maxLength: 100 },
      additionalProperties: { $ref: '#/$defs/tenant' },
    },
  },
  additionalProperties: false,
}

/** JSON Schema 2020-12 of orgmock.yaml. */
export const configSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'orgmock.yaml',
  description: 'What orgmock serves. Flags and variables win over it.',
  type: 'object',
  properties: {
    ...Object.fromEntries(
      Object.entries(settings).map(([name, { schema, description, flag, variable }]) => [
        name,
        { ...schema, description: `${description} (${flag}, ${variable})` },
      ]),
    ),
    providers: {
      type: 'object',
      description: 'By id.',
      additionalProperties: { $ref: '#/$defs/provider' },
    },
    hosts: {
      type: 'object',
      description:
        'Further host names, each with the provider’s host that it stands for: cloudflare.test: api.cloudflare.com',
      propertyNames: { pattern: '^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$', maxLength: 253 },
      additionalProperties: { type: 'string' },
    },
  },
  additionalProperties: false,
  $defs: { fault, rateLimit, tenant, provider },
} as const
