import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { root } from './root.mjs'

/** Of a declaration: `from './x.ts'` and `import('./x.ts')`. */
const relativeImport = /(?:from |import\()['"](\.[^'"]+)['"]/g
/** Packages that are ES modules alone: a declaration for CommonJS names their types with this attribute. */
const esmOnly = /(from ['"]@faker-js\/faker['"])/g

/**
 * Leaves the declarations that the package's exports lead to, each twice: for ES modules and for CommonJS. Their imports end in .js and
 * .cjs then: TypeScript reads .ts there too, other tools need not.
 */
export async function keepPublicTypes(dist) {
  const { exports } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  const doors = Object.values(exports).flatMap((door) =>
    door.import === undefined ? [] : [join(root, door.import.types)],
  )
  const kept = new Set()
  const wanted = [...doors]
  for (let file = wanted.pop(); file !== undefined; file = wanted.pop()) {
    if (kept.has(file)) continue
    kept.add(file)
    const text = await readFile(file, 'utf8')
    for (const [, specifier] of text.matchAll(relativeImport)) {
      wanted.push(join(dirname(file), specifier.replace(/\.ts$/, '.d.ts')))
    }
    // Newer compilers know Buffer and node: modules only where they are told to.
    const whole = doors.includes(file) ? `/// <reference types="node" />\n${text}` : text
    await writeFile(file, endingIn('.js', whole))
    const attributed = whole.replaceAll(esmOnly, "$1 with { 'resolution-mode': 'import' }")
    await writeFile(file.replace(/\.d\.ts$/, '.d.cts'), endingIn('.cjs', attributed))
  }
  for (const entry of await readdir(dist, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name)
    if (entry.isFile() && file.endsWith('.d.ts') && !kept.has(file)) await rm(file)
  }
}

function endingIn(end, text) {
  return text.replaceAll(relativeImport, (found) => found.replace(/\.ts(?=['"])/, end))
}
