import type { ErrataSubsets, OperationSpec, ProviderSpec, Reading, SourceLocation } from '../spec/index.ts'
import { createChecks } from './checks/index.ts'
import { createRedactor, type Redactor } from './client/secret-redactor.ts'
import { type LawRecordOptions, lawRecord } from './law-record.ts'
import { type ProviderRun, runLaw } from './law-run.ts'
import { laws as allLaws } from './laws/index.ts'
import { createSeen } from './seen.ts'
import { createTargetClient, type ProviderTarget, type TargetClientOptions } from './target-client.ts'
import type { ContractFactory, Finding, Law, LawResult, ProviderReport, Severity, Verdict } from './types.ts'

export interface CheckOptions {
  readonly spec: ProviderSpec
  readonly contract: ContractFactory
  readonly target: ProviderTarget
  readonly reading: Reading
  readonly failOn: Severity
  /** The laws to run, in order. Default: every law. */
  readonly laws?: readonly Law[]
  /** Time-outs, budget, pace and the like. */
  readonly client: TargetClientOptions['http']
  /** Names the errata that a body needs exactly. */
  readonly subsets?: ErrataSubsets | undefined
  /** Where a clause stands in the YAML sources. */
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

/** Checks one provider, law by law. Never throws for anything that a server can do. */
export async function checkProvider(options: CheckOptions): Promise<ProviderReport> {
  const { spec, reading, target } = options
  const operation = spec[reading]
  const redactor = redactorOf(target, operation)
  const run = providerRun(options, redactor)
  const { results, cutOff } = await runLaws(options, run).finally(run.client.close)
  const scenarios = await Promise.all(results.map((result) => located(result, options.locate)))
  return {
    provider: spec.provider,
    title: operation.title,
    target: target.root,
    verdict: providerVerdict(results, cutOff),
    ...(cutOff === undefined ? {} : { reason: redactor.text(cutOff) }),
    scenarios,
    conformance: run.checks.conformance(),
    seen: run.seen.result(),
    requests: run.client.requestsMade,
    errata: spec.errata.map(({ id, basis, reason, source }) => ({ id, basis, reason, source })),
  }
}

function providerRun(options: CheckOptions, redactor: Redactor): ProviderRun {
  const { spec, reading, target, failOn, subsets, onExchange, onFinding } = options
  const operation = spec[reading]
  const contract = options.contract(operation)
  const client = createTargetClient({
    target,
    operation,
    authorizer: contract.authorizer,
    redactor,
    http: options.client,
    onExchange,
  })
  return {
    spec,
    operation,
    contract,
    target,
    client,
    checks: createChecks({ spec, reading, contract, subsets }),
    seen: createSeen(operation),
    recordOf: (law) =>
      lawRecord({
        law,
        isLive: target.isLive,
        failOn,
        redactor,
        curl: ({ request }) => client.curl(request),
        onFinding,
      }),
    onReply: ({ id }) => options.onProgress?.({ provider: spec.provider, law: id, requests: client.requestsMade }),
  }
}

/** The results, and what cut the run off first. */
async function runLaws(
  { laws = allLaws, client: { signal } }: CheckOptions,
  run: ProviderRun,
): Promise<{ readonly results: readonly LawResult[]; readonly cutOff: string | undefined }> {
  const results: LawResult[] = []
  let cutOff: string | undefined
  for (const law of laws) {
    if (signal?.aborted === true) break
    const outcome = await runLaw(law, run)
    if (outcome === undefined) continue
    const { result } = outcome
    results.push(result)
    cutOff ??= outcome.cutOff
    // The first law asks for one page: where that fails for a reason outside the contract, nothing else can be learnt.
    if (results.length === 1 && result.verdict === 'not-checked') return { results, cutOff: cutOff ?? result.reason }
  }
  return { results, cutOff }
}

/** Broken as soon as one law is; kept when something was checked and nothing was cut off. */
function providerVerdict(results: readonly LawResult[], cutOff: string | undefined): Verdict {
  if (results.some(({ verdict }) => verdict === 'broken')) return 'broken'
  return cutOff === undefined && results.some(({ verdict }) => verdict === 'kept') ? 'kept' : 'not-checked'
}

function redactorOf({ standIn, credentials, accounts = {} }: ProviderTarget, { security }: OperationSpec): Redactor {
  const reached = standIn?.credentials ?? credentials ?? {}
  const all = [reached, ...Object.values(accounts).map((account) => account.credentials)]
  const names = security.flat().flatMap(({ scheme }) => (scheme.type === 'apiKey' ? [scheme.name] : []))
  return createRedactor(
    all.flatMap((parts) => Object.values(parts)),
    names,
  )
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
