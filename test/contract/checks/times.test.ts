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
