import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  createShapeRecord,
  lockText,
  type OperationShape,
  type ShapedExchange,
  type ShapeRecord,
} from '../../src/shape/index.ts'
import { operation } from './provider.ts'

const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(null, true, 1, 1.5, 'a', 'a@b.example', '2026-01-01'),
    tie('list'),
    tie('object'),
  ),
  list: fc.array(tie('any'), { maxLength: 4 }),
  // Few names, so that they meet; and so many in some objects that none is told.
  object: fc.dictionary(
    fc.oneof(
      fc.constantFrom('id', 'name', 'kind', 'metadata', 'extra', 'note', '__proto__', 'constructor'),
      fc.stringMatching(/^[a-z]{2}$/),
    ),
    tie('any'),
    { maxKeys: 8 },
  ),
})).any

const exchange: fc.Arbitrary<ShapedExchange> = fc.record({
  method: fc.constantFrom('GET', 'HEAD', 'BREW'),
  status: fc.constantFrom(200, 404),
  headers: fc.array(
    fc.tuple(
      fc.oneof(fc.constantFrom('Content-Type', 'X-Own', 'Vary', '__proto__'), fc.stringMatching(/^X-[a-z]{2}$/)),
      fc.constantFrom('application/json', 'a', '7', ''),
    ),
    { maxLength: 6 },
  ),
  body: fc.oneof(
    value.map((items) => JSON.stringify({ items: [items, { extra: items }] })),
    fc.constantFrom('', 'no JSON', '['),
  ),
  situation: fc.constantFrom({ law: 'a', what: 'b' }, { law: 'a', what: 'c' }),
})

function recordOf(exchanges: readonly ShapedExchange[]): ShapeRecord {
  const record = createShapeRecord({ operation })
  for (const one of exchanges) record.observe(one)
  return record
}

function textOf(record: ShapeRecord): string {
  return lockText({ providers: { acme: { '/rows': record.result() as OperationShape } } })
}

test('the same exchanges give the same bytes, in any order and in any parts', () => {
  const some = fc.array(exchange, { minLength: 1, maxLength: 30 })
  fc.assert(
    fc.property(some, some, some, fc.infiniteStream(fc.nat()), (a, b, c, dice) => {
      const shuffled = [...a, ...b, ...c]
        .map((one) => ({ one, at: dice.next().value as number }))
        .sort((x, y) => x.at - y.at)
      const whole = textOf(recordOf([...a, ...b, ...c]))
      expect(textOf(recordOf(shuffled.map(({ one }) => one)))).toBe(whole)
      const left = recordOf(a)
      left.merge(recordOf(b))
      left.merge(recordOf(c))
      const inner = recordOf(c)
      inner.merge(recordOf(b))
      inner.merge(recordOf(a))
      expect(textOf(left)).toBe(whole)
      expect(textOf(inner)).toBe(whole)
    }),
    { numRuns: 100 },
  )
})

test('nothing seen is no shape', () => {
  expect(createShapeRecord({ operation }).result()).toBeUndefined()
})

test('so many names that none is told, whatever the order', () => {
  const answers = Array.from({ length: 90 }, (_, index): ShapedExchange => {
    const name = `n${String.fromCharCode(97 + (index % 26), 97 + Math.floor(index / 26))}`
    const headers = [['content-type', 'application/json'] as const]
    return { method: 'GET', status: 200, headers, body: JSON.stringify({ items: [{ id: 'a', [name]: index }] }) }
  })
  expect(textOf(recordOf(answers.toReversed()))).toBe(textOf(recordOf(answers)))
  expect(textOf(recordOf(answers))).not.toContain('nab')
})

test('a body of any depth is read', () => {
  const deep = `${'['.repeat(5_000)}${']'.repeat(5_000)}`
  expect(
    textOf(recordOf([{ method: 'GET', status: 200, headers: [['content-type', 'application/json']], body: deep }])),
  ).toContain('list')
})
