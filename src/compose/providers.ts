import { createHmac } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import {
  ConfigError,
  type FaultRule,
  maxCount,
  type Provider,
  type RateLimit,
  type TenantSettings,
} from '../mock/index.ts'
import { ControlError, providerSettings, tellProvider } from '../server/index.ts'
import { oneLine, SetupError } from './errors.ts'
import { findProviders, loadMock, loadSpec } from './provider-loader.ts'
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

/** JSON Schema of ProviderSettings. */
export const providerSettingsSchema: Readonly<Record<string, unknown>> = providerSettings.schema

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
      const name = `providers.${files.id}`
      const given = told[files.id]
      const own = given && inSetupsWords({ providers: told }, () => providerSettings.read(given, name))
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
        if (own !== undefined) inSetupsWords({ providers: told }, () => tellProvider(provider, own, name))
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

/** What is wrong with the options is the user's to mend, and has a place among them. Throws SetupError BAD_SETTING. */
function inSetupsWords<T>(options: unknown, work: () => T): T {
  try {
    return work()
  } catch (cause) {
    if (!(cause instanceof ControlError)) throw cause
    throw new SetupError('BAD_SETTING', cause.message, { at: pointerTo(cause.message, options), cause })
  }
}

/** The JSON pointer of the place with whose name a sentence begins: `providers.nirvana.faults[0].code must be …`. */
function pointerTo(sentence: string, options: unknown): string {
  let rest = sentence
  let node = options
  let pointer = ''
  while (typeof node === 'object' && node !== null) {
    const members = Object.entries(node).map(([name, inner]) => ({
      name,
      inner: inner as unknown,
      said: Array.isArray(node) ? `[${name}]` : pointer === '' ? name : `.${name}`,
    }))
    // The longest first: one name may begin with another.
    const named = members.sort((a, b) => b.said.length - a.said.length).find(({ said }) => rest.startsWith(said))
    if (named === undefined) break
    pointer += `/${named.name.replaceAll('~', '~0').replaceAll('/', '~1')}`
    rest = rest.slice(named.said.length)
    node = named.inner
  }
  return pointer
}
