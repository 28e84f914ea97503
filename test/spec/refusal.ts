import { SpecError } from '../../src/spec/errors.ts'

/** The code and message of the SpecError that a call throws, `CODE message`; fails when it throws none. */
export async function refusalOf(call: () => unknown): Promise<string> {
  try {
    await call()
  } catch (error) {
    if (error instanceof SpecError) return `${error.code} ${error.message}`
    throw error
  }
  throw new Error('nothing was refused')
}
