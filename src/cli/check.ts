import { type ContractOptions, runContracts, runSelfTest, SetupError } from '../compose/index.ts'
import {
  createProgressLine,
  type Family,
  findingMeanings,
  laws,
  parseReports,
  type Report,
  type ReportDestination,
  readRate,
  reporters,
  textReporter,
} from '../contract/index.ts'
import { OptionError } from '../options/index.ts'
import { closeOutputs, openOutputs, overwrite, type ReportOutput, unwritable } from './report-outputs.ts'
import { checkTold } from './served-at.ts'
import { usesColor } from './uses-color.ts'

/** 0 kept, 1 broken, 2 usage, 3 could not check, 130 interrupted. */
export type CheckExitCode = 0 | 1 | 2 | 3 | 130

export interface CheckFlags {
  readonly target?: string
  readonly baseUrl?: string
  readonly tokenUrl?: string
  readonly spec?: string
  readonly failOn?: string
  readonly requireBasis?: string
  readonly law?: readonly string[]
  readonly requireCredentials?: string
  readonly insecureHttp?: boolean
  readonly ca?: string
  readonly clientCert?: string
  readonly clientKey?: string
  /** False with --no-proxy. */
  readonly proxy?: boolean
  readonly maxRequests?: string
  readonly rateLimit?: string
  readonly timeout?: string
  readonly report?: string
  readonly lock?: string
  readonly updateLock?: boolean
  readonly failOnChange?: string
  readonly minSeen?: string
  readonly bodies?: string
  readonly quiet?: boolean
  readonly dryRun?: boolean
  readonly list?: boolean
  readonly selfTest?: boolean
  readonly edition?: string
  readonly seed?: string
  readonly count?: string
  readonly config?: string
  readonly providers?: string
}

/** Time to write what is known when the run is interrupted. */
const lastWordsMs = 800

/** `orgmock check [provider…]`. Throws SetupError, SpecError, ReportListError. */
export async function check(providers: readonly string[], flags: CheckFlags): Promise<CheckExitCode> {
  if (flags.list === true) {
    const line = ({ id, title }: { readonly id: string; readonly title: string }) => `${id.padEnd(36)}${title}\n`
    process.stdout.write(
      `laws, for --law\n${laws.map(line).join('')}\nother ids of findings\n${findingMeanings.map(line).join('')}`,
    )
    return 0
  }
  const { providerDirectories, ...inFile } = await checkTold(flags)
  if (flags.selfTest === true) return proveThatItCanFail(providers, flags, providerDirectories, inFile.edition)
  const options = {
    ...inFile,
    ...contractOptions(providers, flags),
    providerDirectories,
  }
  const destinations = reportDestinations(flags.report)
  const stop = new AbortController()
  const interrupt = () => {
    const exit = () => process.exit(130)
    process.once('SIGINT', exit)
    // A reader of stdout that takes nothing would keep the process alive.
    setTimeout(exit, lastWordsMs).unref()
    stop.abort()
  }
  process.once('SIGINT', interrupt)
  try {
    const run = { ...options, signal: stop.signal }
    if (flags.dryRun === true) return await showRequests(run)
    return await checkAndReport(run, destinations, flags.quiet === true)
  } finally {
    process.off('SIGINT', interrupt)
  }
}

async function showRequests(options: ContractOptions): Promise<CheckExitCode> {
  const onExchange = ({ curl, purpose }: { curl: string; purpose: string }) =>
    process.stdout.write(`# ${purpose}\n${curl}\n`)
  const onWarning = (warning: string) => process.stderr.write(`orgmock: warning: ${warning}\n`)
  await inFlags(runContracts({ ...options, isDryRun: true, onExchange, onWarning }))
  return options.signal?.aborted === true ? 130 : 0
}

async function checkAndReport(
  options: ContractOptions,
  destinations: readonly ReportDestination[],
  isQuiet: boolean,
): Promise<CheckExitCode> {
  // A file that cannot be written is known before anything is sent.
  const outputs = await openOutputs(destinations)
  const isTerminal = showsProgress(isQuiet)
  const progress = createProgressLine({
    write: (text) => process.stderr.write(text),
    columns: () => process.stderr.columns,
    now: () => performance.now(),
  })
  try {
    const report = await inFlags(runContracts({ ...options, ...(isTerminal ? { onProgress: progress.show } : {}) }))
    progress.clear()
    const code = exitCode(report)
    if (options.edition === 'latest') sayWhatHasNoLaterEdition(report)
    const isLeftOut = ({ format, file }: ReportOutput) =>
      isQuiet && code === 0 && format === 'text' && file === undefined
    for (const output of outputs) if (!isLeftOut(output)) await deliver(report, output)
    return code
  } finally {
    await closeOutputs(outputs)
  }
}

/** The providers whose latest edition is the documents' edition, as no later change is known. */
function sayWhatHasNoLaterEdition({ providers }: Report): void {
  const same = providers.filter(({ edition }) => edition !== 'latest').map(({ provider }) => provider)
  if (same.length > 0) process.stderr.write(`orgmock: of ${same.join(', ')} latest is the documents' edition\n`)
}

/** Runs the contract against deliberately broken servers; 1 when it missed one of them or blamed a sound one. */
async function proveThatItCanFail(
  providers: readonly string[],
  { law = [], quiet = false }: CheckFlags,
  providerDirectories: readonly string[],
  edition: ContractOptions['edition'] = 'documents',
): Promise<CheckExitCode> {
  const isShown = showsProgress(quiet)
  let told = 0
  const onProgress = ({ done, total }: { readonly done: number; readonly total: number }) => {
    const percent = Math.floor((100 * done) / total)
    if (!isShown || percent < told + 10) return
    told = percent
    process.stderr.write(`self-test: ${done} of ${total} servers\n`)
  }
  // The self-test refuses unknown names itself.
  const options = { providers, classes: law as readonly Family[], providerDirectories, edition, onProgress }
  const { result, table } = await inFlags(runSelfTest(options))
  if (!quiet || !result.isPassed) process.stdout.write(table.endsWith('\n') ? table : `${table}\n`)
  return result.isPassed ? 0 : 1
}

/** Whether a person looks at stderr and wants to see how far a run is. */
function showsProgress(isQuiet: boolean): boolean {
  return process.stderr.isTTY === true && process.env['CI'] === undefined && !isQuiet
}

/** Worst first over several providers: interrupted, broken or changed since the lock, not checked or not looked at, kept. */
function exitCode(report: Report): CheckExitCode {
  if (report.interrupted) return 130
  if (report.providers.some(({ verdict }) => verdict === 'broken') || report.lock?.verdict === 'broken') return 1
  if (report.lock?.verdict === 'not-checked') return 3
  return report.providers.every(({ verdict }) => verdict === 'kept') ? 0 : 3
}

function contractOptions(providers: readonly string[], flags: CheckFlags): ContractOptions {
  return {
    providers,
    laws: flags.law ?? [],
    ...only({
      target: flags.target,
      baseUrl: flags.baseUrl,
      tokenUrl: flags.tokenUrl,
      reading: flags.spec,
      failOn: flags.failOn,
      requireBasis: flags.requireBasis,
      requireCredentials: flags.requireCredentials,
      insecureHttp: flags.insecureHttp,
      ca: flags.ca,
      clientCert: flags.clientCert,
      clientKey: flags.clientKey,
      proxy: flags.proxy === false ? false : undefined,
      bodies: flags.bodies,
      lock: flags.lock,
      updateLock: flags.updateLock,
      failOnChange: flags.failOnChange,
      minSeen: numberIn(/^(\d{1,3})%?$/, flags.minSeen),
      maxRequests: numberIn(/^(\d{1,10})$/, flags.maxRequests),
      ratePerSecond: flags.rateLimit && rate(flags.rateLimit),
      timeoutMs: flags.timeout && seconds('--timeout', flags.timeout) * 1_000,
      seed: numberIn(/^(\d{1,10})$/, flags.seed),
      count: numberIn(/^(\d{1,10})$/, flags.count),
    }),
  }
}

/** The flags as options; `runContracts` checks their values. */
function only(options: Readonly<Record<string, unknown>>): Partial<ContractOptions> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
}

function numberIn(form: RegExp, text: string | undefined): number | string | undefined {
  const digits = text === undefined ? undefined : form.exec(text)?.[1]
  return digits === undefined ? text : Number(digits)
}

/** Flags that have another name than the option that they set. */
const flagOf: Readonly<Record<string, string>> = {
  reading: '--spec',
  laws: '--law',
  classes: '--law with --self-test',
  requireCredentials: '--require',
}

/** An error about an option, with the name of its flag instead. */
async function inFlags<T>(work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    throw error instanceof OptionError ? new SetupError('BAD_OPTION', error.sentence('the options', flagNamed)) : error
  })
}

/** A repeated flag has no index: an error names the flag alone. */
function flagNamed(name: string): string {
  const option = name.replace(/\[\d+\]$/, '')
  return flagOf[option] ?? `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}

/** On GitHub Actions annotations are on by default. */
function reportDestinations(list: string | undefined): readonly ReportDestination[] {
  const chosen = parseReports(list ?? 'text')
  const isGitHub = process.env['GITHUB_ACTIONS'] === 'true'
  const hasOutput = chosen.some(({ format, file }) => file === undefined && format !== 'text')
  return isGitHub && !hasOutput ? [...chosen, { format: 'github' }] : chosen
}

/** A report that can no longer be written is left out. The others are written, and the exit code is that of the check. */
async function deliver(report: Report, output: ReportOutput): Promise<void> {
  const { format, file, handle } = output
  const reporter =
    format === 'text'
      ? textReporter({
          color: file === undefined && usesColor(),
          columns: file === undefined ? process.stdout.columns : undefined,
        })
      : reporters[format]
  const text = reporter(report)
  if (handle === undefined) {
    process.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
    return
  }
  await overwrite(handle, text).catch((cause: NodeJS.ErrnoException) => {
    process.stderr.write(`orgmock: ${unwritable(output, cause)}: this report is not complete\n`)
  })
}

function seconds(flag: string, text: string): number {
  const value = /^\d{1,4}(\.\d{1,3})?s?$/.test(text) ? Number.parseFloat(text) : 0
  if (value <= 0) throw bad(flag, 'a number of seconds, such as 10 or 2.5', text)
  return value
}

function rate(text: string): number {
  const value = readRate(text)
  if (value === undefined) throw bad('--rate-limit', 'requests a second, minute or hour, such as 5/s', text)
  return value
}

function bad(flag: string, accepts: string, text: string): SetupError {
  return new SetupError('BAD_OPTION', `${flag} must be ${accepts}, not ${JSON.stringify(text)}`)
}
