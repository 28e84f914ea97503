import { randomUUID } from 'node:crypto'
import { chmod, link, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { SetupError } from './errors.ts'

/** Makes a folder, and those above it, where it is not there. Throws SetupError BAD_FILE. */
export async function makeFolder(directory: string, option?: string): Promise<void> {
  await mkdir(directory, { recursive: true }).catch((cause) => refuse(directory, 'made', cause, option))
}

/** Writes a file so that a reader finds the old text or the new one, never a part, and never a key that others may read. */
export async function replaceFile(file: string, text: string, mode: number, option?: string): Promise<void> {
  await place(file, text, mode, rename, option)
}

/** The same for a file that stays as it is where it is there already, perhaps made by another server a moment ago. */
export async function createFile(file: string, text: string, mode: number, option?: string): Promise<void> {
  await place(
    file,
    text,
    mode,
    async (draft) => {
      await link(draft, file).catch((cause: NodeJS.ErrnoException) => {
        if (cause.code !== 'EEXIST') throw cause
      })
      await rm(draft)
    },
    option,
  )
}

async function place(
  file: string,
  text: string,
  mode: number,
  put: (draft: string, file: string) => Promise<void>,
  option: string | undefined,
): Promise<void> {
  const draft = path.join(path.dirname(file), `.${path.basename(file)}.${randomUUID()}`)
  try {
    await writeFile(draft, text, { flag: 'wx', mode })
    // The mode above is less what the umask takes away.
    await chmod(draft, mode)
    await put(draft, file)
  } catch (cause) {
    await rm(draft, { force: true }).catch(() => undefined)
    refuse(file, 'written', cause as NodeJS.ErrnoException, option)
  }
}

function refuse(file: string, done: string, cause: NodeJS.ErrnoException, option: string | undefined): never {
  const named = option === undefined ? file : `${option} ${file}`
  throw new SetupError('BAD_FILE', `${named} cannot be ${done} (${cause.code ?? cause.message})`, { cause })
}
