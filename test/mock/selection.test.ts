import { setImmediate as turn } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Dataset, Selection } from '../../src/mock/index.ts'
import { everything, type ListQuery, selector } from '../../src/mock/selection.ts'
import { workshop } from '../../src/mock/workshop.ts'

fc.configureGlobal({ seed: 20260601 })

interface Row {
  readonly name: string
  readonly status: string
}

/** A dataset made of these rows that counts how often its columns are read. */
function datasetOf(rows: readonly Row[], key = 'rows'): Dataset<Row> & { reads: number } {
  const dataset = {
    key,
    count: rows.length,
    reads: 0,
    at: (index: number) => rows[index] as Row,
    column(name: string) {
      if (name !== 'name' && name !== 'status') throw new Error(`no column ${name}`)
      return (index: number) => {
        dataset.reads += 1
        return dataset.at(index)[name]
      }
    },
  }
  return dataset
}

const everyRow: ListQuery = { filters: [], match: 'all', order: undefined, direction: 'asc' }

function indices(selection: Selection): number[] {
  return Array.from({ length: selection.count }, (_, position) => selection.at(position))
}

function rowsOf(count: number): Row[] {
  return Array.from({ length: count }, (_, i) => ({ name: `n${(i * 7919) % count}`, status: i % 4 === 3 ? 'b' : 'a' }))
}

const fewRows = [
  { name: 'Delta', status: 'member' },
  { name: 'alpha', status: 'invited' },
  { name: 'Charlie', status: 'member' },
  { name: 'ALPHA', status: 'member' },
  { name: 'bravo', status: 'invited' },
]

test.each<[string, Partial<ListQuery>, number[]]>([
  ['nothing', {}, [0, 1, 2, 3, 4]],
  ['the other direction', { direction: 'desc' }, [4, 3, 2, 1, 0]],
  ['names in order, letter case aside, ties in the order of the data', { order: 'name' }, [1, 3, 4, 2, 0]],
  ['names in reverse, ties too', { order: 'name', direction: 'desc' }, [0, 2, 4, 3, 1]],
  ['a status', { filters: [{ column: 'status', value: 'invited' }] }, [1, 4]],
  ['a name in another letter case', { filters: [{ column: 'name', value: 'aLpHa' }] }, [1, 3]],
  ['part of a name', { filters: [{ column: 'name', value: 'alph' }] }, []],
  [
    'a name and a status',
    {
      filters: [
        { column: 'name', value: 'alpha' },
        { column: 'status', value: 'member' },
      ],
    },
    [3],
  ],
  [
    'a name or a status',
    {
      match: 'any',
      filters: [
        { column: 'name', value: 'alpha' },
        { column: 'status', value: 'member' },
      ],
    },
    [0, 1, 2, 3],
  ],
  [
    'a status, by name in reverse',
    { filters: [{ column: 'status', value: 'member' }], order: 'name', direction: 'desc' },
    [0, 2, 3],
  ],
])('selects by %s', async (_what, query, expected) => {
  const selection = await selector(workshop(turn))(datasetOf(fewRows), { ...everyRow, ...query })
  expect(indices(selection)).toEqual(expected)
  expect(selection.count).toBe(expected.length)
  expect(selection.unfilteredCount).toBe(5)
})

// Few letters, so that ties and matches are common.
const rows = fc.array(
  fc.record({
    name: fc.string({ unit: fc.constantFrom('a', 'A', 'b', 'é', 'z'), maxLength: 3 }),
    status: fc.constantFrom('member', 'invited', 'MEMBER'),
  }),
  { maxLength: 600, size: 'max' },
)
const queries: fc.Arbitrary<ListQuery> = fc.record({
  filters: fc.array(
    fc.oneof(
      fc.record({ column: fc.constant('name'), value: fc.constantFrom('a', 'AB', 'zé', '') }),
      fc.record({ column: fc.constant('status'), value: fc.constantFrom('member', 'Invited', 'nobody') }),
    ),
    { maxLength: 2 },
  ),
  match: fc.constantFrom('all', 'any'),
  order: fc.constantFrom(undefined, 'name', 'status'),
  direction: fc.constantFrom('asc', 'desc'),
})

/** The same with Array's own filter and sort. */
function naively(list: readonly Row[], { filters, match, order, direction }: ListQuery): number[] {
  const kept = [...list.keys()].filter((index) => {
    const passes = filters.map(({ column, value }) => text(list, index, column) === value.toLowerCase())
    return filters.length === 0 || (match === 'all' ? !passes.includes(false) : passes.includes(true))
  })
  if (order !== undefined) {
    kept.sort((one, other) => {
      const [a, b] = [text(list, one, order), text(list, other, order)]
      return a < b ? -1 : a > b ? 1 : 0
    })
  }
  return direction === 'asc' ? kept : kept.reverse()
}

function text(list: readonly Row[], index: number, column: string): string {
  return (list[index]?.[column as keyof Row] ?? '').toLowerCase()
}

test("agrees with Array's own filter and sort", async () => {
  await fc.assert(
    fc.asyncProperty(rows, fc.array(queries, { minLength: 1, maxLength: 4 }), async (list, asked) => {
      const select = selector(workshop(() => Promise.resolve()))
      const dataset = datasetOf(list)
      for (const query of asked) {
        const selection = await select(dataset, query)
        expect(indices(selection)).toEqual(naively(list, query))
        expect(selection.unfilteredCount).toBe(list.length)
      }
    }),
  )
})

test('gives two lists the same key only when they are the same', async () => {
  await fc.assert(
    fc.asyncProperty(rows, queries, queries, async (list, one, other) => {
      const select = selector(workshop(() => Promise.resolve()))
      const dataset = datasetOf(list)
      const [a, b] = [await select(dataset, one), await select(dataset, other)]
      if (a.key === b.key) expect(indices(a)).toEqual(indices(b))
      expect((await select(dataset, one)).key).toBe(a.key)
    }),
  )
})

test('answers at once, and reads no column, when the data is wanted as it is or backwards', () => {
  const dataset = datasetOf(rowsOf(1_000))
  for (const direction of ['asc', 'desc'] as const) {
    expect(selector(workshop(turn))(dataset, { ...everyRow, direction })).not.toBeInstanceOf(Promise)
  }
  expect(dataset.reads).toBe(0)
})

test('selects everything in the order of the data', () => {
  expect(indices(everything(datasetOf(fewRows)))).toEqual([0, 1, 2, 3, 4])
})

test('reads no more than 512 rows between two turns of the event loop', async () => {
  const dataset = datasetOf(rowsOf(10_000))
  let readsAtLastTurn = 0
  let mostReads = 0
  function pause(): Promise<void> {
    mostReads = Math.max(mostReads, dataset.reads - readsAtLastTurn)
    readsAtLastTurn = dataset.reads
    return turn()
  }
  const query: ListQuery = { ...everyRow, filters: [{ column: 'status', value: 'a' }], order: 'name' }
  const selection = await selector(workshop(pause))(dataset, query)
  expect(selection.count).toBe(7_500)
  // Each row is read once for the column's hashes, and each that passes again to be sure and for the sort.
  expect(dataset.reads).toBe(25_000)
  expect(mostReads).toBeLessThanOrEqual(512)
})

test('a second filter by another value reads only the rows that pass', async () => {
  const dataset = datasetOf(rowsOf(10_000))
  const select = selector(workshop(turn))
  await select(dataset, { ...everyRow, filters: [{ column: 'status', value: 'a' }] })
  const before = dataset.reads
  const selection = await select(dataset, { ...everyRow, filters: [{ column: 'status', value: 'no such status' }] })
  expect(selection.count).toBe(0)
  expect(dataset.reads - before).toBe(0)
})

test('lets other work go on while an index is made', async () => {
  let turns = 0
  let isDone = false
  async function others(): Promise<void> {
    while (!isDone) {
      turns += 1
      await turn()
    }
  }
  const waiting = others()
  await selector(workshop(turn))(datasetOf(rowsOf(20_000)), { ...everyRow, order: 'name' })
  isDone = true
  await waiting
  expect(turns).toBeGreaterThan(20_000 / 256)
})

test('makes one index for all who ask for it at once', async () => {
  const dataset = datasetOf(rowsOf(2_000))
  const select = selector(workshop(turn))
  const asked = await Promise.all(
    ['asc', 'desc', 'asc', 'asc'].map((direction) =>
      select(dataset, { ...everyRow, order: 'name', direction: direction as 'asc' | 'desc' }),
    ),
  )
  expect(dataset.reads).toBe(2_000)
  expect(indices(asked[2] as Selection)).toEqual(indices(asked[0] as Selection))
  expect(indices(asked[1] as Selection)).toEqual(indices(asked[0] as Selection).reverse())
})

test('remembers an index and then answers at once', async () => {
  const dataset = datasetOf(rowsOf(2_000))
  const select = selector(workshop(turn))
  const first = await select(dataset, { ...everyRow, order: 'name' })
  const again = select(dataset, { ...everyRow, order: 'name' })
  expect(again).not.toBeInstanceOf(Promise)
  expect(indices(await again)).toEqual(indices(first))
  expect(dataset.reads).toBe(2_000)
})

test('keeps the lists of two datasets apart', async () => {
  const select = selector(workshop(turn))
  const query: ListQuery = { ...everyRow, order: 'name' }
  const [few, many] = await Promise.all([
    select(datasetOf(fewRows, 'few'), query),
    select(datasetOf(rowsOf(50), 'many'), query),
  ])
  expect([few.count, many.count]).toEqual([5, 50])
  expect(few.key).not.toBe(many.key)
})

test('fails for everyone who waits when a column cannot be read, and tries again for the next', async () => {
  const dataset = datasetOf(fewRows)
  const select = selector(workshop(turn))
  const query: ListQuery = { ...everyRow, order: 'name' }
  let isBroken = true
  const unreliable: Dataset<Row> = {
    ...dataset,
    column(name) {
      if (isBroken) throw new Error('out of order')
      return dataset.column(name)
    },
  }
  const waiting = [select(unreliable, query), select(unreliable, query)].map((asked) => expect(asked).rejects)
  await Promise.all(waiting.map((rejects) => rejects.toThrow('out of order')))
  isBroken = false
  expect(indices(await select(unreliable, query))).toEqual([1, 3, 4, 2, 0])
})

test('does not know a column that the data does not have', async () => {
  const query: ListQuery = { ...everyRow, order: 'nothing' }
  await expect(selector(workshop(turn))(datasetOf(fewRows), query)).rejects.toThrow('no column nothing')
})
