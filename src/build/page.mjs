import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Writes the files of the page. Gives the ids of all modules in them. */
export async function writePage(folder) {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'index.html'), '<!doctype html>\n<html lang="en">\n<title>orgmock</title>\n</html>\n')
  return []
}
