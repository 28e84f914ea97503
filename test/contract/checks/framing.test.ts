import { expect, it } from 'vitest'
import type { HandMade } from '../hand-made.ts'
import { document, json, provider } from '../providers.ts'
import { findings } from './judged.ts'

const html = { description: '', content: { 'text/html': { schema: { type: 'string' } } } }
const spec = provider(
  document({ '200': json({}), '204': { description: '' }, '202': { description: '' }, '404': html }),
)
const type = ['Content-Type', 'application/json'] as const

function told(reply: HandMade): readonly (readonly [string, string])[] {
  return findings(spec, reply).map(({ check, message }) => [check, message])
}

it('finds a body after HEAD and with 204', () => {
  expect(findings(spec, { plan: { method: 'HEAD' }, surplusBytes: 12 })).toEqual([
    {
      check: 'wire/body-presence',
      basis: 'documented',
      message: 'a body of 12 bytes comes, but the reply to a HEAD has none',
      promised: 'no body',
      came: '12 bytes',
    },
  ])
  expect(told({ status: 204, body: [], headers: [] })).toEqual([
    ['wire/body-presence', 'a body of 2 bytes comes, but status 204 has none'],
  ])
  expect(told({ plan: { method: 'HEAD' }, headers: [type, ['Content-Length', '500']] })).toEqual([])
  expect(told({ status: 204, headers: [] })).toEqual([])
})

it('finds an empty body where JSON is due, but not where text may be empty', () => {
  expect(findings(spec, { body: '' })).toEqual([
    {
      check: 'wire/body-presence',
      basis: 'documented',
      message: 'the body is empty, but status 200 is documented with JSON',
      promised: 'a JSON body',
      came: 'an empty body',
      clause: '/paths/~1orgs/get/responses/200/content',
    },
  ])
  expect(
    told({ status: 404, body: '', headers: [['Content-Type', 'text/html']], plan: { expect: 'judged-by-law' } }),
  ).toEqual([])
})

it('calls a body that nothing describes drift', () => {
  expect(findings(spec, { status: 202, body: [] })).toMatchObject([
    {
      check: 'wire/body-presence',
      severity: 'drift',
      message: 'a body of 2 bytes comes, but status 202 is documented without one',
      clause: '/paths/~1orgs/get/responses/202',
    },
  ])
})

it('finds a body that breaks off, and says nothing more about it', () => {
  expect(findings(spec, { body: '{"a":', headers: [type, ['Content-Length', '9']], complete: false })).toEqual([
    {
      check: 'wire/length',
      basis: 'documented',
      message: 'Content-Length says 9, but the body breaks off after 5 bytes',
      promised: '9 bytes',
      came: '5 bytes',
    },
  ])
  expect(told({ body: '{"a":', headers: [type, ['Transfer-Encoding', 'chunked']], complete: false })).toEqual([
    ['wire/length', 'the body breaks off after 5 bytes'],
  ])
  expect(told({ body: '', headers: [type, ['Content-Length', '9']], complete: false })).toEqual([
    ['wire/length', 'Content-Length says 9, but the body breaks off after 0 bytes'],
  ])
})

it('finds bytes behind the end', () => {
  expect(told({ body: '[]', headers: [type, ['Content-Length', '2']], surplusBytes: 3 })).toEqual([
    ['wire/length', '3 bytes come behind the end of the body, which is at 2'],
  ])
})

it('finds lengths that contradict the body, each other, or the framing', () => {
  expect(told({ body: '[]', headers: [type, ['Content-Length', '3']] })).toEqual([
    ['wire/length', 'Content-Length says 3, but the body has 2 bytes'],
  ])
  expect(told({ body: '[]', headers: [type, ['Content-Length', '2'], ['content-length', '3']] })).toEqual([
    ['wire/length', 'Content-Length says 2 and 3; it can only be one'],
  ])
  expect(told({ body: '[]', headers: [type, ['Content-Length', '2'], ['Transfer-Encoding', 'chunked']] })).toEqual([
    ['wire/length', 'Content-Length comes together with Transfer-Encoding, and only one of them can be right'],
  ])
  expect(told({ status: 204, headers: [['Content-Length', '0']] })).toEqual([
    ['wire/length', 'status 204 must come without a Content-Length'],
  ])
})

it('takes a body without a length, with the right one, and with one that counts packed bytes, though packing has a check of its own', () => {
  expect(told({ body: '[]', headers: [type] })).toEqual([])
  expect(told({ body: '[]', headers: [type, ['Content-Length', '2, 2']] })).toEqual([])
  const packed = [type, ['Content-Length', '22'], ['Content-Encoding', 'gzip']] as const
  const message = 'the body is coded as "gzip", though the request asks for identity'
  expect(told({ body: '[]', headers: packed, encodedBytes: 22 })).toEqual([['wire/encoding', message]])
  expect(told({ body: '[]', headers: [type, ['Content-Encoding', 'gzip']] })).toEqual([
    ['wire/encoding', `${message}, and cannot be decoded`],
  ])
  expect(told({ body: '[]', headers: [type, ['Content-Encoding', 'Identity']] })).toEqual([])
})
