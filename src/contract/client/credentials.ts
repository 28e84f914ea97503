import { readFileSync } from 'node:fs'
import { CouldNotCheck, type Credentials } from '../types.ts'

/** The whole credential, or the variables that are missing of it. */
export interface CredentialsRead {
  readonly credentials: Credentials | undefined
  /** Variables that are set neither directly nor through a file, such as `CLOUDFLARE_EMAIL`. */
  readonly missing: readonly string[]
}

/**
 * Reads each part of a credential from its variable, or from the file that `VARIABLE_FILE` names (its content without one final line
 * break); a variable that is empty counts as not set.
 * Errors: CouldNotCheck NO_CREDENTIALS, naming variable and file but never content: a file that cannot be read or is empty, a value of
 * several lines, both variables set.
 */
export function readCredentials(
  variables: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string | undefined>>,
): CredentialsRead {
  const parts = Object.entries(variables).map(
    ([part, variable]) => [part, variable, read(variable, environment)] as const,
  )
  const missing = parts.filter(([, , value]) => value === undefined).map(([, variable]) => variable)
  if (missing.length > 0) return { credentials: undefined, missing }
  return { credentials: Object.fromEntries(parts.map(([part, , value]) => [part, value ?? ''])), missing }
}

function read(variable: string, environment: Readonly<Record<string, string | undefined>>): string | undefined {
  const direct = environment[variable] || undefined
  const file = environment[`${variable}_FILE`] || undefined
  if (direct !== undefined && file !== undefined) {
    throw new CouldNotCheck('NO_CREDENTIALS', `${variable} and ${variable}_FILE are both set; give one of them`)
  }
  const value = file === undefined ? direct : contentOf(file, variable)
  if (value !== undefined && /[\r\n]/.test(value)) {
    const source = file === undefined ? variable : `${file}, which ${variable}_FILE names,`
    throw new CouldNotCheck('NO_CREDENTIALS', `${source} holds a line break, which no credential has`)
  }
  return value
}

function contentOf(file: string, variable: string): string {
  let content: string
  try {
    content = readFileSync(file, 'utf8')
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException
    throw new CouldNotCheck('NO_CREDENTIALS', `${variable}_FILE names ${file}, which cannot be read (${code})`)
  }
  const value = content.replace(/\r?\n$/, '')
  if (value === '') throw new CouldNotCheck('NO_CREDENTIALS', `${variable}_FILE names ${file}, which is empty`)
  return value
}
