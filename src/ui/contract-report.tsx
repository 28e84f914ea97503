import { useEffect } from 'preact/hooks'
import { Json, Snippet } from './parts.tsx'
import { href } from './route.ts'
import { plural, visible } from './texts.ts'
import type { Finding, LawResult, ProviderReport, Report, Verdict } from './types.ts'

const marks: Readonly<Record<Verdict, string>> = { kept: '✓', broken: '✗', 'not-checked': '–' }
const words: Readonly<Record<Verdict, string>> = { kept: 'kept', broken: 'broken', 'not-checked': 'not checked' }

/** The report of a run, in the look of the HTML report: its style sheet is this page's too. */
export function ContractReport({ report, at }: { report: Report; at: string | undefined }) {
  useEffect(() => document.getElementById(`report-${at}`)?.scrollIntoView(), [at])
  const { providers, target, durationMs, interrupted } = report
  const requests = providers.reduce((sum, provider) => sum + provider.requests, 0)
  return (
    <article class="report" aria-label="Report">
      <h2>{sentence(providers)}</h2>
      <p class="quiet">
        Target <code>{visible(target)}</code>, {plural(requests, 'request')} in {(durationMs / 1000).toFixed(1)} s.
      </p>
      {interrupted && <p class="notice">The run was stopped before its end; this is what was done until then.</p>}
      <p class="quiet">
        Each mark is a law: {marks.kept} kept, {marks.broken} broken, {marks['not-checked']} not checked. A violation
        breaks a promise; drift is a known change of the real API that its document lacks; a note breaks nothing. Seen:
        properties, nulls, enum members and statuses of the document that an answer showed.
      </p>
      <ul class="cards">
        {providers.map((provider) => (
          <ReportCard key={provider.provider} provider={provider} />
        ))}
      </ul>
      {providers.map((provider) => (
        <ProviderSection key={provider.provider} provider={provider} />
      ))}
    </article>
  )
}

function sentence(providers: readonly ProviderReport[]): string {
  const of = (verdict: Verdict) => providers.filter((provider) => provider.verdict === verdict).length
  const broken = of('broken')
  if (broken > 0) return `${marks.broken} ${broken} of ${plural(providers.length, 'provider')} broke the contract`
  const unchecked = of('not-checked')
  if (unchecked > 0)
    return `${marks['not-checked']} ${unchecked} of ${plural(providers.length, 'provider')} could not be checked`
  return `${marks.kept} ${plural(providers.length, 'provider')} kept the contract`
}

function findingsOf({ scenarios }: ProviderReport) {
  return scenarios.flatMap((law) => law.findings.map((finding) => ({ law, finding })))
}

function ReportCard({ provider }: { provider: ProviderReport }) {
  const { title, verdict, reason, scenarios, seen } = provider
  const found = findingsOf(provider)
  const of = (severity: Finding['severity']) => found.filter(({ finding }) => finding.severity === severity).length
  const kept = scenarios.filter((law) => law.verdict === 'kept').length
  return (
    <li class={`card ${verdict}`}>
      <a href={href('contract', { at: provider.provider })}>
        <span class="name">{visible(title)}</span>
        <span class={`verdict ${verdict}`}>
          <span aria-hidden="true">{marks[verdict]}</span> {words[verdict]}
        </span>
      </a>
      {reason !== undefined && <p>{visible(reason)}</p>}
      <p>
        {plural(of('violation'), 'violation')}, {of('drift')} drift, {plural(of('note'), 'note')}
      </p>
      <p class="quiet">
        {kept} of {plural(scenarios.length, 'law')} kept; {seen.witnessed} of {seen.total} declared things seen
      </p>
    </li>
  )
}

function ProviderSection({ provider }: { provider: ProviderReport }) {
  const { title, scenarios } = provider
  const found = findingsOf(provider)
  const grave = found.filter(({ finding }) => finding.severity !== 'note')
  const notes = found.filter(({ finding }) => finding.severity === 'note')
  const families = [...new Set(scenarios.map(({ family }) => family))]
  return (
    <section id={`report-${provider.provider}`} aria-label={title} class="provider">
      <h3>{visible(title)}</h3>
      <dl class="families">
        {families.map((family) => (
          <div key={family}>
            <dt>{family}</dt>
            <dd class="strip">
              {scenarios
                .filter((law) => law.family === family)
                .map((law) => (
                  <LawMark key={law.scenario} law={law} />
                ))}
            </dd>
          </div>
        ))}
      </dl>
      {grave.map(({ law, finding }, index) => (
        <FindingArticle key={index} law={law} finding={finding} />
      ))}
      {notes.length > 0 && (
        <details class="fold">
          <summary>{plural(notes.length, 'note')}: worth knowing, nothing that was promised is broken</summary>
          {notes.map(({ law, finding }, index) => (
            <FindingArticle key={index} law={law} finding={finding} />
          ))}
        </details>
      )}
    </section>
  )
}

function LawMark({ law: { scenario, title, verdict, reason } }: { law: LawResult }) {
  const says = `${scenario}: ${words[verdict]}. ${title}${reason === undefined ? '' : ` (${reason})`}`
  return (
    <span class={`mark ${verdict}`} title={says} role="img" aria-label={says}>
      {marks[verdict]}
    </span>
  )
}

function FindingArticle({ law, finding }: { law: LawResult; finding: Finding }) {
  const { check, severity, basis, message, promised, came, at, clause, erratum, request, excerpt, again } = finding
  const facts = [
    ['Check', check],
    ['Clause', clause === undefined ? undefined : `#${clause}`],
    ['Erratum', erratum],
    ['In the body at', at === '' ? 'the whole body' : at],
    ['Law', `${law.scenario}: ${law.title}`],
    ['Came again', again === undefined ? undefined : `${plural(again, 'time')}`],
  ] as const
  return (
    <article class={`finding ${severity}`}>
      <h4>
        <span class={`badge ${severity}`}>{severity}</span> {visible(message)}
      </h4>
      <dl class="pair">
        <div class="promised">
          <dt>
            Promised <span class="quiet">({basis})</span>
          </dt>
          <dd>{visible(promised)}</dd>
        </div>
        <div class="came">
          <dt>Came</dt>
          <dd>{visible(came)}</dd>
        </div>
      </dl>
      <dl class="facts">
        {facts.map(
          ([label, text]) =>
            text !== undefined && (
              <div key={label}>
                <dt>{label}</dt>
                <dd>
                  <code>{visible(text)}</code>
                </dd>
              </div>
            ),
        )}
      </dl>
      {request !== undefined && (
        <>
          <p class="label">Request to repeat it</p>
          <Snippet text={request} name="request to repeat it" />
        </>
      )}
      {excerpt !== undefined && (
        <details class="code">
          <summary>Head of the body that came</summary>
          <pre>
            <Json text={excerpt} />
          </pre>
        </details>
      )}
    </article>
  )
}
