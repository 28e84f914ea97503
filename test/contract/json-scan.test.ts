import fc from 'fast-check'
import { expect, it } from 'vitest'
import { repeatsMembers } from '../../src/contract/json-members.ts'
import { scanJson } from '../../src/contract/json-scan.ts'

function parses(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function isRepeating(text: string): boolean {
  return repeatsMembers(Buffer.from(text), JSON.parse(text))
}

it('agrees with JSON.parse on every text, broken ones too', () => {
  const broken = fc
    .tuple(
      fc.json(),
      fc.nat(),
      fc.constantFrom('', '"', '\\', '{', '}', ']', ',', ':', ' ', '\n', '0', '-', 'e', 'null', '\u007f', '\u0001'),
    )
    .map(([text, at, insert]) => {
      const position = at % (text.length + 1)
      return text.slice(0, position) + insert + text.slice(position + (at % 2))
    })
  fc.assert(
    fc.property(broken, (text) => {
      expect(scanJson(text).some(({ kind }) => kind === 'syntax')).toBe(!parses(text))
    }),
    { seed: 1, numRuns: 2_000 },
  )
})

it('counts no member twice in what JSON.stringify wrote, whatever its strings hold', () => {
  const layout = fc.constantFrom(undefined, 1, '\t')
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), layout, (value, indent) => {
      const text = JSON.stringify(value, undefined, indent)
      expect(isRepeating(text)).toBe(false)
      expect(scanJson(text)).toEqual([])
    }),
    { seed: 1, numRuns: 1_000 },
  )
})

it('finds every repeated member, wherever and however it is written', () => {
  const name = fc.constantFrom('a', ':', '":', ' "', '\\', '\\":', 'é', '__proto__', '')
  const member = fc.tuple(name, fc.constantFrom('1', '":"', '": :"', '{}', '[{"x":1}]', '"\\\\"'))
  fc.assert(
    fc.property(fc.array(member, { maxLength: 6 }), fc.constantFrom(':', ' :', ' : ', '\n:'), (members, colon) => {
      const inner = members.map(([key, value]) => `${JSON.stringify(key)}${colon}${value}`).join(',')
      const repeated = members.length - new Set(members.map(([key]) => key)).size
      expect(isRepeating(`[{${inner}}]`)).toBe(repeated > 0)
      expect(scanJson(`[{${inner}}]`)).toHaveLength(repeated)
    }),
    { seed: 1, numRuns: 1_000 },
  )
})

it('does not take the same name in two objects for a repetition', () => {
  expect(scanJson('{"a":{"a":1},"b":[{"a":1},{"a":1}]}')).toEqual([])
})

it('stops telling repetitions after a hundred', () => {
  expect(scanJson(`{${'"a":1,'.repeat(500)}"a":1}`)).toHaveLength(100)
})

it('reads strings of many megabytes, closed or not, in a moment', () => {
  const long = 'a'.repeat(20_000_000)
  expect(scanJson(`{"a":"${long}","a":1}`)).toHaveLength(1)
  expect(scanJson(`"${long}`)).toHaveLength(1)
  expect(scanJson(`["${'a'.repeat(50)}\\u12"]`)).toHaveLength(1)
})
