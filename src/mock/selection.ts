import { boundedCache } from './bounded-cache.ts'
import { hashText } from './randomizer.ts'
import { sortBytes, sortedRows } from './sorted-rows.ts'
import type { Dataset, Selection } from './types.ts'
import type { Client, EndSlice, Workshop } from './workshop.ts'

/** How a list is narrowed and ordered, in columns that the provider declares. */
export interface ListQuery {
  /** Each keeps the organizations whose column has this value, or holds it as a part; letter case does not count. */
  readonly filters: readonly { readonly column: string; readonly value: string; readonly isPart?: boolean }[]
  /** Whether an organization must pass every filter or at least one. */
  readonly match: 'all' | 'any'
  /** Column to order by, without regard to letter case; ties, and everything when absent, stay in the dataset's order. */
  readonly order: string | undefined
  /** Columns that order ties, each in the direction of the first one or against it. */
  readonly ties?: readonly { readonly column: string; readonly isOpposite: boolean }[]
  /** `desc` is the exact reverse of `asc`, ties included. */
  readonly direction: 'asc' | 'desc'
}

/** Rows handled before the event loop gets its turn: a millisecond or two. */
const sliceRows = 256
/** Rows compared by number before the event loop gets its turn: about a millisecond. */
const comparedRows = 65_536
/** Bytes of finished indexes that are kept; a million rows take 4 MB each. */
const indexCacheBytes = 64 * 1024 * 1024

/** The dataset in its own order. */
export function everything(dataset: Dataset<unknown>): Selection {
  return { count: dataset.count, unfilteredCount: dataset.count, key: '', at: (position) => position }
}

/**
 * Filters and sorts a dataset. What it needs is an index, a list of row numbers, made once by the workshop and remembered. Rejects with
 * TooMuchWork when the index would take too much memory.
 */
export function selector(
  work: Workshop,
): (dataset: Dataset<unknown>, query: ListQuery, client?: Client) => Selection | Promise<Selection> {
  const indexes = boundedCache<Uint32Array>('indexes', indexCacheBytes)

  return function select(dataset, query, client) {
    if (query.filters.length === 0 && (query.order === undefined || dataset.count < 2)) {
      return query.direction === 'asc' || dataset.count < 2 ? everything(dataset) : reversed(dataset)
    }
    const filterKey = JSON.stringify([
      query.match,
      query.filters.map(({ column, value, isPart = false }) => [column, value.toLowerCase(), isPart]),
    ])
    const order = query.ties === undefined ? (query.order ?? '') : JSON.stringify([query.order, query.ties])
    const key = `${dataset.key}\n${order}\n${query.filters.length === 0 ? '' : filterKey}`
    const index =
      indexes.get(key) ??
      work.do(`index\n${key}`, indexBytes(dataset, query), client, async (endSlice) => {
        const made = await makeIndex(dataset, query, endSlice)
        indexes.set(key, made, made.byteLength)
        return made
      })
    const selectionKey = `${key}\n${query.direction}`
    return index instanceof Promise
      ? index.then((ready) => indexed(ready, dataset, query.direction, selectionKey))
      : indexed(index, dataset, query.direction, selectionKey)
  }

  async function makeIndex(dataset: Dataset<unknown>, query: ListQuery, endSlice: EndSlice): Promise<Uint32Array> {
    let rows = await matching(dataset, query, endSlice)
    if (query.order === undefined) return rows
    // The sort is stable: what counts least comes first. Ties stay as they are where the order is turned round twice.
    for (const { column, isOpposite } of (query.ties ?? []).toReversed()) {
      const turned = isOpposite ? rows.toReversed() : rows
      const sorted = await sortedRows(dataset.column(column), turned, endSlice)
      rows = isOpposite ? sorted.toReversed() : sorted
    }
    return sortedRows(dataset.column(query.order), rows, endSlice)
  }

  async function matching(
    dataset: Dataset<unknown>,
    { filters, match }: ListQuery,
    endSlice: EndSlice,
  ): Promise<Uint32Array> {
    const rows = new Uint32Array(dataset.count)
    const tests: ((row: number) => boolean)[] = []
    for (const { column, value, isPart } of filters) {
      const read = dataset.column(column)
      const wanted = value.toLowerCase()
      if (isPart) {
        tests.push((row) => read(row).toLowerCase().includes(wanted))
        continue
      }
      const hashes = await hashesOf(dataset, column, endSlice)
      const wantedHash = hashText(wanted)
      tests.push((row) => hashes[row] === wantedHash && read(row).toLowerCase() === wanted)
    }
    const readsTexts = filters.some(({ isPart }) => isPart)
    let found = 0
    let work = 0
    for (let row = 0; row < dataset.count; row += 1) {
      const keeps =
        tests.length === 0 || (match === 'all' ? tests.every((test) => test(row)) : tests.some((test) => test(row)))
      if (keeps) {
        rows[found] = row
        found += 1
      }
      // A row that passes had its text made, to be sure.
      work += keeps || readsTexts ? comparedRows / sliceRows : 1
      if (work >= comparedRows) {
        work = 0
        await endSlice()
      }
    }
    return found === rows.length ? rows : rows.slice(0, found)
  }

  /** A hash for each row of a column, made once: a filter by another value then compares numbers and makes no texts. */
  async function hashesOf(dataset: Dataset<unknown>, column: string, endSlice: EndSlice): Promise<Uint32Array> {
    const key = `${dataset.key}\n#${column}`
    const kept = indexes.get(key)
    if (kept !== undefined) return kept
    const read = dataset.column(column)
    const hashes = new Uint32Array(dataset.count)
    for (let row = 0; row < dataset.count; row += 1) {
      hashes[row] = hashText(read(row).toLowerCase())
      if (row % sliceRows === sliceRows - 1) await endSlice()
    }
    indexes.set(key, hashes, hashes.byteLength)
    return hashes
  }
}

/** The most memory that it takes to make an index: a hash of each row for each column, the rows that were found, and their order. */
function indexBytes({ count }: Dataset<unknown>, { filters, order }: ListQuery): number {
  return 4 * count * (filters.length + 1) + (order === undefined ? 0 : sortBytes(count))
}

function reversed(dataset: Dataset<unknown>): Selection {
  const last = dataset.count - 1
  return { count: dataset.count, unfilteredCount: dataset.count, key: 'desc', at: (position) => last - position }
}

function indexed(index: Uint32Array, dataset: Dataset<unknown>, direction: 'asc' | 'desc', key: string): Selection {
  const last = index.length - 1
  return {
    count: index.length,
    unfilteredCount: dataset.count,
    key,
    at: (position) => index[direction === 'asc' ? position : last - position] as number,
  }
}
