import type { OperationSpec, ProviderSpec } from '../spec/index.ts'
import type { Checks } from './checks/index.ts'
import { readJson } from './json-reader.ts'
import { type LawRecord, NotApplicable, Skipped } from './law-record.ts'
import type { SeenRecord } from './seen.ts'
import type { ProviderTarget, TargetClient } from './target-client.ts'
import {
  type ContractDefinition,
  CouldNotCheck,
  type Exchange,
  type Law,
  type LawContext,
  type LawResult,
} from './types.ts'

/** What the laws of one provider share while they run, one after another. */
export interface ProviderRun {
  readonly spec: ProviderSpec
  /** The reading that bodies are held against. */
  readonly operation: OperationSpec
  readonly contract: ContractDefinition
  readonly target: ProviderTarget
  readonly client: TargetClient
  readonly checks: Checks
  readonly seen: SeenRecord
  recordOf(law: Law): LawRecord
  /** Called for each reply before it is judged. */
  onReply(law: Law): void
}

/** What came of a law, and what cut it off, where that was neither the provider nor the law's own choice. */
export interface LawOutcome {
  readonly result: LawResult
  readonly cutOff?: string
}

/** Runs one law; undefined where it has no meaning for the provider. Throws what is no server's doing, such as SchemaError. */
export async function runLaw(law: Law, run: ProviderRun): Promise<LawOutcome | undefined> {
  const { client } = run
  const record = run.recordOf(law)
  const startedAt = performance.now()
  const requestsBefore = client.requestsMade
  let problem: unknown
  try {
    await law.run(contextOf(law, run, record))
  } catch (error) {
    if (error instanceof NotApplicable) return undefined
    problem = error
  }
  const result = record.result(problem, client.requestsMade - requestsBefore, performance.now() - startedAt)
  return { result, ...(problem instanceof CouldNotCheck ? { cutOff: result.reason ?? problem.code } : {}) }
}

function contextOf(law: Law, run: ProviderRun, record: LawRecord): LawContext {
  const { spec, operation, contract, target, client } = run
  return {
    contract,
    spec,
    operation,
    isLive: target.isLive,
    send: judgedSender(law, run, record),
    ordinary: () => client.authorizationOf(),
    authorizationOf: client.authorizationOf,
    withScope: client.withScope,
    accounts: Object.fromEntries(Object.entries(target.accounts ?? {}).map(([name, { count }]) => [name, count])),
    report: record.add,
    skip(reason) {
      throw new Skipped(reason)
    },
    notApplicable() {
      throw new NotApplicable()
    },
  }
}

/** Sends a law's requests; every check judges a reply before the law sees it. */
function judgedSender(law: Law, run: ProviderRun, record: LawRecord): LawContext['send'] {
  const { target, client, checks, seen } = run
  const judging = checks.forLaw(law)
  let exchanges = 0

  return async function send(plan) {
    // Nothing is missing from a run because of it: the law is left out on purpose.
    if (target.isLive && (plan.method ?? 'GET') !== 'GET') {
      throw new Skipped(`${plan.method} is not sent to a live target: only GET is`)
    }
    const { request, response } = await client.send(plan)
    run.onReply(law)
    const exchange: Exchange = { index: exchanges, plan, request, response, json: readJson(response.body) }
    exchanges += 1
    for (const finding of judging.flatMap((check) => check.judge(exchange))) record.add(finding, exchange)
    seen.observe(response.status, exchange.json.ok ? exchange.json.value : undefined)
    return exchange
  }
}
