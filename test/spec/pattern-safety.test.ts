import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkPatterns, patternRisk } from '../../src/spec/pattern-safety.ts'
import type { Json } from '../../src/spec/types.ts'
import { recheck } from '../support/recheck.ts'
import { refusalOf } from './refusal.ts'

fc.configureGlobal({ seed: 20260601 })

test.each([
  '^(a+)+$',
  '^(a|a)*$',
  '^(a|aa)+$',
  '^(.*)*x$',
  '^(\\w+\\s?)*$',
  '(x+x+)+y',
  '(a*)*b',
  '^((a|b)*)*c$',
  '^(a*b?)*c',
  '^(ab|a|b)*$',
  '^(\\p{L}|\\w)+$',
  // No loop without a limit, and yet 2 to the power of 30 ways.
  '^(?:(?:a?){30})a{30}$',
  `^${'a?'.repeat(28)}a{28}$`,
  '^(?:a{0,1000}){0,1000}$',
  // Tried before the rest is known to be optional.
  '^a(?:(b+)+c)?',
  '^(?=(a+)+b)',
])('finds %s exponential', (pattern) => {
  expect(patternRisk(pattern)).toBe('exponential')
})

test.each([
  '^\\s+|\\s+$',
  '\\d+-\\d+',
  '.*.*=.*',
  '^.+@.+\\..+$',
  '^\\d+\\.?\\d*$',
  '([^,]*,)*x',
  '^.{0,1000}.{0,1000}.{0,1000}$',
  '^(.*)\\1$',
  '(?=.*a)b',
  'x(?<=y.*)z',
])('finds %s polynomial', (pattern) => {
  expect(patternRisk(pattern)).toBe('polynomial')
})

test.each([
  '',
  '\\S',
  '[a-z]+',
  '^[a-z]+(-[a-z]+)*$',
  '^[a-f0-9]{32}$',
  '^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$',
  '^-?(?=\\d|\\.\\d)\\d{0,8}(\\.\\d{1,2})?$',
  '^(|(cradl|las):organization:[a-z0-9_\\-]+/)(cradl|las):plan:[a-z0-9_\\-]+(|:@[a-z0-9_\\-]+|:[0-9]+)$',
  '^http://localhost.*|^https://.*',
  '^(?=.*[A-Z])(?=.*\\d).{8,}$',
  '^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,}$',
  '^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$',
  '^.{1,100}@.{1,100}$',
  '^(["\'])[^"\']*\\1$',
  '^\\p{L}[\\p{L}\\p{N} ]*$',
  '(^|,)[a-z]*$',
  // The first a is enough, however many follow.
  '(a+)+',
  // No pattern; whoever compiles it says so.
  '(a',
])('finds %s safe', (pattern) => {
  expect(patternRisk(pattern)).toBeUndefined()
})

test('does not guess about a pattern that is too large, or too deep', () => {
  expect(patternRisk(`^(?:${'(?:[ab]c){4}'.repeat(1_000)})*$`)).toBe('unknown')
  expect(patternRisk(`${'('.repeat(50_000)}a${')'.repeat(50_000)}`)).toBe('unknown')
})

const atom = fc.constantFrom('a', 'b', '[ab]', '.', '\\w', '[^a]', 'ab', '\\b')
const quantifier = fc.constantFrom('', '', '', '*', '+', '?', '{0,3}', '{2,}', '*?')
const { body } = fc.letrec<{ body: string; piece: string }>((tie) => ({
  body: fc
    .array(fc.array(tie('piece'), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 2 })
    .map((alternatives) => alternatives.map((pieces) => pieces.join('')).join('|')),
  piece: fc.oneof(
    { maxDepth: 2 },
    fc.tuple(atom, quantifier).map(([text, times]) => (text === '\\b' ? text : `(?:${text})${times}`)),
    fc.tuple(tie('body'), quantifier).map(([text, times]) => `(?:${text})${times}`),
  ),
}))
const patterns = fc
  .tuple(fc.constantFrom('', '^'), body, fc.constantFrom('', '$'))
  .map(([a, b, c]) => `${a}(?:${b})${c}`)

test('finds a risk wherever another checker finds one', { timeout: 300_000 }, () => {
  let vulnerable = 0
  fc.assert(
    fc.property(patterns, (pattern) => {
      if (recheck(pattern, 'u').status !== 'vulnerable') return
      vulnerable += 1
      expect(patternRisk(pattern), pattern).toBeDefined()
    }),
    { numRuns: 40 },
  )
  expect(vulnerable).toBeGreaterThan(5)
})

function refused(document: { readonly [key: string]: Json }): Promise<string> {
  return refusalOf(() => checkPatterns({ file: 'acme.openapi.yaml', pointer: '', value: document }))
}

test('refuses a document with an unsafe pattern, and says where it stands', async () => {
  expect(await refused({ properties: { code: { type: 'string', pattern: '^(a+)+$' } } })).toMatch(
    /^PATTERN_UNSAFE acme\.openapi\.yaml#\/properties\/code\/pattern: the pattern \^\(a\+\)\+\$ takes exponential time/,
  )
  expect(await refused({ items: [{ patternProperties: { '^\\d+-?\\d+$': {} } }] })).toMatch(
    /^PATTERN_UNSAFE acme\.openapi\.yaml#\/items\/0\/patternProperties\/\^\\d\+-\?\\d\+\$: .* more than linear time/,
  )
})

test.each<[what: string, document: { readonly [key: string]: Json }]>([
  ['the response', { responses: { default: { content: { 'application/json': { schema: { pattern: '^(a+)+$' } } } } } }],
  ['a response’s header', { responses: { 200: { headers: { example: { schema: { pattern: '^(a+)+$' } } } } } }],
  ['a schema', { components: { schemas: { enum: { pattern: '^(a+)+$' } } } }],
  ['a parameter', { components: { parameters: { const: { schema: { pattern: '^(a+)+$' } } } } }],
])('finds it where %s has the name of a keyword for data', async (_, document) => {
  expect(await refused(document)).toMatch(/^PATTERN_UNSAFE .*\/pattern: /)
})

test('lets data and properties be called pattern', () => {
  const document = { properties: { pattern: { type: 'string', pattern: '^a$' } }, example: { pattern: '^(a+)+$' } }
  expect(() => checkPatterns({ file: 'acme.openapi.yaml', pointer: '', value: document })).not.toThrow()
})
