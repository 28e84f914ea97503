/** The contract half, Ajv with it, loaded when it is first asked for: a server that only serves starts without. */
import { late } from './late.ts'

/**
 * Checks providers one after another. Throws OptionError, SetupError, SpecError, ConfigError; what a server does wrong is in the report,
 * never thrown.
 */
export const runContracts = late(() => import('./check.ts'), 'runContracts')

/** Proves that the contract can fail: a result, and the same as a table of text. Errors: OptionError, SetupError, SpecError. */
export const runSelfTest = late(() => import('./self-test.ts'), 'runSelfTest')

/** A lock file that is there. Throws OptionError, SetupError BAD_FILE. */
export const readLock = late(() => import('./lock.ts'), 'readLock')

/** Compares two lock files. Throws OptionError, SetupError BAD_FILE. */
export const compareLocks = late(() => import('./lock.ts'), 'compareLocks')

/** The paths of an OpenAPI document that answer with a list, best first. Throws OptionError, ScaffoldError, SetupError. */
export const listCandidates = late(() => import('./new-provider.ts'), 'listCandidates')

/** Writes the files of a new provider, made out of an OpenAPI document. Throws OptionError, ScaffoldError, SetupError. */
export const newProvider = late(() => import('./new-provider.ts'), 'newProvider')
