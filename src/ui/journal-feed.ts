import { reopenSession } from './session.ts'
import type { Entry } from './types.ts'

/** As many as the server's journal keeps by default. */
const mostEntries = 10_000
/** So many more may come before the oldest are dropped, all at once. */
const slack = 500
/** Entries that come within this time are shown together. */
const gatherMs = 50
const longestPauseMs = 5_000

export interface FeedState {
  readonly connection: 'connecting' | 'live' | 'broken'
  /** The oldest first. The list grows in place: `version` says when. */
  readonly entries: readonly Entry[]
  readonly version: number
  /** Rises when entries were dropped: their places are others then. */
  readonly generation: number
  /** Requests that the server forgot before the page had them. */
  readonly missed: number
}

export interface Feed {
  readonly state: FeedState
  /** Calls the listener after each change, and gives what ends that. */
  subscribe(listener: () => void): () => void
}

/** Follows the journal of the server; after a break it goes on where it was, after a restart it begins anew. */
export function createFeed(sessionEnded: () => void): Feed {
  const listeners = new Set<() => void>()
  let entries: Entry[] = []
  let state: FeedState = { connection: 'connecting', entries, version: 0, generation: 0, missed: 0 }
  /** Tells one run of the server from the next. */
  let mark: string | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let pauseMs = 500

  function change(part: Partial<FeedState>): void {
    state = { ...state, ...part, version: state.version + 1 }
    if (timer !== undefined) return
    timer = setTimeout(() => {
      timer = undefined
      for (const listener of listeners) listener()
    }, gatherMs)
  }

  function clear(): void {
    entries = []
    change({ entries, generation: state.generation + 1, missed: 0 })
  }

  function open(): void {
    const source = new EventSource('/__admin/requests/stream?since=0')
    const on = (name: string, take: (data: never) => void) =>
      source.addEventListener(name, ({ data }: MessageEvent<string>) => take(JSON.parse(data) as never))

    on('start', ({ start }: { start: string }) => {
      pauseMs = 500
      if (mark !== undefined && mark !== start) clear()
      mark = start
      change({ connection: 'live' })
    })
    on('request', (entry: Entry) => {
      // A stream that was opened anew tells once more what is known.
      if (entry.seq <= (entries.at(-1)?.seq ?? 0)) return
      entries.push(entry)
      if (entries.length <= mostEntries + slack) {
        change({})
        return
      }
      entries = entries.slice(-mostEntries)
      change({ entries, generation: state.generation + 1 })
    })
    on('missed', ({ count }: { count: number }) => change({ missed: state.missed + count }))
    // Which ones is not said: what is left is told anew.
    on('forgotten', () => {
      source.close()
      clear()
      open()
    })
    source.onerror = () => {
      change({ connection: 'broken' })
      // The browser tries again by itself, unless the server refused.
      if (source.readyState === EventSource.CLOSED) setTimeout(retry, pauseMs)
    }
  }

  async function retry(): Promise<void> {
    pauseMs = Math.min(pauseMs * 2, longestPauseMs)
    const isOpen = await reopenSession().catch(() => undefined)
    if (isOpen === undefined) setTimeout(retry, pauseMs)
    else if (isOpen) open()
    else sessionEnded()
  }

  open()
  return {
    get state() {
      return state
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
