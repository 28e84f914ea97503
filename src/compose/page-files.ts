import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { PageFiles } from '../server/index.ts'
import { pageDirectory, pageTexts } from './own-package.ts'

/** The files of the page as they were built; none where they were not. */
export const pageFiles: PageFiles = async () => {
  if (pageTexts !== undefined) {
    return new Map(Object.entries(pageTexts).map(([name, text]) => [name, async () => Buffer.from(text)]))
  }
  const entries = await readdir(pageDirectory, { recursive: true, withFileTypes: true }).catch(() => [])
  return new Map(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map((file) => [path.relative(pageDirectory, file).split(path.sep).join('/'), () => readFile(file)]),
  )
}
