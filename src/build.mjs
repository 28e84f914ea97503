// The whole build, from src, mocks, contracts and specs to dist: the package as CommonJS with an ES module for each of its exports, the
// declarations of both, the command line once more in one file, both readings of every spec, and the licences of what is bundled.
//
// Dependencies are bundled, and what a first page does not need is left in files that are read later: to find, read and run hundreds of
// small files takes longer than everything that this program does with them.
import { spawnSync } from 'node:child_process'
import { chmod, copyFile, readdir, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { bundleFile, bundleForBuild, bundlePackage } from './build/bundles.mjs'
import { writeLicenses } from './build/licenses.mjs'
import { writePage } from './build/page.mjs'
import { writeProviderCredentials } from './build/provider-credentials.mjs'
import { copyReference } from './build/reference.mjs'
import { root } from './build/root.mjs'
import { keepPublicTypes } from './build/types.mjs'

const specs = join(root, 'specs')
const dist = join(root, 'dist')
const started = performance.now()

try {
  await rm(dist, { recursive: true, force: true })
  compileTypeScript()
  await keepPublicTypes(dist)
  const providers = await compileSpecs()
  const inPackage = await bundlePackage(dist)
  await writeProviderCredentials(dist)
  // The single file has the page and not the reference, which is larger than all the rest.
  const inPage = await writePage(join(dist, 'ui'))
  const pageTexts = await textsOf(join(dist, 'ui'))
  const inReference = await copyReference(join(dist, 'ui/reference'))
  const inFile = await bundleFile(join(dist, 'orgmock.mjs'), await textsOf(join(dist, 'specs')), pageTexts)
  await writeLicenses(join(dist, 'THIRD-PARTY-LICENSES'), [...inPackage, ...inPage, ...inReference, ...inFile])
  for (const program of ['src/cli/main.js', 'orgmock.mjs']) await chmod(join(dist, program), 0o755)
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

async function compileSpecs() {
  const program = join(dist, 'readings.mjs')
  await bundleForBuild('./src/spec/readings.ts', program)
  const { writeReadings } = await import(pathToFileURL(program).href)
  await rm(program)
  const providers = await writeReadings(specs, join(dist, 'specs'))
  // The YAML goes along: findings name its lines.
  for (const name of await readdir(specs)) {
    if (name.endsWith('.yaml')) await copyFile(join(specs, name), join(dist, 'specs', name))
  }
  return providers
}

async function textsOf(directory) {
  const names = await readdir(directory)
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(directory, name), 'utf8')])),
  )
}
