import type { Report } from '../contract/index.ts'
import type { ContractOptions } from './check.ts'

/**
 * Checks providers one after another. Throws SetupError, SpecError, ConfigError; whatever a server does ends up in the report.
 * The contract half, Ajv with it, is loaded when it is first asked for: a server that only serves starts without.
 */
export async function runContracts(options: ContractOptions = {}): Promise<Report> {
  const check = await import('./check.ts')
  return check.runContracts(options)
}
