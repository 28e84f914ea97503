import { SetupError, SpecError } from '../compose/index.ts'
import { SettingsError } from '../config/index.ts'
import { OptionError } from '../options/index.ts'

/** Of the contract half, which may not have been loaded. */
const lateErrors = ['ReportListError', 'SchemaError', 'ScaffoldError']

/** Says in one line, on stderr, what a user can mend, and gives the exit code; throws any other error on. */
export function refuse(error: unknown): 2 {
  if (error instanceof OptionError) return say(error.sentence('the options'))
  const isKnown = error instanceof SettingsError || error instanceof SetupError || error instanceof SpecError
  if (isKnown || (error instanceof Error && lateErrors.includes(error.name))) return say(error.message)
  throw error
}

/** Writes the line of what was wrong; 2 is the exit code for that. */
export function say(message: string): 2 {
  process.stderr.write(`orgmock: ${message}\n`)
  return 2
}
