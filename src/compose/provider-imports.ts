import { realpath } from 'node:fs/promises'
import nodeModule from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

interface Hook {
  initialize(home: Home): void
  readonly resolve: unknown
}

interface Home {
  readonly directory: string
  readonly importer: string
}

/** Since Node 22.15; before, hooks run on a thread of their own. */
const { registerHooks } = nodeModule as { registerHooks?: (hooks: { resolve: unknown }) => unknown }

const prepared = new Map<string, Promise<void>>()
let hooked = false

/**
 * Lets the files of a directory of providers import `orgmock`, `orgmock/mock` and `orgmock/contract` where no node_modules holds the
 * package (npx, an image, a folder beside): they get this very one. Nothing changes for other importers.
 */
export async function prepareImports(directory: string): Promise<void> {
  // A module is known by the real path of its file.
  const home = await realpath(directory)
  const made = prepared.get(home) ?? hook({ directory: pathToFileURL(home + path.sep).href, importer: import.meta.url })
  prepared.set(home, made)
  return made
}

async function hook(home: Home): Promise<void> {
  const file = new URL('../compose/provider-imports-hook.mjs', import.meta.url).href
  if (registerHooks === undefined) {
    nodeModule.register(file, { data: home })
    return
  }
  const { initialize, resolve } = (await import(file)) as Hook
  initialize(home)
  if (!hooked) registerHooks({ resolve })
  hooked = true
}
