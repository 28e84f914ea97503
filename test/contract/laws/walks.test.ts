import type { RequestListener } from 'node:http'
import { expect, test } from 'vitest'
import { cursorPages, laws, type Pager } from '../../../src/contract/index.ts'
import { checked, contract } from '../checked.ts'
import { document, json, provider } from '../providers.ts'

const spec = provider(document({ '200': json({ type: 'object' }), '400': json({ type: 'object' }) }))
const size = { parameter: 'size', minimum: 1, maximum: 100, fallback: 20, basis: 'assumed' } as const
const pager = cursorPages({ cursor: 'after', size, next: '/next', previous: '/previous', total: '/total' })

interface Server {
  readonly rows: number
  readonly total?: number
  /** What stands for the cursor at the end. */
  readonly end?: string | null
  /** Organizations on a page that is asked for so many. */
  length?(asked: number): number
  /** Organizations from one page to the next. */
  step?(asked: number): number
}

/** Pages of 10 organizations and more; what is asked for less is refused. */
function pages({ rows, total = rows, end = null, length = (asked) => asked, step = length }: Server): RequestListener {
  return (request, response) => {
    const query = new URL(request.url ?? '', 'http://any').searchParams
    const asked = Number(query.get('size') ?? 20)
    const isRefused = !(asked >= 10 && asked <= 100)
    const from = Number(query.get('after') || 0)
    const to = from + step(asked)
    const items = Array.from({ length: rows }, (_, id) => ({ id })).slice(from, from + length(asked))
    const previous = from === 0 ? null : String(Math.max(0, from - step(asked)))
    const body = isRefused ? {} : { items, next: to < rows ? String(to) : end, previous, total }
    response.writeHead(isRefused ? 400 : 200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(body))
  }
}

async function run(id: string, server: Server, own: Pager = pager) {
  const { report } = await checked(
    laws.filter((law) => law.id === id),
    pages(server),
    {
      spec,
      requireBasis: 'documented',
      contract: () => ({
        ...contract,
        list: { items: '/items', id: 'id' },
        pager: own,
        refusals: { ...contract.refusals, invalidParameter: { status: [400], basis: 'assumed' } },
      }),
    },
  )
  const [result] = report.scenarios
  const violations = result?.findings.filter(({ severity }) => severity === 'violation') ?? []
  return { ...result, violations: violations.map(({ check, message }) => [check, message]) }
}

test.each([-1, 0, 20, 96])(
  'a total of %i for 97 organizations is named, and not the walk that goes on',
  async (total) => {
    const { violations } = await run('pagination/walk', { rows: 97, total })
    expect(violations.map(([check]) => check)).toEqual(['pagination/complete'])
    expect(violations[0]?.[1]).toMatch(new RegExp(`but the total is ${total}$`))
  },
)

test('a total that is too large is named', async () => {
  const { violations } = await run('pagination/walk', { rows: 97, total: 98 })
  expect(violations).toEqual([['pagination/complete', 'the walk gives 97 organizations where there are 98']])
})

test.each([10, 15, 25, 50])(
  'a size of %i that brings twice as many is no least size of the server',
  async (doubled) => {
    const length = (asked: number) => (asked === doubled ? 2 * asked : asked)
    const { violations } = await run('pagination/sizes', { rows: 300, length })
    expect(violations).toEqual([['pagination/page-size', `a page of ${doubled} has ${2 * doubled} organizations`]])
  },
)

test.each([
  ['the next page begins 20 on whatever was asked for', () => 20, (asked: number) => asked],
  ['one is lost with pages of 10', (asked: number) => (asked === 10 ? 11 : asked), (asked: number) => asked],
  ['one is lost with pages of 50', (asked: number) => (asked === 50 ? 51 : asked), (asked: number) => asked],
])('walks of other sizes find it: %s', async (_, step, length) => {
  const { violations } = await run('pagination/same-list', { rows: 97, step, length })
  expect(violations.map(([check]) => check)).toContain('pagination/same-list')
})

test('sound pages of any size give the same list', async () => {
  expect(await run('pagination/same-list', { rows: 97 })).toMatchObject({ verdict: 'kept', violations: [] })
})

test('an empty cursor at the end goes round where the document knows text only, and ends the walk elsewhere', async () => {
  const strict = cursorPages({ cursor: 'after', size, next: '/next', total: '/total', emptyLeadsOn: true })
  expect((await run('pagination/walk', { rows: 97, end: '' }, strict)).violations.map(([check]) => check)).toContain(
    'pagination/ends',
  )
  expect((await run('pagination/walk', { rows: 97, end: null }, strict)).violations).toEqual([])
  expect((await run('pagination/walk', { rows: 97, end: '' })).violations).toEqual([])
})

test('a list that fits on one page is walked once more in two pages', async () => {
  expect(await run('pagination/walk', { rows: 18 })).toMatchObject({ verdict: 'kept', requests: 3, violations: [] })
})

test('a server that ignores the page size is not asked again and again', async () => {
  expect(await run('pagination/walk', { rows: 18, length: () => 50 })).toMatchObject({
    verdict: 'not-checked',
    reason: 'all 18 organizations come on one page, also of 10',
    requests: 2,
  })
})

test.each([
  ['pagination/walk', 3, 'the account has too few organizations (3) to lead from one page to another'],
  ['pagination/walk', 0, 'the account has too few organizations (0) to lead from one page to another'],
  ['pagination/round-trip', 3, 'the account has too few organizations (3) to lead from one page to another'],
  ['pagination/sizes', 3, 'the account has too few organizations (3) to fill a page'],
  ['pagination/same-list', 1, 'the account has too few organizations (1) to come in pages of several sizes'],
  ['pagination/same-list', 0, 'the account has too few organizations (0) to come in pages of several sizes'],
])('%s could not be tried with %i organizations, and says so', async (id, rows, reason) => {
  expect(await run(id, { rows })).toMatchObject({ verdict: 'not-checked', reason, violations: [] })
})
