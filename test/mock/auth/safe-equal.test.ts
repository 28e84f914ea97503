import fc from 'fast-check'
import { expect, test } from 'vitest'
import { safeEqual } from '../../../src/mock/auth/safe-equal.ts'

fc.configureGlobal({ seed: 20260601 })

test.each([
  ['key', true],
  ['', false],
  ['k', false],
  ['ke', false],
  ['keY', false],
  ['Key', false],
  ['key\0', false],
  ['keyy', false],
  ['keyé', false],
  ['key😀', false],
  ['ké', false],
  [`key${'x'.repeat(8192)}`, false],
])('compares key with %j: %s', (given, same) => {
  expect(safeEqual(Buffer.from('key'), given)).toBe(same)
})

test('finds a text equal to itself and to no other', () => {
  const texts = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '€', '😀'), maxLength: 4 })
  fc.assert(
    fc.property(texts, fc.array(texts), (secret, all) => {
      for (const given of [...all, secret]) expect(safeEqual(Buffer.from(secret), given)).toBe(given === secret)
    }),
  )
})
