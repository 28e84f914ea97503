import { wireFaultMeanings } from '../../mock/index.ts'
import type { Schema } from '../../options/index.ts'
import { gradeVerdicts } from '../../scorecard/index.ts'
import { editions } from '../../spec/index.ts'
import { journalEntrySchema } from '../journal-entry.ts'
import { closed, listOf } from './schema-parts.ts'

export { listOf }

/** A named schema of the document. */
export function ref(name: keyof typeof schemas): Schema {
  return { $ref: `#/components/schemas/${name}` }
}

const words = { type: 'string' }
const instant = { type: 'string', format: 'date-time' }
const url = { type: 'string', format: 'uri' }
const count = { type: 'integer', minimum: 0 }
const named = { type: 'object', additionalProperties: words }
const basis = { type: 'string', enum: ['documented', 'observed', 'assumed'] }
const account = {
  credentials: named,
  count: { ...count, description: 'Organizations that it sees, where that is not the number of the server.' },
  description: words,
  isCounted: { type: 'boolean', description: 'Whether what it does is counted by each process for itself.' },
}
const urls = {
  baseUrl: { ...url, description: "What the provider's SDK wants as its base URL." },
  operationUrl: url,
  tokenUrl: { ...url, description: 'The OAuth2 token endpoint, where the provider has one.' },
}

const trouble = {
  error: { ...words, description: 'Name of an error in the catalogue.' },
  code: { type: 'integer', description: 'The first error of the catalogue with this status.' },
  wire: {
    oneOf: Object.entries(wireFaultMeanings).map(([name, meaning]) => ({ const: name, description: meaning })),
  },
  delayMs: { anyOf: [count, { type: 'array', items: count, minItems: 2, maxItems: 2 }] },
}

const rules = {
  after: { ...count, description: 'Lets this many requests through first.' },
  every: { ...count, description: 'Hits every how many-th request only.' },
  times: { ...count, description: 'Hits this many requests and no more.' },
  probability: { type: 'number', minimum: 0, maximum: 1, description: 'Share of requests that are hit.' },
}

/** What the admin API answers with. */
export const schemas = {
  Message: closed({ message: { ...words, minLength: 1 } }, [], 'Why a request was refused, in a sentence.'),
  Index: closed({
    document: words,
    routes: listOf(closed({ method: words, path: words, summary: words })),
  }),
  Account: closed(account, ['count'], 'A published account that behaves in its own way.'),
  Provider: closed(
    {
      id: words,
      title: words,
      edition: { type: 'string', enum: editions, description: 'Which state of its document is served.' },
      ...urls,
      credentials: named,
      accounts: { type: 'object', additionalProperties: { $ref: '#/components/schemas/Account' } },
      env: { ...named, description: "The vendor's own variables with values for this server." },
      unset: { ...listOf(words), description: "Variables of the vendor's that must not be set beside them." },
      samples: {
        ...listOf(closed({ language: words, client: words, code: words })),
        description: "Programs that list the organizations, with the vendor's own clients where there are any.",
      },
    },
    ['tokenUrl', 'samples'],
  ),
  Credentials: closed(
    {
      provider: words,
      title: words,
      ...urls,
      curl: words,
      accounts: listOf(closed({ name: words, ...account }, ['count'])),
      tenants: closed({
        rule: words,
        words: listOf(closed({ word: words, description: words })),
        example: closed({ tenant: words, credentials: named }),
      }),
    },
    ['tokenUrl', 'tenants'],
  ),
  Header: closed({ name: words, value: words }),
  Error: closed({
    id: words,
    provider: words,
    status: { type: 'integer' },
    headers: { ...listOf(words), description: 'Names and values in turn, as sent.' },
    body: words,
    basis,
    source: words,
    meaning: words,
    cause: words,
    advice: words,
    scenarios: { ...listOf(words), description: 'Published accounts that meet it, by name.' },
  }),
  RateLimit: closed({ requests: { type: 'integer', minimum: 1 }, windowSeconds: { type: 'number' } }),
  FaultRule: closed({ ...trouble, ...rules }, [...Object.keys(trouble), ...Object.keys(rules)]),
  Faults: closed({ provider: words, faults: listOf({ $ref: '#/components/schemas/FaultRule' }) }),
  TenantSettings: closed(
    {
      seed: count,
      count,
      faults: listOf({ $ref: '#/components/schemas/FaultRule' }),
      rateLimit: {
        anyOf: [{ $ref: '#/components/schemas/RateLimit' }, { const: false }],
        description: 'false is none, whatever limit everybody else has.',
      },
    },
    ['seed', 'count', 'faults', 'rateLimit'],
    'The settings of the tenant, beyond what its credential says.',
  ),
  Tenant: closed(
    {
      provider: words,
      tenant: words,
      seed: count,
      count: { ...count, description: 'Organizations that it sees.' },
      requests: { ...count, description: 'Authenticated requests since the last reset.' },
      settings: { $ref: '#/components/schemas/TenantSettings' },
      credentials: named,
      ...urls,
    },
    ['credentials', 'tokenUrl'],
  ),
  Clock: closed({
    now: instant,
    isFrozen: { type: 'boolean' },
    isTouched: { type: 'boolean', description: 'Whether it was moved or frozen since the start or the last reset.' },
    offsetMs: { type: 'integer', description: "How far it is ahead of the machine's time." },
  }),
  Settings: closed({
    provider: words,
    rateLimit: { anyOf: [{ $ref: '#/components/schemas/RateLimit' }, { type: 'null' }] },
    ownRateLimit: { $ref: '#/components/schemas/RateLimit' },
    preferences: { type: 'boolean', description: 'Whether Prefer and ?__code= are honoured.' },
  }),
  JournalEntry: journalEntrySchema,
  Scorecard: closed(
    {
      provider: words,
      title: words,
      tenant: words,
      requests: count,
      grades: listOf(
        closed({
          id: words,
          title: words,
          verdict: { type: 'string', enum: gradeVerdicts },
          why: words,
          basis,
          evidence: listOf(closed({ requests: listOf({ type: 'integer' }), message: words })),
          findings: { ...count, description: 'How many there are in all; evidence has the first ten.' },
        }),
      ),
    },
    ['tenant'],
  ),
} as const satisfies Readonly<Record<string, Schema>>
