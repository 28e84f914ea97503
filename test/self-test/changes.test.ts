import { expect, test } from 'vitest'
import { type Part, watched, wholeReply } from '../../src/self-test/changes.ts'
import type { Mutation, ProxiedReply, ProxiedRequest } from '../../src/self-test/types.ts'

const request: ProxiedRequest = {
  method: 'GET',
  host: 'h',
  path: '/list',
  query: 'size=2&page=1',
  headers: [['X-Key', 'a']],
  body: Buffer.alloc(0),
}

/** A sound server: the page that was asked for, and an id that is new each time. */
function server() {
  let replies = 0
  return async ({ query }: ProxiedRequest): Promise<ProxiedReply> => {
    replies += 1
    const page = Number(new URLSearchParams(query).get('page'))
    return {
      status: 200,
      headers: [
        ['Content-Type', 'application/json'],
        ['X-Id', `${replies}`],
      ],
      body: Buffer.from(JSON.stringify({ page, rows: [{ id: page * 2 }, { id: page * 2 + 1 }], next: null })),
    }
  }
}

async function after(mutation: Mutation, changes: readonly Part[]) {
  const watch = watched(mutation, { changes })
  await watch.mutation(request, server())
  return { changed: [...watch.changed], undeclared: [...watch.undeclared] }
}

interface Page {
  readonly page: number
  readonly rows: readonly { readonly id: number }[]
  readonly next: null
}

/** Changes what a sound server answers. */
function changing(change: (reply: ProxiedReply) => Partial<ProxiedReply>): Mutation {
  return async (given, forward) => {
    const reply = await forward(given)
    return { ...reply, ...change(reply) }
  }
}

function editing(change: (body: Page) => object): Mutation {
  return changing(({ body }) => ({ body: Buffer.from(JSON.stringify(change(JSON.parse(body.toString())))) }))
}

test.each<[string, Mutation, Part[]]>([
  ['a status', changing(() => ({ status: 201 })), ['status']],
  ['a header', changing(({ headers }) => ({ headers: headers.slice(1) })), ['header content-type']],
  [
    'the letters of a header',
    changing(({ headers: [, ...more] }) => ({ headers: [['content-type', 'application/json'], ...more] })),
    ['header content-type'],
  ],
  ['the stated length', changing(() => ({ contentLength: 3 })), ['length']],
  ['bytes behind the body', changing(() => ({ trailer: Buffer.from('!') })), ['trailer']],
  ['bytes that mean the same', changing(({ body }) => ({ body: Buffer.from(` ${body}`) })), ['body']],
  ['a body that is no JSON', changing(() => ({ body: Buffer.from('<h1>') })), ['body']],
  ['a value', editing((body) => ({ ...body, page: 7 })), ['/page']],
  ['a member more', editing((body) => ({ ...body, more: 1 })), ['/more']],
  ['a member less', editing(({ next, ...body }) => body), ['/next']],
  ['a value in a row', editing(({ rows: [one], ...body }) => ({ ...body, rows: [one, { id: 9 }] })), ['/rows/1/id']],
  ['a row less', editing((body) => ({ ...body, rows: body.rows.slice(1) })), ['/rows']],
])('finds %s', async (_what, mutation, parts) => {
  expect(await after(mutation, parts)).toEqual({ changed: parts, undeclared: [] })
  expect(await after(mutation, ['/elsewhere', '?page'])).toEqual({ changed: parts, undeclared: parts })
})

test('a sound answer changes nothing, whatever it was made of', async () => {
  expect(await after((given, forward) => forward({ ...given }), [])).toEqual({ changed: [], undeclared: [] })
})

const otherPage: Mutation = (given, forward) => forward({ ...given, query: 'size=2&page=2' })

test('the answer to another request is told by what was asked instead; an id of the reply is no difference', async () => {
  const changed = ['/page', '/rows/0/id', '/rows/1/id']
  expect(await after(otherPage, ['?page'])).toEqual({ changed, undeclared: [] })
  expect(await after(otherPage, ['?'])).toEqual({ changed, undeclared: [] })
  // The same page as the reply that it should have been: fewer differences than the request that brought it would explain.
  expect(await after(otherPage, ['/page'])).toMatchObject({ changed, undeclared: ['?page'] })
  const unlike: Mutation = (given, forward) => forward({ ...given, query: 'size=3&page=2', headers: [] })
  expect((await after(unlike, ['?page'])).undeclared).toEqual(['asked headers', '?size'])
})

test('an empty parameter is another one than none', async () => {
  const emptied: Mutation = (given, forward) => forward({ ...given, query: 'size=&page=2' })
  const dropped: Mutation = (given, forward) => forward({ ...given, query: 'page=2' })
  for (const mutation of [emptied, dropped]) expect((await after(mutation, ['?page'])).undeclared).toEqual(['?size'])
})

test('a reply of the mutant alone is compared with the sound one, for which the mock is asked', async () => {
  const own: Mutation = async () => ({ status: 404, headers: [], body: Buffer.from('{}') })
  const changed = ['status', 'header content-type', 'header x-id', '/page', '/rows', '/next']
  expect(await after(own, wholeReply)).toEqual({ changed, undeclared: [] })
  expect((await after(own, ['status', 'headers'])).undeclared).toEqual(['/page', '/rows', '/next'])
})

test('a pointer covers what is in it, and what was put around it', async () => {
  const deep = editing((body) => ({ ...body, rows: [{ id: 2 }, { id: 3, owner: { name: 'x' } }] }))
  for (const declared of ['/rows', '/rows/*', '/rows/*/owner', '/rows/*/owner/name'] as const) {
    expect((await after(deep, [declared])).undeclared, declared).toEqual([])
  }
  expect((await after(deep, ['/rows/0'])).undeclared).toEqual(['/rows/1/owner'])
  const flat = editing((body) => ({ ...body, page: 7 }))
  expect((await after(flat, ['/page/number'])).undeclared).toEqual(['/page'])
})
