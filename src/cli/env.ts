import { describeProviders } from '../compose/index.ts'
import { readSettings } from '../config/index.ts'
import { checkedOrigin, localOrigin } from './origin.ts'

/** `orgmock env`: the vendors' own variables as shell commands, for a server at `--url` or where HOST and PORT say. */
export async function env(only: readonly string[], { url }: { url?: string }): Promise<void> {
  const { host, port, seed } = readSettings({}, process.env)
  const providers = await describeProviders(url === undefined ? localOrigin(host, port) : checkedOrigin(url), {
    seed,
    only,
  })
  for (const { env } of providers) {
    for (const [name, value] of Object.entries(env)) process.stdout.write(`export ${name}=${quoted(value)}\n`)
  }
}

/** In single quotes, as a POSIX shell reads it literally. */
function quoted(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`
}
