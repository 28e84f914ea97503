/** The contract half, Ajv with it, loaded when it is first asked for: a server that only serves starts without. */
import type { Report } from '../contract/index.ts'
import type { SelfTestResult } from '../self-test/index.ts'
import type { ContractOptions } from './check.ts'
import type { NewProvider, NewProviderOptions } from './new-provider.ts'
import type { SelfTestOptions } from './self-test.ts'

/** Checks providers one after another. Throws SetupError, SpecError, ConfigError; whatever a server does ends up in the report. */
export async function runContracts(options: ContractOptions = {}): Promise<Report> {
  const check = await import('./check.ts')
  return check.runContracts(options)
}

/** Proves that the contract can fail: a result, and the same as a table of text. Errors: SetupError, SpecError. */
export async function runSelfTest(
  options: SelfTestOptions,
): Promise<{ readonly result: SelfTestResult; readonly table: string }> {
  const test = await import('./self-test.ts')
  return test.runSelfTest(options)
}

/** Writes the files of a new provider, made out of an OpenAPI document. Throws ScaffoldError, SetupError. */
export async function newProvider(options: NewProviderOptions): Promise<NewProvider> {
  const made = await import('./new-provider.ts')
  return made.newProvider(options)
}
