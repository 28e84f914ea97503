import type { FeedState } from './journal-feed.ts'
import { href, type View, views } from './route.ts'
import { logOut } from './session.ts'
import type { Scorecard } from './types.ts'

const names: Readonly<Record<View, string>> = {
  journal: 'Live journal',
  providers: 'Providers',
  scorecard: 'Scorecard',
  errors: 'Errors and faults',
  contract: 'Contract',
  reference: 'Reference',
  controls: 'Controls',
}

// Lines in a square of 16.
const icons: Readonly<Record<View, string>> = {
  journal: 'M2 4h12M2 8h8M2 12h10M13.5 8v4l-1.5-1.5M13.5 12l1.5-1.5',
  providers: 'M2.5 3h11v4h-11zM2.5 9h11v4h-11zM5 5h.01M5 11h.01',
  scorecard: 'M2 4l1.5 1.5L6 3M2 9l1.5 1.5L6 8M8.5 4.5H14M8.5 9.5H14M8.5 13.5H14',
  errors: 'M8 2l6.5 11.5h-13zM8 6.5v3M8 11.7v.01',
  contract: 'M4 1.8h6l2.5 2.5v10H4zM6.2 9l1.5 1.5L10.5 7.5',
  reference: 'M2 3h4.5L8 4.5 9.5 3H14v10H9.5L8 14l-1.500-1H2zM8 4.500V14',
  controls: 'M2 4.500h6M11 4.500h3M9.500 3v3M2 11.500h2M7 11.500h7M5.500 10v3',
}

const connections = {
  connecting: 'Connecting…',
  live: 'Live',
  broken: 'No connection; trying again',
} as const

interface NavigationProps {
  readonly view: View
  readonly feed: FeedState
  readonly cards: readonly Scorecard[]
  readonly ended: () => void
}

export function Navigation({ view, feed, cards, ended }: NavigationProps) {
  const failed = cards.flatMap(({ grades }) => grades).filter(({ verdict }) => verdict === 'failed').length
  const counts: Partial<Record<View, number>> = { journal: feed.entries.length, scorecard: failed }
  return (
    <header class="side">
      <p class="brand">orgmock</p>
      <nav aria-label="Views">
        {views.map((one) => (
          <a key={one} href={href(one)} aria-current={one === view ? 'page' : undefined}>
            <svg viewBox="0 0 16 16" aria-hidden="true">
              <path d={icons[one]} />
            </svg>
            <span>{names[one]}</span>
            {counts[one] ? (
              <span class={`count ${one}`}>
                {counts[one].toLocaleString('en')}
                <span class="unseen"> {one === 'journal' ? 'requests' : 'failed grades'}</span>
              </span>
            ) : undefined}
          </a>
        ))}
      </nav>
      <p class={`connection ${feed.connection}`} role="status">
        <i class="dot" /> {connections[feed.connection]}
      </p>
      <button type="button" class="quiet-button" onClick={() => logOut().then(ended, ended)}>
        Log out
      </button>
    </header>
  )
}
