import { createHash } from 'node:crypto'
import type { ProviderReport, Report } from '../types.ts'
import { providerAnchor } from './html/anchors.ts'
import { type Markup, markup } from './html/markup.ts'
import { matrixSection } from './html/matrix.ts'
import { providerSection } from './html/provider.ts'
import { style } from './html/style.ts'
import { lockPhrase } from './lock-words.ts'
import {
  bodiesPhrase,
  durationPhrase,
  findingsPhrase,
  lawsPhrase,
  overallSentence,
  overallVerdict,
  plural,
  readingPhrase,
  relaxedPhrase,
  seenPhrase,
  severityMeanings,
  verdictMarks,
  verdictWords,
} from './wording.ts'

// Every text is escaped; should one ever slip through, this policy lets no script run and nothing be loaded.
const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style.html).digest('base64')}'; base-uri 'none'; form-action 'none'`

/** The report for people: one page in one file, without script and without anything from elsewhere. */
export function htmlReporter(report: Report): string {
  const { html } = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${verdictMarks[overallVerdict(report)]} ${overallSentence(report)} – orgmock</title>
<style>${style}</style>
</head>
<body>
<main>
${header(report)}${matrixSection(report)}${report.providers.map((provider, i) => providerSection(provider, providerAnchor(i), report.failOn))}</main>
${footer(report)}
</body>
</html>
`
  return html
}

function header(report: Report): Markup {
  const { target, startedAt, durationMs, interrupted, providers, skipped = [] } = report
  const requests = providers.reduce((sum, provider) => sum + provider.requests, 0)
  const verdict = overallVerdict(report)
  const lock = lockPhrase(report)
  return markup`<header>
<p class="kicker">Contract report</p>
<h1><span class="mark ${verdict}" aria-hidden="true">${verdictMarks[verdict]}</span> ${overallSentence(report)}</h1>
<p class="quiet">Target <code>${target}</code>, ${readingPhrase(report)}, ${plural(requests, 'request')} in ${durationPhrase(durationMs)}, started <time datetime="${startedAt}">${moment(startedAt)}</time>.</p>
${
  lock === undefined
    ? undefined
    : markup`<p class="quiet">${lock}</p>
`
}${interrupted ? markup`<p class="notice" role="note"><strong>Interrupted.</strong> The run was stopped before its end; this is what was done until then.</p>` : undefined}
<ul class="cards">${providers.map(card)}</ul>
${skipped.map(
  ({ title, reason }) => markup`<p class="quiet">${title} skipped: ${reason}</p>
`,
)}</header>
`
}

/** Such as `2026-08-07 12:00 UTC`. */
function moment(iso: string): string {
  return new Date(iso)
    .toISOString()
    .replace('T', ' ')
    .replace(/:\d\d\.\d+Z$/, ' UTC')
}

function card(provider: ProviderReport, index: number): Markup {
  const { title, verdict, reason, seen, requests } = provider
  return markup`<li class="card ${verdict}"><a href="#${providerAnchor(index)}"><span class="name">${title}</span>
<span class="verdict ${verdict}"><span aria-hidden="true">${verdictMarks[verdict]}</span> ${verdictWords[verdict]}</span></a>
${reason === undefined ? undefined : markup`<p>${reason}</p>`}${requests === 0 ? undefined : markup`<p>${findingsPhrase(provider)}</p>`}
${requests === 0 ? markup`<p class="quiet">no requests</p>` : markup`<p class="quiet">${lawsPhrase(provider)}</p><p class="quiet">seen: ${seenPhrase(seen)}</p>`}</li>
`
}

function footer(report: Report): Markup {
  const { tool } = report
  const phrases = [relaxedPhrase(report), bodiesPhrase(report)].filter((phrase) => phrase !== undefined)
  const meanings = Object.entries(severityMeanings).map(
    ([
      severity,
      meaning,
    ]) => markup`<div><dt><span class="badge ${severity}">${severity}</span></dt><dd>${meaning}</dd></div>
`,
  )
  return markup`<footer>
<h2>How to read this page</h2>
<dl class="legend">${meanings}
<div><dt>basis</dt><dd>documented: the provider's document says so; observed: public evidence does; assumed: a plain choice where both are silent. Breaches of what is less firm than a run requires are notes.</dd></div>
<div><dt>errata</dt><dd>known defects of the documents, each repaired by an overlay; a body may conform to the repaired document only</dd></div>
</dl>
${phrases.map(
  (phrase) => markup`<p class="quiet">${phrase}</p>
`,
)}<p class="quiet">${tool.name} ${tool.version}</p>
</footer>`
}
