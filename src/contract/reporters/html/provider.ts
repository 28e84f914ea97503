import { changeCounts, changeDetail } from '../../../shape/index.ts'
import type { ChangeSeverity } from '../../../spec/index.ts'
import { grouped } from '../../grouped.ts'
import { seenPercent } from '../../seen.ts'
import type { ProviderReport, Severity } from '../../types.ts'
import { errataPhrase, lawsPhrase, plural, sawLittle, seenPhrase, verdictMarks, verdictWords } from '../wording.ts'
import { findingsSection } from './findings.ts'
import { type Markup, markup } from './markup.ts'
import { scrollable } from './scrollable.ts'

/** Everything about one provider: findings, what was not checked, how bodies fared, what was seen, what is known to be wrong. */
export function providerSection(provider: ProviderReport, anchor: string, failOn: Severity): Markup {
  const { title, provider: id, target, verdict, reason, requests, scenarios } = provider
  return markup`<section class="provider" id="${anchor}" aria-labelledby="${anchor}-title">
<h2 id="${anchor}-title">${title} <span class="id">${id}</span></h2>
<p><span class="verdict ${verdict}"><span aria-hidden="true">${verdictMarks[verdict]}</span> ${verdictWords[verdict]}</span>
${reason === undefined ? undefined : markup`<strong>${reason}</strong> `}<span class="quiet">${scenarios.length === 0 ? undefined : `${lawsPhrase(provider)}; `}${plural(requests, 'request')} to <code>${target}</code></span></p>
<h3>Findings</h3>
${requests === 0 ? markup`<p class="quiet">Nothing was asked, so nothing can be said.</p>` : findingsSection(provider, anchor, failOn)}
${sinceLock(provider)}${unchecked(provider)}${requests === 0 ? undefined : markup`${conformance(provider)}${seen(provider)}`}${ledger(provider)}</section>
`
}

function sinceLock({ sinceLock: found }: ProviderReport): Markup | undefined {
  if (found === undefined) return undefined
  const { changes, notLookedAt } = found
  const rows = changes.map(
    (
      change,
    ) => markup`<tr><th scope="row"><span class="badge ${badgeOf[change.severity]}">${change.severity}</span></th><td>${change.message}<br><span class="source">${changeDetail(change)}</span></td><td><code>${change.operation} ${change.at}</code></td></tr>
`,
  )
  const table = scrollable(
    'What has changed since the lock',
    markup`<table><thead><tr><th scope="col">Severity</th><th scope="col">What changed</th><th scope="col">Where</th></tr></thead><tbody>${rows}</tbody></table>`,
  )
  return markup`<h3>Since the lock</h3>
<p>${changeCounts(changes)}</p>
${changes.length === 0 ? undefined : table}${notLookedAt.length === 0 ? undefined : markup`<p class="quiet">Not looked at: ${notLookedAt.join('; ')}</p>`}
`
}

/** Colours of severities of findings, which readers know. */
const badgeOf: Readonly<Record<ChangeSeverity, Severity>> = {
  breaking: 'violation',
  notable: 'drift',
  harmless: 'note',
}

function unchecked({ scenarios }: ProviderReport): Markup | undefined {
  const laws = scenarios.filter(({ verdict }) => verdict === 'not-checked')
  if (laws.length === 0) return undefined
  const items = grouped(laws, ({ reason }) => reason ?? '').map((group) => {
    const names = group.map(({ scenario }) => markup`<code>${scenario}</code> `)
    return markup`<li>${group[0].reason ?? 'no reason was given'}: ${names}</li>
`
  })
  return markup`<h3>Not checked</h3>
<ul>${items}</ul>
`
}

function conformance({ conformance: { conforms, underErrata, violates } }: ProviderReport): Markup {
  const rows = [
    row('Conform to the document as published and as repaired', conforms),
    ...Object.entries(underErrata).map(([errata, count]) =>
      row(`Conform only with ${errataPhrase(errata)} repaired (see the errata ledger below)`, count),
    ),
    row('Violate the document', violates),
  ]
  return markup`<h3>Bodies</h3>
<table class="narrow"><thead><tr><th scope="col">Bodies that</th><th scope="col" class="number">Count</th></tr></thead><tbody>${rows}</tbody></table>
`
}

function row(name: string, count: number): Markup {
  return markup`<tr><th scope="row">${name.charAt(0).toLowerCase()}${name.slice(1)}</th><td class="number">${count}</td></tr>
`
}

function seen({ seen: facts }: ProviderReport): Markup {
  const { total, witnessed, unseen } = facts
  const little = sawLittle(facts)
  const rows = unseen.map(
    ({ pointer, what }) => markup`<tr><th scope="row">${what}</th><td><code>#${pointer}</code></td></tr>
`,
  )
  const table =
    unseen.length === 0
      ? undefined
      : markup`<details class="fold"><summary>${unseen.length} never seen: a kept contract says nothing about them</summary>
${scrollable(
  'What was never seen',
  markup`<table><thead><tr><th scope="col">What</th><th scope="col">Where the document declares it</th></tr></thead><tbody>${rows}</tbody></table>`,
)}</details>`
  return markup`<h3>Seen</h3>
<p><meter min="0" max="${Math.max(1, total)}" value="${witnessed}">${seenPercent(facts)} %</meter> ${seenPhrase(facts)} of the properties, nulls, enum members and statuses that the document declares.${little === undefined ? undefined : markup` <strong>Careful: ${little}.</strong>`}</p>
${table}
`
}

function ledger({ errata, conformance: { underErrata } }: ProviderReport): Markup | undefined {
  if (errata.length === 0) return undefined
  const rows = errata.map(({ id, basis, reason, source }) => {
    const used = Object.entries(underErrata)
      .filter(([ids]) => ids.split(' ').includes(id))
      .reduce((sum, [, count]) => sum + count, 0)
    return markup`<tr><th scope="row"><code>${id}</code></th><td>${basis}</td><td>${reason} <span class="source">Source: ${source}</span></td><td class="number">${used === 0 ? '–' : used}</td></tr>
`
  })
  return markup`<h3>Errata ledger</h3>
<details class="fold"><summary>${plural(errata.length, 'known defect')} of the published document, each with its repair</summary>
${scrollable(
  'Errata ledger',
  markup`<table class="ledger"><thead><tr><th scope="col">Erratum</th><th scope="col">Basis</th><th scope="col">What is wrong</th><th scope="col" class="number">Bodies it excused</th></tr></thead><tbody>${rows}</tbody></table>`,
)}</details>
`
}
