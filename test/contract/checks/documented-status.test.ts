import { expect, it } from 'vitest'
import type { Refusal } from '../../../src/contract/types.ts'
import { document, json, provider } from '../providers.ts'
import { findings } from './judged.ts'

const spec = provider(document({ '200': json({}), '404': json({}) }))
const refusal: Refusal = { status: [401, 403], basis: 'assumed' }

it('keeps quiet about a declared status', () => {
  expect(findings(spec, { body: [] })).toEqual([])
  expect(findings(spec, { status: 404, body: [], plan: { expect: 'judged-by-law' } })).toEqual([])
})

it('finds an undeclared status where success is due', () => {
  expect(findings(spec, { status: 201, body: [] })).toEqual([
    {
      check: 'shape/status',
      basis: 'documented',
      message: 'status 201 is not documented; 200, 404 are',
      promised: 'status 200, 404',
      came: 'status 201',
      clause: '/paths/~1orgs/get/responses',
    },
  ])
  expect(findings(spec, { status: 500, body: [] })).toMatchObject([{ check: 'shape/status', came: 'status 500' }])
})

it('leaves a refusal that the plan names to its own basis', () => {
  expect(findings(spec, { status: 403, body: [], plan: { expect: refusal } })).toEqual([])
})

it('calls another undeclared refusal drift, and undeclared success a violation', () => {
  const [drift] = findings(spec, { status: 418, body: [], plan: { expect: refusal } })
  expect(drift).toMatchObject({ check: 'shape/status', severity: 'drift', came: 'status 418' })
  const [violation] = findings(spec, { status: 202, body: [], plan: { expect: 'judged-by-law' } })
  expect(violation).toMatchObject({ check: 'shape/status', came: 'status 202' })
  expect(violation).not.toHaveProperty('severity')
})

it('expects nothing of other paths and methods', () => {
  for (const plan of [{ path: '/v1/nothing' }, { method: 'DELETE' }]) {
    expect(findings(spec, { status: 418, body: [], plan: { ...plan, expect: 'judged-by-law' } })).toEqual([])
  }
})

it('takes a range or a default for a declaration', () => {
  const ranged = provider(document({ '200': json({}), '4XX': json({}) }))
  expect(findings(ranged, { status: 418, body: [] })).toEqual([])
  expect(findings(provider(document({ default: json({}) })), { status: 500, body: [] })).toEqual([])
})
