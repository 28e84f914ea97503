import { href } from './route.ts'
import { plural, visible } from './texts.ts'
import type { Grade, Scorecard } from './types.ts'

const marks = { passed: '✓', failed: '✗', 'left-early': '→', 'not-seen': '·' } as const
const words = { passed: 'passed', failed: 'failed', 'left-early': 'left early', 'not-seen': 'not seen' } as const

interface ScorecardViewProps {
  readonly cards: readonly Scorecard[]
  readonly parameters: Readonly<Record<string, string>>
}

/** How each client behaved, judged by what it sent; a click shows the requests that a grade is judged by. */
export function ScorecardView({ cards, parameters: { grade } }: ScorecardViewProps) {
  const sorted = cards.toSorted((one, other) => countOf(other, 'failed') - countOf(one, 'failed'))
  return (
    <div class="view">
      <h1>Scorecard</h1>
      <p class="lead">
        How each client behaved, judged by what it sent: each account of each provider has a card. A click on a number
        shows the requests in the journal.
      </p>
      {cards.length === 0 && (
        <p class="quiet">No requests to judge yet. As soon as a client has sent some, its card is here.</p>
      )}
      <div class="scores">
        {sorted.map((card) => (
          <Card key={`${card.provider} ${card.tenant}`} card={card} chosen={grade} />
        ))}
      </div>
    </div>
  )
}

function countOf({ grades }: Scorecard, verdict: Grade['verdict']): number {
  return grades.filter((grade) => grade.verdict === verdict).length
}

function Card({ card, chosen }: { card: Scorecard; chosen: string | undefined }) {
  const { provider, title, tenant, requests, grades } = card
  const [failed, passed] = [countOf(card, 'failed'), countOf(card, 'passed')]
  const verdict = failed > 0 ? 'broken' : passed > 0 ? 'kept' : 'not-checked'
  const result = failed > 0 ? `${failed} failed` : passed > 0 ? 'nothing to blame' : 'nothing to judge yet'
  const seen = grades.filter((grade) => grade.verdict !== 'not-seen')
  const unseen = grades.filter((grade) => grade.verdict === 'not-seen')
  return (
    <section class={`card score ${verdict}`} aria-label={`${title}, ${tenant ?? 'no account'}`}>
      <h2>
        {title} <span class="quiet">{tenant === undefined ? 'requests of no account' : visible(tenant)}</span>
        <span class={`verdict ${verdict}`}>{result}</span>
      </h2>
      <p class="quiet">
        <a href={href('journal', { provider, tenant: tenant ?? '-' })}>{plural(requests, 'request')}</a>, {passed}{' '}
        passed
      </p>
      <ul class="grades">
        {seen.map((grade) => (
          <GradeLine key={grade.id} grade={grade} isChosen={grade.id === chosen} />
        ))}
      </ul>
      {unseen.length > 0 && (
        <details>
          <summary class="quiet">{unseen.length} not seen: nothing happened that would show them</summary>
          <ul class="grades">
            {unseen.map((grade) => (
              <GradeLine key={grade.id} grade={grade} isChosen={false} />
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}

function GradeLine({ grade, isChosen }: { grade: Grade; isChosen: boolean }) {
  const { id, title, verdict, why, basis, evidence, findings } = grade
  const more = findings - evidence.length
  return (
    <li class={`grade ${verdict}${isChosen ? ' chosen' : ''}`}>
      <span class="mark" aria-hidden="true">
        {marks[verdict]}
      </span>
      <div>
        <span class="unseen">{words[verdict]}: </span>
        <span class="name">{title}</span> <code class="quiet">{id}</code>
        {verdict === 'failed' && (
          <p class="quiet">
            {why} <span>({basis})</span>
          </p>
        )}
        {evidence.map(({ requests, message }) => (
          <p key={requests.join()}>
            <a href={href('journal', { rows: requests.join(), why: title, open: String(requests.at(-1) ?? '') })}>
              {numbers(requests)}
            </a>{' '}
            {visible(message)}
          </p>
        ))}
        {more > 0 && <p class="quiet">and {more.toLocaleString('en')} more like these</p>}
      </div>
    </li>
  )
}

/** Such as `#4`, `#4, #7` or `#4 … #19`. */
function numbers(requests: readonly number[]): string {
  if (requests.length <= 3) return requests.map((seq) => `#${seq}`).join(', ')
  return `#${requests[0]} … #${requests.at(-1)}`
}
