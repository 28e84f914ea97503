import { createHmac } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { ConfigError, maxCount, type Provider } from '../mock/index.ts'
import { findProviders, loadMock, loadSpec } from './catalogue.ts'
import { SetupError } from './errors.ts'
import { defaultCount, defaultSeed, maxSeed } from './seed-and-count.ts'

export interface ProviderOptions {
  /** 0 … 4294967295; the same seed gives the same organizations, cursors and tokens everywhere. Default 1. */
  readonly seed?: number
  /** Organizations of the ordinary account, 0 … 10,000,000. Default 127. */
  readonly count?: number
  /** Ids of the providers to serve. Default: all. */
  readonly only?: readonly string[]
  /** Further directories with specs/ and mocks/ of providers. */
  readonly directories?: readonly string[]
  /** Ends long pieces of work, such as an index over a million names, with an AbortError. */
  readonly signal?: AbortSignal
}

/** Pairs each spec with its mock. Throws SetupError, SpecError, ConfigError. */
export async function createProviders(options: ProviderOptions = {}): Promise<Provider[]> {
  const { seed = defaultSeed, count = defaultCount, only, directories, signal } = options
  if (!Number.isInteger(seed) || seed < 0 || seed > maxSeed) {
    throw new ConfigError('BAD_SEED', `seed must be a whole number from 0 to ${maxSeed}, not ${seed}`)
  }
  if (!Number.isInteger(count) || count < 0 || count > maxCount) {
    throw new ConfigError('BAD_COUNT', `count must be a whole number from 0 to ${maxCount}, not ${count}`)
  }
  return Promise.all(
    (await findProviders(directories, only)).map(async (files) => {
      const [spec, factory] = await Promise.all([loadSpec(files), loadMock(files)])
      try {
        const provider = factory({
          spec: spec.repaired,
          seed,
          count,
          deriveKey: (purpose) => createHmac('sha256', `orgmock ${seed}`).update(`${files.id}\n${purpose}`).digest(),
          async pause() {
            await setImmediate()
            signal?.throwIfAborted()
          },
        })
        if (typeof provider?.handle !== 'function' || !Array.isArray(provider.hosts))
          throw new Error('it gives no provider; export defineProvider(…)')
        return provider
      } catch (cause) {
        throw new SetupError('BAD_MOCK', `mocks/${files.id} does not fit its spec: ${(cause as Error).message}`, {
          cause,
        })
      }
    }),
  )
}
