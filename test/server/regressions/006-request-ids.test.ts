import { expect, test } from 'vitest'
import { requestIds } from '../../../src/server/request-id.ts'

// The identifiers were UUIDs: the 13th digit of every cf-ray was a 4.

test('identifiers are 32 hex digits, each of which takes all values', () => {
  const next = requestIds()
  const ids = Array.from({ length: 2000 }, next)
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{32}$/)
  for (let digit = 0; digit < 32; digit += 1) expect(new Set(ids.map((id) => id[digit])).size).toBe(16)
})

test('no identifier comes twice', () => {
  const next = requestIds()
  expect(new Set(Array.from({ length: 2000 }, next)).size).toBe(2000)
})
