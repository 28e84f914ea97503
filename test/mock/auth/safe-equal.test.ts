import fc from 'fast-check'
import { expect, test } from 'vitest'
import { equalTo, safeEqual } from '../../../src/mock/auth/safe-equal.ts'

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

test('remembers nothing of what it compared before', () => {
  const isKey = equalTo(Buffer.from('key'))
  for (const given of ['key', '', 'key', 'k', 'key', 'ke', 'ké', 'keys', 'key']) {
    expect([given, isKey(given)]).toEqual([given, given === 'key'])
  }
})

test('finds a text equal to itself and to no other', () => {
  const texts = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '€', '😀'), maxLength: 4 })
  fc.assert(
    fc.property(texts, fc.array(texts), (secret, all) => {
      const isSecret = equalTo(Buffer.from(secret))
      for (const given of [...all, secret]) expect(isSecret(given)).toBe(given === secret)
    }),
  )
})
