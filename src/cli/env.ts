import { describeProviders } from '../compose/index.ts'
import { servedAt } from './served-at.ts'
import { providerDirectories } from './setting-option.ts'

/** `orgmock env`: the vendors' own variables as shell commands, for a server at `--url` or where HOST and PORT say. */
export async function env(
  only: readonly string[],
  { url, providers }: { url?: string; providers?: string },
): Promise<void> {
  const { origin, seed } = servedAt(url)
  const directories = providerDirectories(providers === undefined ? {} : { providers })
  for (const { env } of await describeProviders(origin, { seed, only, providerDirectories: directories })) {
    for (const [name, value] of Object.entries(env)) process.stdout.write(`export ${name}=${quoted(value)}\n`)
  }
}

/** In single quotes, as a POSIX shell reads it literally. */
function quoted(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`
}
