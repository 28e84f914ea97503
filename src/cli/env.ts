import { describeProviders } from '../compose/index.ts'
import { servedAt } from './served-at.ts'

/** `orgmock env`: the vendors' own variables as shell commands, for a server at `--url` or where HOST and PORT say. */
export async function env(only: readonly string[], { url }: { url?: string }): Promise<void> {
  const { origin, seed } = servedAt(url)
  for (const { env } of await describeProviders(origin, { seed, only })) {
    for (const [name, value] of Object.entries(env)) process.stdout.write(`export ${name}=${quoted(value)}\n`)
  }
}

/** In single quotes, as a POSIX shell reads it literally. */
function quoted(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`
}
