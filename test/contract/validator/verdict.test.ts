import { expect, it } from 'vitest'
import { type BodyVerdict, createBodyJudge } from '../../../src/contract/validator/index.ts'
import { loadErrataSubsets, loadProviderSpec } from '../../../src/spec/index.ts'
import type { JsonObject, Reading } from '../../../src/spec/types.ts'
import { exchangeOf, type HandMade } from '../hand-made.ts'
import { inFull } from '../in-full.ts'
import { type Action, document, json, provider, subsetsOf } from '../providers.ts'

async function realJudge(name: string, reading: Reading = 'repaired') {
  const [spec, subsets] = await Promise.all([loadProviderSpec('specs', name), loadErrataSubsets('specs', name)])
  return createBodyJudge({ spec, reading, subsets })
}

const refusal403 = {
  success: false,
  errors: [{ code: 9103, message: 'Unknown X-Auth-Key' }],
  messages: [],
  result: null,
}
const fourxx = '/paths/~1user~1organizations/get/responses/4XX/content/application~1json/schema'

function short({ kind, errata, faults }: BodyVerdict): unknown {
  return { kind, errata, faults: faults.map(inFull).map(({ message, basis, erratum }) => [message, basis, erratum]) }
}

it('finds that a right 403 of Cloudflare conforms under E-CF-001, and under nothing less', async () => {
  const judge = await realJudge('cloudflare')
  const verdict = judge.verdict(exchangeOf({ status: 403, body: refusal403 }))
  expect(short(verdict)).toEqual({ kind: 'conforms-under-errata', errata: ['E-CF-001'], faults: [] })
})

it('finds the same 403 at fault where the published reading decides, and names what would permit it', async () => {
  const judge = await realJudge('cloudflare', 'published')
  const { kind, faults } = judge.verdict(exchangeOf({ status: 403, body: refusal403 }))
  expect(kind).toBe('conforms-under-errata')
  expect(faults.map(inFull).map(({ at, message, basis, erratum }) => [at, message, basis, erratum])).toEqual([
    ['/success', '/success must be true, but false came', 'documented', 'E-CF-001'],
    ['/result', '/result must be a list, but null came', 'documented', 'E-CF-001'],
  ])
})

it('takes a failure without an error for a violation: the published schema refuses it too', async () => {
  const judge = await realJudge('cloudflare')
  const verdict = judge.verdict(exchangeOf({ status: 403, body: { ...refusal403, errors: [] } }))
  expect(verdict.kind).toBe('violates')
  expect(verdict.faults.map(({ at, clause, erratum, basis }) => [at, clause, erratum, basis])).toEqual([
    ['/errors', `${fourxx}/allOf/0/properties/errors/minItems`, 'E-CF-004', 'documented'],
  ])
})

it('names every erratum that a body needs, in the order of the ledger', async () => {
  const judge = await realJudge('cekura')
  const example = await cekuraExample()
  expect(judge.verdict(exchangeOf({ body: [example] }))).toEqual({ kind: 'conforms', errata: [], faults: [] })
  const withBooleans = { ...example, retell_api_key_configured: true }
  expect(short(judge.verdict(exchangeOf({ body: [withBooleans] })))).toEqual({
    kind: 'conforms-under-errata',
    errata: ['E-CK-004'],
    faults: [],
  })
})

it('finds sets of more than one erratum', async () => {
  const spec = document(
    { '200': json({ $ref: '#/components/schemas/Org' }) },
    { components: { schemas: { Org: org } } },
  )
  const judge = createBodyJudge({
    spec: provider(spec, loosening),
    reading: 'repaired',
    subsets: await subsetsOf(spec, loosening),
  })
  const errataOf = (body: unknown) => judge.verdict(exchangeOf({ body })).errata
  expect(errataOf({ id: 'a', name: 'b', size: 1 })).toEqual([])
  expect(errataOf({ id: 1, name: 'b', size: 1 })).toEqual(['E-AC-001'])
  expect(errataOf({ id: 'a', name: null, size: 1 })).toEqual(['E-AC-002'])
  expect(errataOf({ id: 1, name: null, size: 1 })).toEqual(['E-AC-001', 'E-AC-002'])
  expect(errataOf({ id: 1, name: null, size: 1.5 })).toEqual(['E-AC-001', 'E-AC-002', 'E-AC-003'])
  expect(judge.conformance()).toEqual({
    conforms: 1,
    underErrata: { 'E-AC-001': 1, 'E-AC-002': 1, 'E-AC-001 E-AC-002': 1, 'E-AC-001 E-AC-002 E-AC-003': 1 },
    violates: 0,
  })
})

it('names errata by the clauses that they touch where there are no readings between to try', () => {
  const spec = document(
    { '200': json({ $ref: '#/components/schemas/Org' }) },
    { components: { schemas: { Org: org } } },
  )
  const judge = createBodyJudge({ spec: provider(spec, loosening), reading: 'repaired' })
  expect(judge.verdict(exchangeOf({ body: { id: 'a', name: null, size: 1 } })).errata).toEqual(['E-AC-002'])
})

it('compiles each set of errata once, however many bodies need it', async () => {
  const [spec, subsets] = await Promise.all([
    loadProviderSpec('specs', 'nirvana'),
    loadErrataSubsets('specs', 'nirvana'),
  ])
  let compiled = 0
  const judge = createBodyJudge({
    spec,
    reading: 'repaired',
    subsets: (ids) => {
      compiled += 1
      return subsets?.(ids)
    },
  })
  for (let page = 0; page < 1_000; page += 1) {
    judge.verdict(exchangeOf({ body: nirvanaPage({ next_cursor: null, total_count: page }) }))
  }
  expect(judge.conformance()).toEqual({ conforms: 0, underErrata: { 'E-NV-001': 1_000 }, violates: 0 })
  expect(compiled).toBe(1)
})

it('judges the 401 of Cekura, which only an erratum declares', async () => {
  const judge = await realJudge('cekura')
  const kept = judge.verdict(
    exchangeOf({ status: 401, body: { detail: 'Authentication credentials were not provided.' } }),
  )
  expect(short(kept)).toEqual({ kind: 'conforms-under-errata', errata: ['E-CK-005'], faults: [] })
  const broken = judge.verdict(exchangeOf({ status: 401, body: { message: 'no' } }))
  expect(short(broken)).toEqual({
    kind: 'violates',
    errata: [],
    faults: [['the body must have the field "detail", but it is missing', 'observed', 'E-CK-005']],
  })
})

// What only an erratum forbids: provider, body, what is said, its basis and erratum.
it.each([
  [
    'cloudflare',
    cloudflarePage([{ name: 'Acme', status: 'member' }]),
    '/result/0 must have the field "id", but it is missing',
    'observed',
    'E-CF-006',
  ],
  [
    'cloudflare',
    cloudflarePage([], { total_pages: 0.5 }),
    '/result_info/total_pages must be a whole number, but 0.5 came',
    'observed',
    'E-CF-005',
  ],
  [
    'nirvana',
    nirvanaPage({ total_count: 1.5 }),
    '/pagination/total_count must be a whole number, but 1.5 came',
    'observed',
    'E-NV-002',
  ],
] as const)('calls it %s: forbidden by an erratum alone', async (name, body, message, basis, erratum) => {
  const judge = await realJudge(name)
  const verdict = judge.verdict(exchangeOf({ body }))
  expect(short(verdict)).toEqual({ kind: 'only-published', errata: [], faults: [[message, basis, erratum]] })
  expect(judge.conformance()).toEqual({ conforms: 0, underErrata: {}, violates: 1 })
  const asPublished = (await realJudge(name, 'published')).verdict(exchangeOf({ body }))
  expect(short(asPublished)).toEqual({ kind: 'only-published', errata: [], faults: [] })
})

it('tells in one body what is documented from what an erratum adds', async () => {
  const judge = await realJudge('cloudflare')
  const body = cloudflarePage([
    { id: 'x'.repeat(33), name: 'n'.repeat(101) },
    { id: 'short', name: 'a', status: 'gone' },
  ])
  expect(short(judge.verdict(exchangeOf({ body })))).toEqual({
    kind: 'violates',
    errata: [],
    faults: [
      ['/result/0 must have the field "status", but it is missing', 'observed', 'E-CF-006'],
      ['/result/0/id must have at most 32 characters, but it has 33', 'documented', undefined],
      ['/result/0/name must have at most 100 characters, but it has 101', 'documented', undefined],
      ['/result/1/id must have at least 32 characters, but it has 5', 'observed', 'E-CF-006'],
      ['/result/1/status must be one of "member" or "invited", but "gone" came', 'documented', undefined],
    ],
  })
})

it('calls documented what both readings refuse, even where an erratum rewrote the clause', async () => {
  const judge = await realJudge('cekura')
  const { name: _, ...nameless } = await cekuraExample()
  expect(short(judge.verdict(exchangeOf({ body: [nameless] })))).toMatchObject({
    kind: 'violates',
    faults: [['/0 must have the field "name", but it is missing', 'documented', undefined]],
  })
})

it('takes for assumed what is documented of the operation but happens elsewhere', async () => {
  const judge = await realJudge('cradl')
  const plan = { path: '/v1/nothing' }
  const verdict = judge.verdict(exchangeOf({ status: 403, body: { message: 5 }, plan }))
  expect(short(verdict)).toEqual({
    kind: 'violates',
    errata: [],
    faults: [['/message must be text, but 5 came', 'assumed', undefined]],
  })
})

const unjudged: readonly (readonly [string, HandMade])[] = [
  ['an undeclared status', { status: 418, body: {} }],
  ['success of another path', { body: {}, plan: { path: '/v1/orgs/1' } }],
  ['success of another method', { body: {}, plan: { method: 'OPTIONS' } }],
  ['the reply to a HEAD', { plan: { method: 'HEAD' } }],
  ['a body that is no JSON', { body: '<p>' }],
  ['a body of an undocumented media type', { body: 'a', headers: [['Content-Type', 'text/html']] }],
]

it.each(unjudged)('does not judge %s', (_, reply) => {
  const judge = createBodyJudge({ spec: provider(document({ '200': json({ type: 'array' }) })), reading: 'repaired' })
  expect(judge.verdict(exchangeOf(reply))).toEqual({ kind: 'not-judged', errata: [], faults: [] })
  expect(judge.conformance()).toEqual({ conforms: 0, underErrata: {}, violates: 0 })
})

it('judges JSON that comes under another name, and text as text', () => {
  const schema: JsonObject = { type: 'string', maxLength: 3 }
  const responses: JsonObject = {
    '200': json({ type: 'array' }),
    '404': { description: '', content: { 'text/html': { schema } } },
  }
  const judge = createBodyJudge({ spec: provider(document(responses)), reading: 'repaired' })
  const html = [['Content-Type', 'text/html; charset=utf-8']] as const
  expect(judge.verdict(exchangeOf({ body: {}, headers: html })).kind).toBe('violates')
  expect(judge.verdict(exchangeOf({ status: 404, body: '<p>', headers: html })).kind).toBe('conforms')
  expect(
    judge
      .verdict(exchangeOf({ status: 404, body: '<p/>', headers: html }))
      .faults.map((fault) => inFull(fault).message),
  ).toEqual(['the body must have at most 3 characters, but it has 4'])
})

it('counts an exchange once, however often it is asked', () => {
  const judge = createBodyJudge({ spec: provider(document({ '200': json({ type: 'array' }) })), reading: 'repaired' })
  const exchange = exchangeOf({ body: [] })
  judge.verdict(exchange)
  judge.verdict(exchange)
  judge.verdict(exchangeOf({ body: [] }))
  expect(judge.conformance().conforms).toBe(2)
})

const org: JsonObject = {
  type: 'object',
  properties: { id: { type: 'string' }, name: { type: 'string' }, size: { type: 'integer' }, unused: {} },
  additionalProperties: false,
}

const property = '$.components.schemas.Org.properties'
const loosening: readonly Action[] = [
  { id: 'E-AC-001', basis: 'observed', target: `${property}.id.type`, remove: true },
  { id: 'E-AC-001', target: `${property}.id`, update: { type: ['string', 'integer'] } },
  { id: 'E-AC-002', basis: 'assumed', target: `${property}.name.type`, remove: true },
  { id: 'E-AC-002', target: `${property}.name`, update: { type: ['string', 'null'] } },
  { id: 'E-AC-003', basis: 'documented', target: `${property}.size.type`, remove: true },
  { id: 'E-AC-003', target: `${property}.size`, update: { type: 'number' } },
  { id: 'E-AC-004', basis: 'documented', target: '$.info', update: { description: 'Judges no body.' } },
]

/** A whole organization of Cekura: the documented sample, with numbers where it has none. */
async function cekuraExample(): Promise<Record<string, unknown>> {
  const { published } = await loadProviderSpec('specs', 'cekura')
  const media = published.document as {
    paths: {
      [path: string]: {
        get: { responses: { '200': { content: { 'application/json': { example: Record<string, unknown>[] } } } } }
      }
    }
  }
  const [example] = media.paths['/user/organizations/']?.get.responses['200'].content['application/json'].example ?? []
  const { webhook_url: _, ...rest } = example ?? {}
  const decimals = ['low_credits_threshold', 'auto_refill_threshold', 'auto_refill_amount', 'auto_refill_max_cap']
  return { ...rest, ...Object.fromEntries(decimals.map((name) => [name, '100.00'])) }
}

function cloudflarePage(result: readonly object[], info: object = {}): unknown {
  return {
    success: true,
    errors: [],
    messages: [],
    result,
    result_info: { page: 1, per_page: 20, count: result.length, total_count: result.length, ...info },
  }
}

function nirvanaPage(pagination: object): unknown {
  return { items: [], pagination: { next_cursor: 'b', previous_cursor: 'a', total_count: 0, ...pagination } }
}
