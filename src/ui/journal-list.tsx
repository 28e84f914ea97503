// biome-ignore-all lint/a11y: a table cannot show a part of its rows; here the grid has the focus, and its keys choose among rows.
import { Component } from 'preact'
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Flag } from './flags.ts'
import { Status } from './parts.tsx'
import { milliseconds, timeOfDay, visible } from './texts.ts'
import type { Entry, Provider } from './types.ts'

/** Of each row, in pixels; the style sheet has the same number. */
const rowHeight = 42
/** Rows beyond the window, above and below it. */
const margin = 8

interface JournalListProps {
  readonly shown: readonly Entry[]
  readonly generation: number
  readonly selected: number | undefined
  readonly select: (seq: number) => void
  readonly flags: ReadonlyMap<number, readonly Flag[]>
  readonly providers: readonly Provider[]
  /** What each error of the catalogue means, by its id. */
  readonly meanings: ReadonlyMap<string, string>
  /** What is said when there are no rows. */
  readonly empty: string
}

const columns = ['No.', 'Time', 'Provider', 'Tenant', 'Request', 'Status', 'What happened', 'Took']

/** The rows of the window, whatever number there is; it follows the newest as long as the last row is in view. */
export function JournalList(props: JournalListProps) {
  const { shown, generation, selected, select, flags, providers, meanings, empty } = props
  const box = useRef<HTMLDivElement>(null)
  const isFollowing = useRef(true)
  const [view, setView] = useState({ top: 0, height: 600 })
  const [seen, setSeen] = useState(shown.length)
  const count = shown.length

  const measure = useCallback(() => {
    if (box.current === null) return
    const { scrollTop, clientHeight, scrollHeight } = box.current
    isFollowing.current = scrollTop + clientHeight >= scrollHeight - rowHeight
    setView({ top: scrollTop, height: clientHeight })
  }, [])
  useEffect(() => {
    const watcher = new ResizeObserver(measure)
    watcher.observe(box.current as HTMLDivElement)
    return () => watcher.disconnect()
  }, [measure])
  useLayoutEffect(() => {
    if (isFollowing.current && box.current) box.current.scrollTop = count * rowHeight
    if (isFollowing.current) setSeen(count)
  }, [count, generation])

  const place = selected === undefined ? -1 : placeOf(shown, selected)
  useLayoutEffect(() => {
    const element = box.current
    if (element === null || place < 0) return
    const top = place * rowHeight
    const room = element.clientHeight - rowHeight - 8
    if (top < element.scrollTop) element.scrollTop = top
    else if (top + rowHeight > element.scrollTop + room) element.scrollTop = top + rowHeight - room
  }, [place])

  const press = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor(view.height / rowHeight) - 2)
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: place + 1,
      ArrowUp: place < 0 ? count - 1 : place - 1,
      PageDown: place + page,
      PageUp: place - page,
      Home: 0,
      End: count - 1,
    }
    const to = steps[event.key]
    if (to === undefined || count === 0) return
    event.preventDefault()
    const entry = shown[Math.min(Math.max(to, 0), count - 1)]
    if (entry !== undefined) select(entry.seq)
  }

  const first = Math.max(0, Math.floor(view.top / rowHeight) - margin)
  const last = Math.min(count, Math.ceil((view.top + view.height) / rowHeight) + margin)
  const fresh = isFollowing.current ? 0 : Math.max(0, count - seen)
  return (
    <div class="list">
      <div
        id="requests"
        ref={box}
        class="grid"
        role="grid"
        aria-label="Requests"
        aria-rowcount={count + 1}
        aria-colcount={columns.length}
        aria-activedescendant={place >= first && place < last ? `row-${selected}` : undefined}
        tabIndex={0}
        onScroll={measure}
        onKeyDown={press}
      >
        <div role="rowgroup">
          <div class="row head" role="row" aria-rowindex={1}>
            {columns.map((name) => (
              <span role="columnheader">{name}</span>
            ))}
          </div>
        </div>
        <div class="rows" role="rowgroup" style={{ height: `${count * rowHeight}px` }}>
          {shown.slice(first, last).map((entry, index) => (
            <Row
              key={entry.seq}
              entry={entry}
              place={first + index}
              isSelected={entry.seq === selected}
              flags={flags.get(entry.seq)}
              meaning={meanings.get(entry.decided?.error ?? '')}
              hue={providers.findIndex(({ id }) => id === entry.provider)}
              select={select}
            />
          ))}
        </div>
      </div>
      {count === 0 && <p class="empty quiet">{empty}</p>}
      {fresh > 0 && (
        <button
          type="button"
          class="fresh"
          onClick={() => {
            isFollowing.current = true
            if (box.current) box.current.scrollTop = count * rowHeight
          }}
        >
          ↓ {fresh.toLocaleString('en')} new
        </button>
      )}
    </div>
  )
}

/** Numbers rise from row to row. */
function placeOf(shown: readonly Entry[], seq: number): number {
  let [low, high] = [0, shown.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((shown[middle]?.seq ?? 0) < seq) low = middle + 1
    else high = middle
  }
  return shown[low]?.seq === seq ? low : -1
}

interface RowProps {
  readonly entry: Entry
  readonly place: number
  readonly isSelected: boolean
  readonly flags: readonly Flag[] | undefined
  readonly meaning: string | undefined
  readonly hue: number
  readonly select: (seq: number) => void
}

/** Drawn anew only when something of it has changed: most rows stay while the list scrolls. */
class Row extends Component<RowProps> {
  override shouldComponentUpdate(next: RowProps): boolean {
    return (Object.keys(next) as (keyof RowProps)[]).some((name) => next[name] !== this.props[name])
  }

  override render({ entry, place, isSelected, flags, meaning, hue, select }: RowProps) {
    const { seq, time, provider, tenant, request, answer, elapsedMs, delayMs = 0 } = entry
    const query = request.query === '' ? '' : `?${request.query}`
    return (
      <div
        id={`row-${seq}`}
        class="row"
        role="row"
        aria-rowindex={place + 2}
        aria-selected={isSelected}
        style={{ transform: `translateY(${place * rowHeight}px)` }}
        onClick={() => select(seq)}
      >
        <Cell name="number">{seq}</Cell>
        <Cell name="time">{timeOfDay(time)}</Cell>
        <Cell name="from">
          <i class={`dot hue${hue % 6}`} /> {provider}
        </Cell>
        <Cell name="tenant">{tenant === undefined ? <em>no account</em> : visible(tenant)}</Cell>
        <Cell name="path">
          <b>{visible(request.method)}</b>
          <span class="where" title={visible(request.path)}>
            {visible(endOf(request.path))}
          </span>
          <span class="query">{visible(query)}</span>
        </Cell>
        <Cell name="answered">
          <Status status={answer.status} />
        </Cell>
        <Cell name="happened">
          <Happened entry={entry} />
          {flags === undefined ? (
            meaning !== undefined && <span class="quiet">{visible(meaning)}</span>
          ) : (
            <span class="tag bad">⚑ {visible(flags[0]?.message ?? '')}</span>
          )}
        </Cell>
        <Cell name="took">{milliseconds(elapsedMs + delayMs)}</Cell>
      </div>
    )
  }
}

/** The last segment: all rows of a provider begin alike. */
function endOf(path: string): string {
  const from = path.lastIndexOf('/', path.length - 2)
  return from <= 0 ? path : `…${path.slice(from)}`
}

function Cell({ name, children }: { name: string; children: preact.ComponentChildren }) {
  return (
    <span class={name} role="gridcell">
      {children}
    </span>
  )
}

/** In a few words: the page, or what went wrong. */
function Happened({ entry: { fault, error, wire, delayMs, listed, note } }: { entry: Entry }) {
  return (
    <>
      {listed !== undefined && (
        <span>
          {listed.to > listed.from ? `${listed.from + 1}–${listed.to} of` : 'past the end of'}{' '}
          {listed.count.toLocaleString('en')}
        </span>
      )}
      {error !== undefined ? (
        <span class="tag warn">{visible(error)}</span>
      ) : (
        fault !== undefined && <span class="tag warn">{fault}</span>
      )}
      {wire !== undefined && <span class="tag bad">{wire}</span>}
      {delayMs !== undefined && <span class="tag">held back</span>}
      {note !== undefined && <span class="tag">{visible(note)}</span>}
    </>
  )
}
