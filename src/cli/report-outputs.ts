import { existsSync } from 'node:fs'
import { type FileHandle, open, rm } from 'node:fs/promises'
import { SetupError } from '../compose/index.ts'
import type { ReportDestination } from '../contract/index.ts'

/** A report's file, open for writing; standard output has none. */
export interface ReportOutput extends ReportDestination {
  readonly handle?: FileHandle
  /** There was no such file. */
  readonly isNew?: boolean
}

/** Opens every file, and leaves what is in it until a report comes. Throws SetupError BAD_FILE, and leaves nothing behind then. */
export async function openOutputs(destinations: readonly ReportDestination[]): Promise<readonly ReportOutput[]> {
  const outputs: ReportOutput[] = []
  try {
    for (const destination of destinations) outputs.push(await opened(destination))
    return outputs
  } catch (error) {
    await closeOutputs(outputs)
    throw error
  }
}

async function opened(destination: ReportDestination): Promise<ReportOutput> {
  const { file } = destination
  if (file === undefined) return destination
  const isNew = !existsSync(file)
  const handle = await open(file, 'a').catch((cause: NodeJS.ErrnoException) => {
    throw new SetupError('BAD_FILE', unwritable(destination, cause), { cause })
  })
  return { ...destination, handle, isNew }
}

/** Puts a text into the place of what a file holds; pipes and devices just get it. */
export async function overwrite(handle: FileHandle, text: string): Promise<void> {
  if ((await handle.stat()).isFile()) await handle.truncate()
  await handle.writeFile(text)
}

/** Takes files away that were made for nothing. */
export async function closeOutputs(outputs: readonly ReportOutput[]): Promise<void> {
  for (const { handle, file, isNew } of outputs) {
    if (handle === undefined || file === undefined) continue
    const isEmpty = await handle.stat().then(
      (about) => about.isFile() && about.size === 0,
      () => false,
    )
    await handle.close().catch(() => undefined)
    if (isNew === true && isEmpty) await rm(file, { force: true }).catch(() => undefined)
  }
}

export function unwritable({ format, file }: ReportDestination, { code, message }: NodeJS.ErrnoException): string {
  return `--report ${format}=${file} cannot be written (${code ?? message})`
}
