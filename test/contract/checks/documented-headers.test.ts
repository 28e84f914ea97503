import { expect, it } from 'vitest'
import { loadProviderSpec } from '../../../src/spec/index.ts'
import { type Action, document, json, provider } from '../providers.ts'
import { findings } from './judged.ts'

const actions: readonly Action[] = [
  {
    id: 'E-AC-001',
    basis: 'observed',
    target: "$.paths['/orgs'].get.responses",
    update: {
      '429': json({}, { 'Retry-After': { schema: { type: 'string', pattern: '^[0-9]+$' } } }),
      '401': json({}, { 'WWW-Authenticate': { required: true, schema: { type: 'string' } } }),
    },
  },
]
const spec = provider(
  document({ '200': json({}, { 'X-Total': { schema: { type: 'integer' } }, 'Content-Type': { schema: {} } }) }),
  actions,
)
const type = ['Content-Type', 'application/json'] as const
const at = '/paths/~1orgs/get/responses'

it('takes a declared header in any letter case', () => {
  expect(findings(spec, { body: [], headers: [type, ['x-TOTAL', '5']] })).toEqual([])
})

it('finds a header that the provider declares and does not send', () => {
  expect(findings(spec, { body: [], headers: [type] })).toEqual([
    {
      check: 'shape/headers',
      basis: 'assumed',
      message: 'the header X-Total is missing; the document declares it for status 200',
      promised: 'the header X-Total',
      came: 'no such header',
      clause: `${at}/200/headers/X-Total`,
    },
  ])
})

it('finds a header whose value does not fit', () => {
  expect(findings(spec, { body: [], headers: [type, ['X-Total', 'many']] })).toEqual([
    {
      check: 'shape/headers',
      basis: 'documented',
      message: 'the header X-Total must be a whole number, but "many" came',
      promised: 'a whole number',
      came: '"many"',
      clause: `${at}/200/headers/X-Total/schema/type`,
    },
  ])
})

it('demands a header of an erratum only where it is required', () => {
  expect(findings(spec, { status: 429, body: [], headers: [type] })).toEqual([])
  expect(findings(spec, { status: 429, body: [], headers: [type, ['Retry-After', 'soon']] })).toMatchObject([
    { check: 'shape/headers', basis: 'observed', erratum: 'E-AC-001', came: '"soon"' },
  ])
  expect(findings(spec, { status: 401, body: [], headers: [type] })).toMatchObject([
    { check: 'shape/headers', basis: 'observed', erratum: 'E-AC-001', promised: 'the header WWW-Authenticate' },
    { check: 'wire/refusal-headers', basis: 'assumed' },
  ])
})

it('wants the two headers that Cradl declares with everything it says', async () => {
  const cradl = await loadProviderSpec('specs', 'cradl')
  const cors = [
    ['Access-Control-Allow-Origin', '*'],
    ['Access-Control-Allow-Headers', '*'],
  ] as const
  const body = { message: 'Forbidden' }
  expect(findings(cradl, { status: 403, body, headers: [type, ...cors] })).toEqual([])
  expect(findings(cradl, { status: 403, body, headers: [type, cors[1]] })).toMatchObject([
    {
      check: 'shape/headers',
      basis: 'assumed',
      message: 'the header Access-Control-Allow-Origin is missing; the document declares it for status 403',
    },
  ])
  const elsewhere = findings(cradl, { status: 403, body, headers: [type], plan: { path: '/v1/nothing' } })
  expect(elsewhere.map(({ check, basis }) => [check, basis])).toEqual([
    ['shape/headers', 'assumed'],
    ['shape/headers', 'assumed'],
  ])
  // API Gateway's own statuses came into the document by an erratum, which does not say that they carry them.
  expect(findings(cradl, { status: 429, body, headers: [type], plan: { expect: 'judged-by-law' } })).toEqual([])
})
