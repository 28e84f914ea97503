import { SetupError } from '../compose/index.ts'

/** Where a server with these settings is reached from this machine: an address that listens everywhere is reached on the loopback. */
export function localOrigin(host: string, port: number): string {
  const reached = host === '0.0.0.0' || host === '::' ? 'localhost' : host
  return `http://${reached.includes(':') ? `[${reached}]` : reached}:${port}`
}

/** The origin of `--url`. Throws SetupError BAD_URL. */
export function checkedOrigin(text: string): string {
  const parsed = URL.canParse(text) ? new URL(text) : undefined
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol)) {
    throw new SetupError(
      'BAD_URL',
      `--url must be an origin such as http://127.0.0.1:8080, not ${JSON.stringify(text)}`,
    )
  }
  return parsed.origin
}
