// The whole build: declarations and bundles of src, mocks and contracts to dist, and both readings of every spec to dist/specs.
//
// The code is bundled into few files, dependencies left outside: node resolves and reads each module by itself, and a hundred small ones
// cost a cold start more than everything that stands in them.
import { spawnSync } from 'node:child_process'
import { chmod, copyFile, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const specs = join(root, 'specs')
const dist = join(root, 'dist')
const started = performance.now()
/** Of a declaration: `from './x.ts'` and `import('./x.ts')`. */
const relativeImport = /(?:from |import\()['"](\.[^'"]+)['"]/g

try {
  await rm(dist, { recursive: true, force: true })
  compileTypeScript()
  await bundle()
  await keepPublicTypes()
  const providers = await compileSpecs()
  await makeExecutable(join(dist, 'src/cli/main.js'))
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`built dist in ${seconds} s: ${providers.join(', ')}`)
} catch (error) {
  console.error(`build failed: ${error instanceof Error ? error.message : error}`)
  process.exitCode = 1
}

/** Checks and writes declarations. The compiler is a script like any other to node, on every platform. */
function compileTypeScript() {
  const require = createRequire(import.meta.url)
  const manifest = require.resolve('typescript/package.json')
  const compiler = join(dirname(manifest), require(manifest).bin.tsc)
  const { status, error } = spawnSync(process.execPath, [compiler, '-p', join(root, 'src/tsconfig.build.json')], {
    stdio: 'inherit',
  })
  if (error) throw error
  if (status !== 0) throw new Error('TypeScript found the errors above')
}

/** One file for each door that somebody outside opens, and shared chunks, so that everything exists once. */
async function bundle() {
  const doors = [
    'src/cli/main',
    'src/compose/index',
    'src/compose/suite',
    'src/contract/index',
    'src/mock/index',
    'src/spec/readings',
    'src/testcontainers/index',
  ]
  for (const folder of ['mocks', 'contracts']) {
    // What stands in a folder inside is part of the files beside it, and no door.
    for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
      if (entry.isFile()) doors.push(`${folder}/${entry.name.replace(/\.ts$/, '')}`)
    }
  }
  const bundled = await rolldown({
    cwd: root,
    input: Object.fromEntries(doors.map((door) => [door, `./${door}.ts`])),
    platform: 'node',
    external: /^(node:|@?[a-z])/,
  })
  await bundled.write({
    dir: dist,
    format: 'esm',
    // Who reads them reads the sources.
    comments: { annotation: true, legal: true, jsdoc: false },
    entryFileNames: '[name].js',
    // As deep as the rooms: paths that are relative to a module hold in a chunk too.
    chunkFileNames: 'src/chunks/[name]-[hash].js',
  })
  await bundled.close()
  // Node loads it by its path, on another thread.
  const hook = 'src/compose/provider-imports-hook.mjs'
  await copyFile(join(root, hook), join(dist, hook))
}

/**
 * Leaves the declarations that the package's exports lead to. Their imports end in .js then: TypeScript reads .ts there too, other tools
 * need not.
 */
async function keepPublicTypes() {
  const { exports } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  const kept = new Set()
  const doors = Object.values(exports).flatMap(({ types }) => (types === undefined ? [] : [join(root, types)]))
  const wanted = [...doors]
  for (let file = wanted.pop(); file !== undefined; file = wanted.pop()) {
    if (kept.has(file)) continue
    kept.add(file)
    const text = await readFile(file, 'utf8')
    for (const [, specifier] of text.matchAll(relativeImport)) {
      wanted.push(join(dirname(file), specifier.replace(/\.ts$/, '.d.ts')))
    }
    const rewritten = text.replaceAll(relativeImport, (found) => found.replace(/\.ts(?=['"])/, '.js'))
    // Newer compilers know Buffer and node: modules only where they are told to.
    await writeFile(file, doors.includes(file) ? `/// <reference types="node" />\n${rewritten}` : rewritten)
  }
  for (const entry of await readdir(dist, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name)
    if (entry.isFile() && file.endsWith('.d.ts') && !kept.has(file)) await rm(file)
  }
}

async function compileSpecs() {
  const { writeReadings } = await import(pathToFileURL(join(dist, 'src/spec/readings.js')).href)
  const providers = await writeReadings(specs, join(dist, 'specs'))
  // The YAML goes along: findings name its lines.
  for (const name of await readdir(specs)) {
    if (name.endsWith('.yaml')) await copyFile(join(specs, name), join(dist, 'specs', name))
  }
  return providers
}

async function makeExecutable(file) {
  try {
    await chmod(file, 0o755)
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
  }
}
