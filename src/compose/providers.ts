import { createHmac } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import {
  ConfigError,
  checkedFault,
  type FaultRule,
  isFaultProblem,
  maxCount,
  type Provider,
  type RateLimit,
  type TenantSettings,
} from '../mock/index.ts'
import { findProviders, loadMock, loadSpec } from './catalogue.ts'
import { oneLine, SetupError } from './errors.ts'
import { defaultCount, defaultSeed, maxSeed } from './seed-and-count.ts'

export interface ProviderOptions {
  /** 0 … 4294967295; the same seed gives the same organizations, cursors and tokens everywhere. Default 1. */
  readonly seed?: number
  /** Organizations of the ordinary account, 0 … 10,000,000. Default 127. */
  readonly count?: number
  /** Ids of the providers to serve. Default: all. */
  readonly only?: readonly string[]
  /** What is different for one provider, by id. */
  readonly providers?: Readonly<Record<string, ProviderSettings>>
  /** Seconds for which a cursor is good. Default: for ever. */
  readonly cursorLifetimeSeconds?: number
  /** Directories with providers of your own, each with specs/ and mocks/; one with the id of ours takes its place. */
  readonly providerDirectories?: readonly string[]
  /** Ends long pieces of work, such as an index over a million names, with an AbortError. */
  readonly signal?: AbortSignal
}

/** What one provider is told, beside what all are. */
export interface ProviderSettings {
  readonly seed?: number
  readonly count?: number
  /** For every tenant. */
  readonly faults?: readonly FaultRule[]
  /** `true` is the provider's own limit; without it there is none. */
  readonly rateLimit?: boolean | RateLimit
  /** By name: `ordinary`, or what follows the test prefix in a credential. */
  readonly tenants?: Readonly<Record<string, ToldTenant>>
}

/** What a tenant is told; `true` is the provider's own limit, `false` none, whatever limit everybody else has. */
type ToldTenant = Omit<TenantSettings, 'rateLimit'> & { readonly rateLimit?: boolean | RateLimit }

/** Ten years. */
const maxCursorLifetime = 315_360_000

/** Pairs each spec with its mock, and tells it its settings. Throws SetupError, SpecError, ConfigError. */
export async function createProviders(options: ProviderOptions = {}): Promise<Provider[]> {
  const { only, providerDirectories, signal, providers: told = {}, cursorLifetimeSeconds } = options
  checkCursorLifetime(cursorLifetimeSeconds)
  const found = await findProviders(providerDirectories, only)
  refuseUnknown(told, await findProviders(providerDirectories))
  return Promise.all(
    found.map(async (files) => {
      const own = told[files.id]
      const seed = checkedSeed(own?.seed ?? options.seed ?? defaultSeed)
      const count = checkedCount(own?.count ?? options.count ?? defaultCount)
      const [spec, factory] = await Promise.all([loadSpec(files), loadMock(files)])
      try {
        const provider = factory({
          spec: spec.repaired,
          seed,
          count,
          ...(cursorLifetimeSeconds === undefined ? {} : { cursorLifetimeSeconds }),
          deriveKey: (purpose) => createHmac('sha256', `orgmock ${seed}`).update(`${files.id}\n${purpose}`).digest(),
          async pause() {
            await setImmediate()
            signal?.throwIfAborted()
          },
        })
        if (typeof provider?.handle !== 'function' || !Array.isArray(provider.hosts))
          throw new Error('it gives no provider; export defineProvider(…)')
        if (own !== undefined) tell(provider, own)
        return provider
      } catch (cause) {
        if (cause instanceof SetupError) throw cause
        throw new SetupError('BAD_MOCK', `mocks/${files.id} does not fit its spec: ${oneLine(cause)}`, {
          cause,
        })
      }
    }),
  )
}

function checkedSeed(seed: number): number {
  if (Number.isInteger(seed) && seed >= 0 && seed <= maxSeed) return seed
  throw new ConfigError('BAD_SEED', `seed must be a whole number from 0 to ${maxSeed}, not ${seed}`)
}

function checkedCount(count: number): number {
  if (Number.isInteger(count) && count >= 0 && count <= maxCount) return count
  throw new ConfigError('BAD_COUNT', `count must be a whole number from 0 to ${maxCount}, not ${count}`)
}

function checkCursorLifetime(seconds: number | undefined): void {
  if (seconds === undefined || (Number.isInteger(seconds) && seconds >= 1 && seconds <= maxCursorLifetime)) return
  throw new ConfigError(
    'BAD_LIFETIME',
    `cursorLifetimeSeconds must be a whole number from 1 to ${maxCursorLifetime}, not ${seconds}`,
  )
}

function refuseUnknown(told: Readonly<Record<string, unknown>>, known: readonly { readonly id: string }[]): void {
  for (const id of Object.keys(told)) {
    if (known.some((files) => files.id === id)) continue
    throw new SetupError(
      'BAD_SETTING',
      `unknown provider ${JSON.stringify(id)}; known are ${known.map((files) => files.id).join(', ')}`,
      { at: `/providers/${id}` },
    )
  }
}

/** Throws SetupError BAD_SETTING for an error that the provider does not have. */
function tell(provider: Provider, { faults = [], rateLimit, tenants = {} }: ProviderSettings): void {
  const { control } = provider
  const at = `/providers/${provider.id}`
  control.faults = faults.map((rule, place) => fault(rule, `${at}/faults/${place}`))
  if (rateLimit !== undefined && rateLimit !== false) {
    control.rateLimit = rateLimit === true ? control.ownRateLimit : rateLimit
  }
  for (const [name, settings] of Object.entries(tenants)) {
    const own = settings.faults?.map((rule, place) => fault(rule, `${at}/tenants/${name}/faults/${place}`))
    const { rateLimit: told, ...others } = settings
    control.configure(name, {
      ...others,
      ...(own === undefined ? {} : { faults: own }),
      ...(told === undefined ? {} : { rateLimit: told === true ? control.ownRateLimit : told }),
    })
  }

  function fault(rule: FaultRule, pointer: string): FaultRule {
    const checked = checkedFault(provider, rule)
    if (!isFaultProblem(checked)) return checked
    const { member, sentence } = checked
    throw new SetupError('BAD_SETTING', `${member} ${sentence}`, { at: `${pointer}/${member}` })
  }
}
