import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { ProviderFactory } from '../mock/index.ts'
import { listProviders, loadProviderSpec, type ProviderSpec } from '../spec/index.ts'
import { SetupError } from './errors.ts'

/** Where this package's own specs/, mocks/ and contracts/ stand: beside src/, in the sources as in the build. */
const ownDirectory = fileURLToPath(new URL('../../', import.meta.url))

/** A provider's files, found but not loaded. */
export interface ProviderFiles {
  readonly id: string
  /** Holds specs/, mocks/ and contracts/. */
  readonly directory: string
}

/**
 * The providers in this package and in further directories, each with `specs/<id>.openapi.yaml` and `mocks/<id>.js`; the last one wins
 * where an id stands twice. `only` keeps the named ones.
 * Throws SetupError UNKNOWN_PROVIDER.
 */
export async function findProviders(
  directories: readonly string[] = [],
  only: readonly string[] = [],
): Promise<ProviderFiles[]> {
  const found = new Map<string, ProviderFiles>()
  for (const directory of [ownDirectory, ...directories]) {
    for (const id of await listProviders(path.join(directory, 'specs'))) found.set(id, { id, directory })
  }
  for (const id of only) {
    if (!found.has(id)) {
      throw new SetupError(
        'UNKNOWN_PROVIDER',
        `unknown provider ${JSON.stringify(id)}; known are ${[...found.keys()].join(', ')}`,
      )
    }
  }
  const all = [...found.values()]
  return only.length === 0 ? all : all.filter(({ id }) => only.includes(id))
}

/** Both readings of a provider's document. Throws SpecError. */
export function loadSpec({ id, directory }: ProviderFiles): Promise<ProviderSpec> {
  return loadProviderSpec(path.join(directory, 'specs'), id)
}

/** What a provider's file in mocks/ exports. Throws SetupError MISSING_MOCK and BAD_MOCK. */
export async function loadMock({ id, directory }: ProviderFiles): Promise<ProviderFactory> {
  const file = ['.js', '.mjs', '.ts']
    .map((end) => path.join(directory, 'mocks', id + end))
    .find((name) => existsSync(name))
  if (file === undefined) {
    throw new SetupError(
      'MISSING_MOCK',
      `${path.join(directory, 'mocks', id)}.js is missing; every document in specs/ needs one`,
    )
  }
  let module: { default?: unknown }
  try {
    module = (await import(pathToFileURL(file).href)) as { default?: unknown }
  } catch (cause) {
    throw new SetupError('BAD_MOCK', `${file} does not load: ${(cause as Error).message}`, { cause })
  }
  if (typeof module.default !== 'function') {
    throw new SetupError('BAD_MOCK', `${file} must export defineProvider(…) by default`)
  }
  return module.default as ProviderFactory
}
