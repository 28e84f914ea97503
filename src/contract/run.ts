import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ErrataSubsets, ProviderSpec, Reading, SourceLocation } from '../spec/index.ts'
import { createChecks } from './checks/index.ts'
import { curlOf } from './client/curl.ts'
import { createHttpClient, type HttpClientOptions, type SendRequest } from './client/http-client.ts'
import { createRedactor } from './client/redactor.ts'
import { jsonReader } from './json-reader.ts'
import { laws as allLaws } from './laws/index.ts'
import { NotApplicable, Skipped, scenarioRecord } from './scenario.ts'
import { createSeen } from './seen.ts'
import {
  type Authorization,
  type ContractFactory,
  CouldNotCheck,
  type Credentials,
  type Exchange,
  type Finding,
  type Law,
  type LawContext,
  type ProviderReport,
  type RequestPlan,
  type ScenarioResult,
  type Severity,
  type TokenRequest,
  type Verdict,
} from './types.ts'

/** Where a provider is reached, and as whom. */
export interface ProviderTarget {
  /** URL of the provider's host root, such as `https://api.cloudflare.com` or `http://127.0.0.1:8080/api.cloudflare.com`. */
  readonly root: string
  readonly tokenUrl?: string
  readonly isLive: boolean
  /** Hosts that a live target may be spoken to at. Default: the documented ones. */
  readonly allowedHosts?: readonly string[]
  readonly credentials?: Credentials
  /** A dry run: where requests go instead, so that replies lead the laws on; reports name the target all the same. */
  readonly standIn?: { readonly root: string; readonly tokenUrl?: string; readonly credentials: Credentials }
  /** Further accounts by name (`empty`, `one`, `page`), where the target offers such. */
  readonly accounts?: Readonly<Record<string, { readonly credentials: Credentials; readonly count?: number }>>
}

export interface CheckOptions {
  readonly spec: ProviderSpec
  readonly contract: ContractFactory
  readonly target: ProviderTarget
  readonly reading: Reading
  readonly failOn: Severity
  /** Only the laws with these ids, or of these families; empty means all. */
  readonly scenarios: readonly string[]
  /** Time-outs, budget, pace and the like. */
  readonly client: Omit<HttpClientOptions, 'root' | 'tokenUrl' | 'isLive' | 'secrets' | 'allowedHosts'>
  /** Names the errata that a body needs exactly. */
  readonly subsets?: ErrataSubsets | undefined
  /** Where a clause stands in the YAML sources. */
  readonly locate: (pointer: string) => Promise<SourceLocation | undefined>
  readonly onProgress?: (progress: Progress) => void
  /** Called for each request of a law once it is answered, with the command that repeats it. */
  readonly onExchange?: (request: { readonly curl: string; readonly purpose: string }) => void
  /** Told of each finding as soon as it is made, without its location; with the client's signal a run can be ended at the first one. */
  readonly onFinding?: (finding: Finding) => void
  /** For tests and self-tests. Default: every law. */
  readonly laws?: readonly Law[]
}

export interface Progress {
  readonly provider: string
  readonly scenario: string
  readonly requests: number
}

/** Checks one provider, law by law. Never throws for anything that a server can do. */
export async function checkProvider(options: CheckOptions): Promise<ProviderReport> {
  const { spec, target, reading, client: clientOptions } = options
  const operation = spec[reading]
  const contract = options.contract(operation)
  const reached = target.standIn ?? target
  const redactor = createRedactor([
    ...Object.values(reached.credentials ?? {}),
    ...Object.values(target.accounts ?? {}).flatMap(({ credentials }) => Object.values(credentials)),
  ])
  const http = createHttpClient({
    ...clientOptions,
    root: reached.root,
    ...(reached.tokenUrl === undefined ? {} : { tokenUrl: reached.tokenUrl }),
    isLive: target.isLive && target.standIn === undefined,
    allowedHosts: target.allowedHosts ?? operation.hosts,
    secrets: redactor,
  })
  const seen = createSeen(operation)
  const variables = Object.fromEntries(
    Object.entries(contract.authorizer.variables).flatMap(([part, variable]) => {
      const value = reached.credentials?.[part]
      return value === undefined ? [] : [[variable, value]]
    }),
  )
  const checks = createChecks({ spec, reading, contract, subsets: options.subsets })
  const authorizations = new Map<string, Promise<Authorization>>()
  const read = jsonReader()
  let reason: string | undefined

  /** A request as the target would have got it. */
  function shown(request: Exchange['request']): Exchange['request'] {
    const { tokenUrl } = reached
    const url =
      request.url === tokenUrl ? (target.tokenUrl ?? tokenUrl) : request.url.replace(reached.root, target.root)
    return { ...request, url }
  }

  const requestToken: TokenRequest = async (form) => {
    const reply = await http.requestToken(form)
    options.onExchange?.({
      get curl() {
        return curlOf(shown(http.prepareToken(form)), redactor, variables)
      },
      purpose: 'a token',
    })
    return reply
  }

  async function authorize(credentials: Credentials | undefined, scope?: string): Promise<Authorization> {
    const { authorizer } = contract
    if (credentials === undefined) throw new CouldNotCheck('NO_CREDENTIALS', missingCredentials(authorizer.variables))
    const authorization = await authorizer.authorize(credentials, requestToken, scope)
    for (const value of Object.values(authorization.headers)) redactor.add(value)
    return authorization
  }

  function authorizationOf(account: string): Promise<Authorization> {
    const credentials = account === '' ? reached.credentials : target.accounts?.[account]?.credentials
    const made = authorizations.get(account) ?? authorize(credentials)
    authorizations.set(account, made)
    return made
  }

  async function runLaw(law: Law, onLastAnswer: () => void): Promise<ScenarioResult | undefined> {
    const startedAt = performance.now()
    const requestsBefore = http.requestsMade
    // Known before the end where the next law begins in between.
    let requestsMade: number | undefined
    let exchanges = 0
    const judging = checks.forLaw(law)
    // What is to be judged, and what the law finds, in the order in which it came: it waits until the next request has been sent, so that
    // we work while the server does.
    const waiting: (() => void)[] = []
    const record = scenarioRecord({
      id: law.id,
      family: law.family,
      title: law.title,
      isLive: target.isLive,
      failOn: options.failOn,
      redactor,
      curl: (exchange) => curlOf(exchange.request, redactor, variables),
      onFinding: options.onFinding,
    })

    async function send(plan: RequestPlan): Promise<Exchange> {
      // Nothing is missing from a run because of it: the law is left out on purpose.
      if (target.isLive && (plan.method ?? 'GET') !== 'GET') {
        throw new Skipped(`${plan.method} is not sent to a live target: only GET is`)
      }
      const authorization = await authorizationFor(plan)
      const query = [plan.query, authorization.query].filter((part) => part !== undefined && part !== '').join('&')
      const toSend: SendRequest = {
        method: plan.method ?? 'GET',
        path: plan.path ?? `${operation.basePath}${operation.path}`,
        query,
        headers: { ...authorization.headers, ...plan.headers },
        ...(plan.body === undefined ? {} : { body: plan.body }),
        // A refusal that is expected comes back at once; any other error is tried again first.
        expectsErrors: typeof plan.expect === 'object' ? plan.expect.status : false,
      }
      const [{ request, response }] = await Promise.all([
        http.send(toSend, (request) => answered(request, plan)),
        // In the turn after this one the request is on its way.
        nextTurn().then(judgeWaiting),
      ])
      const exchange: Exchange = { index: exchanges, plan, request, response, json: read(response.body) }
      exchanges += 1
      waiting.push(() => judge(exchange))
      return exchange
    }

    function judgeWaiting(): void {
      for (const judgeOne of waiting.splice(0)) judgeOne()
    }

    function judge(exchange: Exchange): void {
      for (const check of judging) {
        for (const finding of check.judge(exchange)) record.add(finding, exchange)
      }
      seen.observe(exchange.response.status, exchange.json.ok ? exchange.json.value : undefined)
    }

    function answered(request: Exchange['request'], { purpose, method }: RequestPlan): void {
      options.onExchange?.({
        get curl() {
          return curlOf(shown(request), redactor, variables)
        },
        purpose,
      })
      options.onProgress?.({ provider: spec.provider, scenario: law.id, requests: http.requestsMade })
      if (law.endsWithHead !== true || method !== 'HEAD') return
      requestsMade = http.requestsMade - requestsBefore
      onLastAnswer()
    }

    function authorizationFor({ authorization, account }: RequestPlan): Authorization | Promise<Authorization> {
      if (authorization === 'none') return { headers: {} }
      return authorization ?? authorizationOf(account ?? '')
    }

    const context: LawContext = {
      contract,
      spec,
      operation,
      isLive: target.isLive,
      send,
      ordinary: () => authorizationOf(''),
      authorizationOf,
      withScope: (scope) => authorize(reached.credentials, scope),
      accounts: Object.fromEntries(Object.entries(target.accounts ?? {}).map(([name, { count }]) => [name, count])),
      report: (finding, exchange) => {
        waiting.push(() => record.add(finding, exchange))
      },
      skip(reason) {
        throw new Skipped(reason)
      },
      notApplicable() {
        throw new NotApplicable()
      },
    }
    let problem: unknown
    try {
      await law.run(context)
    } catch (error) {
      if (error instanceof NotApplicable) return undefined
      problem = error
      // A law that was cut off says nothing about the provider; one that was skipped on purpose takes nothing away.
      if (error instanceof CouldNotCheck) reason ??= error.message
    }
    judgeWaiting()
    return record.result(problem, requestsMade ?? http.requestsMade - requestsBefore, performance.now() - startedAt)
  }

  const chosen = wanted(options.laws ?? allLaws, options.scenarios)
  const results = new Map<Law, Promise<ScenarioResult | undefined>>()
  let isFirst = true
  for (const law of clientOptions.maxRequests === undefined ? waitingEarly(chosen) : chosen) {
    if (clientOptions.signal?.aborted === true) break
    const result = await new Promise<ScenarioResult | 'answered' | undefined>((resolve, reject) => {
      const running = runLaw(law, () => resolve('answered'))
      results.set(law, running)
      running.then(resolve, reject)
    })
    if (result === undefined) continue
    // The first law asks for one page: where that fails for a reason outside the contract, nothing else can be learnt.
    if (isFirst && result !== 'answered' && result.verdict === 'not-checked') {
      reason ??= result.reason
      break
    }
    isFirst = false
  }
  const done = (await Promise.all(chosen.map((law) => results.get(law)))).filter((result) => result !== undefined)
  http.close()

  const scenarios = await Promise.all(done.map((result) => located(result, options.locate)))
  const verdict = providerVerdict(scenarios, reason)
  return {
    provider: spec.provider,
    title: operation.title,
    target: target.root,
    verdict,
    ...(reason === undefined ? {} : { reason: redactor.text(reason) }),
    scenarios,
    conformance: checks.conformance(),
    seen: seen.result(),
    requests: http.requestsMade,
    errata: spec.errata.map(({ id, basis, reason: why, source }) => ({ id, basis, reason: why, source })),
  }
}

/** Broken as soon as one law is; kept when something was checked and nothing was cut off. */
function providerVerdict(scenarios: readonly ScenarioResult[], cutOff: string | undefined): Verdict {
  if (scenarios.some(({ verdict }) => verdict === 'broken')) return 'broken'
  return cutOff === undefined && scenarios.some(({ verdict }) => verdict === 'kept') ? 'kept' : 'not-checked'
}

function wanted(laws: readonly Law[], names: readonly string[]): readonly Law[] {
  return names.length === 0 ? laws : laws.filter(({ id, family }) => names.includes(id) || names.includes(family))
}

/**
 * The order in which laws begin: those that end with waiting come right after the first one, so that all the others run meanwhile. Under
 * a budget they keep their place, which says what requests are best spent on.
 */
function waitingEarly([first, ...others]: readonly Law[]): readonly Law[] {
  const [early, late] = [true, false].map((isEarly) => others.filter((law) => (law.endsWithHead === true) === isEarly))
  return [...(first === undefined ? [] : [first]), ...(early ?? []), ...(late ?? [])]
}

function missingCredentials(variables: Readonly<Record<string, string>>): string {
  const names = Object.values(variables)
  return `no credentials: set ${names.join(' and ')} (or ${names.map((name) => `${name}_FILE`).join(' and ')})`
}

async function located(result: ScenarioResult, locate: CheckOptions['locate']): Promise<ScenarioResult> {
  const findings = await Promise.all(
    result.findings.map(async (finding): Promise<Finding> => {
      const location = finding.clause === undefined ? undefined : await locate(finding.clause)
      return location === undefined ? finding : { ...finding, location }
    }),
  )
  return { ...result, findings }
}
