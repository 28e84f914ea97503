import type { ContractFactory } from './types.ts'

/** Types a file in contracts/: what a provider promised beyond what its spec says by itself. */
export function defineContract(factory: ContractFactory): ContractFactory {
  return factory
}
