import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { argument, call, type Shape, secret, someText, text } from '../options/index.ts'
import { type Environment, environment } from './environment.ts'
import { SetupError } from './errors.ts'

/** Holds the bearer token of the admin API. */
export const adminTokenVariable = 'ORGMOCK_ADMIN_TOKEN'
const fileVariable = `${adminTokenVariable}_FILE`

/**
 * The bearer token of the admin API: ORGMOCK_ADMIN_TOKEN, or the text of a file (`file`, or ORGMOCK_ADMIN_TOKEN_FILE) without one
 * newline at its end; undefined without either. Throws SetupError BAD_OPTION and BAD_FILE, without the token in a message.
 */
export const readAdminToken = call(
  'readAdminToken',
  [argument('environment', environment), argument('file', someText('a file'), false)],
  tokenOf,
)

function tokenOf(environment: Environment, file = environment[fileVariable] || undefined): string | undefined {
  const given = environment[adminTokenVariable] || undefined
  if (given !== undefined && file !== undefined) {
    throw new SetupError(
      'BAD_OPTION',
      `${adminTokenVariable} and a file for it (${file}) are two tokens: give one of them`,
    )
  }
  if (file === undefined) return given === undefined ? undefined : checkedToken(given, adminTokenVariable)
  return checkedToken(readToken(file).replace(/\r?\n$/, ''), `the admin token in ${file}`)
}

/** A shorter token can be guessed, and occurs in other texts by chance. A longer one leaves no room for other headers. */
export const adminToken: Shape<string> = secret(
  text(/^[\x21-\x7e]{16,}$/, '16 to 4096 visible ASCII characters without spaces', 4_096),
)

/** Throws SetupError BAD_OPTION for a token that can be guessed, or that no header can carry. */
function checkedToken(token: string, name: string): string {
  try {
    return adminToken.read(token, [name])
  } catch (error) {
    throw new SetupError('BAD_OPTION', (error as Error).message)
  }
}

/** A token for a server that got no token: 192 random bits. */
export function newAdminToken(): string {
  return randomBytes(24).toString('base64url')
}

function readToken(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    throw new SetupError('BAD_FILE', `the admin token's file ${file} cannot be read (${code ?? message})`, { cause })
  }
}
