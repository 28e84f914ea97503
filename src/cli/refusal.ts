import { SetupError, SpecError } from '../compose/index.ts'
import { SettingsError } from '../config/index.ts'
import { OptionError } from '../options/index.ts'

/** By name, because the contract half, which has these classes, may not be loaded. */
const lateErrors = ['ReportListError', 'SchemaError', 'ScaffoldError']

/** Prints an error that a user can mend as one line on stderr and gives the exit code. Rethrows any other error. */
export function refuse(error: unknown): 2 {
  if (error instanceof OptionError) return say(error.sentence('the options'))
  const isKnown = error instanceof SettingsError || error instanceof SetupError || error instanceof SpecError
  if (isKnown || (error instanceof Error && lateErrors.includes(error.name))) return say(error.message)
  throw error
}

/** Prints what was wrong and gives the exit code for it, 2. */
export function say(message: string): 2 {
  process.stderr.write(`orgmock: ${message}\n`)
  return 2
}
