import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from './root.mjs'

const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
const hook = 'src/compose/provider-imports-hook.mjs'
/** What users' providers import, and what exports it. */
const doors = {
  orgmock: 'src/compose/index.ts',
  'orgmock/suite': 'src/compose/suite.ts',
  'orgmock/contract': 'src/contract/index.ts',
  'orgmock/mock': 'src/mock/index.ts',
}

/** Writes src/compose/own-package.ts anew, with this package's own providers linked: bundled code finds nothing beside itself. */
export function linkedPackage() {
  return replacing('src/compose/own-package.ts', async () => [
    `import { fileURLToPath } from 'node:url'`,
    `export const ownDirectory = fileURLToPath(new URL('../../', import.meta.url))`,
    `export const pageDirectory = fileURLToPath(new URL('../../ui/', import.meta.url))`,
    `export const pageTexts = undefined`,
    `export const importsHook = new URL('../compose/provider-imports-hook.mjs', import.meta.url).href`,
    `export const ownExports = {}`,
    ...(await linkedProviders()),
  ])
}

/** The same for one file that holds everything: the hook, this package's exports, and, of the specs and the page, these texts by name. */
export function linkedFile(texts, pageTexts) {
  return [
    replacing('src/compose/own-package.ts', async () => [
      `import { fileURLToPath } from 'node:url'`,
      `export const ownDirectory = fileURLToPath(import.meta.url)`,
      `export const pageDirectory = ''`,
      `export const pageTexts = ${JSON.stringify(pageTexts)}`,
      `export const importsHook = ${JSON.stringify(`data:text/javascript,${encodeURIComponent(await readFile(join(root, hook), 'utf8'))}`)}`,
      `export const ownExports = ${imports(doors)}`,
      ...(await linkedProviders()),
    ]),
    replacing('src/spec/own-texts.ts', async () => [
      `import { join } from 'node:path'`,
      `import { fileURLToPath } from 'node:url'`,
      `export const ownTexts = { directory: join(fileURLToPath(import.meta.url), 'specs'), texts: ${JSON.stringify(texts)} }`,
    ]),
  ]
}

async function linkedProviders() {
  const specs = await readdir(join(root, 'specs'))
  const ids = specs.flatMap((name) => /^(.+)\.openapi\.yaml$/.exec(name)?.[1] ?? [])
  const files = ids.flatMap((id) => ['mocks', 'contracts'].map((folder) => [`${folder}/${id}`, `${folder}/${id}.ts`]))
  return [
    `export const ownVersion = ${JSON.stringify(version)}`,
    `export const ownModules = ${imports(Object.fromEntries(files))}`,
  ]
}

/** An object of functions that import files, by name. */
function imports(files) {
  const members = Object.entries(files).map(
    ([name, file]) => `${JSON.stringify(name)}: () => import(${JSON.stringify(join(root, file))})`,
  )
  return `{ ${members.join(', ')} }`
}

function replacing(file, write) {
  return {
    name: `writes ${file}`,
    load: {
      filter: { id: new RegExp(`[\\\\/]${file.split('/').join('[\\\\/]')}$`) },
      handler: async () => ({ code: (await write()).join('\n'), moduleType: 'js' }),
    },
  }
}
