import type { Answer, MockRequest } from '../mock/index.ts'
import type { Observation } from '../scorecard/index.ts'

/** How much is kept; what comes beyond drives out what is oldest. */
export interface JournalLimits {
  /** Requests in all. */
  readonly entries: number
  /** Requests of one tenant, so that a busy one drives out nobody else's. */
  readonly entriesPerTenant: number
  readonly bytes: number
}

export const journalLimits: JournalLimits = { entries: 10_000, entriesPerTenant: 1_000, bytes: 32 * 1024 * 1024 }

/** Larger bodies are kept as their length and this much of their beginning. */
export const keptBodyBytes = 64 * 1024
const excerptBytes = 1024
/** What an entry takes beside its texts and bodies, and the head of each text, in bytes. Measured, rounded up. */
const entryOverhead = 800
const textOverhead = 24

/** One request and its answer, as they were handed over: nothing is copied, decoded or taken out before somebody reads it. */
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

/** An entry in two lists at once: of all, and of its tenant. */
interface Link {
  readonly entry: RawEntry
  readonly queue: Queue
  readonly cost: number
  readonly store: ArrayBufferLike | undefined
  older: Link | undefined
  newer: Link | undefined
  newerOfTenant: Link | undefined
}

/** A tenant's entries; only its oldest one leaves it by itself. */
interface Queue {
  readonly provider: string
  readonly tenant: string
  size: number
  oldest: Link | undefined
  newest: Link | undefined
}

/** Keeps what clients sent and were answered, bounded in number and bytes. */
export function createJournal(limits: JournalLimits = journalLimits): Journal {
  const queues = new Map<string, Map<string, Queue>>()
  // Pages that were sent before are sent again as they were: many entries share one body.
  const stores = new Map<ArrayBufferLike, number>()
  const excerpts = new WeakMap<Uint8Array, Uint8Array>()
  let oldest: Link | undefined
  let newest: Link | undefined
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

  function excerptOf(body: string | Uint8Array): string | Uint8Array {
    if (typeof body === 'string') return copied(Buffer.from(body.slice(0, excerptBytes)))
    const known = excerpts.get(body)
    if (known !== undefined) return known
    const excerpt = copied(body.subarray(0, excerptBytes))
    excerpts.set(body, excerpt)
    return excerpt
  }

  function append(entry: RawEntry, queue: Queue, cost: number, store: Link['store']): void {
    const link: Link = { entry, queue, cost, store, older: newest, newer: undefined, newerOfTenant: undefined }
    if (newest === undefined) oldest = link
    else newest.newer = link
    newest = link
    if (queue.newest === undefined) queue.oldest = link
    else queue.newest.newerOfTenant = link
    queue.newest = link
    queue.size += 1
    size += 1
    bytes += cost
    if (store === undefined) return
    const users = stores.get(store)
    stores.set(store, (users ?? 0) + 1)
    if (users === undefined) bytes += store.byteLength
  }

  /** Takes the oldest entry of a tenant out of both lists. */
  function shift(queue: Queue): void {
    const link = queue.oldest
    if (link === undefined) return
    if (link.older === undefined) oldest = link.newer
    else link.older.newer = link.newer
    if (link.newer === undefined) newest = link.older
    else link.newer.older = link.older
    queue.oldest = link.newerOfTenant
    if (queue.oldest === undefined) {
      queue.newest = undefined
      queues.get(queue.provider)?.delete(queue.tenant)
    }
    // An old link that leads to younger ones would keep them from being collected early.
    link.older = link.newer = link.newerOfTenant = undefined
    queue.size -= 1
    size -= 1
    bytes -= link.cost
    if (link.store === undefined) return
    const users = (stores.get(link.store) ?? 1) - 1
    if (users > 0) {
      stores.set(link.store, users)
      return
    }
    stores.delete(link.store)
    bytes -= link.store.byteLength
  }

  function all(): Link[] {
    const found: Link[] = []
    for (let link = oldest; link !== undefined; link = link.newer) found.push(link)
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
      const answerBytes = typeof answer.body === 'string' ? Buffer.byteLength(answer.body) : answer.body.length
      const kept = answerBytes > keptBodyBytes ? { ...answer, body: excerptOf(answer.body) } : answer
      // The body of a request is cut from a block of memory that would be kept whole.
      const asked =
        request.body === undefined || request.body.length === 0 ? request : { ...request, body: copied(request.body) }
      const entry: RawEntry = {
        seq,
        at: request.now,
        machineMs: performance.now() - elapsedMs,
        provider,
        request: asked,
        answer: kept,
        rawHeaders,
        answerBytes,
        elapsedMs,
      }
      const queue = queueOf(provider, answer.tenant ?? '')
      append(entry, queue, costOf(entry), typeof kept.body === 'string' ? undefined : kept.body.buffer)
      if (queue.size > limits.entriesPerTenant) {
        shift(queue)
        dropped += 1
      }
      while (oldest !== undefined && (size > limits.entries || bytes > limits.bytes)) {
        shift(oldest.queue)
        dropped += 1
      }
    },
    entries: () => all().map(({ entry }) => entry),
    remove(isChosen) {
      const kept = all()
      let removed = 0
      for (const { queue } of kept) while (queue.oldest !== undefined) shift(queue)
      for (const { entry, queue, cost, store } of kept) {
        if (isChosen(entry)) removed += 1
        else append(entry, queueOf(queue.provider, queue.tenant), cost, store)
      }
      return removed
    },
  }
}

function costOf({ request, answer, rawHeaders }: RawEntry): number {
  let cost = entryOverhead + 2 * request.query.length + request.path.length
  for (const text of rawHeaders) cost += text.length + textOverhead
  if (request.body !== undefined) cost += request.body.length
  return typeof answer.body === 'string' ? cost + answer.body.length : cost
}

/** The same bytes in memory of their own. */
function copied(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes)
}
