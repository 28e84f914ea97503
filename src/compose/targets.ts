import {
  type ContractFactory,
  type Credentials,
  createHttpClient,
  createRedactor,
  credentialDefect,
  isOnThisMachine,
  type ProviderTarget,
  readCredentials,
  readJson,
  type TransportOptions,
} from '../contract/index.ts'
import { type Edition, editions, isObject, type OperationSpec } from '../spec/index.ts'
import { SetupError } from './errors.ts'

/** What `GET /__admin/providers` gives of one provider, as far as checking needs it. */
export interface OfferedProvider {
  readonly id: string
  readonly edition?: Edition
  readonly baseUrl: string
  readonly tokenUrl?: string
  readonly credentials: Readonly<Record<string, string>>
  readonly accounts?: Readonly<
    Record<string, { readonly credentials: Readonly<Record<string, string>>; readonly count?: number }>
  >
}

type Environment = Readonly<Record<string, string | undefined>>

/** How long to wait for a server's list of providers, and how many bytes of it to read. */
const offerTimeoutMs = 5_000
const offerLimitBytes = 1024 * 1024

/** A provider as an orgmock server lists it. */
export function offeredTarget(
  { baseUrl, tokenUrl, credentials, accounts }: OfferedProvider,
  { basePath }: OperationSpec,
): ProviderTarget & { readonly credentials: Credentials } {
  return {
    root: withoutEnd(baseUrl, basePath),
    isLive: false,
    isMock: true,
    credentials,
    ...(tokenUrl === undefined ? {} : { tokenUrl }),
    ...(accounts === undefined ? {} : { accounts }),
  }
}

/** How a target is named: one base URL, `live`, `mock`, or the URL of a server with orgmock's paths. */
export interface TargetNames {
  readonly target?: string
  readonly baseUrl?: string
  readonly tokenUrl?: string
  /** Where credentials are read. Default: process.env. */
  readonly environment?: Environment
  /** Whether the target is an orgmock server that shows its credentials only with its admin token. */
  readonly wantsAdminToken?: boolean
}

/** Where a provider is checked, and as whom; `offered` is what the target says of it. Throws SetupError BAD_URL. */
export function chosenTarget(
  operation: OperationSpec,
  contract: ContractFactory,
  { target = 'mock', baseUrl, tokenUrl, environment = process.env, wantsAdminToken = false }: TargetNames,
  offered: OfferedProvider | undefined,
): ProviderTarget {
  if (baseUrl !== undefined) return otherTarget(operation, contract, environment, { baseUrl, tokenUrl })
  if (target === 'live') return liveTarget(operation, contract, environment)
  if (target === 'mock' && offered !== undefined) return { ...offeredTarget(offered, operation), isOwn: true }
  const urls = prefixedUrls(target, operation)
  // A server behind a gateway may give URLs with another host. They are not used, so that credentials go only to the named host.
  if (offered !== undefined) return offeredTarget({ ...offered, ...urls }, operation)
  const other = otherTarget(operation, contract, environment, urls)
  if (!wantsAdminToken || other.credentials !== undefined) return other
  return { ...other, noCredentials: adminTokenNeeded, isUnset: false }
}

const adminTokenNeeded =
  'this orgmock wants its admin token before it tells its credentials: set ORGMOCK_ADMIN_TOKEN or ORGMOCK_ADMIN_TOKEN_FILE (orgmock env prints it on its machine)'

/** The real API, with credentials from the vendor's own variables. */
function liveTarget(operation: OperationSpec, contract: ContractFactory, environment: Environment): ProviderTarget {
  const tokenUrl = documentedTokenUrl(operation)
  return {
    root: `https://${operation.hosts[0]}`,
    isLive: true,
    allowedHosts: operation.hosts,
    ...(tokenUrl === undefined ? {} : { tokenUrl }),
    ...given(operation, contract, environment),
  }
}

/**
 * A server that is not orgmock, such as a staging host or a proxy. It is treated with the care of the real API, unless it is on this
 * machine. Throws SetupError BAD_URL.
 */
function otherTarget(
  operation: OperationSpec,
  contract: ContractFactory,
  environment: Environment,
  urls: { readonly baseUrl: string; readonly tokenUrl?: string | undefined },
): ProviderTarget {
  const base = httpUrl('--base-url', urls.baseUrl)
  const token = urls.tokenUrl === undefined ? undefined : httpUrl('--token-url', urls.tokenUrl)
  return {
    root: withoutEnd(`${base.origin}${base.pathname.replace(/\/$/, '')}`, operation.basePath),
    isLive: !isOnThisMachine(base.href),
    allowedHosts: [base.host, ...(token === undefined ? [] : [token.host])],
    ...(token === undefined ? {} : { tokenUrl: token.href }),
    ...given(operation, contract, environment),
  }
}

/** The same, with the provider's host as the first part of the path, as in orgmock. */
function prefixedUrls(origin: string, operation: OperationSpec): { baseUrl: string; tokenUrl?: string } {
  const base = httpUrl('--target', origin).href.replace(/\/$/, '')
  const tokenUrl = documentedTokenUrl(operation)
  return {
    baseUrl: `${base}/${operation.hosts[0]}${operation.basePath}`,
    ...(tokenUrl === undefined ? {} : { tokenUrl: `${base}/${tokenUrl.replace(/^https:\/\//, '')}` }),
  }
}

/** What an orgmock server lists: empty when it wants its admin token; undefined when it is not an orgmock server, or does not answer. */
export async function askOffer(
  origin: string,
  adminToken: string | undefined,
  transport: TransportOptions = {},
): Promise<readonly OfferedProvider[] | undefined> {
  const client = createHttpClient({
    root: httpUrl('--target', origin).href,
    isLive: false,
    allowedHosts: [],
    secrets: createRedactor(adminToken === undefined ? [] : [adminToken]),
    timeoutMs: offerTimeoutMs,
    ...transport,
    bodyLimitBytes: offerLimitBytes,
  })
  try {
    const { response } = await client.send({
      path: '/__admin/providers',
      headers: adminToken === undefined ? {} : { Authorization: `Bearer ${adminToken}` },
      expectsErrors: true,
    })
    if (response.status === 401 && /realm="orgmock admin"/.test(response.header('www-authenticate') ?? '')) return []
    const json = readJson(response.body)
    const offer = response.status === 200 && json.ok ? json.value : undefined
    return Array.isArray(offer) && offer.every(isOffered) ? offer : undefined
  } catch {
    return undefined
  } finally {
    client.close()
  }
}

function isOffered(entry: unknown): entry is OfferedProvider {
  if (!isObject(entry)) return false
  const { id, baseUrl, tokenUrl = '', edition = 'documents', credentials, accounts = {} } = entry
  return (
    [id, baseUrl, tokenUrl].every(isText) &&
    editions.includes(edition as Edition) &&
    isCredentials(credentials) &&
    isObject(accounts) &&
    Object.values(accounts).every(isAccount)
  )
}

function isAccount(account: unknown): boolean {
  return (
    isObject(account) &&
    isCredentials(account['credentials']) &&
    (account['count'] === undefined || Number.isSafeInteger(account['count']))
  )
}

function isCredentials(parts: unknown): boolean {
  return isObject(parts) && Object.values(parts).every((part) => isText(part) && credentialDefect(part) === undefined)
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function given(
  operation: OperationSpec,
  contract: ContractFactory,
  environment: Environment,
): Pick<ProviderTarget, 'credentials' | 'noCredentials' | 'isUnset' | 'accounts' | 'noAccount'> {
  const { variables } = contract(operation).authorizer
  const read = readCredentials(variables, environment)
  return {
    isUnset: Object.keys(variables).length > 0 && !Object.values(variables).some((name) => isGiven(name, environment)),
    ...('credentials' in read ? read : { noCredentials: read.reason }),
    ...furtherAccounts(variables, environment, documentedTokenUrl(operation) !== undefined),
  }
}

/** Accounts that only the owner of a real account can make. For each: its name, its description as a credential, and as an OAuth client. */
const furtherNames = {
  expired: ['expired credential', 'one that has expired', 'a client that gets expired tokens'],
  forbidden: ['credential without the right', 'one that may not read the list', 'a client that may not read the list'],
  foreign: ['credential of another API', 'one of another API', 'a client whose tokens are for another API'],
} as const

/** From the vendor's variables with a suffix such as `_EXPIRED`; a part without such a variable is the ordinary one. */
function furtherAccounts(
  variables: Readonly<Record<string, string>>,
  environment: Environment,
  hasTokens: boolean,
): Pick<ProviderTarget, 'accounts' | 'noAccount'> {
  const found = Object.entries(furtherNames).map(([name, [what, one, client]]) => {
    const further = Object.entries(variables).map(([part, variable]) => {
      return [part, variable, `${variable}_${name.toUpperCase()}`] as const
    })
    const names = further.map(([, , variable]) => variable)
    if (!names.some((variable) => isGiven(variable, environment))) {
      const to = hasTokens ? client : one
      return [name, { reason: `no ${what} is known: set ${names.join(' or ')} (or …_FILE) to ${to}` }] as const
    }
    const chosen = further.map(([part, usual, own]) => [part, isGiven(own, environment) ? own : usual] as const)
    return [name, readCredentials(Object.fromEntries(chosen), environment)] as const
  })
  return {
    accounts: Object.fromEntries(found.flatMap(([name, read]) => ('credentials' in read ? [[name, read]] : []))),
    noAccount: Object.fromEntries(found.flatMap(([name, read]) => ('reason' in read ? [[name, read.reason]] : []))),
  }
}

function isGiven(variable: string, environment: Environment): boolean {
  return Boolean(environment[variable] || environment[`${variable}_FILE`])
}

function documentedTokenUrl({ security }: OperationSpec): string | undefined {
  const schemes = security.flatMap((requirement) => requirement.map(({ scheme }) => scheme))
  return schemes.find((scheme) => scheme.type === 'oauth2')?.tokenUrl
}

/** Throws SetupError BAD_URL. */
function httpUrl(option: string, text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (
    url === undefined ||
    !/^https?:$/.test(url.protocol) ||
    url.search !== '' ||
    url.hash !== '' ||
    url.username !== ''
  ) {
    throw new SetupError(
      'BAD_URL',
      `${option} must be a URL such as https://staging.example.com/v1, without query or credentials, not ${JSON.stringify(url === undefined ? text : `${url.origin}${url.pathname}`)}`,
    )
  }
  return url
}

function withoutEnd(text: string, end: string): string {
  return end !== '' && text.endsWith(end) ? text.slice(0, -end.length) : text
}
