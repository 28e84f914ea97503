import { X509Certificate } from 'node:crypto'
import { createSecureContext } from 'node:tls'
import type { TransportOptions } from '../contract/index.ts'
import { OptionError } from '../options/index.ts'
import { SetupError } from './errors.ts'
import { readPem } from './pem.ts'

/** How a check connects to servers that it did not start. */
export interface TransportSettings {
  /** Plain http also to addresses on the Internet, where others can read the credentials on their way. Never for `live`. */
  readonly insecureHttp?: boolean
  /** PEM file with authorities to trust in addition to the usual ones. */
  readonly ca?: string
  /** PEM files of a certificate and its key, for servers that want one (mutual TLS). */
  readonly clientCert?: string
  readonly clientKey?: string
  /** Whether the proxies that the environment names are used. Default true. */
  readonly proxy?: boolean
}

/** Reads the files. Throws OptionError, SetupError BAD_TLS_FILE. */
export async function transportOf({
  insecureHttp,
  ca,
  clientCert,
  clientKey,
  proxy = true,
}: TransportSettings): Promise<TransportOptions> {
  if ((clientCert === undefined) !== (clientKey === undefined)) {
    const together = (name: string, named: (option: string) => string) =>
      `${name} and ${named('clientKey')} belong together: give both or neither`
    throw new OptionError(['clientCert'], together)
  }
  return {
    plainHttp: insecureHttp === true ? 'any' : 'local',
    usesProxies: proxy,
    files: { ca, certificate: clientCert, key: clientKey },
    ...(ca === undefined ? {} : { authorities: await authoritiesIn(ca) }),
    ...(clientCert === undefined || clientKey === undefined
      ? {}
      : { clientCertificate: await certificateIn(clientCert, clientKey) }),
  }
}

/** Needed because Node silently ignores authorities that it cannot read. */
async function authoritiesIn(file: string): Promise<string> {
  const text = await readPem(file, '--ca')
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? []
  if (blocks.length > 0 && blocks.every((block) => isReadable(() => new X509Certificate(block)))) {
    return text
  }
  throw new SetupError('BAD_TLS_FILE', `--ca ${file} holds no certificates that can be read (PEM, X.509)`)
}

async function certificateIn(file: string, keyFile: string): Promise<{ certificate: string; key: string }> {
  const [certificate, key] = await Promise.all([readPem(file, '--client-cert'), readPem(keyFile, '--client-key')])
  if (isReadable(() => createSecureContext({ cert: certificate, key }))) return { certificate, key }
  const [option, name, what] = isReadable(() => createSecureContext({ cert: certificate }))
    ? ['--client-key', keyFile, 'is not the key of --client-cert, or wants a passphrase']
    : ['--client-cert', file, 'holds no certificate that can be read (PEM, X.509)']
  throw new SetupError('BAD_TLS_FILE', `${option} ${name} ${what}`)
}

function isReadable(read: () => unknown): boolean {
  try {
    read()
    return true
  } catch {
    return false
  }
}
