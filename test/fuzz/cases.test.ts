import { expect, test } from 'vitest'
import { type Context, makeCase, shapeNames } from './cases.mjs'

const context: Context = {
  operations: [
    { provider: 'cekura', host: 'api.cekura.ai', path: '/a/', headers: [['X-Key', 'k']], parameters: ['page'] },
    { provider: 'cradl', host: 'api.cradl.ai', path: '/b', headers: [['X-Key', 'k']], parameters: ['nextToken'] },
    { provider: 'nirvana', host: 'api.nirvana.io', path: '/c', headers: [['X-Key', 'k']], parameters: ['cursor'] },
  ],
  hosts: ['api.cekura.ai'],
  token: { host: 'auth.cradl.ai', path: '/token', form: 'grant_type=client_credentials&a=b' },
  cursors: { cradl: 'abc', nirvana: 'def' },
  secrets: ['secret'],
}

test('the same seed makes the same bytes, pieces and endings, in any order', () => {
  const indices = Array.from({ length: 400 }, (_, i) => i)
  const first = indices.map((index) => makeCase(7, index, context))
  const again = indices.toReversed().map((index) => makeCase(7, index, context))
  expect(again.toReversed()).toEqual(first)
})

test('another seed makes other bytes', () => {
  const index = shapeNames.indexOf('random bytes')
  expect(makeCase(1, index, context).bytes).not.toEqual(makeCase(2, index, context).bytes)
})

test('every shape has its turn', () => {
  expect(shapeNames.map((_, index) => makeCase(1, index, context).shape)).toEqual(shapeNames)
  expect(new Set(shapeNames).size).toBe(shapeNames.length)
})

test('the pieces are the bytes', () => {
  for (let index = 0; index < 400; index += 1) {
    const { bytes, pieces } = makeCase(3, index, context)
    expect(Buffer.concat(pieces).equals(bytes)).toBe(true)
  }
})
