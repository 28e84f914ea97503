import { generate } from 'selfsigned'

export interface MadeCertificate {
  readonly cert: string
  readonly key: string
}

/** An authority, and certificates by it. */
export async function createAuthority(name = 'orgmock test authority'): Promise<{
  /** PEM. */
  readonly certificate: string
  /** For a server with these DNS names; 127.0.0.1 is among its addresses. */
  issue(...names: readonly string[]): Promise<MadeCertificate>
}> {
  const authority = await generate([{ name: 'commonName', value: name }], {
    algorithm: 'sha256',
    keyType: 'ec',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, critical: true },
    ],
  })
  return {
    certificate: authority.cert,
    async issue(...names) {
      const altNames = [...names.map((value) => ({ type: 2 as const, value })), { type: 7 as const, ip: '127.0.0.1' }]
      const leaf = await generate([{ name: 'commonName', value: 'orgmock test' }], {
        algorithm: 'sha256',
        keyType: 'ec',
        ca: { key: authority.private, cert: authority.cert },
        extensions: [{ name: 'subjectAltName', altNames }],
      })
      return { cert: leaf.cert, key: leaf.private }
    },
  }
}
