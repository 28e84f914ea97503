import { boundedCache } from './bounded-cache.ts'
import { hashText } from './randomizer.ts'
import type { Dataset, Selection } from './types.ts'

/** How a list is narrowed and ordered, in columns that the provider declares. */
export interface ListQuery {
  /** Each keeps the organizations whose column has this value; texts are compared without regard to letter case. */
  readonly filters: readonly { readonly column: string; readonly value: string }[]
  /** Whether an organization must pass every filter or at least one. */
  readonly match: 'all' | 'any'
  /** Column to order by, without regard to letter case; ties, and everything when absent, stay in the dataset's order. */
  readonly order: string | undefined
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
 * Filters and sorts a dataset. What it needs is an index, a list of row numbers, made once and remembered, in slices between which
 * `pause` lets other requests through. Requests that ask for the same index while it is made wait for the same one.
 */
export function selector(
  pause: () => Promise<void>,
): (dataset: Dataset<unknown>, query: ListQuery) => Selection | Promise<Selection> {
  const indexes = boundedCache<Uint32Array>('indexes', indexCacheBytes)
  const underway = new Map<string, Promise<Uint32Array>>()
  let queue: Promise<unknown> = Promise.resolve()

  function indexOf(key: string, make: () => Promise<Uint32Array>): Uint32Array | Promise<Uint32Array> {
    const kept = indexes.get(key)
    if (kept !== undefined) return kept
    const started = underway.get(key)
    if (started !== undefined) return started
    // One after another: each takes a slice of every turn of the event loop, and many at once would keep everybody waiting.
    const promise = queue
      .then(make)
      .then((index) => {
        indexes.set(key, index, index.byteLength)
        return index
      })
      .finally(() => underway.delete(key))
    underway.set(key, promise)
    queue = promise.then(ignore, ignore)
    return promise
  }

  return function select(dataset, query) {
    if (query.filters.length === 0 && (query.order === undefined || dataset.count < 2)) {
      return query.direction === 'asc' || dataset.count < 2 ? everything(dataset) : reversed(dataset)
    }
    const filterKey = JSON.stringify([
      query.match,
      query.filters.map(({ column, value }) => [column, value.toLowerCase()]),
    ])
    const order = query.order === undefined ? '' : query.order
    const key = `${dataset.key}\n${order}\n${query.filters.length === 0 ? '' : filterKey}`
    const index = indexOf(key, () => makeIndex(dataset, query))
    const selectionKey = `${key}\n${query.direction}`
    return index instanceof Promise
      ? index.then((ready) => indexed(ready, dataset, query.direction, selectionKey))
      : indexed(index, dataset, query.direction, selectionKey)
  }

  async function makeIndex(dataset: Dataset<unknown>, query: ListQuery): Promise<Uint32Array> {
    const rows = await matching(dataset, query)
    return query.order === undefined ? rows : sorted(dataset.column(query.order), rows)
  }

  async function matching(dataset: Dataset<unknown>, { filters, match }: ListQuery): Promise<Uint32Array> {
    const rows = new Uint32Array(dataset.count)
    const tests: ((row: number) => boolean)[] = []
    for (const { column, value } of filters) {
      const hashes = await hashesOf(dataset, column)
      const read = dataset.column(column)
      const wanted = value.toLowerCase()
      const wantedHash = hashText(wanted)
      tests.push((row) => hashes[row] === wantedHash && read(row).toLowerCase() === wanted)
    }
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
      work += keeps ? comparedRows / sliceRows : 1
      if (work >= comparedRows) {
        work = 0
        await pause()
      }
    }
    return found === rows.length ? rows : rows.slice(0, found)
  }

  /** A hash for each row of a column, made once: a filter by another value then compares numbers and makes no texts. */
  async function hashesOf(dataset: Dataset<unknown>, column: string): Promise<Uint32Array> {
    const key = `${dataset.key}\n#${column}`
    const kept = indexes.get(key)
    if (kept !== undefined) return kept
    const read = dataset.column(column)
    const hashes = new Uint32Array(dataset.count)
    for (let row = 0; row < dataset.count; row += 1) {
      hashes[row] = hashText(read(row).toLowerCase())
      if (row % sliceRows === sliceRows - 1) await pause()
    }
    indexes.set(key, hashes, hashes.byteLength)
    return hashes
  }

  // Bottom-up merge sort: stable, and it can stop between any two rows.
  async function sorted(read: (index: number) => string, rows: Uint32Array): Promise<Uint32Array> {
    const texts: string[] = new Array(rows.length)
    let source = new Uint32Array(rows.length)
    for (let i = 0; i < rows.length; i += 1) {
      texts[i] = read(rows[i] as number).toLowerCase()
      source[i] = i
      if (i % sliceRows === sliceRows - 1) await pause()
    }
    let target = new Uint32Array(rows.length)
    let work = 0
    for (let width = 1; width < rows.length; width *= 2) {
      for (let start = 0; start < rows.length; start += 2 * width) {
        const middle = Math.min(start + width, rows.length)
        const end = Math.min(start + 2 * width, rows.length)
        let left = start
        let right = middle
        for (let out = start; out < end; out += 1) {
          const takeLeft =
            left < middle &&
            (right >= end || (texts[source[left] as number] as string) <= (texts[source[right] as number] as string))
          target[out] = source[takeLeft ? left++ : right++] as number
          work += 1
          if (work % (sliceRows * 16) === 0) await pause()
        }
      }
      ;[source, target] = [target, source]
    }
    for (let i = 0; i < source.length; i += 1) {
      target[i] = rows[source[i] as number] as number
      if (i % comparedRows === comparedRows - 1) await pause()
    }
    return target
  }
}

function ignore(): void {}

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
