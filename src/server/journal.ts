import type { Answer, MockRequest } from '../mock/index.ts'
import type { Observation } from '../scorecard/index.ts'
import { blankRecord, fillRecord, forgetRecord, type JournalRecord, readRecord, recordCost } from './journal-record.ts'

/** How much is kept; what comes beyond drives out what is oldest. */
export interface JournalLimits {
  /** Requests in all. */
  readonly entries: number
  /** Requests of one tenant, so that a busy one drives out nobody else's. */
  readonly entriesPerTenant: number
  readonly bytes: number
}

export const journalLimits: JournalLimits = { entries: 10_000, entriesPerTenant: 1_000, bytes: 32 * 1024 * 1024 }

/** One request and its answer; secrets are still in it. */
export interface RawEntry extends Observation {
  readonly request: MockRequest
  /** Names and values in turn, as sent. */
  readonly rawHeaders: readonly string[]
  /** What the whole body of the answer has; `answer.body` may be its beginning only. */
  readonly answerBytes: number
  /** From the request's arrival until its answer was ready, in milliseconds; no asked-for delay is in it. */
  readonly elapsedMs: number
}

export interface Journal {
  readonly limits: JournalLimits
  /** Entries that are kept. */
  readonly size: number
  /** Memory that they take, estimated; a body that several share counts once. */
  readonly bytes: number
  /** Entries that were driven out by later ones. */
  readonly dropped: number
  record(provider: string, request: MockRequest, answer: Answer, rawHeaders: readonly string[], elapsedMs: number): void
  /** Every entry that is kept, the oldest first. */
  entries(): RawEntry[]
  /** Forgets the entries that are chosen, and says how many they were. */
  remove(isChosen: (entry: RawEntry) => boolean): number
}

/** A record in two lists at once: of all, and of its tenant. */
interface Kept {
  readonly record: JournalRecord
  queue: Queue | undefined
  cost: number
  store: ArrayBufferLike | undefined
  older: Kept | undefined
  newer: Kept | undefined
  newerOfTenant: Kept | undefined
}

/** A tenant's entries; only its oldest one leaves it by itself. */
interface Queue {
  readonly provider: string
  readonly tenant: string
  size: number
  oldest: Kept | undefined
  newest: Kept | undefined
}

/** In the long run one entry goes for each that comes, and its memory serves again. */
const mostSpare = 16

/** Keeps what clients sent and were answered, bounded in number and bytes. */
export function createJournal(limits: JournalLimits = journalLimits): Journal {
  const queues = new Map<string, Map<string, Queue>>()
  // Pages that were sent before are sent again as they were: many entries share one body.
  const stores = new Map<ArrayBufferLike, number>()
  const spare: Kept[] = []
  let oldest: Kept | undefined
  let newest: Kept | undefined
  let seq = 0
  let size = 0
  let bytes = 0
  let dropped = 0

  function queueOf(provider: string, tenant: string): Queue {
    let byTenant = queues.get(provider)
    if (byTenant === undefined) {
      byTenant = new Map()
      queues.set(provider, byTenant)
    }
    let queue = byTenant.get(tenant)
    if (queue === undefined) {
      queue = { provider, tenant, size: 0, oldest: undefined, newest: undefined }
      byTenant.set(tenant, queue)
    }
    return queue
  }

  function append(kept: Kept, queue: Queue): void {
    const { store } = kept
    kept.queue = queue
    kept.older = newest
    if (newest === undefined) oldest = kept
    else newest.newer = kept
    newest = kept
    if (queue.newest === undefined) queue.oldest = kept
    else queue.newest.newerOfTenant = kept
    queue.newest = kept
    queue.size += 1
    size += 1
    bytes += kept.cost
    if (store === undefined) return
    const users = stores.get(store)
    stores.set(store, (users ?? 0) + 1)
    if (users === undefined) bytes += store.byteLength
  }

  /** Takes the oldest entry of a tenant out of both lists. */
  function shift(queue: Queue): Kept | undefined {
    const kept = queue.oldest
    if (kept === undefined) return undefined
    if (kept.older === undefined) oldest = kept.newer
    else kept.older.newer = kept.newer
    if (kept.newer === undefined) newest = kept.older
    else kept.newer.older = kept.older
    queue.oldest = kept.newerOfTenant
    if (queue.oldest === undefined) {
      queue.newest = undefined
      queues.get(queue.provider)?.delete(queue.tenant)
    }
    kept.older = kept.newer = kept.newerOfTenant = undefined
    queue.size -= 1
    size -= 1
    bytes -= kept.cost
    if (kept.store === undefined) return kept
    const users = (stores.get(kept.store) ?? 1) - 1
    if (users > 0) stores.set(kept.store, users)
    else {
      stores.delete(kept.store)
      bytes -= kept.store.byteLength
    }
    return kept
  }

  function drop(queue: Queue): void {
    release(shift(queue))
    dropped += 1
  }

  function release(kept: Kept | undefined): void {
    if (kept === undefined || spare.length >= mostSpare) return
    forgetRecord(kept.record)
    kept.queue = undefined
    kept.store = undefined
    spare.push(kept)
  }

  function all(): Kept[] {
    const found: Kept[] = []
    for (let kept = oldest; kept !== undefined; kept = kept.newer) found.push(kept)
    return found
  }

  return {
    limits,
    get size() {
      return size
    },
    get bytes() {
      return bytes
    },
    get dropped() {
      return dropped
    },
    record(provider, request, answer, rawHeaders, elapsedMs) {
      seq += 1
      const kept = spare.pop() ?? blank()
      const { record } = kept
      fillRecord(record, seq, provider, request, answer, rawHeaders, elapsedMs)
      kept.cost = recordCost(record)
      kept.store = typeof record.body === 'string' ? undefined : record.body.buffer
      const queue = queueOf(provider, answer.tenant ?? '')
      append(kept, queue)
      if (queue.size > limits.entriesPerTenant) drop(queue)
      while (oldest?.queue !== undefined && (size > limits.entries || bytes > limits.bytes)) drop(oldest.queue)
    },
    entries: () => all().map(({ record }) => readRecord(record)),
    remove(isChosen) {
      let removed = 0
      const before = all().map((kept) => ({ kept, provider: kept.record.provider, tenant: kept.record.tenant ?? '' }))
      for (const { kept } of before) if (kept.queue !== undefined) shift(kept.queue)
      for (const { kept, provider, tenant } of before) {
        if (isChosen(readRecord(kept.record))) {
          removed += 1
          release(kept)
        } else append(kept, queueOf(provider, tenant))
      }
      return removed
    },
  }
}

function blank(): Kept {
  return {
    record: blankRecord(),
    queue: undefined,
    cost: 0,
    store: undefined,
    older: undefined,
    newer: undefined,
    newerOfTenant: undefined,
  }
}
