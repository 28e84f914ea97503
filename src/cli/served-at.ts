import { SetupError } from '../compose/index.ts'
import { readSettings } from '../config/index.ts'

/** Where a server is reached, and its seed: at `--url`, or where HOST and PORT say. Throws SettingsError, SetupError BAD_URL. */
export function servedAt(url: string | undefined): { readonly origin: string; readonly seed: number } {
  const { host, port, seed } = readSettings({}, process.env)
  return { origin: url === undefined ? localOrigin(host, port) : checkedOrigin(url), seed }
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
