import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'
import { bundleForBuild } from './bundles.mjs'
import { root } from './root.mjs'

const from = join(root, 'src/ui')

/** Writes the files of the page. Gives the ids of all modules in them. */
export async function writePage(folder) {
  await mkdir(folder, { recursive: true })
  await copyFile(join(from, 'index.html'), join(folder, 'index.html'))
  await writeFile(join(folder, 'app.css'), await styleSheet(join(folder, 'style.mjs')))
  return writeProgram(join(folder, 'app.js'))
}

/** That of the HTML report, which the page looks like, and what the page has besides. */
async function styleSheet(program) {
  await bundleForBuild('./src/contract/reporters/html/style.ts', program)
  const { style } = await import(pathToFileURL(program).href)
  await rm(program)
  return style.html + (await readFile(join(from, 'page.css'), 'utf8'))
}

async function writeProgram(file) {
  const bundled = await rolldown({
    cwd: root,
    input: './src/ui/main.tsx',
    platform: 'browser',
  })
  const { output } = await bundled.write({ file, format: 'esm', minify: true, codeSplitting: false })
  await bundled.close()
  return output.flatMap((chunk) => (chunk.type === 'chunk' ? Object.keys(chunk.modules) : []))
}
