import { X509Certificate } from 'node:crypto'
import { access } from 'node:fs/promises'
import path from 'node:path'
import { certificatesOf, checkTls, makeAuthority, type TlsMaterial } from '../server/index.ts'
import { SetupError } from './errors.ts'
import { readPem } from './pem.ts'
import { createFile, makeFolder, replaceFile } from './whole-files.ts'

const option = '--tls-ca-dir'

/**
 * The CA that a folder keeps; made there at the first start. Its certificate and its key are in one file, ca.key (mode 0600), so that of
 * servers that start at the same time all take the same one. ca.pem (0644) has the certificate alone, for clients.
 * Throws SetupError BAD_FILE and BAD_TLS_FILE.
 */
export async function keptAuthority(directory: string): Promise<TlsMaterial> {
  const file = path.join(directory, 'ca.key')
  const isThere = await access(file).then(
    () => true,
    () => false,
  )
  if (!isThere) {
    const { certificate, key } = await makeAuthority(new Date())
    await makeFolder(directory, option)
    await createFile(file, key + certificate, 0o600, option)
  }
  const text = await readPem(file, option)
  const kept = { certificate: certificatesOf(text), key: text }
  const problem = checkTls(kept)?.reason ?? expiry(kept.certificate)
  if (problem !== undefined) throw new SetupError('BAD_TLS_FILE', `${option} ${file} ${problem}`)
  await replaceFile(path.join(directory, 'ca.pem'), kept.certificate, 0o644, option)
  return kept
}

function expiry(certificate: string): string | undefined {
  const { validTo } = new X509Certificate(certificate)
  return Date.parse(validTo) > Date.now() ? undefined : `expired on ${validTo}: remove it, and a new CA is made`
}
