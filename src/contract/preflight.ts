import { isJsonType, type OperationSpec } from '../spec/index.ts'
import { isOperation, mayHaveBody, mediaTypeOf, operationPath } from './replies.ts'
import type { ProviderTarget, TargetClient } from './target-client.ts'
import { type ContractDefinition, CouldNotCheck, type Exchange, type Refusal, type RequestPlan } from './types.ts'
import { plain, shown, type Words, words } from './words.ts'

/** Why nothing can be said of a contract, as the answer to the ordinary request shows it. */
export interface Cause {
  readonly code: 'REFUSED' | 'DOWN' | 'WRONG_ENDPOINT'
  readonly words: Words
}

/** Judges the ordinary request before any law judges anything. */
export interface Preflight {
  /** Called before a request of a law: sends the ordinary request first where the law begins with another. Throws CouldNotCheck. */
  before(plan?: RequestPlan): Promise<void>
  /** Called with each answer before it is judged. Throws CouldNotCheck where the target is not one that the run started. */
  after(exchange: Exchange): void
  /** What was found. */
  readonly cause: Cause | undefined
}

export interface PreflightOptions {
  readonly client: TargetClient
  readonly target: ProviderTarget
  readonly operation: OperationSpec
  readonly contract: ContractDefinition
  exchangeOf(plan: RequestPlan): Promise<Exchange>
  /** Milliseconds since some moment. */
  now(): number
}

export function createPreflight({ client, target, operation, contract, exchangeOf, now }: PreflightOptions): Preflight {
  const reached = target.standIn ?? target
  const stops = target.isOwn !== true
  let isOver = false
  let cause: Cause | undefined
  let sentBefore = 0
  let startedAtMs = 0

  const preflight: Preflight = {
    async before(plan) {
      if (cause !== undefined && stops) throw failed(cause)
      if (isOver) return
      startedAtMs = now()
      sentBefore = client.requestsMade
      if (!stops) return
      if (reached.credentials === undefined) await reachTarget()
      await client.authorizationOf().catch((error) => {
        throw error instanceof CouldNotCheck ? withoutToken(error, contract) : error
      })
      sentBefore = client.requestsMade
      if (plan === undefined || !isOrdinary(plan, operation)) preflight.after(await exchangeOf(ordinaryPlan(contract)))
    },
    after(exchange) {
      if (isOver || !isOrdinary(exchange.plan, operation)) return
      isOver = true
      const outage = { tries: client.requestsMade - sentBefore, tookMs: now() - startedAtMs }
      cause = causeOf(exchange, { contract, operation, ...outage })
      if (cause !== undefined && stops) throw failed(cause)
    },
    get cause() {
      return cause
    },
  }
  return preflight

  /** A target that is not there is the cause, and not that there are no credentials for it. The documented hosts are left alone. */
  async function reachTarget(): Promise<void> {
    if (operation.hosts.includes(new URL(target.root).host)) return
    await client.send({ purpose: 'is anything there', authorization: 'none', expect: 'judged-by-law' })
  }
}

/** The request that every account may make. */
export function ordinaryPlan({ pager }: ContractDefinition): RequestPlan {
  return { query: pager.first(undefined), purpose: 'the ordinary request', expect: 'judged-by-law' }
}

function isOrdinary(plan: RequestPlan, operation: OperationSpec): boolean {
  const { method = 'GET', path = operationPath(operation), authorization, account, expect = 'success', headers } = plan
  const asksNoMore = authorization === undefined && account === undefined && headers === undefined
  return method === 'GET' && path === operationPath(operation) && asksNoMore && typeof expect === 'string'
}

interface Known {
  readonly contract: ContractDefinition
  readonly operation: OperationSpec
  /** Requests that the answer took. */
  readonly tries?: number
  readonly tookMs?: number
}

/** What an answer to the ordinary request says of the target instead of the contract; undefined where it is to be judged. */
export function causeOf(exchange: Exchange, known: Known): Cause | undefined {
  if (!isOperation(exchange, known.operation)) return undefined
  const { status } = exchange.response
  const at = plain(withoutQuery(exchange.request.url))
  if (status >= 500) return down(status, known)
  if (status === 407) return refused(words`a proxy before ${at} wants credentials of its own (status 407)`)
  if (status >= 300 && status < 400) return redirected(exchange)
  if (isAbsent(exchange, known)) return wrongEndpoint(exchange, known)
  if (isRefused(exchange, known.contract)) {
    return refusedBy(words`${at} answered the ordinary request with status ${status}${reasonGiven(exchange)}`, known)
  }
  if (status >= 200 && status < 300 && isPage(exchange)) {
    const what = words`${at} answered status ${status} with a page of HTML: it is a login page, a proxy or another endpoint`
    return { code: 'WRONG_ENDPOINT', words: what }
  }
  return undefined
}

function down(status: number, { tries = 1, tookMs }: Known): Cause {
  const times =
    tries === 1
      ? plain('once')
      : tries === 2
        ? plain('twice')
        : tries === 3
          ? plain('three times')
          : words`${tries} times`
  const within = tookMs === undefined ? words`` : words` in ${Math.max(1, Math.round(tookMs / 1_000))} s`
  return { code: 'DOWN', words: words`the provider is down: ${status} ${times}${within}` }
}

function refused(text: Words): Cause {
  return { code: 'REFUSED', words: text }
}

function refusedBy(answer: Words, { contract }: Pick<Known, 'contract'>): Cause {
  const variables = plain(Object.values(contract.authorizer.variables).join(' and '))
  return refused(words`the credentials were refused: ${answer}; are those of ${variables} right?`)
}

/** Why there is no token, as the cause of the run. */
function withoutToken(error: CouldNotCheck, contract: ContractDefinition): CouldNotCheck {
  if (error.code === 'REFUSED') return failed(refusedBy(error.words, { contract }))
  return error.code === 'SERVER_ERROR'
    ? failed({ code: 'DOWN', words: words`the provider is down: ${error.words}` })
    : error
}

/** No provider's list is behind a redirect: a login page or a proxy is, or the same server under another URL. */
function redirected({ request, response }: Exchange): Cause {
  const url = new URL(request.url)
  const location = response.header('location') ?? ''
  const to = URL.canParse(location, url.href) ? new URL(location, url) : undefined
  const isOwn = to?.host === url.host && to.protocol === url.protocol
  // Only the host is shown: paths and queries of logins hold what nobody else should see.
  const where = to === undefined ? words`` : isOwn ? words` to another path of its own` : words` to ${plain(to.origin)}`
  const advice =
    to?.protocol === 'https:' && url.protocol === 'http:' && to.hostname === url.hostname
      ? words`give the base URL with https://`
      : words`log in, leave the proxy out, or give the base URL that it leads to`
  const text = words`${plain(withoutQuery(url.href))} redirects${where} (status ${response.status}): ${advice}`
  return { code: 'WRONG_ENDPOINT', words: text }
}

/** Nothing is served at the path, in the provider's own way or in any other. */
function isAbsent(exchange: Exchange, { contract: { refusals, gone }, operation }: Known): boolean {
  const { status } = exchange.response
  const isDoubled = doubledIn(new URL(exchange.request.url).pathname, operationPath(operation)) !== undefined
  if (isDoubled && (status === 404 || status === 410)) return true
  if (status !== 404 && status !== 410) return isAs(refusals.notFound, exchange)
  return gone?.status.includes(status) !== true || !exchange.json.ok
}

function wrongEndpoint(exchange: Exchange, { operation }: Known): Cause {
  const url = new URL(exchange.request.url)
  const doubled = doubledIn(url.pathname, operationPath(operation))
  const hint =
    doubled === undefined
      ? words`is the base URL right? The path ${plain(operationPath(operation))} is added to it`
      : words`the base URL ends in ${plain(doubled)}, which the path has too: leave out ${plain(doubled)}`
  const text = words`${plain(withoutQuery(url.href))} answered status ${exchange.response.status}: ${hint}`
  return { code: 'WRONG_ENDPOINT', words: text }
}

/** What a path has twice, where the base URL ended in what the operation's own path begins with. */
function doubledIn(pathname: string, own: string): string | undefined {
  const before = pathname.slice(0, -own.length)
  const segments = own.split('/').filter((segment) => segment !== '')
  const beginnings = segments.map((_, count) => `/${segments.slice(0, count + 1).join('/')}`)
  return beginnings.findLast((beginning) => before.endsWith(beginning))
}

/** As HTTP refuses a credential, or as the provider is known to. */
function isRefused(exchange: Exchange, { refusals }: ContractDefinition): boolean {
  const { missing, malformed, unknown, forbidden, expired } = refusals
  if (exchange.response.status === 401 || exchange.response.status === 403) return true
  return [missing, malformed, unknown, forbidden, expired].some((refusal) => refusal && isAs(refusal, exchange))
}

/** Whether the body says what a refusal promises of bodies, where it promises anything. */
function isAs({ status, also = [] }: Refusal, exchange: Exchange): boolean {
  const ofBody = also.filter(({ header }) => header === undefined)
  return (
    status.includes(exchange.response.status) &&
    ofBody.length > 0 &&
    also.every((clause) => clause.broken(exchange) === undefined)
  )
}

function reasonGiven({ json, response }: Exchange): Words {
  const challenge = response.header('www-authenticate')
  if (json.ok) return words`, ${shown(json.value)}`
  return challenge === undefined ? words`` : words`, ${shown(challenge)}`
}

function isPage(exchange: Exchange): boolean {
  const beginning = exchange.response.body.subarray(0, 100).toString('latin1').trimStart()
  return mayHaveBody(exchange) && !exchange.json.ok && !isJsonType(mediaTypeOf(exchange)) && beginning.startsWith('<')
}

function withoutQuery(url: string): string {
  return url.split('?')[0] ?? url
}

function failed({ code, words }: Cause): CouldNotCheck {
  return new CouldNotCheck(code === 'DOWN' ? 'SERVER_ERROR' : code, words)
}
