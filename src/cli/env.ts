import { adminTokenVariable, describeProviders, keptAdminToken } from '../compose/index.ts'
import { shellQuoted } from '../spec/index.ts'
import { isOpen, type ServedFlags, servedAt } from './served-at.ts'

/** `orgmock env`: the vendors' own variables as shell commands, and the admin token that the server made. */
export async function env(only: readonly string[], flags: ServedFlags): Promise<void> {
  const { origin, ...served } = await servedAt(flags)
  for (const { env, unset } of await describeProviders(origin, { ...served, only })) {
    for (const [name, value] of Object.entries(env)) process.stdout.write(`export ${name}=${shellQuoted(value)}\n`)
    if (unset.length > 0) process.stdout.write(`unset ${unset.join(' ')}\n`)
  }
  const token = keptAdminToken(origin)?.token
  // Variables are of use before the server starts, too: only a person is told.
  if (process.stderr.isTTY && !(await isOpen(origin)))
    process.stderr.write(`orgmock: no server runs at ${origin} yet\n`)
  if (token !== undefined) process.stdout.write(`export ${adminTokenVariable}=${shellQuoted(token)}\n`)
}
