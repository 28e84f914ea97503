import type { Report } from '../../types.ts'
import { lawMatrix, type MatrixCell } from '../law-matrix.ts'
import { familyQuestions, verdictMarks, verdictWords } from '../wording.ts'
import { lawAnchor } from './findings.ts'
import { type Markup, markup } from './markup.ts'
import { scrollable } from './scrollable.ts'

/** Families of laws by providers: a mark for each law (its name on hover), and the same in words below. */
export function matrixSection(report: Report): Markup {
  const rows = lawMatrix(report)
  if (rows.length === 0) return markup``
  const head = report.providers.map(({ title }, i) => markup`<th scope="col"><a href="#p${i + 1}">${title}</a></th>`)
  const body = rows.map(
    ({
      family,
      cells,
    }) => markup`<tr><th scope="row">${family}<span class="question">${familyQuestions[family]}</span></th>${cells.map(cell)}</tr>
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

function cell({ marks, phrase }: MatrixCell): Markup {
  if (marks.length === 0) return markup`<td><span class="counts">not run</span></td>`
  const strip = marks.map(
    ({ verdict, title }) => markup`<span class="mark ${verdict}" title="${title}">${verdictMarks[verdict]}</span>`,
  )
  return markup`<td><span class="strip" aria-hidden="true">${strip}</span><span class="counts">${phrase}</span></td>`
}

function lawTable({ providers }: Report): Markup {
  const laws = new Map(providers.flatMap(({ scenarios }) => scenarios.map(({ scenario, title }) => [scenario, title])))
  const head = providers.map(({ title }) => markup`<th scope="col">${title}</th>`)
  const body = [...laws].map(
    ([
      id,
      title,
    ]) => markup`<tr><th scope="row"><code>${id}</code><span class="question">${title}</span></th>${providers.map(
      ({ scenarios }, i) => {
        const index = scenarios.findIndex(({ scenario }) => scenario === id)
        const law = scenarios[index]
        if (law === undefined) return markup`<td><span class="quiet">not run</span></td>`
        const words = markup`<span class="mark ${law.verdict}" aria-hidden="true">${verdictMarks[law.verdict]}</span> ${verdictWords[law.verdict]}`
        if (law.findings.length === 0) return markup`<td>${words}</td>`
        return markup`<td><a href="#${lawAnchor(`p${i + 1}`, index)}">${words}</a></td>`
      },
    )}</tr>
`,
  )
  return markup`<table><thead><tr><th scope="col">Law</th>${head}</tr></thead><tbody>${body}</tbody></table>`
}
