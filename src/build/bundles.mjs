import { copyFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { rolldown } from 'rolldown'
import { fakerEnglish } from './faker-english.mjs'
import { lateFiles, lateLoading } from './late-modules.mjs'
import { linkedFile, linkedPackage } from './own-package.mjs'
import { root } from './root.mjs'

/** What is not bundled: Node's modules, and the peer that a user brings. */
const external = /^(node:|testcontainers$|vitest$)/
/** The files of the package that somebody outside opens. */
const doors = [
  'src/compose/index',
  'src/compose/suite',
  'src/contract/index',
  'src/mock/index',
  'src/testcontainers/index',
]
const program = 'src/cli/main'
// Who reads comments reads the sources; names and lines stay, for stack traces.
const comments = { annotation: true, legal: true, jsdoc: false }

/**
 * The package: everything once, as CommonJS, which jest can load and Node loads faster, and an ES module for each door that passes it on.
 * Gives the ids of all modules in it.
 */
export async function bundlePackage(dist) {
  const inputs = Object.fromEntries([program, ...doors].map((door) => [door, `./${door}.ts`]))
  const output = await bundle({ ...inputs, ...lateFiles }, [linkedPackage(), lateLoading({ areFiles: true })], {
    dir: dist,
    format: 'cjs',
    exports: 'named',
    entryFileNames: '[name].cjs',
    // As deep as the rooms: paths that are relative to a module hold in a chunk too.
    chunkFileNames: 'src/chunks/[name]-[hash].cjs',
  })
  for (const { name, exports } of output.filter(({ name }) => doors.includes(name))) {
    const text = `import bundle from './${basename(name)}.cjs'\n\nexport const { ${exports.join(', ')} } = bundle\n`
    await writeFile(join(dist, `${name}.js`), text)
  }
  await writeFile(
    join(dist, `${program}.js`),
    `#!/usr/bin/env node\nimport { createRequire } from 'node:module'\n\ncreateRequire(import.meta.url)('./${basename(program)}.cjs')\n`,
  )
  await writeFixture(dist)
  // Node loads it by its path, on another thread.
  const hook = 'src/compose/provider-imports-hook.mjs'
  await copyFile(join(root, hook), join(dist, hook))
  return modulesOf(output)
}

/** The fixture for vitest, which is an ES module alone, beside the bundle that it uses. */
async function writeFixture(dist) {
  const name = 'src/compose/vitest'
  const bundled = await rolldown({
    cwd: root,
    input: `./${name}.ts`,
    platform: 'node',
    external: /^vitest$/,
    plugins: [
      { name: 'beside-it', resolveId: (id) => (id === './index.ts' ? { id: './index.js', external: true } : null) },
    ],
  })
  await bundled.write({ comments, file: join(dist, `${name}.js`), format: 'esm' })
  await bundled.close()
}

/** The command line in one file that needs nothing beside it; the texts are those of the specs and of the page, by name. Gives the ids of all modules in it. */
export async function bundleFile(file, texts, pageTexts) {
  const output = await bundle(`./${program}.ts`, [linkedFile(texts, pageTexts), lateLoading({ areFiles: false })], {
    file,
    format: 'esm',
    codeSplitting: false,
    // The package has all of this twice, and 2 MB are its bound. Names stay, for stack traces.
    minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
  })
  return modulesOf(output)
}

/** What the build itself runs, with the dependencies left where they are. */
export async function bundleForBuild(input, file) {
  const bundled = await rolldown({ cwd: root, input, platform: 'node', external: /^(node:|@?[a-z])/ })
  await bundled.write({ file, format: 'esm' })
  await bundled.close()
}

async function bundle(input, plugins, options) {
  const bundled = await rolldown({
    cwd: root,
    input,
    platform: 'node',
    external,
    plugins: [plugins, fakerEnglish(), asciiOnly],
  })
  const { output } = await bundled.write({ comments, ...options })
  await bundled.close()
  return output
}

/** V8 reads and keeps a text of one byte a character, which one character beyond Latin-1 would make two. */
const asciiOnly = {
  name: 'ascii-only',
  renderChunk(code) {
    // There a backslash means itself.
    if (code.includes('String.raw')) return
    return code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
  },
}

function modulesOf(output) {
  return output.flatMap((chunk) => (chunk.type === 'chunk' ? Object.keys(chunk.modules) : []))
}
