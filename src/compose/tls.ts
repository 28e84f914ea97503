import path from 'node:path'
import { settings } from '../config/index.ts'
import type { Provider } from '../mock/index.ts'
import { argument, asyncCall, badValue, type MembersOf, optional, options, someText } from '../options/index.ts'
import { certificatesOf, checkTls, makeCertificate, type TlsMaterial } from '../server/index.ts'
import { SetupError } from './errors.ts'
import { keptAuthority } from './kept-authority.ts'
import { readPem } from './pem.ts'
import { createProviders } from './providers.ts'
import { makeFolder, replaceFile } from './whole-files.ts'

export interface TlsOptions {
  /** The user's PEM files. Default: a certificate made at start, by a CA made at start. */
  readonly certificateFile?: string
  readonly keyFile?: string
  /** Names and IP addresses for which the certificate made at start is valid, in addition to the providers' hosts and this machine's. */
  readonly names?: readonly string[]
  /** A file to write the certificate to that clients must trust, before anything listens. */
  readonly caOut?: string
  /** A folder that keeps the CA made at start, for later starts and for servers that share the folder: ca.pem, and ca.key with its key. */
  readonly caDir?: string
}

const { tlsCert, tlsKey, tlsNames, tlsCaOut, tlsCaDir } = settings

export const tlsMembers: MembersOf<TlsOptions> = {
  certificateFile: tlsCert.shape,
  keyFile: tlsKey.shape,
  names: tlsNames.shape,
  caOut: tlsCaOut.shape,
  caDir: tlsCaDir.shape,
}

/** What an HTTPS listener needs, and what its clients must trust (PEM, certificates only). */
export interface TrustedTls {
  readonly material: TlsMaterial
  readonly trust: string
}

/** Reads or makes the certificate of a listener. Throws SetupError BAD_TLS_FILE and BAD_FILE. */
export async function prepareTls(options: TlsOptions, providers: readonly Provider[]): Promise<TrustedTls> {
  const found = await tlsOf(options, providers)
  if (options.caOut !== undefined) await replaceFile(options.caOut, found.trust, 0o644, '--tls-ca-out')
  return found
}

/** Files for several servers, or for a proxy in front of them. */
export interface TlsFiles {
  /** The CA's certificate, mode 0644. */
  readonly ca: string
  /** The certificate for the providers' hosts followed by the CA's, mode 0644. */
  readonly certificate: string
  /** Mode 0600. */
  readonly key: string
}

/**
 * Writes ca.pem, tls.pem and tls.key into a directory, which is made when it is not there; `caOut` gets a second copy of ca.pem.
 * Throws SetupError BAD_FILE.
 */
export const writeTlsFiles = asyncCall(
  'writeTlsFiles',
  [
    argument('directory', someText('a directory')),
    optional(options<FilesOptions>({ names: tlsNames.shape, caOut: tlsCaOut.shape })),
  ],
  writeFiles,
)
type FilesOptions = Pick<TlsOptions, 'names' | 'caOut'>

async function writeFiles(directory: string, { names = [], caOut }: FilesOptions = {}): Promise<TlsFiles> {
  const made = await makeCertificate([...hostsOf(await createProviders({ count: 0 })), ...names], new Date())
  const [ca, certificate, key] = ['ca.pem', 'tls.pem', 'tls.key'].map((name) => path.join(directory, name)) as [
    string,
    string,
    string,
  ]
  await makeFolder(directory)
  await replaceFile(key, made.key, 0o600)
  await replaceFile(certificate, made.certificate + made.authority, 0o644)
  await replaceFile(ca, made.authority, 0o644)
  if (caOut !== undefined) await replaceFile(caOut, made.authority, 0o644, '--ca-out')
  return { ca, certificate, key }
}

function hostsOf(providers: readonly Provider[]): string[] {
  return providers.flatMap(({ hosts }) => hosts)
}

async function tlsOf(
  { certificateFile, keyFile, names = [], caDir }: TlsOptions,
  providers: readonly Provider[],
): Promise<TrustedTls> {
  if ((certificateFile === undefined) !== (keyFile === undefined)) {
    throw badValue(['tls'], 'needs certificateFile and keyFile together: give both or neither')
  }
  if (certificateFile === undefined || keyFile === undefined) {
    const authority = caDir === undefined ? undefined : await keptAuthority(caDir)
    const material = await makeCertificate([...hostsOf(providers), ...names], new Date(), authority)
    return { material, trust: material.authority }
  }
  const certificate = await readPem(certificateFile, '--tls-cert')
  const key = await readPem(keyFile, '--tls-key')
  const problem = checkTls({ certificate, key })
  if (problem !== undefined) {
    const [option, file] = problem.of === 'key' ? ['--tls-key', keyFile] : ['--tls-cert', certificateFile]
    throw new SetupError('BAD_TLS_FILE', `${option} ${file} ${problem.reason}`)
  }
  return { material: { certificate, key }, trust: certificatesOf(certificate) }
}
