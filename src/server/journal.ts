import { type Answer, type MockRequest, ownText } from '../mock/index.ts'
import { headerPacker, type PackedEntry, packEntry, type RawEntry, unpackEntry } from './raw-entry.ts'

/** How much is kept; what comes beyond drives out what is oldest. */
export interface JournalLimits {
  /** Requests in all. */
  readonly entries: number
  /** Requests of one tenant, so that a busy one drives out nobody else's. */
  readonly entriesPerTenant: number
  readonly bytes: number
}

export const journalLimits: JournalLimits = { entries: 10_000, entriesPerTenant: 1_000, bytes: 32 * 1024 * 1024 }

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
  /** Number of the latest request; 0 before the first one. */
  readonly latest: number
  /** Requests up to this number that are not kept may have been removed on purpose. */
  readonly removedUpTo: number
  /** The kept entries after the one with this number, the oldest first; each is read when its turn comes. */
  entriesAfter(seq: number): Iterable<RawEntry>
  /** Calls these from now on; undefined calls nothing any more. */
  watch(watcher: JournalWatcher | undefined): void
  /** Forgets the entries that are chosen, and says how many they were. */
  remove(isChosen: (entry: RawEntry) => boolean): number
}

/** What is told of each change of the journal, in the turn of the request that made it. */
export interface JournalWatcher {
  recorded(): void
  /** Entries were removed because somebody asked for it. */
  removed(): void
}

/** An entry in two linked lists at once: of all, and of its tenant. A Set for each list would cost a request 4 µs more. */
interface Kept {
  readonly entry: PackedEntry
  /** The memory of the answer's body, when it is bytes: others may share it. */
  readonly store: ArrayBufferLike | undefined
  queue: Queue | undefined
  older: Kept | undefined
  newer: Kept | undefined
  newerOfTenant: Kept | undefined
}

/** A tenant's entries; only its oldest one leaves it by itself. */
interface Queue {
  readonly key: string
  readonly tenant: string | undefined
  size: number
  oldest: Kept | undefined
  newest: Kept | undefined
}

/** Keeps what clients sent and were answered, bounded in number and bytes. */
export function createJournal(limits: JournalLimits = journalLimits): Journal {
  const queues = new Map<string, Queue>()
  // Pages that were sent before are sent again as they were: many entries share one body.
  const stores = new Map<ArrayBufferLike, number>()
  let oldest: Kept | undefined
  let newest: Kept | undefined
  const packRequest = headerPacker()
  const packAnswer = headerPacker()
  let seq = 0
  let size = 0
  let bytes = 0
  let dropped = 0
  let removedUpTo = 0
  let watcher: JournalWatcher | undefined

  function queueOf(provider: string, tenant: string | undefined): Queue {
    const key = `${provider} ${tenant ?? ''}`
    const known = queues.get(key)
    if (known !== undefined) return known
    const own = tenant === undefined ? undefined : ownText(tenant)
    const queue = { key: ownText(key), tenant: own, size: 0, oldest: undefined, newest: undefined }
    queues.set(queue.key, queue)
    return queue
  }

  function append(kept: Kept, queue: Queue): void {
    const { entry, store } = kept
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
    bytes += entry.bytes
    if (store !== undefined) {
      const users = stores.get(store)
      stores.set(store, (users ?? 0) + 1)
      if (users === undefined) bytes += store.byteLength
    }
  }

  /** Takes the oldest entry of a tenant out of both lists. */
  function shift(queue: Queue): void {
    const kept = queue.oldest
    if (kept === undefined) return
    if (kept.older === undefined) oldest = kept.newer
    else kept.older.newer = kept.newer
    if (kept.newer === undefined) newest = kept.older
    else kept.newer.older = kept.older
    queue.oldest = kept.newerOfTenant
    if (queue.oldest === undefined) {
      queue.newest = undefined
      queues.delete(queue.key)
    }
    kept.queue = kept.older = kept.newer = kept.newerOfTenant = undefined
    queue.size -= 1
    size -= 1
    bytes -= kept.entry.bytes
    if (kept.store === undefined) return
    const users = (stores.get(kept.store) ?? 1) - 1
    if (users > 0) stores.set(kept.store, users)
    else {
      stores.delete(kept.store)
      bytes -= kept.store.byteLength
    }
  }

  function drop(queue: Queue): void {
    shift(queue)
    dropped += 1
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
      const queue = queueOf(provider, answer.tenant)
      const sent = packRequest(rawHeaders)
      const answered = packAnswer(answer.headers)
      append(keep(packEntry(seq, provider, queue.tenant, request, answer, elapsedMs, sent, answered)), queue)
      if (queue.size > limits.entriesPerTenant) drop(queue)
      while (oldest?.queue !== undefined && (size > limits.entries || bytes > limits.bytes)) drop(oldest.queue)
      watcher?.recorded()
    },
    get latest() {
      return seq
    },
    get removedUpTo() {
      return removedUpTo
    },
    *entriesAfter(after) {
      const found: PackedEntry[] = []
      for (let kept = newest; kept !== undefined && kept.entry.seq > after; kept = kept.older) found.push(kept.entry)
      for (const entry of found.reverse()) yield unpackEntry(entry)
    },
    watch(next) {
      watcher = next
    },
    entries: () => all().map(({ entry }) => unpackEntry(entry)),
    remove(isChosen) {
      const before = all()
      for (const { queue } of before) if (queue !== undefined) shift(queue)
      let removed = 0
      for (const kept of before) {
        const { entry } = kept
        if (isChosen(unpackEntry(entry))) removed += 1
        else append(kept, queueOf(entry.provider, entry.answer.tenant))
      }
      removedUpTo = seq
      watcher?.removed()
      return removed
    },
  }
}

function keep(entry: PackedEntry): Kept {
  const { body } = entry.answer
  const store = typeof body === 'string' ? undefined : body.buffer
  return { entry, store, queue: undefined, older: undefined, newer: undefined, newerOfTenant: undefined }
}
