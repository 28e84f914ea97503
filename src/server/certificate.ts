import { createPrivateKey, KeyObject, webcrypto, X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import type { TlsMaterial } from './listener.ts'

/** Validity of a server's certificate, in days; a server does not run longer. */
const serverDays = 30
/** Validity of a CA, in days: clients go on trusting one that is kept over restarts. */
const authorityDays = 3650
const keyAlgorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }

/** A certificate made here, and the CA that issued it. */
export interface IssuedCertificate extends TlsMaterial {
  /** The CA's certificate, PEM: what clients trust. */
  readonly authority: string
}

/** Makes a CA: its certificate and its key, PEM. */
export async function makeAuthority(now: Date): Promise<TlsMaterial> {
  const x509 = await certificates()
  const keys = await newKeys()
  const authority = await x509.X509CertificateGenerator.createSelfSigned(
    {
      name: 'CN=orgmock CA',
      keys,
      signingAlgorithm: keyAlgorithm,
      ...validity(now, authorityDays),
      extensions: [
        new x509.BasicConstraintsExtension(true, 0, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false, webcrypto),
      ],
    },
    webcrypto,
  )
  return { certificate: `${authority.toString('pem')}\n`, key: pemOf(keys.privateKey) }
}

/**
 * Lets a CA, without one a new CA whose key is forgotten, issue one certificate for the given names (DNS names or IP addresses) and for this machine's own
 * (localhost, 127.0.0.1, ::1). Two certificates, not one that signs itself: strict clients (OpenSSL's X509_V_FLAG_X509_STRICT,
 * which Python sets since 3.13) take a leaf only from an issuer that RFC 5280 lets issue.
 */
export async function makeCertificate(
  names: readonly string[],
  now: Date,
  by?: TlsMaterial,
): Promise<IssuedCertificate> {
  const x509 = await certificates()
  const issuer = by ?? (await makeAuthority(now))
  const authority = new x509.X509Certificate(issuer.certificate)
  const signingKey = await webcrypto.subtle.importKey(
    'pkcs8',
    createPrivateKey(issuer.key).export({ type: 'pkcs8', format: 'der' }),
    keyAlgorithm,
    false,
    ['sign'],
  )
  const leafKeys = await newKeys()
  const leaf = await x509.X509CertificateGenerator.create(
    {
      subject: 'CN=orgmock',
      issuer: authority.subject,
      publicKey: leafKeys.publicKey,
      signingKey,
      signingAlgorithm: keyAlgorithm,
      ...validity(now, serverDays),
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
        new x509.SubjectAlternativeNameExtension(
          [...new Set([...names, 'localhost', '127.0.0.1', '::1'])].map((value) => ({
            type: isIP(value) === 0 ? 'dns' : 'ip',
            value,
          })),
        ),
        await x509.SubjectKeyIdentifierExtension.create(leafKeys.publicKey, false, webcrypto),
        // Each start makes another CA of the same name: the identifier is how a client that trusts several finds the right one.
        await x509.AuthorityKeyIdentifierExtension.create(authority.publicKey, false, webcrypto),
      ],
    },
    webcrypto,
  )
  return {
    authority: issuer.certificate,
    certificate: `${leaf.toString('pem')}\n`,
    key: pemOf(leafKeys.privateKey),
  }
}

/** The library, loaded only when a certificate is wanted. Its decorators need the polyfill, and leave it to their user. */
async function certificates() {
  await import('reflect-metadata')
  return import('@peculiar/x509')
}

function newKeys() {
  return webcrypto.subtle.generateKey(keyAlgorithm, true, ['sign', 'verify'])
}

function validity(now: Date, days: number) {
  // Clocks of containers differ a little.
  return { notBefore: new Date(now.getTime() - 3_600_000), notAfter: new Date(now.getTime() + days * 86_400_000) }
}

function pemOf(key: webcrypto.CryptoKey): string {
  return KeyObject.from(key).export({ type: 'pkcs8', format: 'pem' }).toString()
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
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? []
  return blocks.map((block) => `${block}\n`).join('')
}

function attempt<T>(make: () => T): T | undefined {
  try {
    return make()
  } catch {
    return undefined
  }
}
