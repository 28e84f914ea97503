import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { replyIdentities } from '../../src/contract/reply-identity.ts'
import { exchangeOf, type HandMade } from './hand-made.ts'

const reply: HandMade = { body: [1] }

it('recognizes the same reply in another exchange', () => {
  const identityOf = replyIdentities()
  const purpose = { purpose: 'another', query: 'page=2' }
  expect(identityOf(exchangeOf({ ...reply, plan: purpose }))).toBe(identityOf(exchangeOf(reply)))
})

const others: readonly (readonly [string, HandMade])[] = [
  ['another body', { body: [2] }],
  ['another status', { ...reply, status: 201 }],
  ['another media type', { ...reply, headers: [['Content-Type', 'text/html']] }],
  ['another path', { ...reply, plan: { path: '/v1/nothing' } }],
  ['another method', { ...reply, plan: { method: 'DELETE' } }],
  ['half of it', { ...reply, complete: false }],
  ['a longer body', { body: 'x'.repeat(5_000) }],
]

it('does not take a body for another one whose digest it holds', () => {
  const identityOf = replyIdentities()
  const long = 'x'.repeat(5_000)
  const digest = createHash('sha256').update(long).digest('base64')
  expect(identityOf(exchangeOf({ body: digest }))).not.toBe(identityOf(exchangeOf({ body: long })))
})

it.each(others)('tells %s apart', (_, other) => {
  const identityOf = replyIdentities()
  expect(identityOf(exchangeOf(other))).not.toBe(identityOf(exchangeOf(reply)))
})

it('forgets the replies that were longest ago', () => {
  const identityOf = replyIdentities()
  const first = identityOf(exchangeOf({ body: [0] }))
  for (let index = 1; index < 200; index += 1) identityOf(exchangeOf({ body: [index] }))
  expect(identityOf(exchangeOf({ body: [0] }))).toBe(first)
  for (let index = 1; index <= 200; index += 1) identityOf(exchangeOf({ body: [index] }))
  expect(identityOf(exchangeOf({ body: [0] }))).not.toBe(first)
})
