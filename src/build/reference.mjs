import { copyFile, mkdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** Of swagger-ui-dist, what shows an OpenAPI document: the other files are its own page, its sources, and the same as ES module. */
const files = ['swagger-ui.css', 'swagger-ui-bundle.js', 'swagger-ui-bundle.js.LICENSE.txt']

/** Copies what the page's reference is shown with. Gives the files that were copied. */
export async function copyReference(folder) {
  const from = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
  await mkdir(folder, { recursive: true })
  for (const file of files) await copyFile(join(from, file), join(folder, file))
  return files.map((file) => join(from, file))
}
