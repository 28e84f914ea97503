import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { ContractFactory } from '../contract/index.ts'
import type { ProviderFactory } from '../mock/index.ts'
import { listProviders, loadProviderSpec, type ProviderSpec } from '../spec/index.ts'
import { SetupError, type SetupErrorCode } from './errors.ts'

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
export function loadMock(files: ProviderFiles): Promise<ProviderFactory> {
  return loadDefault(files, mockFiles)
}

/** What a provider's file in contracts/ exports. Throws SetupError MISSING_CONTRACT and BAD_CONTRACT. */
export function loadContract(files: ProviderFiles): Promise<ContractFactory> {
  return loadDefault(files, contractFiles)
}

interface FilesOfAKind {
  readonly folder: string
  readonly maker: string
  readonly missing: SetupErrorCode
  readonly bad: SetupErrorCode
}

const mockFiles: FilesOfAKind = {
  folder: 'mocks',
  maker: 'defineProvider(…)',
  missing: 'MISSING_MOCK',
  bad: 'BAD_MOCK',
}
const contractFiles: FilesOfAKind = {
  folder: 'contracts',
  maker: 'defineContract(…)',
  missing: 'MISSING_CONTRACT',
  bad: 'BAD_CONTRACT',
}

async function loadDefault<Factory>(
  { id, directory }: ProviderFiles,
  { folder, maker, missing, bad }: FilesOfAKind,
): Promise<Factory> {
  const file = ['.js', '.mjs', '.ts']
    .map((end) => path.join(directory, folder, id + end))
    .find((name) => existsSync(name))
  if (file === undefined) {
    throw new SetupError(
      missing,
      `${path.join(directory, folder, id)}.js is missing; every document in specs/ needs one`,
    )
  }
  let module: { default?: unknown }
  try {
    module = (await import(pathToFileURL(file).href)) as { default?: unknown }
  } catch (cause) {
    throw new SetupError(bad, `${file} does not load: ${(cause as Error).message}`, { cause })
  }
  if (typeof module.default !== 'function') throw new SetupError(bad, `${file} must export ${maker} by default`)
  return module.default as Factory
}
