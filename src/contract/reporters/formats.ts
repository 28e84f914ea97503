import type { Reporter } from '../types.ts'
import { githubReporter } from './github.ts'
import { htmlReporter } from './html.ts'
import { jsonReporter } from './json.ts'
import { junitReporter } from './junit.ts'
import { markdownReporter } from './markdown.ts'
import { sarifReporter } from './sarif.ts'
import { textReporter } from './text.ts'

/** Every format by the name that `--report` gives it. `text` is without colours here; `textReporter({ color: true })` makes the other. */
export const reporters = {
  text: textReporter({ color: false }),
  json: jsonReporter,
  junit: junitReporter,
  sarif: sarifReporter,
  markdown: markdownReporter,
  html: htmlReporter,
  github: githubReporter,
} satisfies Readonly<Record<string, Reporter>>

export type ReportFormat = keyof typeof reporters

export const reportFormats = Object.keys(reporters) as readonly ReportFormat[]
