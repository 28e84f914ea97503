import { existsSync } from 'node:fs'
import { type FileHandle, open, rm } from 'node:fs/promises'
import { SetupError } from '../compose/index.ts'
import type { ReportDestination } from '../contract/index.ts'

/** A report's file, open for writing; undefined for standard output. */
export interface ReportOutput extends ReportDestination {
  readonly handle?: FileHandle
  /** Whether the file was made by this run. */
  readonly isNew?: boolean
}

/** Opens every file, and keeps its content until a report is written. On SetupError BAD_FILE it removes the files that it made. */
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

/** Replaces the content of a file; a pipe or a device gets the text as it is. */
export async function overwrite(handle: FileHandle, text: string): Promise<void> {
  if ((await handle.stat()).isFile()) await handle.truncate()
  await handle.writeFile(text)
}

/** Removes the files that this run made but did not fill. */
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
