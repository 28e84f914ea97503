import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { ask, useResource } from './api.ts'
import { Details } from './entry-details.tsx'
import { type Filter, matcher } from './filter.ts'
import { FilterBar } from './filter-bar.tsx'
import { flagsOf } from './flags.ts'
import type { FeedState } from './journal-feed.ts'
import { JournalList } from './journal-list.tsx'
import { Action } from './parts.tsx'
import { href, replaceRoute } from './route.ts'
import { plural } from './texts.ts'
import type { Entry, ErrorEntry, Provider, Scorecard } from './types.ts'

interface JournalViewProps {
  readonly feed: FeedState
  readonly providers: readonly Provider[]
  readonly cards: readonly Scorecard[]
  readonly parameters: Readonly<Record<string, string>>
}

/** Every request as it comes. The address has the filter and the request that is open. */
export function JournalView({ feed, providers, cards, parameters }: JournalViewProps) {
  const { open, why, ...given } = parameters
  const filter: Filter = given
  const search = useRef<HTMLInputElement>(null)
  const shown = useFiltered(feed, filter)
  const flags = useMemo(() => flagsOf(cards), [cards])
  const errors = useResource<readonly ErrorEntry[]>('/errors').value
  const meanings = useMemo(() => new Map((errors ?? []).map(({ id, meaning }) => [id, meaning])), [errors])
  const selected = open === undefined ? undefined : Number(open)
  const entry = useMemo(() => shown.find(({ seq }) => seq === selected), [shown, shown.length, selected])

  const setFilter = useCallback(
    (part: Filter) => replaceRoute('journal', { ...parameters, ...part, open }),
    [parameters, open],
  )
  const select = useCallback(
    (seq: number | undefined) =>
      replaceRoute('journal', { ...parameters, open: seq === undefined ? undefined : String(seq) }),
    [parameters],
  )
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement
      const isTyping = /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName)
      if (event.key === '/' && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault()
        search.current?.focus()
      }
      if (event.key !== 'Escape') return
      if (target === search.current && search.current?.value !== '') setFilter({ text: '' })
      else if (selected !== undefined) select(undefined)
      document.getElementById('requests')?.focus()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [setFilter, select, selected])

  const harQuery = new URLSearchParams(
    Object.entries(filter).filter(([name]) => ['provider', 'status', 'method'].includes(name)),
  )
  return (
    <div class={`journal${entry === undefined ? '' : ' with-details'}`}>
      <div class="bar">
        <h1>Live journal</h1>
        <FilterBar feed={feed} providers={providers} filter={filter} change={setFilter} search={search} />
        {filter.rows !== undefined && (
          <p class="chip">
            Only the requests that show: {why ?? filter.rows}{' '}
            <button type="button" onClick={() => replaceRoute('journal', { open })}>
              Show all
            </button>
          </p>
        )}
      </div>
      <div class="panes">
        <JournalList
          shown={shown}
          generation={feed.generation}
          selected={selected}
          select={select}
          flags={flags}
          providers={providers}
          meanings={meanings}
          empty={
            feed.entries.length === 0
              ? 'No requests yet. Point a client at one of the base URLs: its requests appear here as they come.'
              : 'No request fits the filter.'
          }
        />
        {entry !== undefined && (
          <Details entry={entry} flags={flags.get(entry.seq) ?? []} close={() => select(undefined)} />
        )}
      </div>
      <div class="foot">
        <span>
          {plural(shown.length, 'request')}
          {shown.length === feed.entries.length ? '' : ` of ${feed.entries.length.toLocaleString('en')}`}
          {feed.missed > 0 && `; ${feed.missed.toLocaleString('en')} more were forgotten before they came here`}
        </span>
        <span class="keys">
          <kbd>↑</kbd> <kbd>↓</kbd> choose, <kbd>/</kbd> search, <kbd>Esc</kbd> close
        </span>
        <a class="button" href={`/__admin/requests?format=har&${harQuery}`} download="orgmock.har">
          Save as HAR
        </a>
        <Action label="Forget requests" says="" isFinal run={() => ask('/requests', 'DELETE')} />
        <a href={href('scorecard')}>Scorecard</a>
      </div>
    </div>
  )
}

/** The entries that fit. Only those that are new since the last time are judged, unless filter or places have changed. */
function useFiltered(feed: FeedState, filter: Filter): readonly Entry[] {
  const key = JSON.stringify(filter)
  const [memory] = useState<{ key?: string; generation?: number; upTo: number; found: Entry[] }>({ upTo: 0, found: [] })
  if (memory.key !== key || memory.generation !== feed.generation) {
    Object.assign(memory, { key, generation: feed.generation, upTo: 0, found: [] })
  }
  const fits = matcher(filter)
  for (; memory.upTo < feed.entries.length; memory.upTo += 1) {
    const entry = feed.entries[memory.upTo]
    if (entry !== undefined && fits(entry)) memory.found.push(entry)
  }
  return memory.found
}
