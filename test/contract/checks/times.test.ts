import { expect, test } from 'vitest'
import { document, json, provider } from '../providers.ts'
import { findings } from './judged.ts'

const spec = provider(document({ '200': json({ type: 'string', format: 'date-time' }) }))

test.each(['2026-07-02T10:11:12+05:30', '2026-07-02T10:11:12Z', '2026-07-02t10:11:12.5z', '2028-02-29T23:59:59-00:00'])(
  '%s is a moment of RFC 3339',
  (text) => expect(findings(spec, { body: JSON.stringify(text) })).toEqual([]),
)

test.each([
  ...['2026-07-02T10:11:12+0530', '2026-07-02T10:11:12+05', '2026-07-02T10:11:12+00', '2026-07-02T10:11:12'],
  ...['2026-02-29T10:11:12Z', '2026-04-31T10:11:12Z', '2026-07-02T24:00:00Z', '2026-07-02 10:11:12Z'],
])('%s is none', (text) => {
  expect(findings(spec, { body: JSON.stringify(text) }).map(({ check }) => check)).toEqual(['shape/body'])
})

const patterned = provider(
  document({
    '200': json({
      type: 'string',
      pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}(T| )[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2}:?[0-9]{2})$',
    }),
  }),
)

test.each([
  ...['2026-02-30T10:11:12Z', '2026-02-29 10:11:12+0000', '2026-04-31T10:11:12Z', '1900-02-29T00:00:00Z'],
  ...[
    '2026-07-02T24:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-10T00:00:00Z',
    '2026-07-00T00:00:00Z',
    '2026-07-02T10:60:00Z',
  ],
])('%s is drift where only a pattern describes the time', (text) => {
  expect(findings(patterned, { body: JSON.stringify(text) }).map(({ check, severity }) => [check, severity])).toEqual([
    ['shape/times', 'drift'],
  ])
})

test.each(['2028-02-29T23:59:60Z', '2000-02-29 00:00:00+05:30', '2026-12-31T23:59:59-0800'])(
  '%s is a moment under a pattern too',
  (text) => expect(findings(patterned, { body: JSON.stringify(text) })).toEqual([]),
)

test('a text is no time because it has digits in it', () => {
  const free = provider(document({ '200': json({ type: 'string', pattern: '^[0-9a-z-]+$' }) }))
  for (const text of ['2026-02-30', '20260230', '99-99-99', 'las-2026-02-30-241212'])
    expect(findings(free, { body: JSON.stringify(text) })).toEqual([])
})
