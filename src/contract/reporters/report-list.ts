import { type ReportFormat, reportFormats } from './formats.ts'

/** One report to write: a format, and the file it goes to (absent: standard output). */
export interface ReportDestination {
  readonly format: ReportFormat
  readonly file?: string
}

/** The list of reports is wrong: a mistake on the command line, said in one line. */
export class ReportListError extends Error {
  readonly code: 'EMPTY' | 'UNKNOWN_FORMAT' | 'NO_FILE' | 'SAME_FILE' | 'MIXED_OUTPUT'

  constructor(code: ReportListError['code'], message: string) {
    super(message)
    this.name = 'ReportListError'
    this.code = code
  }
}

/** These formats are lines, so other output may come between them; every other format wants standard output for itself. */
const lineFormats: readonly ReportFormat[] = ['text', 'github']

const accepted = `accepted are ${reportFormats.join(', ')}, each alone (to standard output) or as FORMAT=FILE, separated by commas`

/**
 * Reads the value of `--report`, such as `text,json=out.json,github`; `=-` is standard output too. A file name cannot hold a
 * comma. Throws ReportListError.
 */
export function parseReports(list: string): readonly ReportDestination[] {
  const destinations = list
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map(destinationOf)
  if (destinations.length === 0) throw new ReportListError('EMPTY', `--report names no format; ${accepted}`)
  refuseSameFile(destinations)
  refuseMixedOutput(destinations)
  return destinations
}

function destinationOf(entry: string): ReportDestination {
  const [name = '', ...rest] = entry.split('=')
  const format = reportFormats.find((each) => each === name.trim().toLowerCase())
  if (format === undefined) {
    throw new ReportListError('UNKNOWN_FORMAT', `--report ${JSON.stringify(entry)} is no known format; ${accepted}`)
  }
  if (rest.length === 0) return { format }
  const file = rest.join('=').trim()
  if (file === '') throw new ReportListError('NO_FILE', `--report ${format}= names no file; ${accepted}`)
  return file === '-' ? { format } : { format, file }
}

function refuseSameFile(destinations: readonly ReportDestination[]): void {
  const files = destinations.flatMap(({ file }) => file ?? [])
  const twice = files.find((file, index) => files.indexOf(file) !== index)
  if (twice === undefined) return
  throw new ReportListError('SAME_FILE', `--report names the file ${twice} twice; give each report its own`)
}

function refuseMixedOutput(destinations: readonly ReportDestination[]): void {
  const printed = destinations.filter(({ file }) => file === undefined).map(({ format }) => format)
  const whole = printed.find((format) => !lineFormats.includes(format))
  if (whole === undefined || printed.length === 1) return
  const message = `--report sends ${printed.join(' and ')} to standard output, where ${whole} has to be alone; give it a file: ${whole}=FILE`
  throw new ReportListError('MIXED_OUTPUT', message)
}
