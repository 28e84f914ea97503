import { describe, expect, test } from 'vitest'
import { type Part, partsOf, textOf } from '../../src/scaffold/pattern.ts'

const text = (value: string): Part => ({ kind: 'text', text: value })
const characters = (alphabet: string, length: number): Part => ({ kind: 'characters', alphabet, length })
const digits = '0123456789'
const letters = 'abcdefghijklmnopqrstuvwxyz'

describe('a pattern is taken apart into fixed texts and stretches of an alphabet:', () => {
  test.each<[pattern: string, parts: readonly Part[]]>([
    ['^acme-[0-9]{8}$', [text('acme-'), characters(digits, 8)]],
    ['^(eu|us)-\\d{3,5}$', [text('eu-'), characters(digits, 5)]],
    ['^[A-Z]{2}$', [characters('ABCDEFGHIJKLMNOPQRSTUVWXYZ', 2)]],
    ['^[a-f]+$', [characters('abcdef', 8)]],
    // Of a large alphabet the plainest characters; of a class that excludes some, none of those.
    ['^\\w{4}$', [characters(digits + letters, 4)]],
    ['^[^0-9A-Z_]{3}$', [characters(letters, 3)]],
    ['^https://.*', [text('https://'), characters(digits + letters, 8)]],
    ['^x?y$', [text('xy')]],
    ['^(?:ab){2}$', [text('abab')]],
    ['^a{3}$', [text('aaa')]],
    ['^$', []],
    // Nothing says where it stands: the whole text will do.
    ['cus_', [text('cus_')]],
    // Alternatives that are empty are the last resort.
    ['^(|v)\\d$', [text('v'), characters(digits, 1)]],
    // Both are patterns without Unicode mode only.
    ['^\\d{4}\\-\\d{2}$', [characters(digits, 4), text('-'), characters(digits, 2)]],
    ['^[\\d-.]{2}\\@$', [characters(digits, 2), text('@')]],
  ])('%s', (pattern, parts) => {
    expect(partsOf(pattern)).toEqual(parts)
  })

  test('as long as the bounds ask for', () => {
    expect(partsOf('^[0-9]+$', { minLength: 12, maxLength: 20 })).toEqual([characters(digits, 16)])
    expect(partsOf('^[0-9]*$', { maxLength: 3 })).toEqual([characters(digits, 2)])
  })

  test.each([
    ['one that looks around', '^(?=.*[0-9])(?=.*[a-z])[0-9a-z]{12}$'],
    ['one that looks back', '^([a-z])[0-9]\\1$'],
    ['one that nothing fits', '^(?!a)(?<=b)c$'],
    ['one of another dialect', '^\\A[a-z]+\\Z$'],
  ])('but not %s', (_, pattern) => {
    expect(partsOf(pattern)).toBeUndefined()
  })
})

describe('of what cannot be taken apart', () => {
  test('one text is found by trying', () => {
    expect(textOf('^(?=.*[0-9])(?=.*[a-z])[0-9a-z]{12}$')).toMatch(/^(?=.*[0-9])(?=.*[a-z])[0-9a-z]{12}$/)
  })

  test('none is found where none was', () => {
    expect(textOf('^(?!a)(?<=b)c$')).toBeUndefined()
  })
})
