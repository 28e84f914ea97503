import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, clientOf, cursorName, pageQuery, type Query } from './support/client.ts'
import { failedGrades, type Rig, startRig } from './support/rig.ts'

let rig: Rig
beforeAll(async () => {
  rig = await startRig()
})
afterAll(() => rig.close())

type Paged = 'cloudflare' | 'cradl' | 'nirvana'
interface Fault {
  readonly is: string
  readonly count?: number
  readonly act: (client: Client) => Promise<unknown>
  /** Numbers of the requests in the first finding, counted from the client's first one, and a part of its message. */
  readonly shows: readonly number[]
  readonly says: string | RegExp
  /** It may be on purpose. */
  readonly isBlameless?: boolean
}

/** The client has this one fault and no other. */
async function expectOnly(id: Paged, grade: string, fault: Fault): Promise<void> {
  const { count = 100, act, shows, says, isBlameless = false } = fault
  const before = rig.observations.length
  const tenant = `bad-${before}_count-${count}`
  const client = clientOf(rig, id, tenant)
  // The token's request is not counted.
  if (id === 'cradl') await client.renew()
  const start = rig.observations.length
  await act(client)
  const card = rig.card(id, tenant)
  expect(failedGrades(card)).toEqual(isBlameless ? [] : [grade])
  const found = card.grades.find((one) => one.id === grade)
  expect(found?.verdict).toBe(isBlameless ? 'left-early' : 'failed')
  const evidence = found?.evidence[0]
  expect(evidence?.requests.map((seq) => seq - start)).toEqual(shows)
  expect(evidence?.message).toMatch(says)
}

async function pages(client: Client, numbers: readonly number[], query: Query = {}): Promise<void> {
  for (const page of numbers) await client.send({ ...query, page: String(page) })
}

/** Follows so many cursors; `alter` changes each before it is sent. */
async function cursors(
  id: Paged,
  client: Client,
  most: number,
  alter: (cursor: string, page: number) => string = (cursor) => cursor,
  query: Query = {},
): Promise<string | null> {
  let { next } = await client.send(query)
  for (let page = 2; page <= most && next !== null; page += 1) {
    ;({ next } = await client.send({ ...query, [cursorName(id)]: alter(next, page) }))
  }
  return next
}

describe('a client of numbered pages that does not follow every page once and stop', () => {
  const faults: readonly Fault[] = [
    {
      is: 'leaves a page out',
      act: (client) => pages(client, [1, 2, 4, 5, 6]),
      shows: [3],
      says: /left out page 3$/,
    },
    {
      is: 'reads every second page',
      act: (client) => pages(client, [1, 3, 5]),
      shows: [2, 3],
      says: /left out pages 2, 4$/,
    },
    {
      // It can ask for any number: of what it left out a thousand pages are named.
      is: 'asks for page 1 and then for the last of 2,000',
      count: 10_000,
      async act(client) {
        await pages(client, [1, 1_999, 2_000], { per_page: '5' })
      },
      shows: [2],
      says: /left out pages 2 to 1001$/,
    },
    {
      is: 'begins at page 2',
      act: (client) => pages(client, [2, 3, 4, 5, 6]),
      shows: [1],
      says: /left out page 1$/,
    },
    {
      is: 'leaves out the last page and asks for the empty one behind it',
      count: 127,
      act: (client) => pages(client, [1, 2, 4], { per_page: '50' }),
      shows: [3],
      says: /^left out page 3$/,
    },
    {
      is: 'leaves out page 3 and stops at the empty page',
      count: 127,
      act: (client) => pages(client, [1, 2, 4, 5, 6, 7, 8], { per_page: '20' }),
      shows: [3],
      says: /^left out page 3$/,
    },
    {
      is: 'gets page 1 and then one behind the end',
      count: 25,
      act: (client) => pages(client, [1, 3], { per_page: '20' }),
      shows: [2],
      says: /^left out page 2$/,
    },
    {
      is: 'goes on after a failed page without asking for it again',
      async act(client) {
        await pages(client, [1, 2])
        await pages(client, [3], { __code: '500' })
        await pages(client, [4, 5, 6])
      },
      shows: [3],
      says: /^left out page 3: it got a 500 and was never asked for again$/,
    },
    {
      is: 'goes on after a broken answer',
      async act(client) {
        await pages(client, [1])
        await pages(client, [2], { __fault: 'malformed-json' })
        await pages(client, [3, 4, 5, 6])
      },
      shows: [2],
      says: /^left out page 2: it got a broken answer and was never asked for again$/,
    },
    {
      is: 'goes on after two tries of the first page',
      async act(client) {
        await pages(client, [1], { __code: '500' })
        await rig.clock.sleep(500)
        await pages(client, [1], { __code: '500' })
        await pages(client, [2, 3, 4, 5, 6])
      },
      shows: [1, 2],
      says: /^left out page 1: it got a 500 twice and was never asked for again$/,
    },
    {
      is: 'gets no last page but the empty one behind it',
      async act(client) {
        await pages(client, [1, 2, 3, 4])
        await pages(client, [5], { __code: '500' })
        await pages(client, [6])
      },
      shows: [5],
      says: /^left out page 5: it got a 500 and was never asked for again$/,
    },
    {
      is: 'walks once with a hole and once without',
      async act(client) {
        await pages(client, [1])
        await pages(client, [2], { __code: '500' })
        await pages(client, [3, 4, 5, 6])
        await pages(client, [1, 2, 3, 4, 5, 6])
      },
      shows: [2],
      says: /^left out page 2: it got a 500 and was never asked for again$/,
    },
    {
      is: 'begins another walk after a failure',
      async act(client) {
        await pages(client, [1, 2], { per_page: '50', status: 'member' })
        await pages(client, [3], { per_page: '50', status: 'member', __code: '500' })
        await pages(client, [1, 2, 3], { per_page: '50' })
      },
      shows: [3, 4],
      says: /^began another walk after a page got a 500/,
      isBlameless: true,
    },
    {
      is: 'stops before the last page',
      act: (client) => pages(client, [1, 2, 3, 4]),
      shows: [1, 2, 3, 4],
      says: /stopped after 4 pages, though there are 100 organizations/,
      isBlameless: true,
    },
    {
      is: 'goes on behind the end',
      act: (client) => pages(client, [1, 2, 3, 4, 5, 6, 7, 8]),
      shows: [6, 7, 8],
      says: /3 pages behind the end/,
    },
    {
      is: 'asks for page 2 of an empty list',
      count: 0,
      act: (client) => pages(client, [1, 2]),
      shows: [1, 2],
      says: /2 pages behind the end/,
    },
    {
      is: 'comes back to a page',
      act: (client) => pages(client, [1, 2, 3, 2, 4, 5, 6]),
      shows: [2, 4],
      says: /came back to a page/,
    },
    {
      is: 'never leaves the last page',
      act: (client) => pages(client, [1, 2, 3, 4, 5, 5, 5, 5]),
      shows: [6, 7, 8],
      says: /the last page again and again/,
    },
  ]
  test.each(faults)('is named when it $is', (fault) => expectOnly('cloudflare', 'follows-pages', fault))
})

test('each page that the flaky account failed to give is named when the client goes on to the end', async () => {
  const tenant = 'careless_flaky_count-127'
  const client = clientOf(rig, 'cloudflare', tenant)
  const start = rig.observations.length
  await pages(client, [1, 2, 3, 4, 5, 6, 7, 8], { per_page: '20' })
  const grade = rig.card('cloudflare', tenant).grades.find(({ id }) => id === 'follows-pages')
  expect(grade?.verdict).toBe('failed')
  expect(grade?.why).toMatch(/left out are missing/)
  expect(grade?.evidence.map(({ requests, message }) => [requests.map((seq) => seq - start), message])).toEqual([
    [[3], 'left out page 3: it got a 500 and was never asked for again'],
    [[6], 'left out page 6: it got a 500 and was never asked for again'],
  ])
})

test('a client that asks for the failed pages again at the end is praised', async () => {
  const tenant = 'late-retry_flaky_count-127'
  const client = clientOf(rig, 'cloudflare', tenant)
  // Every third request fails: pages 3 and 6, then page 6 once more.
  await pages(client, [1, 2, 3, 4, 5, 6, 7, 3], { per_page: '20' })
  await pages(client, [6], { per_page: '20' })
  await rig.clock.sleep(1_000)
  await pages(client, [6], { per_page: '20' })
  const card = rig.card('cloudflare', tenant)
  expect(failedGrades(card)).toEqual([])
  expect(card.grades.find(({ id }) => id === 'follows-pages')?.verdict).toBe('passed')
})

test.each(['cloudflare', 'cradl', 'nirvana'] as const)(
  'a client of %s that begins again after a failure and gets to the end is praised',
  async (id) => {
    const tenant = 'again-after-failure_count-50'
    const client = clientOf(rig, id, tenant)
    const { next } = await client.send()
    await client.send({ ...pageQuery(id, 2, next), __code: '500' })
    await client.walk()
    const card = rig.card(id, tenant)
    expect(failedGrades(card)).toEqual([])
    expect(card.grades.find((grade) => grade.id === 'follows-pages')?.verdict).toBe('passed')
  },
)

test('walks side by side are not blamed for each other’s failures', async () => {
  const tenant = 'side-by-side_count-100'
  const [one, two] = [clientOf(rig, 'cloudflare', tenant), clientOf(rig, 'cloudflare', tenant)]
  for (const page of [1, 2, 3, 4, 5, 6]) {
    if (page === 3) await pages(one, [3], { __code: '500' })
    await pages(one, [page])
    if (page === 4) await pages(two, [4], { __code: '500' })
    await pages(two, [page])
  }
  expect(failedGrades(rig.card('cloudflare', tenant))).toEqual([])
})

describe.each(['cradl', 'nirvana'] as const)('a client of %s that does not follow every cursor once and stop', (id) => {
  const faults: readonly Fault[] = [
    {
      is: 'stops while there is a cursor',
      act: (client) => cursors(id, client, 3),
      shows: [1, 2, 3],
      says: /stopped after 3 pages, though the last answer gave another cursor/,
      isBlameless: true,
    },
    {
      is: 'begins another walk after a failure',
      async act(client) {
        const next = await cursors(id, client, 2)
        await client.send({ [cursorName(id)]: next ?? '', __code: '500' })
        await cursors(id, client, 2)
      },
      shows: [3, 4],
      says: /^began another walk after a page got a 500, and never asked for that page again; right if it had reported/,
      isBlameless: true,
    },
    {
      is: 'never leaves the last page',
      count: 60,
      async act(client) {
        let last = ''
        await cursors(id, client, 3, (cursor) => {
          last = cursor
          return cursor
        })
        for (let more = 0; more < 3; more += 1) await client.send({ [cursorName(id)]: last })
      },
      shows: [4, 5, 6],
      says: /the last page again and again/,
    },
    {
      is: 'comes back to a page',
      async act(client) {
        const given: string[] = []
        await cursors(id, client, 4, (cursor) => {
          given.push(cursor)
          return cursor
        })
        await client.send({ [cursorName(id)]: given[0] ?? '' })
        const { next } = await client.send({ [cursorName(id)]: given[2] ?? '' })
        await client.send({ [cursorName(id)]: next ?? '' })
      },
      shows: [2, 5],
      says: /came back to a page/,
    },
  ]
  test.each(faults)('is named when it $is', (fault) => expectOnly(id, 'follows-pages', fault))
})

describe.each(['cradl', 'nirvana'] as const)('a client of %s that does not send the cursor as it is', (id) => {
  const alterations: readonly [is: string, alter: (cursor: string) => string, says: string, origin: boolean][] = [
    ['cuts it short', (cursor) => cursor.slice(0, -1), 'cut short', true],
    [
      'encodes it twice',
      (cursor) => encodeURIComponent(`${cursor}`).replace(/^./, percent),
      'percent-encoded twice',
      true,
    ],
    ['lowers its case', (cursor) => cursor.toLowerCase(), 'letter case', true],
    ['raises its case', (cursor) => cursor.toUpperCase(), 'letter case', true],
    ['puts quotes around it', (cursor) => `"${cursor}"`, 'quotes', true],
    ['adds a line feed', (cursor) => `${cursor}\n`, 'spaces', true],
    ['pads it', (cursor) => `${cursor}==`, 'base64', true],
    ['encodes it in base64', (cursor) => Buffer.from(cursor).toString('base64'), 'encoded once more', true],
    ['changes a character', (cursor) => cursor.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')), 'altered', false],
    ['sends null as a text', () => 'null', 'for nothing', false],
    ['counts pages', () => '2', 'a number', false],
  ]
  test.each(alterations)('is named when it %s', (_, alter, says, hasOrigin) =>
    expectOnly(id, 'sends-cursor-unchanged', {
      is: '',
      act: (client) => cursors(id, client, 2, alter),
      shows: hasOrigin ? [1, 2] : [2],
      says,
    }),
  )

  test('is named when it sends the cursor of another account', () =>
    expectOnly(id, 'sends-cursor-unchanged', {
      is: '',
      async act(client) {
        const { next } = await clientOf(rig, id, 'somebody-else').send()
        await client.send({ [cursorName(id)]: next ?? '' })
      },
      shows: id === 'cradl' ? [3] : [2],
      says: /made up/,
    }))
})

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16)}`
}

describe('a client that does not keep its filters', () => {
  const status = { status: 'member' }
  const byName = { order: 'name', direction: 'desc' }
  const faults: readonly Fault[] = [
    {
      is: 'drops a filter on page 2',
      async act(client) {
        await client.send(status)
        await pages(client, [2, 3, 4, 5, 6])
      },
      shows: [1, 2],
      says: 'without status',
    },
    {
      is: 'drops order and direction',
      async act(client) {
        await client.send(byName)
        await pages(client, [2, 3, 4, 5, 6])
      },
      shows: [1, 2],
      says: 'without direction and order',
    },
    {
      is: 'changes its filter',
      async act(client) {
        await client.send(status)
        await pages(client, [2], { status: 'invited' })
      },
      shows: [1, 2],
      says: 'with other filters',
    },
    {
      is: 'drops a filter in the middle only',
      async act(client) {
        await pages(client, [1, 2], status)
        await pages(client, [3])
        await pages(client, [4], status)
      },
      shows: [2, 3],
      says: 'without status',
    },
  ]
  test.each(faults)('is named when it $is', (fault) => expectOnly('cloudflare', 'keeps-filters', fault))

  test('is named when it leaves the sort order to the cursor, which real ones do not carry', () =>
    expectOnly('nirvana', 'keeps-filters', {
      is: '',
      async act(client) {
        let { next } = await client.send({ sort: 'name:asc' })
        while (next !== null) ({ next } = await client.send({ cursor: next }))
      },
      shows: [1, 2],
      says: 'without sort',
    }))
})

describe('a client with wrong page sizes', () => {
  test.each([
    ['cloudflare', 'per_page', '4', 'from 5 to 50'],
    ['cloudflare', 'per_page', '51', 'from 5 to 50'],
    ['cloudflare', 'per_page', '100', 'from 5 to 50'],
    ['cloudflare', 'per_page', 'all', 'no number'],
    ['cloudflare', 'per_page', '-1', 'no number'],
    ['cloudflare', 'per_page', '7.5', 'no number'],
    ['nirvana', 'limit', '9', 'from 10 to 100'],
    ['nirvana', 'limit', '1', 'from 10 to 100'],
    ['nirvana', 'limit', '101', 'from 10 to 100'],
    ['cradl', 'maxResults', '0', 'no number'],
    ['cradl', 'maxResults', '101', 'asked for 101 at once, which is refused'],
    ['cradl', 'maxResults', 'max', 'no number'],
  ] as const)('is named at %s for %s=%s', (id, name, size, says) =>
    expectOnly(id, 'page-size-in-range', { is: '', act: (client) => client.send({ [name]: size }), shows: [1], says }),
  )

  test('is not named for a whole number that it writes as a float', async () => {
    const client = clientOf(rig, 'cloudflare', 'floats_count-12')
    for (const page of ['1.0', '2.0', '3.0']) await client.send({ per_page: '5.0', page })
    const card = rig.card('cloudflare', 'floats_count-12')
    expect(failedGrades(card)).toEqual([])
    expect(card.grades.find(({ id }) => id === 'follows-pages')?.verdict).toBe('passed')
  })

  test('is told that the range was observed where no document has it', async () => {
    await clientOf(rig, 'nirvana', 'small-pages').send({ limit: '5' })
    const grade = rig.card('nirvana', 'small-pages').grades.find(({ id }) => id === 'page-size-in-range')
    expect(grade).toMatchObject({ verdict: 'failed', basis: 'observed' })
  })

  const faults: readonly Fault[] = [
    {
      is: 'asks for more once it goes well',
      async act(client) {
        await client.send({ per_page: '10' })
        await pages(client, [2, 3], { per_page: '50' })
      },
      shows: [1, 2],
      says: 'went on to page 2 with another per_page than page 1',
    },
    {
      is: 'sends its size with page 1 only',
      async act(client) {
        await client.send({ per_page: '50' })
        await pages(client, [2, 3, 4, 5])
      },
      shows: [1, 2],
      says: 'went on to page 2',
    },
    {
      is: 'wants just the rest on the last page',
      async act(client) {
        await pages(client, [1, 2], { per_page: '45' })
        await pages(client, [3], { per_page: '10' })
      },
      shows: [2, 3],
      says: 'went on to page 3',
    },
  ]
  test.each(faults)('is named when it $is', (fault) => expectOnly('cloudflare', 'keeps-page-size', fault))
})

describe('a client that asks again for what it has', () => {
  test('is named when it asks twice for a numbered page', () =>
    expectOnly('cloudflare', 'asks-once', {
      is: '',
      act: (client) => pages(client, [1, 2, 2, 3, 4, 5, 6]),
      shows: [2, 3],
      says: 'asked again for the page',
    }))

  test('is named when it asks twice for the last page', () =>
    expectOnly('cloudflare', 'asks-once', {
      is: '',
      act: (client) => pages(client, [1, 2, 3, 4, 5, 5]),
      shows: [5, 6],
      says: 'asked again for the page',
    }))

  test.each(['cradl', 'nirvana'] as const)('is named when it asks twice for a page of %s', (id) =>
    expectOnly(id, 'asks-once', {
      is: '',
      async act(client) {
        const first = await client.send()
        const second = await client.send(pageQuery(id, 2, first.next))
        await client.send(pageQuery(id, 2, first.next))
        let { next } = second
        while (next !== null) ({ next } = await client.send(pageQuery(id, 0, next)))
      },
      shows: [2, 3],
      says: 'asked again for the page',
    }),
  )

  test.each(['cloudflare', 'cradl', 'nirvana'] as const)(
    'is named when it asks %s for the first page in a loop',
    (id) =>
      expectOnly(id, 'asks-once', {
        is: '',
        async act(client) {
          for (let time = 0; time < 6; time += 1) await client.send()
        },
        shows: [1, 2, 3, 4, 5],
        says: 'the same 5 times within a second',
      }),
  )

  test('is named when it asks Cekura for the whole list once for each thing it wants to know', async () => {
    const client = clientOf(rig, 'cekura', 'n-plus-one')
    for (let time = 0; time < 8; time += 1) await client.send()
    expect(failedGrades(rig.card('cekura', 'n-plus-one'))).toEqual(['asks-once'])
  })
})
