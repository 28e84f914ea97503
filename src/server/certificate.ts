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
