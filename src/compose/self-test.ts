import { settings } from '../config/index.ts'
import { families } from '../contract/index.ts'
import {
  abortSignal,
  action,
  asyncCall,
  either,
  list,
  needed,
  object,
  oneOf,
  optional,
  options,
  someText,
  wholeNumber,
} from '../options/index.ts'
import {
  formatSelfTest,
  type SelfTestOptions as RoomOptions,
  type SelfTestResult,
  selfTest,
} from '../self-test/index.ts'
import type { Edition } from '../spec/index.ts'
import { listsOf } from './lists.ts'
import { startMockServer } from './mock-server.ts'
import { findProviders, loadContract, loadSpec, type ProviderFiles } from './provider-files.ts'

export interface SelfTestOptions extends Omit<RoomOptions, 'providers' | 'start'> {
  /** Ids; empty or absent means all. */
  readonly providers?: readonly string[]
  /** Directories with providers of your own, each with specs/, mocks/ and contracts/. */
  readonly providerDirectories?: readonly string[]
  /** Which state of the providers' documents. Default: `documents`. */
  readonly edition?: Edition
}

/** Proves that the contract can fail: a result, and the same as a table of text. Errors: OptionError, SetupError, SpecError. */
export const runSelfTest = asyncCall(
  'runSelfTest',
  [
    optional(
      options<SelfTestOptions>({
        providers: settings.only.shape,
        providerDirectories: settings.providerDirectories.shape,
        edition: settings.edition.shape,
        classes: list(oneOf(families)),
        ids: list(someText('a part of the id of a mutant')),
        falseAlarms: either(
          oneOf(['none', 'some', 'full']),
          list(object({ count: needed(settings.count.shape), seed: needed(settings.seed.shape) })),
          (value) => !Array.isArray(value),
        ),
        concurrency: wholeNumber(1, 1_000),
        onProgress: action(),
        signal: abortSignal,
      }),
    ),
  ],
  run,
)

async function run({
  providers = [],
  providerDirectories = [],
  edition = 'documents',
  ...options
}: SelfTestOptions = {}): Promise<{
  readonly result: SelfTestResult
  readonly table: string
}> {
  const files = await findProviders(providerDirectories, providers)
  async function tested(file: ProviderFiles) {
    const [spec, contract] = await Promise.all([loadSpec(file, edition), loadContract(file)])
    return listsOf(spec).map((spec) => ({ id: file.id, spec, contract }))
  }
  const result = await selfTest({
    ...options,
    providers: (await Promise.all(files.map(tested))).flat(),
    start: (mocks) => startMockServer({ ...mocks, edition, only: files.map(({ id }) => id), providerDirectories }),
  })
  return { result, table: formatSelfTest(result) }
}
