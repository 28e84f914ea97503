import { readFileSync, realpathSync, statSync } from 'node:fs'
import path from 'node:path'
import { SetupError } from './errors.ts'

/**
 * Reads files that a document refers to, by their path from its folder: regular ones that are in the folder, links followed. Throws SetupError
 * BAD_FILE, which names the file.
 */
export function besideReader(document: string): (name: string) => string {
  const folder = path.dirname(document)
  return (name) => {
    const file = path.join(folder, name)
    const refused = (reason: string, cause?: unknown) =>
      new SetupError('BAD_FILE', `${file}, to which ${path.basename(document)} refers, ${reason}`, { cause })
    let real: string
    try {
      real = realpathSync(file)
      if (path.relative(realpathSync(folder), real).split(path.sep)[0] !== '..' && statSync(real).isFile()) {
        return readFileSync(real, 'utf8')
      }
    } catch (cause) {
      const { code, message } = cause as NodeJS.ErrnoException
      throw refused(`cannot be read (${code ?? message})`, cause)
    }
    throw refused(`is no file in the folder of the document`)
  }
}
