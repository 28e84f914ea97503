import { severities } from '../../scenario.ts'
import type { Finding, ProviderReport, ScenarioResult } from '../../types.ts'
import { clausePlace, placePhrase } from '../clause-place.ts'
import { worstSeverity } from '../finding-order.ts'
import { grouped } from '../grouped.ts'
import { plural, verdictMarks, verdictWords } from '../wording.ts'
import { excerpt } from './excerpt.ts'
import { type Markup, markup } from './markup.ts'

/** The findings of a provider, law by law, the worst law first; laws that gave nothing but notes are folded. */
export function findingsSection({ scenarios }: ProviderReport, anchor: string): Markup {
  const found = scenarios
    .map((scenario, index) => ({ scenario, anchor: lawAnchor(anchor, index), worst: worstSeverity(scenario.findings) }))
    .filter(({ worst }) => worst !== undefined)
    .sort((a, b) => rank(a.worst) - rank(b.worst))
  if (found.length === 0) return markup`<p class="quiet">Nothing was found that is not as promised.</p>`
  const told = found.filter(({ worst, scenario }) => worst !== 'note' || scenario.verdict === 'broken')
  const noted = found.filter((each) => !told.includes(each))
  const count = noted.reduce((total, { scenario }) => total + scenario.findings.length, 0)
  return markup`${told.map((law) => lawSection(law.scenario, law.anchor))}${
    noted.length === 0
      ? undefined
      : markup`<details class="fold"><summary>${plural(count, 'note')}: worth knowing, nothing that was promised is broken</summary>
${noted.map((law) => lawSection(law.scenario, law.anchor))}</details>`
  }`
}

/** Where the page tells of a law of a provider. */
export function lawAnchor(anchor: string, index: number): string {
  return `${anchor}-law-${index + 1}`
}

function rank(severity: Finding['severity'] | undefined): number {
  return severity === undefined ? severities.length : severities.indexOf(severity)
}

/** The first finding of each check is shown, its repetitions are folded. */
function lawSection({ scenario, title, verdict, findings }: ScenarioResult, anchor: string): Markup {
  const sorted = [...findings].sort((a, b) => rank(a.severity) - rank(b.severity))
  const groups = grouped(sorted, ({ check, severity }) => `${severity} ${check}`)
  return markup`<section class="law" id="${anchor}">
<h4><span class="mark ${verdict}" aria-hidden="true">${verdictMarks[verdict]}</span> ${title} <span class="id">${scenario}</span> <span class="hidden">(${verdictWords[verdict]})</span></h4>
${groups.map(
  ([first, ...others]) =>
    markup`${article(first)}${
      others.length === 0
        ? undefined
        : markup`<details class="fold"><summary>${plural(others.length, 'more finding')} of ${first.check}</summary>${others.map(article)}</details>`
    }`,
)}</section>
`
}

function article(finding: Finding): Markup {
  const { severity, check, message, promised, came, basis, exchange, request, excerpt: body, at } = finding
  return markup`<article class="finding ${severity}">
<h5><span class="badge ${severity}">${severity}</span> ${message}</h5>
<dl class="pair">
<div class="promised"><dt>Promised <span class="quiet">(${basis})</span></dt><dd>${promised}</dd></div>
<div class="came"><dt>Came</dt><dd>${came}</dd></div>
</dl>
<dl class="facts">
<div><dt>Check</dt><dd><code>${check}</code>${exchange === undefined ? undefined : markup` <span class="quiet">exchange ${exchange + 1} of this law</span>`}</dd></div>
${facts(finding)}</dl>
${request === undefined ? undefined : labelled('Request to repeat it', markup`<div class="code"><pre>${request}</pre></div>`)}
${body === undefined ? undefined : labelled(at === undefined || at === '' ? 'Head of the body that came' : 'The body that came, at the place that is meant', excerpt(body, at))}
</article>
`
}

function facts(finding: Finding): readonly Markup[] {
  const { severity, at, clause, erratum } = finding
  const place = clausePlace(finding)
  return [
    ...(at === undefined
      ? []
      : [fact('In the body at', at === '' ? markup`the whole body` : markup`<code>${at}</code>`)]),
    ...(place === undefined && clause === undefined
      ? []
      : [
          fact(
            severity === 'violation' ? 'Clause it breaks' : 'Clause',
            markup`${place === undefined ? undefined : markup`<code class="place">${placePhrase(place)}</code> `}${
              clause === undefined ? undefined : markup`<code class="quiet">#${clause}</code>`
            }`,
          ),
        ]),
    ...(erratum === undefined ? [] : [fact('Erratum', markup`<code>${erratum}</code>`)]),
  ]
}

function fact(name: string, value: Markup): Markup {
  return markup`<div><dt>${name}</dt><dd>${value}</dd></div>
`
}

function labelled(label: string, content: Markup): Markup {
  return markup`<p class="label">${label}</p>${content}`
}
