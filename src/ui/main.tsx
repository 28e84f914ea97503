import { render } from 'preact'
import { useCallback, useEffect, useState } from 'preact/hooks'
import { messageOf, useResource } from './api.ts'
import { ContractView } from './contract-view.tsx'
import { ControlsView } from './controls-view.tsx'
import { ErrorsView } from './errors-view.tsx'
import { createFeed, type Feed, type FeedState } from './journal-feed.ts'
import { JournalView } from './journal-view.tsx'
import { LogIn } from './log-in.tsx'
import { Navigation } from './navigation.tsx'
import { Problem } from './parts.tsx'
import { ProvidersView } from './providers-view.tsx'
import { ReferenceView } from './reference-view.tsx'
import { useRoute } from './route.ts'
import { ScorecardView } from './scorecard-view.tsx'
import { startSession } from './session.ts'
import type { Provider, Scorecard } from './types.ts'

/** The cards are made of the whole journal: they follow it at this pace. */
const judgeMs = 2_500

// At once: the token is to leave the address.
const begun = startSession()

/** The page: a way in where a token is needed, and then the views. */
function Page() {
  const [state, setState] = useState<'starting' | 'closed' | 'open' | { problem: string }>('starting')
  useEffect(() => {
    const show = (session: ReturnType<typeof startSession>) =>
      session.then(
        ({ open }) => setState(open ? 'open' : 'closed'),
        (error) => setState({ problem: messageOf(error) }),
      )
    show(begun)
    // The address with the token may come into a page that is open.
    const change = () => location.hash.startsWith('#token=') && show(startSession())
    addEventListener('hashchange', change)
    return () => removeEventListener('hashchange', change)
  }, [])
  if (state === 'open') return <Shell ended={() => setState('closed')} />
  return (
    <main class="gate">
      {state === 'closed' && <LogIn opened={() => setState('open')} />}
      {state === 'starting' && <p class="quiet">Loading…</p>}
      {typeof state === 'object' && <Problem message={state.problem} />}
    </main>
  )
}

function Shell({ ended }: { ended: () => void }) {
  const route = useRoute()
  const [feed] = useState<Feed>(() => createFeed(ended))
  const state = useFeed(feed)
  const providers = useResource<readonly Provider[]>('/providers').value ?? []
  const cards = useCards(state)
  const { view, parameters } = route
  const last = state.entries.at(-1)?.provider
  useEffect(() => {
    document.title = `${view} – orgmock`
    document.getElementById('main')?.scrollTo(0, 0)
  }, [view])
  return (
    <div class="shell">
      <button type="button" class="skip" onClick={() => document.getElementById('main')?.focus()}>
        To the content
      </button>
      <Navigation view={view} feed={state} cards={cards} ended={ended} />
      <main id="main" tabIndex={-1}>
        {view === 'journal' && <JournalView feed={state} providers={providers} cards={cards} parameters={parameters} />}
        {view === 'providers' && <ProvidersView providers={providers} last={last} parameters={parameters} />}
        {view === 'scorecard' && <ScorecardView cards={cards} parameters={parameters} />}
        {view === 'errors' && <ErrorsView providers={providers} last={last} parameters={parameters} />}
        {view === 'contract' && <ContractView providers={providers} at={parameters['at']} />}
        {view === 'reference' && <ReferenceView providers={providers} parameters={parameters} />}
        {view === 'controls' && <ControlsView providers={providers} version={Math.floor(state.entries.length / 20)} />}
      </main>
    </div>
  )
}

function useFeed(feed: Feed): FeedState {
  const [state, setState] = useState(feed.state)
  useEffect(() => feed.subscribe(() => setState(feed.state)), [feed])
  return state
}

/** The scorecards, read anew when requests have come, but not with each of them. */
function useCards({ entries, generation }: FeedState): readonly Scorecard[] {
  const [round, setRound] = useState(0)
  const [judged, setJudged] = useState('')
  const now = `${generation} ${entries.length}`
  const judge = useCallback(() => {
    setJudged(now)
    setRound((before) => before + 1)
  }, [now])
  useEffect(() => {
    if (now === judged) return
    const timer = setTimeout(judge, round === 0 ? 0 : judgeMs)
    return () => clearTimeout(timer)
    // A request that comes does not put off the judging of those before it.
  }, [judged, now === judged])
  return useResource<readonly Scorecard[]>('/scorecard', round).value ?? []
}

document.body.replaceChildren()
render(<Page />, document.body)
