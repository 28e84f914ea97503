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
