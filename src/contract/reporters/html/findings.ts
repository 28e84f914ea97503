import type { Finding, ProviderReport, Severity } from '../../types.ts'
import { clausePlace, placePhrase } from '../clause-place.ts'
import { breaks, type PlacedFinding } from '../finding-order.ts'
import { type RepeatedFinding, repeatedFindings, repetitions } from '../repeated-findings.ts'
import { plural } from '../wording.ts'
import { defectAnchor } from './anchors.ts'
import { excerpt } from './excerpt.ts'
import { excerptLines } from './json-excerpt.ts'
import { type Markup, markup } from './markup.ts'

/** The defects of a provider, worst first, each once; its repetitions are folded, and so are notes that break nothing. */
export function findingsSection(provider: ProviderReport, anchor: string, failOn: Severity): Markup {
  const defects = repeatedFindings([provider]).map((defect, index) => ({ defect, id: defectAnchor(anchor, index) }))
  if (defects.length === 0) return markup`<p class="quiet">Nothing was found that is not as promised.</p>`
  const noted = defects.filter(({ defect }) => defect.finding.severity === 'note' && !breaks(defect, failOn))
  const told = defects.filter((each) => !noted.includes(each))
  const count = noted.reduce((sum, { defect }) => sum + 1 + defect.others.length, 0)
  const folded = markup`<details class="fold"><summary>${plural(count, 'note')}: worth knowing, nothing that was promised is broken</summary>
${noted.map(defectSection)}</details>`
  return markup`${told.map(defectSection)}${noted.length === 0 ? undefined : folded}`
}

function defectSection({ defect, id }: { readonly defect: RepeatedFinding; readonly id: string }): Markup {
  const { also, again } = Object.fromEntries(repetitions(defect))
  const others = [
    ...(again === undefined ? [] : [markup`<p class="quiet">It came ${again}.</p>`]),
    ...(also === undefined
      ? []
      : [
          markup`<details class="fold"><summary>${also}</summary>
${defect.others.map((other) => article(other))}</details>`,
        ]),
  ]
  return article(defect, id, others)
}

function article({ law, finding }: PlacedFinding, id?: string, others: readonly Markup[] = []): Markup {
  const { severity, check, message, promised, came, basis, exchange, request, excerpt: body, at } = finding
  const anchor = id === undefined ? undefined : markup` id="${id}"`
  return markup`<article class="finding ${severity}"${anchor}>
<h4><span class="badge ${severity}">${severity}</span> ${message}</h4>
<dl class="pair">
<div class="promised"><dt>Promised <span class="quiet">(${basis})</span></dt><dd>${promised}</dd></div>
<div class="came"><dt>Came</dt><dd>${came}</dd></div>
</dl>
<dl class="facts">
${fact('Check', markup`<code>${check}</code>`)}${facts(finding)}${fact(
  'Law',
  markup`<code>${law.scenario}</code> <span class="quiet">${law.title}${
    exchange === undefined ? undefined : `, exchange ${exchange + 1}`
  }</span>`,
)}</dl>
${request === undefined ? undefined : labelled('Request to repeat it', markup`<div class="code"><pre>${request}</pre></div>`)}
${body === undefined ? undefined : bodySection(body, at)}
${others}</article>
`
}

function bodySection(body: string, at: string | undefined): Markup {
  const lines = excerptLines(body, at)
  const isInView = lines.some(({ isMarked }) => isMarked)
  const further = at === undefined || at === '' ? '' : '; the place that is meant lies further on'
  const label = isInView ? 'Body that came, at the place that is meant' : `Head of the body that came${further}`
  return labelled(label, excerpt(lines))
}

function facts(finding: Finding): readonly Markup[] {
  const { severity, at, clause, erratum } = finding
  const place = clausePlace(finding)
  const written = place === undefined ? undefined : markup`<code class="place">${placePhrase(place)}</code> `
  const pointer = clause === undefined ? undefined : markup`<code class="quiet">#${clause}</code>`
  const isKnown = written !== undefined || pointer !== undefined
  return [
    ...(isKnown ? [fact(severity === 'violation' ? 'Clause it breaks' : 'Clause', markup`${written}${pointer}`)] : []),
    ...(erratum === undefined ? [] : [fact('Erratum', markup`<code>${erratum}</code>`)]),
    ...(at === undefined
      ? []
      : [fact('In the body at', at === '' ? markup`the whole body` : markup`<code>${at}</code>`)]),
  ]
}

function fact(name: string, value: Markup): Markup {
  return markup`<div><dt>${name}</dt><dd>${value}</dd></div>
`
}

function labelled(label: string, content: Markup): Markup {
  return markup`<p class="label">${label}</p>${content}`
}
