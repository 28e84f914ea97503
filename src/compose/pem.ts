import { readFile } from 'node:fs/promises'
import { SetupError } from './errors.ts'

/** The text of a PEM file that an option names. Throws SetupError BAD_TLS_FILE. */
export async function readPem(file: string, option: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new SetupError('BAD_TLS_FILE', `${option} ${file} cannot be read (${cause.code ?? cause.message})`, { cause })
  })
  if (!text.includes('-----BEGIN ')) throw new SetupError('BAD_TLS_FILE', `${option} ${file} is not a PEM file`)
  return text
}
