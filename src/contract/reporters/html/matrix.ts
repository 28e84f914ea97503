import { familyQuestions } from '../../families.ts'
import type { ProviderReport, Report } from '../../types.ts'
import { lawMatrix, type MatrixCell } from '../law-matrix.ts'
import { verdictMarks, verdictWords } from '../wording.ts'
import { lawAnchor, providerAnchor } from './anchors.ts'
import { type Markup, markup } from './markup.ts'
import { scrollable } from './scrollable.ts'

/** Families of laws by providers: a mark for each law (its name on hover), and the same in words below. */
export function matrixSection(report: Report): Markup {
  const rows = lawMatrix(report)
  if (rows.length === 0) return markup``
  const head = report.providers.map(
    ({ title }, i) => markup`<th scope="col"><a href="#${providerAnchor(i)}">${title}</a></th>`,
  )
  const body = rows.map(
    ({
      family,
      cells,
    }) => markup`<tr><th scope="row">${family}<span class="question">${familyQuestions[family]}</span></th>${cells.map((each, i) => cell(each, absence(report, i)))}</tr>
`,
  )
  return markup`<section aria-labelledby="laws"><h2 id="laws">The laws</h2>
<p class="quiet">One mark for each law or check; point at it to read which.
<span class="mark kept">${verdictMarks.kept}</span> kept, <span class="mark broken">${verdictMarks.broken}</span> broken, <span class="mark not-checked">${verdictMarks['not-checked']}</span> not checked.</p>
${scrollable(
  'Families of laws by providers',
  markup`<table class="matrix"><thead><tr><th scope="col">Family</th>${head}</tr></thead>
<tbody>${body}</tbody></table>`,
)}
<details class="fold"><summary>Every law by name</summary>${scrollable('Every law by providers', lawTable(report))}</details>
</section>
`
}

/** Why a provider may have nothing of a family. */
function absence({ interrupted, providers }: Report, index: number): string {
  return interrupted || providers[index]?.verdict === 'not-checked' ? 'not run' : 'does not apply'
}

function cell({ marks, phrase }: MatrixCell, absent: string): Markup {
  if (marks.length === 0) return markup`<td><span class="counts">${absent}</span></td>`
  const strip = marks.map(
    ({ verdict, title }) => markup`<span class="mark ${verdict}" title="${title}">${verdictMarks[verdict]}</span>`,
  )
  return markup`<td><span class="strip" aria-hidden="true">${strip}</span><span class="counts">${phrase}</span></td>`
}

function lawTable(report: Report): Markup {
  const { providers } = report
  const laws = new Map(providers.flatMap(({ scenarios }) => scenarios.map(({ scenario, title }) => [scenario, title])))
  const head = providers.map(({ title }) => markup`<th scope="col">${title}</th>`)
  const body = [...laws].map(
    ([
      id,
      title,
    ]) => markup`<tr><th scope="row"><code>${id}</code><span class="question">${title}</span></th>${providers.map(
      (provider, i) => lawCell(report, provider, i, id),
    )}</tr>
`,
  )
  return markup`<table><thead><tr><th scope="col">Law</th>${head}</tr></thead><tbody>${body}</tbody></table>`
}

function lawCell(report: Report, provider: ProviderReport, index: number, id: string): Markup {
  const law = provider.scenarios.find(({ scenario }) => scenario === id)
  if (law === undefined) return markup`<td><span class="quiet">${absence(report, index)}</span></td>`
  const words = markup`<span class="mark ${law.verdict}" aria-hidden="true">${verdictMarks[law.verdict]}</span> ${verdictWords[law.verdict]}`
  const anchor = lawAnchor(provider, index, id)
  return anchor === undefined ? markup`<td>${words}</td>` : markup`<td><a href="#${anchor}">${words}</a></td>`
}
