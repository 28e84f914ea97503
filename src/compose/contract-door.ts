import type { runContracts } from './check.ts'

/**
 * How a server runs the contract. The package says it when it is loaded: a check starts servers itself, and a server that imported the check
 * would import itself.
 */
export const contractDoor: {
  runContracts?: (...given: Parameters<typeof runContracts>) => ReturnType<typeof runContracts>
} = {}
