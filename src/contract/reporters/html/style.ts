import type { Markup } from './markup.ts'

/** The page's only style sheet; a Markup because nothing in it comes from a report. */
export const style: Markup = {
  html: `
:root {
  color-scheme: light dark;
  --page: #f7f7f5; --paper: #ffffff; --ink: #1c2024; --quiet: #5a626b; --line: #dfe2e5; --code: #f1f2f4;
  --good: #17663a; --bad: #b1211a; --warn: #835000; --calm: #1f5b9e;
  --good-wash: #e7f4ec; --bad-wash: #fdecea; --warn-wash: #fdf3e0; --calm-wash: #e9f1fa;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #121416; --paper: #1a1d20; --ink: #e8eaec; --quiet: #a3acb5; --line: #33383d; --code: #22262a;
    --good: #7ed8a0; --bad: #ff9c93; --warn: #f2bf70; --calm: #93c0f7;
    --good-wash: #16291e; --bad-wash: #331b19; --warn-wash: #2e2413; --calm-wash: #172636;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--page); color: var(--ink); font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main, footer { max-width: 70rem; margin: 0 auto; padding: 0 1.25rem; }
h1 { font-size: clamp(1.5rem, 1.1rem + 2vw, 2.25rem); line-height: 1.2; margin: .2rem 0 .6rem; text-wrap: balance; }
h2 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .5rem; }
h3 { font-size: 1.1rem; margin: 2rem 0 .6rem; }
h4 { font-size: 1.05rem; line-height: 1.4; margin: 0 0 .8rem; }
h1, h2, h4, dd, li, p, summary, td code { overflow-wrap: anywhere; }
th, td { overflow-wrap: break-word; }
tbody th code { white-space: nowrap; }
p { margin: .4rem 0; }
a { color: inherit; text-decoration-color: var(--quiet); text-underline-offset: .15em; }
a:hover { text-decoration-thickness: .12em; }
:focus-visible { outline: .18rem solid var(--calm); outline-offset: .15rem; border-radius: .2rem; }
code, pre, .id { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; font-size: .875em; }
.quiet, .question, .source, .counts, .id { color: var(--quiet); }
.id { font-weight: 400; font-size: .8em; }
header { padding: 2.5rem 0 1rem; }
.kicker { color: var(--quiet); font-size: .8rem; font-weight: 600; letter-spacing: .08em; text-transform: uppercase; margin: 0; }
section[aria-labelledby] { margin-top: 2.5rem; }
.provider { border-top: 1px solid var(--line); padding-top: 2rem; }
.notice { background: var(--warn-wash); border-left: .3rem solid var(--warn); padding: .6rem .9rem; border-radius: .3rem; }
.mark { display: inline-block; font-weight: 700; }
.mark.kept { color: var(--good); } .mark.broken { color: var(--bad); } .mark.not-checked { color: var(--quiet); }
.verdict, .badge { display: inline-block; font-size: .8rem; font-weight: 650; line-height: 1.4; padding: .1rem .55rem; border-radius: 1rem; white-space: nowrap; }
.verdict.kept { color: var(--good); background: var(--good-wash); }
.verdict.broken, .badge.violation { color: var(--bad); background: var(--bad-wash); }
.verdict.not-checked, .badge.drift { color: var(--warn); background: var(--warn-wash); }
.badge.note { color: var(--calm); background: var(--calm-wash); }
.cards { list-style: none; margin: 1.5rem 0 0; padding: 0; display: grid; gap: .9rem; grid-template-columns: repeat(auto-fit, minmax(14rem, 1fr)); }
.card { background: var(--paper); border: 1px solid var(--line); border-top: .25rem solid var(--quiet); border-radius: .5rem; padding: .8rem 1rem; }
.card.kept { border-top-color: var(--good); } .card.broken { border-top-color: var(--bad); } .card.not-checked { border-top-color: var(--warn); }
.card a { display: flex; gap: .4rem; justify-content: space-between; align-items: start; text-decoration: none; }
.card a:hover .name { text-decoration: underline; }
.card .name { font-weight: 650; }
.card p { font-size: .9rem; margin: .35rem 0 0; }
.scroll { overflow-x: auto; background: var(--paper); border: 1px solid var(--line); border-radius: .5rem; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
th, td { text-align: left; vertical-align: top; padding: .55rem .8rem; border-bottom: 1px solid var(--line); }
tbody tr:last-child > * { border-bottom: 0; }
thead th { font-size: .85rem; color: var(--quiet); font-weight: 600; }
tbody th { font-weight: 600; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.narrow { border-collapse: separate; border-spacing: 0; width: auto; min-width: min(26rem, 100%); background: var(--paper); border: 1px solid var(--line); border-radius: .5rem; }
.narrow tbody th { font-weight: 400; }
.question, .source { display: block; font-size: .85rem; font-weight: 400; }
.matrix td { min-width: 9rem; } .matrix tbody th { min-width: 12rem; width: 30%; }
.strip { display: flex; flex-wrap: wrap; gap: .2rem; }
.strip .mark { width: 1.5rem; height: 1.5rem; line-height: 1.5rem; text-align: center; border-radius: .3rem; cursor: help; background: var(--code); }
.strip .kept { background: var(--good-wash); } .strip .broken { background: var(--bad-wash); box-shadow: inset 0 0 0 1px var(--bad); }
.counts { display: block; font-size: .8rem; margin-top: .25rem; }
.ledger td:nth-child(3) { min-width: 18rem; }
.fold { margin: .8rem 0; }
.fold > summary { cursor: pointer; color: var(--quiet); padding: .25rem 0; }
.fold > summary:hover { color: var(--ink); }
.finding { background: var(--paper); border: 1px solid var(--line); border-left: .3rem solid var(--calm); border-radius: .5rem; padding: 1rem 1.2rem; margin: .8rem 0; }
.finding.violation { border-left-color: var(--bad); } .finding.drift { border-left-color: var(--warn); }
dl, dd { margin: 0; }
dt { font-size: .8rem; font-weight: 600; color: var(--quiet); }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: .7rem; }
.pair > div { border-radius: .35rem; padding: .5rem .8rem; }
.promised { background: var(--good-wash); } .came { background: var(--bad-wash); }
.drift > .pair > .came { background: var(--warn-wash); } .note > .pair > .came { background: var(--calm-wash); }
.pair dd { white-space: pre-wrap; }
.facts { display: grid; gap: .2rem; margin: .8rem 0; }
.facts > div { display: grid; grid-template-columns: 9rem 1fr; gap: .7rem; align-items: baseline; }
.facts dd > .quiet { font-size: .875rem; }
.place { font-weight: 600; }
.finding > :last-child { margin-bottom: 0; }
.label { font-size: .8rem; font-weight: 600; color: var(--quiet); margin: .8rem 0 .25rem; }
.code { background: var(--code); border-radius: .35rem; padding: .5rem .8rem; font-size: .9rem; }
.code pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.5; }
.code summary { cursor: pointer; color: var(--quiet); font-size: .8rem; }
mark { background: var(--bad-wash); color: var(--bad); font-weight: 600; border-radius: .2rem; padding: 0 .15rem; }
.drift mark { background: var(--warn-wash); color: var(--warn); } .note mark { background: var(--calm-wash); color: var(--calm); }
meter { width: 10rem; max-width: 100%; vertical-align: middle; }
footer { border-top: 1px solid var(--line); margin-top: 3rem; padding-top: 1.5rem; padding-bottom: 3rem; font-size: .9rem; }
footer h2 { font-size: 1.1rem; }
.legend > div { display: grid; grid-template-columns: 6rem 1fr; gap: .7rem; margin: .3rem 0; }
@media (max-width: 40rem) {
  .pair { grid-template-columns: 1fr; }
  .facts > div { grid-template-columns: 1fr; gap: 0; margin-bottom: .3rem; }
  header { padding-top: 1.5rem; }
  .matrix .question { display: none; } .matrix td, .matrix tbody th { min-width: 7.5rem; }
  .finding { padding: .8rem .9rem; }
}
@media print {
  :root {
    color-scheme: light; --page: #fff; --paper: #fff; --ink: #000; --quiet: #444; --line: #bbb; --code: #f4f4f4;
    --good: #17663a; --bad: #b1211a; --warn: #835000; --calm: #1f5b9e;
    --good-wash: #fff; --bad-wash: #fff; --warn-wash: #fff; --calm-wash: #fff;
  }
  body { font-size: 10pt; }
  main, footer { max-width: none; padding: 0; }
  .fold::details-content { content-visibility: visible; block-size: auto; }
  .scroll { overflow: visible; }
  .card, tr, .pair, h2, h3, h4 { break-inside: avoid; }
  h2, h3, h4, thead { break-after: avoid; }
  .pair > div, .strip .mark { border: 1px solid var(--line); }
  a { text-decoration: none; }
}
`,
}
