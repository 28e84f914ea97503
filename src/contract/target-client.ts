import { isObject, type OperationSpec } from '../spec/index.ts'
import { isOnThisMachine } from './client/address.ts'
import { curlOf } from './client/curl.ts'
import { createHttpClient, type HttpClientOptions, type Sent } from './client/http-client.ts'
import type { Redactor } from './client/secret-redactor.ts'
import { operationPath } from './replies.ts'
import {
  type Authorization,
  type Authorizer,
  CouldNotCheck,
  type Credentials,
  type Exchange,
  type FormChange,
  type RequestPlan,
  type Sends,
  type TokenRequest,
} from './types.ts'

/** Where a provider is reached, and as whom. */
export interface ProviderTarget {
  /** URL of the provider's host root, such as `https://api.cloudflare.com` or `http://127.0.0.1:8080/api.cloudflare.com`. */
  readonly root: string
  readonly tokenUrl?: string
  readonly isLive: boolean
  /** It told its credentials itself, so that they are no secrets. */
  readonly isMock?: boolean
  /** Started by the run: what looks like a refused credential or an outage is then a defect of its own. */
  readonly isOwn?: boolean
  /** Hosts that a live target may be spoken to at. Default: the documented ones. */
  readonly allowedHosts?: readonly string[]
  readonly credentials?: Credentials
  /** Why there are no credentials, in one line. */
  readonly noCredentials?: string
  /** Not even a part of its credentials was given: the provider can be left out. */
  readonly isUnset?: boolean
  /** Why there is no further account of a name where the target cannot offer one, and how to give one. */
  readonly noAccount?: Readonly<Record<string, string>>
  /** A dry run: where requests go instead, so that replies lead the laws on; reports name the target all the same. */
  readonly standIn?: { readonly root: string; readonly tokenUrl?: string; readonly credentials: Credentials }
  /** Further accounts by name (`empty`, `one`, `page`), where the target offers such. */
  readonly accounts?: Readonly<Record<string, { readonly credentials: Credentials; readonly count?: number }>>
}

/** Whether the target's credentials may be somebody's real ones, and others may see where they are sent. */
export function isGuarded({ root, tokenUrl, isLive, isMock = false }: ProviderTarget): boolean {
  return isLive || !(isMock || [root, tokenUrl ?? root].every(isOnThisMachine))
}

/** A request that was answered, with the command that repeats it. */
export interface ToldRequest {
  readonly curl: string
  readonly purpose: string
}

export interface TargetClientOptions {
  readonly target: ProviderTarget
  readonly operation: OperationSpec
  readonly authorizer: Authorizer
  readonly sends?: Sends | undefined
  readonly redactor: Redactor
  /** The URL as it may be shown: a query may carry what a reply said. */
  shownUrl(url: string): string
  readonly http: Omit<HttpClientOptions, 'root' | 'tokenUrl' | 'isLive' | 'secrets' | 'allowedHosts' | 'awaitsStart'>
  /** Called for each request once it is answered, token requests too. */
  readonly onExchange?: ((request: ToldRequest) => void) | undefined
}

/** Share of a token's life after which a new one is asked for, and how long before its end at the least: exp is in whole seconds. */
const renewedAfter = 0.8
const shortestRestMs = 1_500

/** Sends what laws plan to one target, with the authorization that they ask for. */
export interface TargetClient {
  /** Errors: CouldNotCheck. */
  send(plan: RequestPlan): Promise<Sent>
  /** Of the ordinary account, or of a further one by name; made once, and again before a token expires. */
  authorizationOf(account?: string): Promise<Authorization>
  /**
   * Asks the token endpoint for a token of the ordinary account, with the form changed; undefined where its credential needs no token.
   * Errors: CouldNotCheck.
   */
  exchangeToken(change: FormChange, purpose: string): Promise<Sent | undefined>
  /** GETs a path of the token endpoint's host, without a credential. Errors: CouldNotCheck. */
  askTokenHost(path: string, purpose: string): Promise<Sent>
  /** The request as the target would get it, as a command that repeats it, credentials redacted. */
  curl(request: Exchange['request']): string
  readonly requestsMade: number
  /** What servers took to answer, all together, in milliseconds. */
  readonly answeringMs: number
  /** What is left of the budget; infinite without one. */
  readonly requestsLeft: number
  close(): void
}

export function createTargetClient({ target, operation, authorizer, ...options }: TargetClientOptions): TargetClient {
  const { redactor, shownUrl, onExchange, sends = {} } = options
  const reached = target.standIn ?? target
  const http = createHttpClient({
    ...options.http,
    root: reached.root,
    ...(reached.tokenUrl === undefined ? {} : { tokenUrl: reached.tokenUrl }),
    isLive: target.isLive && target.standIn === undefined,
    awaitsStart: target.isOwn !== true && target.standIn === undefined,
    allowedHosts: target.allowedHosts ?? operation.hosts,
    secrets: redactor,
  })
  const renamed = renamedRoots(target)
  const variables = variableValues(authorizer, reached.credentials)
  const authorizations = new Map<string | undefined, { readonly made: Promise<Authorization>; renewAtMs?: number }>()

  function curl(request: Exchange['request']): string {
    const url = renamed.reduce((text, [root, name]) => text.replace(root, name), request.url)
    return curlOf({ ...request, url: shownUrl(url) }, redactor, variables, options.http)
  }

  const requestToken: TokenRequest = async (form) => {
    const reply = await http.requestToken(form)
    onExchange?.({ curl: curl(http.prepareToken(form)), purpose: 'a token' })
    return reply
  }

  async function authorize(
    credentials: Credentials | undefined,
    onLifetime?: (lifeMs: number) => void,
  ): Promise<Authorization> {
    if (credentials === undefined) {
      throw new CouldNotCheck('NO_CREDENTIALS', target.noCredentials ?? 'no credentials are given')
    }
    const tokenOf: TokenRequest = async (form) => {
      const reply = await requestToken(form)
      const seconds = isObject(reply) ? reply['expires_in'] : undefined
      if (typeof seconds === 'number' && seconds > 0) onLifetime?.(seconds * 1_000)
      return reply
    }
    const authorization = await authorizer.authorize(credentials, tokenOf)
    for (const { headers, query } of [authorization, ...(authorization.others ?? [])]) {
      for (const value of [...Object.values(headers), ...new URLSearchParams(query).values()]) redactor.add(value)
    }
    return authorization
  }

  function authorizationOf(account?: string): Promise<Authorization> {
    const credentials = account === undefined ? reached.credentials : target.accounts?.[account]?.credentials
    const kept = authorizations.get(account)
    if (kept !== undefined && performance.now() < (kept.renewAtMs ?? Number.POSITIVE_INFINITY)) return kept.made
    // The token is made before its answer comes.
    const askedAtMs = performance.now()
    const fresh: { made: Promise<Authorization>; renewAtMs?: number } = {
      made: authorize(credentials, (lifeMs) => {
        fresh.renewAtMs = askedAtMs + Math.min(renewedAfter * lifeMs, lifeMs - shortestRestMs)
      }),
    }
    authorizations.set(account, fresh)
    return fresh.made
  }

  function authorizationFor({ authorization, account }: RequestPlan): Authorization | Promise<Authorization> {
    return authorization === 'none' ? { headers: {} } : (authorization ?? authorizationOf(account))
  }

  return {
    async send(plan) {
      const authorization = await authorizationFor(plan)
      const sent = await http.send({
        method: plan.method ?? 'GET',
        path: plan.path ?? operationPath(operation),
        query: [plan.query, missingFrom(plan.query, sends), authorization.query].filter(Boolean).join('&'),
        headers: { ...authorizer.headers, ...sends.headers, ...authorization.headers, ...plan.headers },
        ...(plan.body === undefined ? {} : { body: plan.body }),
        // A refusal that is expected comes back at once; any other error is tried again first.
        expectsErrors: typeof plan.expect === 'object' ? plan.expect.status : false,
      })
      onExchange?.({ curl: curl(sent.request), purpose: plan.purpose })
      return sent
    },
    authorizationOf,
    async exchangeToken(change, purpose) {
      let sent: Sent | undefined
      await authorizer.authorize(reached.credentials ?? {}, async (form) => {
        sent = await http.exchangeToken(change(form))
        onExchange?.({ curl: curl(sent.request), purpose })
        return { access_token: 'of no use' }
      })
      return sent
    },
    async askTokenHost(path, purpose) {
      const sent = await http.askTokenHost(path)
      onExchange?.({ curl: curl(sent.request), purpose })
      return sent
    },
    curl,
    get requestsMade() {
      return http.requestsMade
    },
    get answeringMs() {
      return http.answeringMs
    },
    get requestsLeft() {
      return http.requestsLeft
    },
    close: http.close,
  }
}

/** The parameters that every request has and a query does not name, as a query. */
function missingFrom(query: string | undefined, { query: always = {} }: Sends): string {
  const given = new URLSearchParams(query)
  return new URLSearchParams(Object.entries(always).filter(([name]) => !given.has(name))).toString()
}

/** Where a dry run sends requests instead, each with what it is to be called. */
function renamedRoots({ root, tokenUrl, standIn }: ProviderTarget): readonly (readonly [root: string, name: string])[] {
  if (standIn === undefined) return []
  const { origin = '', pathname = '' } = tokenUrl === undefined ? {} : new URL(tokenUrl)
  const isKnown = pathname !== '' && standIn.tokenUrl?.endsWith(pathname) === true
  const tokenRoot = isKnown ? [[standIn.tokenUrl?.slice(0, -pathname.length) ?? '', origin] as const] : []
  return [[standIn.root, root], ...tokenRoot]
}

/** The credential's parts by the vendor's own variables. */
function variableValues({ variables }: Authorizer, credentials: Credentials = {}): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(variables).flatMap(([part, variable]) => {
      const value = credentials[part]
      return value === undefined ? [] : [[variable, value]]
    }),
  )
}
