import path from 'node:path'
import {
  type CheckOptions,
  checkProvider,
  laws,
  type Progress,
  type ProviderReport,
  type ProviderTarget,
  type Report,
  type Severity,
} from '../contract/index.ts'
import { loadErrataSubsets, locate, type Reading } from '../spec/index.ts'
import { readAdminToken } from './admin-token.ts'
import { liveBudget } from './budget.ts'
import { SetupError } from './errors.ts'
import { startMockServer } from './lazy-mocks.ts'
import type { MockServer } from './mock-server.ts'
import { findProviders, loadContract, loadSpec, type ProviderFiles } from './provider-loader.ts'
import { askOffer, liveTarget, type OfferedProvider, offeredTarget, otherTarget, prefixedUrls } from './targets.ts'
import { packageVersion } from './version.ts'

export interface ContractOptions {
  /** Ids of the providers to check. Default: all. */
  readonly providers?: readonly string[]
  /** `mock` (default) starts the mocks on a free port; `live` is the real APIs; a URL is any server addressed as ours. */
  readonly target?: string
  /** One provider's base URL as its SDK wants it: a staging host, a proxy. Instead of `target`. */
  readonly baseUrl?: string
  /** The token endpoint that belongs to `baseUrl`. */
  readonly tokenUrl?: string
  /** Default `repaired`. */
  readonly reading?: Reading
  /** The mildest severity that breaks a contract. Default `violation`. */
  readonly failOn?: Severity
  /** Ids or families of laws; empty means all. */
  readonly scenarios?: readonly string[]
  /** Requests for each provider. Default: 60 against a live target, none otherwise. */
  readonly maxRequests?: number
  readonly ratePerSecond?: number
  /** For one request. Default 30 s. */
  readonly timeoutMs?: number
  /** Where credentials and ORGMOCK_ADMIN_TOKEN (or …_FILE) are read. Default: process.env. */
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** Sends nothing to the target: mocks stand in for it, and `onExchange` tells what would have been sent. */
  readonly isDryRun?: boolean
  readonly onExchange?: NonNullable<CheckOptions['onExchange']>
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: Progress) => void
  /** Of the mocks that `target: 'mock'` starts. */
  readonly seed?: number
  readonly count?: number
  /** Directories with providers of your own, each with specs/, mocks/ and contracts/; one with the id of ours takes its place. */
  readonly providerDirectories?: readonly string[]
}

/** Checks providers one after another. Throws SetupError, SpecError, ConfigError; whatever a server does ends up in the report. */
export async function runContracts(options: ContractOptions = {}): Promise<Report> {
  const { target = 'mock', reading = 'repaired', failOn = 'violation', signal } = options
  const startedAt = new Date()
  refuseUnknownScenarios(options.scenarios ?? [])
  const files = await findProviders(options.providerDirectories, options.providers)
  if (options.baseUrl !== undefined && files.length !== 1) {
    throw new SetupError(
      'BAD_URL',
      '--base-url belongs to one provider: name it, such as orgmock check nirvana --base-url URL',
    )
  }
  const isOwn = options.baseUrl === undefined && target === 'mock'
  const server = isOwn || options.isDryRun === true ? await startOwn(options, files) : undefined
  try {
    const offer = isOwn ? server?.providers : await offerOf(options)
    const providers: ProviderReport[] = []
    for (const file of files) {
      if (signal?.aborted === true) break
      providers.push(await checkOne(file, options, offer, options.isDryRun === true ? server : undefined))
    }
    return {
      tool: { name: 'orgmock', version: packageVersion() },
      target: options.baseUrl ?? target,
      reading,
      failOn,
      startedAt: startedAt.toISOString(),
      durationMs: Date.now() - startedAt.getTime(),
      interrupted: signal?.aborted === true,
      providers,
    }
  } finally {
    await server?.close()
  }
}

async function checkOne(
  file: ProviderFiles,
  options: ContractOptions,
  offer: readonly OfferedProvider[] | undefined,
  standIn: MockServer | undefined,
): Promise<ProviderReport> {
  const { reading = 'repaired', timeoutMs, ratePerSecond, signal, onProgress } = options
  const directory = path.join(file.directory, 'specs')
  const [spec, contract, subsets] = await Promise.all([
    loadSpec(file),
    loadContract(file),
    loadErrataSubsets(directory, file.id),
  ])
  const standing = standIn?.providers.find(({ id }) => id === file.id)
  const target: ProviderTarget = {
    ...targetOf(),
    ...(standing === undefined ? {} : { standIn: offeredTarget(standing, spec[reading]) }),
  }
  const maxRequests = options.maxRequests ?? (target.isLive ? liveBudget : undefined)

  function targetOf(): ProviderTarget {
    const environment = options.environment ?? process.env
    const operation = spec[reading]
    const { target = 'mock', baseUrl, tokenUrl } = options
    if (baseUrl !== undefined) {
      return otherTarget(operation, contract, environment, { baseUrl, ...(tokenUrl === undefined ? {} : { tokenUrl }) })
    }
    if (target === 'live') return liveTarget(operation, contract, environment)
    const offered = offer?.find(({ id }) => id === file.id)
    if (offered !== undefined && target === 'mock') return offeredTarget(offered, operation)
    const urls = prefixedUrls(target, operation)
    // What stands behind a gateway may know itself by another name, and nobody sends us to a third host: its URLs are not taken.
    if (offered !== undefined) return offeredTarget({ ...offered, ...urls }, operation)
    return otherTarget(operation, contract, environment, urls)
  }

  return checkProvider({
    spec,
    contract,
    target,
    reading,
    failOn: options.failOn ?? 'violation',
    scenarios: options.scenarios ?? [],
    subsets,
    locate: (pointer) => locate(directory, file.id, pointer, reading),
    client: {
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
      ...(maxRequests === undefined ? {} : { maxRequests }),
      ...(ratePerSecond === undefined ? {} : { ratePerSecond }),
      ...(signal === undefined ? {} : { signal }),
    },
    ...(onProgress === undefined ? {} : { onProgress }),
    ...(options.onExchange === undefined ? {} : { onExchange: options.onExchange }),
  })
}

function startOwn(
  { seed, count, providerDirectories }: ContractOptions,
  files: readonly ProviderFiles[],
): Promise<MockServer> {
  return startMockServer({
    only: files.map(({ id }) => id),
    ...(seed === undefined ? {} : { seed }),
    ...(count === undefined ? {} : { count }),
    ...(providerDirectories === undefined ? {} : { providerDirectories }),
  })
}

async function offerOf({
  target = 'mock',
  baseUrl,
  isDryRun,
  environment = process.env,
}: ContractOptions): Promise<readonly OfferedProvider[] | undefined> {
  if (isDryRun === true || baseUrl !== undefined || target === 'live') return undefined
  return askOffer(target, readAdminToken(environment))
}

function refuseUnknownScenarios(names: readonly string[]): void {
  const known = new Set(laws.flatMap(({ id, family }) => [id, family]))
  const unknown = names.find((name) => !known.has(name))
  if (unknown === undefined) return
  const families = [...new Set(laws.map(({ family }) => family))]
  throw new SetupError(
    'UNKNOWN_SCENARIO',
    `unknown scenario ${JSON.stringify(unknown)}; accepted are the families ${families.join(', ')} and the ids that orgmock check --list prints`,
  )
}
