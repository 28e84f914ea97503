import type { ShapeRecord } from '../shape/index.ts'
import type { OperationSpec, ProviderSpec } from '../spec/index.ts'
import type { BodyView } from './body-view.ts'
import type { Checks } from './checks/index.ts'
import type { Sent } from './client/http-client.ts'
import { itemsAt } from './json-pointer.ts'
import { readJson } from './json-reader.ts'
import { type LawRecord, NotApplicable, Skipped } from './law-record.ts'
import type { Preflight } from './preflight.ts'
import type { SeenRecord } from './seen.ts'
import { shapedExchange } from './shaped-exchange.ts'
import { isGuarded, type ProviderTarget, type TargetClient } from './target-client.ts'
import {
  type ContractDefinition,
  CouldNotCheck,
  type Exchange,
  type Law,
  type LawContext,
  type LawResult,
  type RequestPlan,
} from './types.ts'
import { SchemaError } from './validator/index.ts'
import { plain, shown, words } from './words.ts'

/** What a server may take to answer the requests of one law: pages may lead on without end. */
const mostAnsweringMinutes = 5

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
  readonly preflight: Preflight
  readonly view: BodyView
  readonly shape: ShapeRecord | undefined
  recordOf(law: Law): LawRecord
  /** Called for each reply before it is judged. */
  onReply(law: Law): void
}

/** What came of a law, and what cut it off, where that was neither the provider nor the law's own choice. */
export interface LawOutcome {
  readonly result: LawResult
  readonly cutOff?: CouldNotCheck
}

/**
 * Runs one law; undefined where it has no meaning for the provider. An error in a law, a check or a contract ends this law only. Of a
 * budget, one request is kept for each of the `lawsToCome`.
 * Throws SchemaError: the document is at fault.
 */
export async function runLaw(law: Law, run: ProviderRun, lawsToCome: number): Promise<LawOutcome | undefined> {
  const { client } = run
  const record = run.recordOf(law)
  const startedAt = performance.now()
  const requestsBefore = client.requestsMade
  let problem: CouldNotCheck | Skipped | undefined
  try {
    await law.run(contextOf(law, run, record, lawsToCome))
  } catch (error) {
    if (error instanceof NotApplicable) return undefined
    if (error instanceof SchemaError) throw error
    problem = error instanceof CouldNotCheck || error instanceof Skipped ? error : internalError(law, error)
  }
  const result = record.result(problem, client.requestsMade - requestsBefore, performance.now() - startedAt)
  return { result, ...(problem instanceof CouldNotCheck ? { cutOff: problem } : {}) }
}

function internalError({ id }: Law, error: unknown): CouldNotCheck {
  const what = error instanceof Error ? error.message : 'no error was thrown, but a value'
  return new CouldNotCheck('INTERNAL', words`internal error in ${plain(id)} (please report it): ${shown(what)}`)
}

function contextOf(law: Law, run: ProviderRun, record: LawRecord, lawsToCome: number): LawContext {
  const { spec, operation, contract, target, client } = run
  function heard(method: string, purpose: string, sent: Sent): Exchange {
    run.onReply(law)
    return { index: 0, plan: { method, purpose, expect: 'judged-by-law' }, ...sent, json: readJson(sent.response.body) }
  }
  return {
    contract,
    spec,
    operation,
    isLive: target.isLive,
    isGuarded: isGuarded(target),
    send: judgedSender(law, run, record, lawsToCome),
    async ordinary() {
      await run.preflight.before()
      return client.authorizationOf()
    },
    authorizationOf: client.authorizationOf,
    async requestToken(purpose, change = (form) => form) {
      await run.preflight.before()
      const sent = await client.exchangeToken(change, purpose)
      return sent && heard('POST', purpose, sent)
    },
    tokenUrl: (target.standIn ?? target).tokenUrl,
    async askTokenHost(purpose, path) {
      return heard('GET', purpose, await client.askTokenHost(path, purpose))
    },
    accounts: Object.fromEntries(Object.entries(target.accounts ?? {}).map(([name, { count }]) => [name, count])),
    noAccount: target.noAccount ?? {},
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
function judgedSender(law: Law, run: ProviderRun, record: LawRecord, lawsToCome: number): LawContext['send'] {
  const { target, client, checks, seen, preflight } = run
  const judging = checks.forLaw(law)
  const answeredBefore = client.answeringMs
  let exchanges = 0

  return async function send(plan) {
    // Nothing is missing from a run because of it: the law is left out on purpose.
    if (target.isLive && (plan.method ?? 'GET') !== 'GET') {
      throw new Skipped(`${plan.method} is not sent to a live target: only GET is`)
    }
    if (client.answeringMs - answeredBefore > mostAnsweringMinutes * 60_000) {
      throw new CouldNotCheck(
        'TIMEOUT',
        `gave up after ${exchanges} requests, which took the server ${mostAnsweringMinutes} minutes to answer`,
      )
    }
    if (exchanges > 0 && client.requestsLeft <= lawsToCome) {
      throw new Skipped(`its part of the budget ends after ${exchanges} of its requests: --max-requests can give more`)
    }
    await preflight.before(plan)
    const exchange = await exchangeOf(client, plan, exchanges)
    run.onReply(law)
    preflight.after(exchange)
    exchanges += 1
    for (const finding of judging.flatMap((check) => check.judge(exchange))) record.add(finding, exchange)
    if (lacksItsList(law, exchange, run)) record.cannotRead()
    seen.observe(exchange.response.status, exchange.json.ok ? exchange.json.value : undefined)
    run.shape?.observe(shapedExchange(exchange, law, run))
    return exchange
  }
}

/** Laws about lists cannot judge a success that has none. */
function lacksItsList({ family }: Law, { plan, response, json }: Exchange, { contract }: ProviderRun): boolean {
  if (family !== 'pagination' && family !== 'query') return false
  const isSuccess = (plan.expect ?? 'success') === 'success' && response.status === 200
  return isSuccess && (!json.ok || itemsAt(json.value, contract.list.items) === undefined)
}

/** Sends one request; `index` is its number in the law. Throws CouldNotCheck. */
export async function exchangeOf(client: TargetClient, plan: RequestPlan, index: number): Promise<Exchange> {
  const { request, response } = await client.send(plan)
  return { index, plan, request, response, json: readJson(response.body) }
}
