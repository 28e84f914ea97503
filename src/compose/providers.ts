import { createHmac } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { settings } from '../config/index.ts'
import { type FaultRule, type Provider, type RateLimit, type TenantSettings, workshop } from '../mock/index.ts'
import { abortSignal, type MembersOf, map, OptionError, options, someText, unknownName } from '../options/index.ts'
import { providerSettings, tellProvider } from '../server/index.ts'
import { defaultCount, defaultSeed, type Edition } from '../spec/index.ts'
import { oneLine, SetupError } from './errors.ts'
import { findProviders, loadMock, loadSpec } from './provider-files.ts'

export interface ProviderOptions {
  /** 0 … 4294967295; the same seed gives the same organizations, cursors and tokens everywhere. Default 1. */
  readonly seed?: number
  /** Organizations of the ordinary account, 0 … 10,000,000. Default 127. */
  readonly count?: number
  /** Which state of the providers' documents: `documents` (default), or `latest`, with what has changed since where anything has. */
  readonly edition?: Edition
  /** Ids of the providers to serve. Default: all. */
  readonly only?: readonly string[]
  /** What is different for one provider, by id. */
  readonly providers?: Readonly<Record<string, ProviderSettings>>
  /** Seconds for which a cursor is valid. Default: unlimited. */
  readonly cursorLifetimeSeconds?: number
  /** Directories with providers of your own, each with specs/ and mocks/; a provider with the id of a built-in one replaces it. */
  readonly providerDirectories?: readonly string[]
  /** Ends long pieces of work, such as an index over a million names, with an AbortError. */
  readonly signal?: AbortSignal
}

/** Settings of one provider, in addition to those of all. */
export interface ProviderSettings {
  readonly seed?: number
  readonly count?: number
  readonly edition?: Edition
  /** For every tenant. */
  readonly faults?: readonly FaultRule[]
  /** `true` is the provider's own limit. Default: no limit. */
  readonly rateLimit?: boolean | RateLimit
  /** By name: `ordinary`, or what follows the test prefix in a credential. */
  readonly tenants?: Readonly<Record<string, ToldTenant>>
}

/** Settings of a tenant. `rateLimit: true` is the provider's own limit; `false` is no limit, even where the provider has one. */
type ToldTenant = Omit<TenantSettings, 'rateLimit'> & { readonly rateLimit?: boolean | RateLimit }

/** JSON Schema of ProviderSettings. */
export const providerSettingsSchema: Readonly<Record<string, unknown>> = providerSettings.schema

/** The shapes of the mocks' options, which the command line and orgmock.yaml share. */
export const providerMembers: MembersOf<ProviderOptions> = {
  seed: settings.seed.shape,
  count: settings.count.shape,
  edition: settings.edition.shape,
  only: settings.only.shape,
  providers: map(someText('the id of a provider'), providerSettings),
  cursorLifetimeSeconds: settings.cursorLifetime.shape,
  providerDirectories: settings.providerDirectories.shape,
  signal: abortSignal,
}
export const providerOptions = options<ProviderOptions>(providerMembers)

/** Pairs each spec with its mock and gives it its settings. Throws OptionError, SetupError, SpecError, ConfigError. */
export async function createProviders(options: ProviderOptions = {}): Promise<Provider[]> {
  const { only, providerDirectories, signal, providers: told = {}, cursorLifetimeSeconds } = options
  const found = await findProviders(providerDirectories, only)
  // One budget for all providers: they share the memory of one process.
  const work = workshop(async () => {
    await setImmediate()
    signal?.throwIfAborted()
  })
  refuseUnknown(told, await findProviders(providerDirectories))
  return Promise.all(
    found.map(async (files) => {
      const own = told[files.id]
      const seed = own?.seed ?? options.seed ?? defaultSeed
      const count = own?.count ?? options.count ?? defaultCount
      const edition = own?.edition ?? options.edition
      const [spec, factory] = await Promise.all([loadSpec(files, edition), loadMock(files)])
      try {
        const provider = factory({
          spec: spec.repaired,
          edition: spec.edition,
          later: spec.later,
          further: spec.further,
          seed,
          count,
          ...(cursorLifetimeSeconds === undefined ? {} : { cursorLifetimeSeconds }),
          deriveKey: (purpose) => createHmac('sha256', `orgmock ${seed}`).update(`${files.id}\n${purpose}`).digest(),
          work,
        })
        if (typeof provider?.handle !== 'function' || !Array.isArray(provider.hosts))
          throw new Error('it gives no provider; export defineProvider(…)')
        if (own !== undefined) tellProvider(provider, own, ['providers', files.id])
        return provider
      } catch (cause) {
        // An error about the provider's settings gets its place here; an error of a call in its own file gets that file's name below.
        if (cause instanceof OptionError && !cause.hasCall) throw cause
        throw new SetupError('BAD_MOCK', `mocks/${files.id} does not fit its spec: ${oneLine(cause)}`, {
          cause,
        })
      }
    }),
  )
}

function refuseUnknown(told: Readonly<Record<string, unknown>>, known: readonly { readonly id: string }[]): void {
  const ids = known.map(({ id }) => id)
  const unknown = Object.keys(told).find((id) => !ids.includes(id))
  if (unknown !== undefined) throw new OptionError(['providers', unknown], () => unknownName('provider', unknown, ids))
}
