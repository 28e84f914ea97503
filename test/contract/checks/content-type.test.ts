import { expect, it } from 'vitest'
import { document, json, provider } from '../providers.ts'
import { findings } from './judged.ts'

const spec = provider(document({ '200': json({}), '403': json({}) }))
const clause = '/paths/~1orgs/get/responses/200/content'

function under(...types: readonly string[]) {
  return findings(spec, { body: [], headers: types.map((type) => ['content-TYPE', type]) })
}

it.each([
  'application/json',
  'Application/JSON',
  'application/json; charset=utf-8',
  'application/json;charset="UTF-8"',
])('takes %s', (type) => {
  expect(under(type)).toEqual([])
})

it('finds a media type that is not documented', () => {
  expect(under('text/html')).toEqual([
    {
      check: 'shape/content-type',
      basis: 'documented',
      message: 'the Content-Type is "text/html"; documented for status 200 is application/json',
      promised: 'application/json',
      came: '"text/html"',
      clause,
    },
  ])
})

it('finds a body without a media type, and one with two', () => {
  expect(under()).toMatchObject([{ message: 'the body comes without a Content-Type; documented is application/json' }])
  expect(under('application/json', 'text/html')).toMatchObject([
    { check: 'shape/content-type', message: 'Content-Type comes 2 times; it can only be one', came: '2 Content-Types' },
  ])
})

it('finds a charset that JSON cannot have', () => {
  expect(under('application/json; charset=iso-8859-1')).toMatchObject([
    { check: 'shape/content-type', message: 'the charset is "iso-8859-1"; JSON is always UTF-8 (RFC 8259, 8.1)' },
  ])
})

it('lets HEAD leave the media type out, but not state another', () => {
  expect(findings(spec, { plan: { method: 'HEAD' }, headers: [] })).toEqual([])
  const stated = findings(spec, { plan: { method: 'HEAD' }, headers: [['Content-Type', 'text/html']] })
  expect(stated).toMatchObject([{ check: 'shape/content-type' }])
})

it('holds refusals against their own response, elsewhere on an assumption', () => {
  const reply = { status: 403, body: '<p>', headers: [['Content-Type', 'text/html']] as const }
  expect(findings(spec, reply)).toMatchObject([{ check: 'shape/content-type', basis: 'documented' }])
  expect(findings(spec, { ...reply, plan: { path: '/v1/nothing' } })).toMatchObject([
    { check: 'shape/content-type', basis: 'assumed', clause: clause.replace('200', '403') },
  ])
})

const list = { type: 'array', items: { type: 'object', required: ['id'], properties: { id: { type: 'string' } } } }

function underRange(range: string, type: string | undefined, body: unknown) {
  const ranged = provider(document({ '200': { description: 'A list.', content: { [range]: { schema: list } } } }))
  const headers = type === undefined ? [] : ([['Content-Type', type]] as const)
  return findings(ranged, { headers, body }).map(({ check, message }) => `${check}: ${message}`)
}

// Where a document has a range of media types the reply's own type says what the body is.
it.each([
  ['*/*', 'application/json'],
  ['*/*', 'application/vnd.acme+json'],
  ['application/*', 'application/json; charset=utf-8'],
  ['application/*', 'application/hal+json'],
  ['application/*+json', 'application/vnd.acme.v2+json'],
])('takes a list under %s that comes as %s, and judges it', (range, type) => {
  expect(underRange(range, type, [{ id: 'a' }])).toEqual([])
  expect(underRange(range, type, [{}])).toEqual(['shape/body: /0 must have the field "id", but it is missing'])
  expect(underRange(range, type, [{ id: 'a', more: 1 }])).toEqual(['shape/undeclared-fields: /0/more is not declared'])
  expect(underRange(range, type, '[{')).toEqual([expect.stringMatching(/^wire\/json: the body is not JSON/)])
})

it('does not judge XML under a range, which says the same otherwise', () => {
  expect(underRange('*/*', 'application/xml', '<orgs/>')).toEqual([])
  expect(underRange('application/*', 'application/atom+xml', '<orgs/>')).toEqual([])
})

it('finds a text under a range where the document has a list', () => {
  expect(underRange('*/*', 'text/plain', 'no list')).toEqual([
    'shape/body: the body must be a list, but "no list" came',
  ])
})

it.each([
  ['application/*', 'text/html'],
  ['application/*+json', 'application/json'],
  ['text/*', 'application/json'],
])('finds that %s does not cover %s', (range, type) => {
  expect(underRange(range, type, [{ id: 'a' }])).toEqual([expect.stringMatching(/^shape\/content-type: /)])
})

it('finds a body under a range that is empty', () => {
  expect(underRange('*/*', undefined, '')).toEqual([expect.stringMatching(/^wire\/body-presence: the body is empty/)])
  expect(underRange('*/*', 'application/json', '')).toEqual([expect.stringMatching(/^wire\/body-presence: /)])
})
