import { expect, test } from 'vitest'
import { envelope } from '../../../contracts/envelopes/cloudflare.ts'
import { exchangeOf } from '../hand-made.ts'

/** Ids of the rules that a page breaks, by where they come from. */
function broken(result: unknown, info: object, status = 200) {
  const body = { success: status < 300, errors: status < 300 ? [] : [{}], messages: [], result, result_info: info }
  const exchange = exchangeOf({ status, body })
  const rules = envelope('').filter((rule) => rule.broken(exchange) !== undefined)
  return rules.map(({ id, basis }) => `${basis} ${id}`)
}

const three = [{}, {}, {}]
const info = { page: 1, per_page: 20, total_count: 37, total_pages: 2 }

test.each([
  ['the rows of the page', 3, []],
  ["the total, by the document's words", 37, ['observed counter-count']],
  ['neither', 6, ['documented count']],
  ['none of them', 0, ['documented count']],
  ['text', '3', ['documented count']],
])('a count of %s', (_, count, ids) => {
  expect(broken(three, { ...info, count })).toEqual(ids)
})

test('a count without a total beside it may be the total', () => {
  const { total_count: _, ...rest } = info
  expect(broken(three, { ...rest, total_pages: undefined, count: 6 })).toEqual([
    'observed counter-count',
    'observed result-info',
  ])
})

test.each([
  [200, null, 0, ['observed empty-result']],
  [200, null, 3, ['documented result']],
  [200, {}, 0, ['documented result']],
  [403, [], 0, ['observed refusal-result']],
  [403, null, 0, []],
])('status %d with the result %j of %d organizations', (status, result, total, ids) => {
  const empty = { page: 1, per_page: 20, count: total, total_count: total, total_pages: total === 0 ? 0 : 1 }
  expect(broken(result, empty, status)).toEqual(ids)
})
