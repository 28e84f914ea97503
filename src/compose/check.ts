import path from 'node:path'
import { lockOptions, network, settings } from '../config/index.ts'
import {
  type BodiesMode,
  bodiesModes,
  type CheckOptions,
  type ContractFactory,
  checkProvider,
  createRedactor,
  families,
  type Law,
  laws,
  type Progress,
  type ProviderReport,
  type ProviderTarget,
  type Report,
  type Severity,
  type SkippedProvider,
  severities,
  type TransportOptions,
} from '../contract/index.ts'
import {
  abortSignal,
  action,
  asyncCall,
  list,
  type MembersOf,
  nearest,
  number,
  OptionError,
  oneOf,
  optional,
  options,
  someText,
  truth,
  wholeNumber,
} from '../options/index.ts'
import { createShapeRecord, type ShapeRecord } from '../shape/index.ts'
import {
  type Basis,
  bases,
  type ChangeSeverity,
  type Edition,
  type ErrataSubsets,
  loadErrataSubsets,
  locate,
  type OperationSpec,
  type ProviderSpec,
  type Reading,
} from '../spec/index.ts'
import { readAdminToken } from './admin-token.ts'
import { environment } from './environment.ts'
import { SetupError } from './errors.ts'
import { keptAdminToken } from './kept-token.ts'
import { startMockServer } from './lazy-mocks.ts'
import { listsOf } from './lists.ts'
import { liveRequestBudget } from './live-request-budget.ts'
import { type OpenLock, openLock } from './lock.ts'
import { mockCredentialsAmong } from './mock-credentials.ts'
import type { MockServer } from './mock-server.ts'
import { findProviders, loadContract, loadSpec, type ProviderFiles } from './provider-files.ts'
import { repositoryPath } from './repository-path.ts'
import { askOffer, chosenTarget, type OfferedProvider, offeredTarget } from './targets.ts'
import { type TransportSettings, transportOf } from './transport.ts'
import { packageVersion } from './version.ts'

export interface ContractOptions extends TransportSettings {
  /** Ids of the providers to check. Default: all. */
  readonly providers?: readonly string[]
  /**
   * Which providers must have credentials: `named` (default) are those that `providers` names, `all` is every provider. With `named` the
   * others are skipped when they have no credentials, as long as one provider is left to check.
   */
  readonly requireCredentials?: Requirement
  /** `mock` (default) starts the mocks on a free port; `live` is the real APIs; a URL is any server with orgmock's paths. */
  readonly target?: string
  /** One provider's base URL as its SDK wants it: a staging host, a proxy. Instead of `target`. */
  readonly baseUrl?: string
  /** The token endpoint that belongs to `baseUrl`. */
  readonly tokenUrl?: string
  /** Default `repaired`. */
  readonly reading?: Reading
  /** The mildest severity that breaks a contract. Default `violation`. */
  readonly failOn?: Severity
  /**
   * How sure a rule must be for its breach to be more than a note. Default: `assumed`, so that every rule counts, for orgmock's servers
   * (started by the check, or recognized under `target` by their admin API), and `documented` for any other.
   */
  readonly requireBasis?: Basis
  /** Ids or families of laws. Default: all. */
  readonly laws?: readonly string[]
  /** Percentage of what the document declares that must be seen; with less the law `seen/enough` is broken. Default: 0. */
  readonly minSeen?: number
  /**
   * How much of the server's bodies findings and curl commands show: `full`, `masked` (no texts but those that the document declares) or
   * `none`. Default: `full` for mocks that were started for it, `masked` for any other server.
   */
  readonly bodies?: BodiesMode
  /** The lock file: written where there is none, and else compared with. */
  readonly lock?: string
  /** Write the lock file anew, so that no change makes the run fail. */
  readonly updateLock?: boolean
  /** The mildest change since the lock that makes the run fail. Default `breaking`. */
  readonly failOnChange?: ChangeSeverity
  /** Most requests for each provider. Default: 60 against a live target, otherwise unlimited. */
  readonly maxRequests?: number
  readonly ratePerSecond?: number
  /** For one request. Default 30 s. */
  readonly timeoutMs?: number
  /** Where credentials and ORGMOCK_ADMIN_TOKEN (or …_FILE) are read. Default: process.env. */
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** Sends nothing to the target: mocks answer in its place, and `onExchange` gets what would have been sent. */
  readonly isDryRun?: boolean
  readonly onExchange?: NonNullable<CheckOptions['onExchange']>
  /** Told, in one line, of what would end a run that is no dry run. */
  readonly onWarning?: (warning: string) => void
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: Progress) => void
  /**
   * Which state of the providers' documents: `documents`, or `latest`, with what has changed since where anything has. Default: what a server
   * of ours says that it serves, or else the documents.
   */
  readonly edition?: Edition
  /** Of the mocks that `target: 'mock'` starts. */
  readonly seed?: number
  readonly count?: number
  /**
   * Directories with providers of your own, each with specs/, mocks/ and contracts/; a provider with the id of a built-in one replaces it.
   */
  readonly providerDirectories?: readonly string[]
}

/** Which providers must have credentials. */
export const requirements = ['named', 'all'] as const
export type Requirement = (typeof requirements)[number]

const url = someText('a URL such as https://staging.example.com/v1')

/** The shapes of the options of a check, for programs and for the flags of `orgmock check`. */
export const contractMembers: MembersOf<ContractOptions> = {
  providers: settings.only.shape,
  requireCredentials: oneOf(requirements),
  ...network,
  ...lockOptions,
  target: someText('mock, live, or the URL of a running orgmock server'),
  baseUrl: url,
  tokenUrl: url,
  reading: oneOf(['repaired', 'published']),
  failOn: oneOf(severities),
  requireBasis: oneOf(bases),
  laws: list(someText('the id or the family of a law')),
  minSeen: number(0, 100),
  bodies: oneOf(bodiesModes),
  maxRequests: wholeNumber(1, 10_000_000),
  ratePerSecond: number(0.0001, 1_000_000),
  timeoutMs: number(1, 9_999_999),
  environment,
  isDryRun: truth,
  onExchange: action(),
  onWarning: action(),
  signal: abortSignal,
  onProgress: action(),
  edition: settings.edition.shape,
  seed: settings.seed.shape,
  count: settings.count.shape,
  providerDirectories: settings.providerDirectories.shape,
}

/**
 * Checks providers one after another. Throws OptionError, SetupError, SpecError, ConfigError; what a server does wrong is in the report,
 * never thrown.
 */
export const runContracts = asyncCall('runContracts', [optional(options<ContractOptions>(contractMembers))], run)

async function run(options: ContractOptions = {}): Promise<Report> {
  const { target = 'mock', baseUrl, reading = 'repaired', failOn = 'violation', isDryRun = false, signal } = options
  if (baseUrl !== undefined && options.target !== undefined) {
    throw new OptionError(
      ['baseUrl'],
      (name, named) => `${name} and ${named('target')} name two targets: give one of them`,
    )
  }
  if (options.tokenUrl !== undefined && baseUrl === undefined) {
    throw new OptionError(['tokenUrl'], (name, named) => `${name} belongs to ${named('baseUrl')}: give both`)
  }
  if (options.lock === undefined) {
    const alone = (['updateLock', 'failOnChange'] as const).find((name) => options[name] !== undefined)
    if (alone !== undefined)
      throw new OptionError([alone], (name, named) => `${name} belongs to ${named('lock')}: give both`)
  }
  const startedAt = new Date()
  const chosen = chosenLaws(options.laws)
  const files = await findProviders(options.providerDirectories, options.providers)
  if (baseUrl !== undefined && files.length !== 1) {
    throw new SetupError(
      'BAD_URL',
      '--base-url belongs to one provider: name it, such as orgmock check nirvana --base-url URL',
    )
  }
  const transport = await transportOf(options)
  const isOwn = baseUrl === undefined && target === 'mock'
  const own = isOwn || isDryRun ? await startOwn(options, files) : undefined
  const redactor = createRedactor([])
  const bodies = options.bodies ?? (own === undefined ? 'masked' : 'full')
  try {
    const offer = isOwn ? own?.providers : await offerOf(options, transport)
    const requireBasis = options.requireBasis ?? (offer === undefined ? 'documented' : 'assumed')
    const all = (await Promise.all(files.map((file) => checkedOf(file, options, offer)))).flat()
    for (const { target } of all) Object.values(target.credentials ?? {}).forEach(redactor.add)
    await refuseMockCredentials(all, options)
    const skipped = all.filter((one) => isSkipped(one, all, options))
    const lock = await lockOf(
      options,
      all.filter((one) => !skipped.includes(one)),
    )
    const providers: ProviderReport[] = []
    for (const one of all) {
      if (signal?.aborted === true) break
      if (skipped.includes(one)) continue
      const standIn = isDryRun ? own?.providers.find(({ id }) => id === one.file.id) : undefined
      const shape = lock && shapeRecordOf(one)
      const report = await checkOne(one, { ...options, bodies, requireBasis, shape }, chosen, transport, standIn)
      const sinceLock = lock?.add(one.file.id, one.operation.path, shape?.result())
      providers.push(sinceLock === undefined ? report : { ...report, sinceLock })
    }
    const lockReport = await lock?.finish(signal?.aborted !== true)
    return {
      tool: { name: 'orgmock', version: packageVersion() },
      target: redactor.text(baseUrl ?? target),
      reading,
      failOn,
      ...(requireBasis === 'assumed' ? {} : { requireBasis }),
      startedAt: startedAt.toISOString(),
      durationMs: Date.now() - startedAt.getTime(),
      interrupted: signal?.aborted === true,
      ...(bodies === 'full' ? {} : { bodies }),
      providers,
      ...(lockReport === undefined ? {} : { lock: lockReport }),
      ...(skipped.length === 0 ? {} : { skipped: skipped.map(leftOut) }),
    }
  } finally {
    await own?.close()
  }
}

async function lockOf(
  { lock, updateLock = false, failOnChange = 'breaking', isDryRun = false }: ContractOptions,
  checked: readonly Checked[],
): Promise<OpenLock | undefined> {
  if (lock === undefined || isDryRun) return undefined
  const providers = [...new Set(checked.map(({ file }) => file.id))]
  return openLock({ file: lock, isUpdate: updateLock, failOnChange, providers })
}

function shapeRecordOf({ contract, operation }: Checked): ShapeRecord {
  const { cursor } = contract(operation).pager
  const cursors = [cursor?.next, cursor?.previous].filter((pointer) => pointer !== undefined)
  return createShapeRecord({ operation, cursors })
}

/** The laws with these ids, or of these families; all laws for an empty list. Throws SetupError UNKNOWN_SCENARIO. */
export function chosenLaws(names: readonly string[] = []): readonly Law[] {
  const used = families.filter((family) => laws.some((law) => law.family === family))
  const unknown = names.find((name) => !laws.some(({ id, family }) => name === id || name === family))
  if (unknown !== undefined) {
    const known = [...used, ...laws.map(({ id }) => id)]
    const [near] = nearest(unknown, known, 1)
    const advice = near === undefined ? '' : `: did you mean ${JSON.stringify(near)}?`
    throw new SetupError(
      'UNKNOWN_SCENARIO',
      `unknown law ${JSON.stringify(unknown)}${advice || `; accepted are the families ${used.join(', ')} and the ids that orgmock check --list prints`}`,
    )
  }
  return names.length === 0 ? laws : laws.filter(({ id, family }) => names.includes(id) || names.includes(family))
}

/** The real APIs know no credential of a mock. Throws SetupError MOCK_CREDENTIALS; a dry run is warned. */
async function refuseMockCredentials(all: readonly Checked[], options: ContractOptions): Promise<void> {
  if (options.target !== 'live') return
  const given = all.map(({ file, target }) => ({ id: file.id, credentials: target.credentials }))
  const ids = await mockCredentialsAmong(given, options)
  if (ids.length === 0) return
  const message = `the credentials of ${ids.join(', ')} are those of a mock, which orgmock env prints: set your own for --target live`
  if (options.isDryRun !== true) throw new SetupError('MOCK_CREDENTIALS', message)
  options.onWarning?.(message)
}

function startOwn(
  { edition, seed, count, providerDirectories }: ContractOptions,
  files: readonly ProviderFiles[],
): Promise<MockServer> {
  return startMockServer({
    only: files.map(({ id }) => id),
    ...(edition === undefined ? {} : { edition }),
    ...(seed === undefined ? {} : { seed }),
    ...(count === undefined ? {} : { count }),
    ...(providerDirectories === undefined ? {} : { providerDirectories }),
  })
}

async function offerOf(
  { target = 'mock', baseUrl, isDryRun, environment = process.env }: ContractOptions,
  transport: TransportOptions,
): Promise<readonly OfferedProvider[] | undefined> {
  if (isDryRun === true || baseUrl !== undefined || target === 'live') return undefined
  const token = readAdminToken(environment)
  const kept = token === undefined && URL.canParse(target) ? keptAdminToken(target) : undefined
  return askOffer(kept?.origin ?? target, token ?? kept?.token, transport)
}

/** A provider, and where it is checked. */
interface Checked {
  readonly spec: ProviderSpec
  readonly contract: ContractFactory
  readonly subsets: ErrataSubsets | undefined
  readonly file: ProviderFiles
  readonly operation: OperationSpec
  readonly target: ProviderTarget
}

async function checkedOf(
  file: ProviderFiles,
  options: ContractOptions,
  offer: readonly OfferedProvider[] | undefined,
): Promise<readonly Checked[]> {
  const directory = path.join(file.directory, 'specs')
  const offered = offer?.find(({ id }) => id === file.id)
  const edition = options.edition ?? offered?.edition
  const [spec, contract, subsets] = await Promise.all([
    loadSpec(file, edition),
    loadContract(file),
    loadErrataSubsets(directory, file.id, edition),
  ])
  return listsOf(spec).map((spec) => {
    const operation = spec[options.reading ?? 'repaired']
    const target = chosenTarget(operation, contract, { ...options, wantsAdminToken: offer?.length === 0 }, offered)
    return { file, spec, contract, subsets, operation, target }
  })
}

/** Whether a provider is skipped: it has no credentials, others have, and the user did not name it. */
function isSkipped({ target }: Checked, all: readonly Checked[], options: ContractOptions): boolean {
  const { providers = [], isDryRun = false } = options
  const isAsked = providers.length > 0 || options.requireCredentials === 'all' || isDryRun
  return !isAsked && target.isUnset === true && all.some((other) => other.target.credentials !== undefined)
}

function leftOut({ spec, operation, target }: Checked): SkippedProvider {
  return { provider: spec.provider, title: operation.title, reason: target.noCredentials ?? 'no credentials are given' }
}

async function checkOne(
  { file, spec, contract, subsets, operation, target }: Checked,
  options: ContractOptions & {
    readonly bodies: BodiesMode
    readonly requireBasis: Basis
    readonly shape: ShapeRecord | undefined
  },
  chosen: readonly Law[],
  transport: TransportOptions,
  standIn: OfferedProvider | undefined,
): Promise<ProviderReport> {
  const { reading = 'repaired', timeoutMs, ratePerSecond, signal, onProgress, onExchange } = options
  const directory = path.join(file.directory, 'specs')
  return checkProvider({
    spec,
    contract,
    target: standIn === undefined ? target : { ...target, standIn: offeredTarget(standIn, operation) },
    reading,
    failOn: options.failOn ?? 'violation',
    requireBasis: options.requireBasis,
    laws: chosen,
    minSeen: options.minSeen,
    bodies: options.bodies,
    shape: options.shape,
    subsets,
    document: repositoryPath(path.join(directory, `${file.id}.openapi.yaml`), file.directory),
    async locate(pointer) {
      const found = await locate(directory, file.id, pointer, reading, spec.edition)
      return found && { ...found, file: repositoryPath(found.file, file.directory) }
    },
    client: {
      ...transport,
      // For the real APIs it is always https, also with `insecureHttp`.
      ...(options.target === 'live' && options.baseUrl === undefined ? { plainHttp: undefined } : {}),
      timeoutMs,
      maxRequests: options.maxRequests ?? (target.isLive ? liveRequestBudget : undefined),
      ratePerSecond,
      signal,
    },
    onProgress,
    onExchange,
  })
}
