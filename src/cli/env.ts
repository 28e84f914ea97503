import { describeProviders, SetupError } from '../compose/index.ts'
import { readSettings } from '../config/index.ts'

/** `orgmock env`: the vendors' own variables as shell commands, for a server at `--url` or where HOST and PORT say. */
export async function env(
  only: readonly string[],
  { url, providers: directories }: { url?: string; providers?: string },
): Promise<void> {
  const { host, port, seed, providers: providerDirectories } = readSettings({ providers: directories }, process.env)
  const providers = await describeProviders(url === undefined ? localOrigin(host, port) : checkedOrigin(url), {
    seed,
    only,
    providerDirectories,
  })
  for (const { env } of providers) {
    for (const [name, value] of Object.entries(env)) process.stdout.write(`export ${name}=${quoted(value)}\n`)
  }
}

/** An address that listens everywhere is reached on the loopback. */
function localOrigin(host: string, port: number): string {
  const reached = host === '0.0.0.0' || host === '::' ? 'localhost' : host
  return `http://${reached.includes(':') ? `[${reached}]` : reached}:${port}`
}

function checkedOrigin(text: string): string {
  const parsed = URL.canParse(text) ? new URL(text) : undefined
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol)) {
    throw new SetupError(
      'BAD_URL',
      `--url must be an origin such as http://127.0.0.1:8080, not ${JSON.stringify(text)}`,
    )
  }
  return parsed.origin
}

/** In single quotes, as a POSIX shell reads it literally. */
function quoted(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`
}
