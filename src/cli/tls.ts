import { writeTlsFiles } from '../compose/index.ts'
import { parse, settings } from '../config/index.ts'

export interface TlsFlags {
  readonly names?: string
  readonly caOut?: string
}

/** `orgmock tls`: writes a certificate that several servers can share, and prints the files. Throws SettingsError, SetupError. */
export async function tls(directory: string, { names, caOut }: TlsFlags): Promise<void> {
  const extra = names === undefined ? [] : parse(settings.tlsNames, '--names', names)
  const files = await writeTlsFiles(directory, { names: extra, ...(caOut === undefined ? {} : { caOut }) })
  const lines = [
    `certificate ${files.certificate}`,
    `key ${files.key}`,
    ...[files.ca, ...(caOut === undefined ? [] : [caOut])].map((file) => `trust ${file}`),
  ]
  process.stdout.write(lines.map((line) => `${line}\n`).join(''))
}
