import { describe, expect, test } from 'vitest'
import { outcomeOf, verdictOf } from './verdict.mjs'

// What `npm run test:vendors` makes of a walk, with clients of a few lines in place of the vendors' own.

const right = { items: 127, different: 127, pages: 7, wrongKey: 401, count: 127 }

const seen = (walk: (key: string) => object[]) =>
  outcomeOf(
    { identity: 'id', walk: async ({ key }) => walk(key), statusOf: (error) => (error as { status?: number }).status },
    { key: 'abcdef', base: 'http://mock.test/api', root: 'http://mock.test', requests: async () => 2 },
  )

const refuse = (status?: number): never => {
  throw Object.assign(new Error('refused'), status === undefined ? {} : { status })
}

describe('a client', () => {
  test('has to come to the end of the list and to be refused with a wrong key', () => {
    expect(verdictOf('acme', right)).toEqual({ line: 'acme 127 of 127, wrong key refused', isFailure: false })
    expect(verdictOf('acme', { ...right, wrongKey: 403 }).isFailure).toBe(false)
  })

  test.each([
    [{ items: 126, different: 126 }, '126 items, 126 different, of 127'],
    [{ items: 140 }, '140 items, 127 different, of 127'],
    [{ different: 20 }, '127 items, 20 different, of 127'],
    [{ pages: 1 }, '127 items came on one page, which shows no walk'],
    [{ wrongKey: '127 items' }, 'a wrong key gives 127 items instead of 401 or 403'],
    [{ wrongKey: 404 }, 'a wrong key gives 404 instead of 401 or 403'],
    [{ fault: 'the right key gives 401' }, 'the right key gives 401'],
  ])('fails with %o', (part, fault) => {
    expect(verdictOf('acme', { ...right, ...part })).toEqual({ line: `failed: acme: ${fault}`, isFailure: true })
  })

  test('may fail where the gap is known, and only as long as it does', () => {
    const gap = { reason: 'no pages' }
    expect(verdictOf('acme', { ...right, pages: 1 }, gap).isFailure).toBe(false)
    expect(verdictOf('acme', right, gap).isFailure).toBe(true)
  })
})

describe('the outcome of a walk', () => {
  test('counts the items, the different ones and the requests', async () => {
    const walk = (key: string) => (key === 'abcdef' ? [{ id: 1 }, { id: 2 }, { id: 2 }] : refuse(401))
    expect(await seen(walk)).toEqual({ items: 3, different: 2, pages: 2, wrongKey: 401 })
  })

  test('says that a wrong key opens', async () => {
    expect(await seen(() => [{ id: 1 }])).toMatchObject({ wrongKey: '1 items' })
  })

  test('says how the right key is refused', async () => {
    expect(await seen(() => refuse(403))).toEqual({ fault: 'the right key gives 403' })
    expect(await seen(() => refuse())).toEqual({ fault: 'the right key gives refused' })
  })
})
