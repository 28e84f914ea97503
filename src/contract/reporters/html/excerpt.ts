import type { ExcerptLine } from './json-excerpt.ts'
import { type Markup, markup } from './markup.ts'

/** Lines that stay in view around a marked place, and at the head of a body without one. */
const around = 5
const head = 18
/** A gap of fewer lines is not worth folding. */
const smallestGap = 4

/** A body with the place that a finding points at in view; what lies far from it is folded, and opens with a click. */
export function excerpt(lines: readonly ExcerptLine[]): Markup {
  const first = lines.findIndex(({ isMarked }) => isMarked)
  const last = lines.findLastIndex(({ isMarked }) => isMarked)
  const from = first === -1 ? 0 : first - around
  const to = first === -1 ? head : Math.min(last, first + head) + around + 1
  const isShown = (index: number) => index >= from && index < to
  const runs = runsOf(lines, isShown)
  return markup`<div class="code">${runs.map(({ shown, run }) =>
    shown || run.length < smallestGap
      ? block(run)
      : markup`<details><summary>${run.length} more lines</summary>${block(run)}</details>`,
  )}</div>`
}

function runsOf(lines: readonly ExcerptLine[], isShown: (index: number) => boolean) {
  const runs: { readonly shown: boolean; readonly run: ExcerptLine[] }[] = []
  for (const [index, line] of lines.entries()) {
    const shown = isShown(index)
    const current = runs.at(-1)
    if (current?.shown === shown) current.run.push(line)
    else runs.push({ shown, run: [line] })
  }
  return runs
}

function block(lines: readonly ExcerptLine[]): Markup {
  const rows = lines.map(({ text, isMarked }) => {
    if (!isMarked) return markup`${text}\n`
    const content = text.trimStart()
    return markup`${text.slice(0, text.length - content.length)}<mark>${content}</mark>\n`
  })
  return markup`<pre>${rows}</pre>`
}
