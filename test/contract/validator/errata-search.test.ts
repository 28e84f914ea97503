import fc from 'fast-check'
import { expect, it } from 'vitest'
import { leastSet } from '../../../src/contract/validator/errata-search.ts'

it('gives no errata where none is needed', () => {
  expect(leastSet(['A', 'B'], () => true)).toEqual([])
})

it('gives a least set, in the order of the candidates among equals', () => {
  const needsBAndD = (ids: readonly string[]) => ids.includes('B') && ids.includes('D')
  expect(leastSet(['A', 'B', 'C', 'D'], needsBAndD)).toEqual(['B', 'D'])
  expect(leastSet(['A', 'B', 'C'], (ids) => ids.includes('C') || ids.includes('B'))).toEqual(['B'])
})

it('gives undefined where no set is enough', () => {
  expect(leastSet(['A', 'B'], () => false)).toBeUndefined()
})

it('tries smaller sets first, so that more errata may also spoil a body', () => {
  // A alone repairs, A with B does not.
  expect(leastSet(['A', 'B'], (ids) => ids.join() === 'A')).toEqual(['A'])
})

it('finds exactly what is needed, whatever that is', () => {
  const ledger = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H']
  fc.assert(
    fc.property(fc.subarray(ledger), (needed) => {
      expect(leastSet(ledger, (ids) => needed.every((id) => ids.includes(id)))).toEqual(needed)
    }),
    { seed: 1 },
  )
})

it('ends for a long ledger, with a set from which nothing can be left out', () => {
  const ledger = Array.from({ length: 40 }, (_, index) => `E${index}`)
  const needed = ['E3', 'E11', 'E20', 'E31', 'E39']
  let tries = 0
  const found = leastSet(ledger, (ids) => {
    tries += 1
    return needed.every((id) => ids.includes(id))
  })
  expect(found).toEqual(needed)
  expect(tries).toBeLessThan(400)
})
