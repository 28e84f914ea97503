import { realpath } from 'node:fs/promises'
import nodeModule from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { importsHook, ownExports } from './own-package.ts'

interface Hook {
  initialize(home: Home): void
  readonly resolve: unknown
}

interface Home {
  readonly directory: string
  readonly importer: string
  /** URLs of modules by the names that this package has for them, beside those that its files export. */
  readonly modules: Readonly<Record<string, string>>
}

/** Since Node 22.15; before, hooks run on a separate thread. */
const { registerHooks } = nodeModule as { registerHooks?: (hooks: { resolve: unknown }) => unknown }

const prepared = new Map<string, Promise<void>>()
let hooked = false

/**
 * Lets the files of a directory of providers import `orgmock`, `orgmock/mock` and `orgmock/contract` where no node_modules holds the
 * package (npx, an image, another folder): they get this running package. Nothing changes for other importers.
 */
export async function prepareImports(directory: string): Promise<void> {
  // A module is known by the real path of its file.
  const home = await realpath(directory)
  const made = prepared.get(home) ?? prepare(pathToFileURL(home + path.sep).href)
  prepared.set(home, made)
  return made
}

async function prepare(directory: string): Promise<void> {
  const modules = await Promise.all(
    Object.entries(ownExports).map(async ([name, load]) => [name, passedOn(name, await load())] as const),
  )
  // Jest loads modules by itself and refuses hooks: there the user's own node_modules must have the package.
  await hook({ directory, importer: import.meta.url, modules: Object.fromEntries(modules) }).catch(() => undefined)
}

/** The URL of a module that exports what is loaded already: users' providers and this program share its classes. */
function passedOn(name: string, module: object): string {
  const place = Symbol.for(`orgmock ${name}`)
  Object.assign(globalThis, { [place]: module })
  const names = Object.keys(module).join(', ')
  const text = `export const { ${names} } = globalThis[Symbol.for(${JSON.stringify(place.description)})]`
  return `data:text/javascript,${encodeURIComponent(text)}`
}

async function hook(home: Home): Promise<void> {
  if (registerHooks === undefined) {
    nodeModule.register(importsHook, { data: home })
    return
  }
  const { initialize, resolve } = (await import(importsHook)) as Hook
  initialize(home)
  if (!hooked) registerHooks({ resolve })
  hooked = true
}
