import { createPrivateKey, X509Certificate } from 'node:crypto'
import type { TlsMaterial } from './listener.ts'

/** Validity of a certificate made at start, in days; a server does not run longer. */
const validDays = 30

/**
 * Makes a self-signed certificate for the given names and for this machine's own (localhost, 127.0.0.1, ::1).
 * The library is loaded only when a certificate is wanted.
 */
export async function makeCertificate(hosts: readonly string[], now: Date): Promise<TlsMaterial> {
  const { generate } = await import('selfsigned')
  const notAfterDate = new Date(now.getTime() + validDays * 86_400_000)
  const made = await generate([{ name: 'commonName', value: 'orgmock' }], {
    algorithm: 'sha256',
    keyType: 'ec',
    curve: 'P-256',
    // Clocks of containers differ a little.
    notBeforeDate: new Date(now.getTime() - 3_600_000),
    notAfterDate,
    extensions: [
      // A CA bit, so that the certificate can stand in a trust store (NODE_EXTRA_CA_CERTS) as its own anchor.
      { name: 'basicConstraints', cA: true },
      { name: 'keyUsage', digitalSignature: true, keyCertSign: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          ...[...hosts, 'localhost'].map((value) => ({ type: 2 as const, value })),
          { type: 7 as const, ip: '127.0.0.1' },
          { type: 7 as const, ip: '::1' },
        ],
      },
    ],
  })
  return { certificate: made.cert, key: made.private }
}

/** What is wrong with a pair of PEM files, in words that fit behind a file's name. */
export interface TlsProblem {
  readonly of: 'certificate' | 'key'
  readonly reason: string
}

/** Whether node can serve this certificate with this key; undefined when it can. */
export function checkTls({ certificate, key }: TlsMaterial): TlsProblem | undefined {
  const leaf = attempt(() => new X509Certificate(certificate))
  if (leaf === undefined) return { of: 'certificate', reason: 'holds no certificate that can be read (PEM, X.509)' }
  const privateKey = attempt(() => createPrivateKey(key))
  if (privateKey === undefined)
    return { of: 'key', reason: 'holds no private key that can be read (PEM, without a passphrase)' }
  return leaf.checkPrivateKey(privateKey) ? undefined : { of: 'key', reason: 'is not the key of the certificate' }
}

/** The certificates in a PEM text, and nothing else: a file may hold the private key beside them. */
export function certificatesOf(pem: string): string {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? []
  return blocks.map((block) => `${block}\n`).join('')
}

function attempt<T>(make: () => T): T | undefined {
  try {
    return make()
  } catch {
    return undefined
  }
}
