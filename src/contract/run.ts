import type { ShapeRecord } from '../shape/index.ts'
import {
  type Basis,
  type ErrataSubsets,
  type OperationSpec,
  type ProviderSpec,
  type Reading,
  type SourceLocation,
  splitPointer,
} from '../spec/index.ts'
import { type BodiesMode, createBodyView } from './body-view.ts'
import { createChecks } from './checks/index.ts'
import { secretPartsOf } from './client/secret-finder.ts'
import { createRedactor, type Redactor } from './client/secret-redactor.ts'
import { declaredWords } from './declared-words.ts'
import { enoughSeen } from './enough-seen.ts'
import { type LawRecordOptions, lawRecord } from './law-record.ts'
import { exchangeOf, type ProviderRun, runLaw } from './law-run.ts'
import { laws as allLaws } from './laws/index.ts'
import { createPreflight } from './preflight.ts'
import { createRepeats, type Repeats } from './repeats.ts'
import { createSeen } from './seen.ts'
import { isAtLeast } from './severity.ts'
import { createTargetClient, type ProviderTarget, type TargetClientOptions } from './target-client.ts'
import type {
  ContractDefinition,
  ContractFactory,
  Credentials,
  Finding,
  Law,
  LawResult,
  ProviderReport,
  Severity,
  Verdict,
} from './types.ts'

export interface CheckOptions {
  readonly spec: ProviderSpec
  readonly contract: ContractFactory
  readonly target: ProviderTarget
  readonly reading: Reading
  readonly failOn: Severity
  /** How firm a rule must be for its breach to be more than a note. */
  readonly requireBasis: Basis
  /** The laws to run, in order. Default: every law. */
  readonly laws?: readonly Law[]
  /** Percentage of what the document declares that has to be seen. Default: none has to. */
  readonly minSeen?: number | undefined
  /** How much of the server's bodies is shown. */
  readonly bodies: BodiesMode
  /** Time-outs, budget, pace and the like. */
  readonly client: TargetClientOptions['http']
  /** Takes the shape of every answer. */
  readonly shape?: ShapeRecord | undefined
  /** Names the errata that a body needs exactly. */
  readonly subsets?: ErrataSubsets | undefined
  /** File of the OpenAPI document, as reports name it. */
  readonly document?: string | undefined
  /** Where a clause is in the YAML sources. */
  readonly locate: (pointer: string) => Promise<SourceLocation | undefined>
  readonly onProgress?: ((progress: Progress) => void) | undefined
  readonly onExchange?: TargetClientOptions['onExchange']
  /** Told of each finding as soon as it is made, without its location; with the client's signal a run can be ended at the first one. */
  readonly onFinding?: LawRecordOptions['onFinding']
}

export interface Progress {
  readonly provider: string
  /** The law's id. */
  readonly law: string
  readonly requests: number
}

/** Laws that a silent or a busy target may cut off before it is left alone: each costs the whole time-out. */
const mostWaits = 3

/** Checks one provider, law by law. Never throws for anything that a server can do. No secret leaves in what it gives, calls or throws. */
export async function checkProvider(options: CheckOptions): Promise<ProviderReport> {
  const redactor = redactorOf(options.target, options.spec[options.reading])
  const { onProgress, onExchange, onFinding } = options
  const scrubbing: CheckOptions = {
    ...options,
    onProgress: (progress) => onProgress?.(redactor.data(progress)),
    onExchange: (request) => onExchange?.(redactor.data(request)),
    onFinding: (finding) => onFinding?.(redactor.data(finding)),
  }
  try {
    return redactor.data(await providerReport(scrubbing, redactor))
  } catch (error) {
    throw scrubbed(error, redactor)
  }
}

/** With the message and the stack of what it was caused by. */
function scrubbed(error: unknown, redactor: Redactor): unknown {
  if (!(error instanceof Error)) return error
  error.message = redactor.text(error.message)
  error.stack = redactor.text(error.stack ?? '')
  if (error.cause !== undefined) error.cause = scrubbed(error.cause, redactor)
  return error
}

async function providerReport(options: CheckOptions, redactor: Redactor): Promise<ProviderReport> {
  const { spec, reading, target } = options
  const operation = spec[reading]
  const repeats = createRepeats(options.failOn)
  const run = providerRun(options, redactor, repeats)
  const { results, cutOff } = await runLaws(options, run).finally(run.client.close)
  const { cause } = run.preflight
  const reason = cutOff ?? (cause === undefined ? undefined : run.view.text(cause.words))
  const scenarios = await Promise.all(repeats.counted(results).map((result) => located(result, options.locate)))
  return {
    provider: spec.provider,
    title: operation.title,
    ...(options.document === undefined ? {} : { document: options.document }),
    ...(spec.edition === 'latest' ? { edition: 'latest' } : {}),
    target: target.root,
    verdict: providerVerdict(results, cutOff, options.failOn),
    ...(reason === undefined ? {} : { reason }),
    scenarios,
    conformance: run.checks.conformance(),
    seen: run.seen.result(),
    requests: run.client.requestsMade,
    errata: spec.errata.map(({ id, basis, reason, source }) => ({ id, basis, reason, source })),
  }
}

function providerRun(options: CheckOptions, redactor: Redactor, repeats: Repeats): ProviderRun {
  const { spec, reading, target, failOn, requireBasis, subsets, onExchange, onFinding } = options
  const operation = spec[reading]
  const contract = options.contract(operation)
  const isDeclared = declaredWords(operation, contractWords(contract))
  const view = createBodyView({ bodies: options.bodies, redactor, isDeclared })
  const client = createTargetClient({
    target,
    operation,
    authorizer: contract.authorizer,
    sends: contract.sends,
    redactor,
    shownUrl: view.url,
    http: options.client,
    onExchange,
  })
  return {
    spec,
    operation,
    contract,
    target,
    client,
    checks: createChecks({ spec, reading, contract, subsets, secrets: secretPartsOf(credentialsOf(target)) }),
    seen: createSeen(operation),
    view,
    preflight: createPreflight({
      client,
      target,
      operation,
      contract,
      exchangeOf: (plan) => exchangeOf(client, plan, 0),
      now: options.client.now ?? Date.now,
    }),
    recordOf: (law) =>
      lawRecord({
        law,
        requireBasis,
        failOn,
        view,
        repeats,
        curl: ({ request }) => client.curl(request),
        onFinding,
      }),
    shape: options.shape,
    onReply: ({ id }) => options.onProgress?.({ provider: spec.provider, law: id, requests: client.requestsMade }),
  }
}

/** The results, and what cut the run off first. */
async function runLaws(
  { laws = allLaws, minSeen, client: { signal } }: CheckOptions,
  run: ProviderRun,
): Promise<{ readonly results: readonly LawResult[]; readonly cutOff: string | undefined }> {
  const results: LawResult[] = []
  let cutOff: string | undefined
  let waits = 0
  const last = minSeen === undefined ? [] : [enoughSeen(minSeen, run.seen.result)]
  for (const [index, law] of [...laws, ...last].entries()) {
    if (signal?.aborted === true) break
    // What was seen is judged without requests.
    const outcome = await runLaw(law, run, laws.length - index - 1)
    if (outcome === undefined) continue
    const { result } = outcome
    const code = outcome.cutOff?.code
    results.push(result)
    if (outcome.cutOff !== undefined) cutOff ??= result.reason
    // The first law asks for one page: where that fails for a reason outside the contract, nothing else can be learnt. A list that moves is
    // none.
    const isFatal = outcome.cutOff === undefined ? law.id === 'http/first-page' : code !== 'INTERNAL'
    if (results.length === 1 && result.verdict === 'not-checked' && isFatal) {
      return { results, cutOff: cutOff ?? result.reason }
    }
    if (code === 'TIMEOUT' || code === 'THROTTLED') waits += 1
    if (waits === mostWaits) break
  }
  return { results, cutOff }
}

/** Broken by one law, or by one finding about a reply; kept when something was checked and nothing was cut off. */
function providerVerdict(results: readonly LawResult[], cutOff: string | undefined, failOn: Severity): Verdict {
  const findings = results.flatMap((result) => result.findings)
  if (findings.some(({ severity }) => isAtLeast(severity, failOn))) return 'broken'
  return cutOff === undefined && results.some(({ verdict }) => verdict === 'kept') ? 'kept' : 'not-checked'
}

function credentialsOf({ standIn, credentials = {}, accounts = {} }: ProviderTarget): readonly Credentials[] {
  return [standIn?.credentials ?? credentials, ...Object.values(accounts).map((account) => account.credentials)]
}

function redactorOf(target: ProviderTarget, { security }: OperationSpec): Redactor {
  const names = security.flat().flatMap(({ scheme }) => (scheme.type === 'apiKey' ? [scheme.name] : []))
  return createRedactor(
    credentialsOf(target).flatMap((parts) => Object.values(parts)),
    names,
  )
}

/** Names that only the contract knows. */
function contractWords({ observedFields = [], pager, query }: ContractDefinition): readonly string[] {
  const { match, order, filters = [] } = query ?? {}
  return [
    ...observedFields.flatMap((pointer) => splitPointer(pointer)),
    ...[pager.size?.parameter, pager.cursor?.parameter, match?.parameter, match?.any, match?.all].filter(isText),
    ...[order?.parameter, order?.direction, ...(order?.columns ?? []), 'asc', 'desc'].filter(isText),
    ...filters.map(({ parameter }) => parameter),
  ]
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

async function located(result: LawResult, locate: CheckOptions['locate']): Promise<LawResult> {
  const findings = await Promise.all(
    result.findings.map(async (finding): Promise<Finding> => {
      const location = finding.clause === undefined ? undefined : await locate(finding.clause)
      return location === undefined ? finding : { ...finding, location }
    }),
  )
  return { ...result, findings }
}
