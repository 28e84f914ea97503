import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { exchangeOf, type HandMade } from '../hand-made.ts'
import { inFull } from '../in-full.ts'
import { document, json, provider } from '../providers.ts'
import { shapeAndWire } from './judged.ts'

const items = { type: 'object', properties: { id: { type: 'integer' } }, additionalProperties: false }
const spec = provider(document({ '200': json({ type: 'array', items }), '404': json({ type: 'object' }) }))

it('gives a check the name of its file in the folder of its family, and every file there is a check', () => {
  const { checks } = shapeAndWire(spec, 'repaired')
  const folder = fileURLToPath(new URL('../../../src/contract/checks/', import.meta.url))
  const files = ['shape', 'wire'].flatMap((family) =>
    readdirSync(`${folder}${family}`).map((file) => [`${family}/${file.replace(/\.ts$/, '')}`, family]),
  )
  expect(checks.map(({ id, family }) => [id, family]).sort()).toEqual(files.sort())
})

it('finds the same in the same reply, however often it comes, and counts each', () => {
  const { checks, conformance } = shapeAndWire(spec, 'repaired')
  const told = (reply: HandMade) =>
    checks.flatMap((check) => check.judge(exchangeOf(reply)).map((finding) => inFull(finding).message))
  const broken = { body: '[{"id":1,"id":"a","name":2}]' }
  const expected = [
    '/0/id stands twice in the same object',
    '/0/id must be a whole number, but "a" came',
    '/0/name is not declared, and the schema permits nothing else',
  ]
  expect([told(broken), told(broken), told(broken)]).toEqual([expected, expected, expected])
  expect([told({ body: [{ id: 1 }] }), told({ body: [{ id: 1 }] })]).toEqual([[], []])
  expect(conformance()).toEqual({ conforms: 2, underErrata: {}, violates: 3 })
})

it('does not take a body for the same under another status or path', () => {
  const { checks } = shapeAndWire(spec, 'repaired')
  const told = (reply: HandMade) =>
    checks.flatMap((check) => check.judge(exchangeOf({ ...reply, body: [] })).map(({ rule }) => rule.basis))
  expect(told({})).toEqual([])
  expect(told({ status: 404 })).toEqual(['documented'])
  expect(told({ status: 404, plan: { path: '/v1/nothing' } })).toEqual(['assumed'])
})
