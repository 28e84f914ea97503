import type { Reporter } from '../types.ts'
import { githubReporter } from './github.ts'
import { htmlReporter } from './html.ts'
import { jsonReporter } from './json.ts'
import { junitReporter } from './junit.ts'
import { markdownReporter } from './markdown.ts'
import type { ReportFormat } from './report-list.ts'
import { sarifReporter } from './sarif.ts'
import { textReporter } from './text.ts'

export { createProgressLine, type ProgressLine, type ProgressLineOptions } from './progress-line.ts'
export {
  parseReports,
  type ReportDestination,
  type ReportFormat,
  ReportListError,
  reportFormats,
} from './report-list.ts'
export { reportSchema } from './report-schema.ts'
export { type TextOptions, textReporter } from './text.ts'

/** Every format by its name. `text` is without colours here; `textReporter({ color: true })` makes the other. */
export const reporters: Readonly<Record<ReportFormat, Reporter>> = {
  text: textReporter({ color: false }),
  json: jsonReporter,
  junit: junitReporter,
  sarif: sarifReporter,
  markdown: markdownReporter,
  html: htmlReporter,
  github: githubReporter,
}
