import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { settings } from '../config/index.ts'
import type { ContractFactory } from '../contract/index.ts'
import type { ProviderFactory } from '../mock/index.ts'
import { argument, asyncCall, needed, options, someText, unknownName, wanted } from '../options/index.ts'
import { type Edition, listProviders, loadProviderSpec, type ProviderSpec } from '../spec/index.ts'
import { oneLine, SetupError, type SetupErrorCode } from './errors.ts'
import { ownDirectory, ownModules } from './own-package.ts'
import { prepareImports } from './provider-imports.ts'

/** A provider's files, found but not loaded. */
export interface ProviderFiles {
  readonly id: string
  /** Holds specs/, mocks/ and contracts/. */
  readonly directory: string
}

const files = options<ProviderFiles>({
  id: needed(someText('the id of a provider')),
  directory: needed(someText('a directory')),
})

/**
 * The providers in this package and in further directories, each with `specs/<id>.openapi.yaml` and `mocks/<id>.js`; when two have the
 * same id, the last one wins. `only` keeps the named ones.
 * Throws SetupError BAD_PROVIDERS and UNKNOWN_PROVIDER, SpecError.
 */
export const findProviders = asyncCall(
  'findProviders',
  [argument('directories', settings.providerDirectories.shape, false), argument('only', settings.only.shape, false)],
  find,
)

async function find(directories: readonly string[] = [], only: readonly string[] = []): Promise<ProviderFiles[]> {
  const found = new Map<string, ProviderFiles>()
  for (const id of await listProviders(path.join(ownDirectory, 'specs'))) {
    found.set(id, { id, directory: ownDirectory })
  }
  for (const directory of directories.map((name) => path.resolve(name))) {
    for (const id of await listed(directory)) found.set(id, { id, directory })
  }
  for (const id of only) {
    if (!found.has(id)) {
      throw new SetupError('UNKNOWN_PROVIDER', unknownName('provider', id, [...found.keys()]))
    }
  }
  const all = [...found.values()]
  return only.length === 0 ? all : all.filter(({ id }) => only.includes(id))
}

/** The providers of a directory that a user named. */
async function listed(directory: string): Promise<readonly string[]> {
  if (!(await isDirectory(directory))) throw badProviders(directory, 'is no directory')
  const specs = path.join(directory, 'specs')
  if (!(await isDirectory(specs))) throw badProviders(directory, 'has no folder specs')
  const ids = await listProviders(specs)
  if (ids.length === 0) throw badProviders(directory, 'has no document in its folder specs')
  return ids
}

function badProviders(directory: string, reason: string): SetupError {
  const holds = 'specs/<id>.openapi.yaml, mocks/<id>.js and contracts/<id>.js'
  return new SetupError(
    'BAD_PROVIDERS',
    `${directory} ${reason}; a directory of providers holds ${holds} (orgmock new makes them)`,
  )
}

async function isDirectory(name: string): Promise<boolean> {
  const found = await stat(name).catch(() => undefined)
  return found?.isDirectory() ?? false
}

/** Both readings of a provider's document, in one edition. Throws SpecError. */
export const loadSpec = asyncCall(
  'loadSpec',
  [wanted(files), argument('edition', settings.edition.shape, false)],
  ({ id, directory }: ProviderFiles, edition?: Edition): Promise<ProviderSpec> => {
    return loadProviderSpec(path.join(directory, 'specs'), id, edition)
  },
)

/** What a provider's file in mocks/ exports. Throws SetupError MISSING_MOCK and BAD_MOCK. */
export function loadMock(files: ProviderFiles): Promise<ProviderFactory> {
  return loadDefault(files, mockFiles)
}

/** What a provider's file in contracts/ exports. Throws SetupError MISSING_CONTRACT and BAD_CONTRACT. */
export const loadContract = asyncCall(
  'loadContract',
  [wanted(files)],
  (found: ProviderFiles): Promise<ContractFactory> => {
    return loadDefault(found, contractFiles)
  },
)

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

/**
 * This package's own files are linked by the build. A user's are ES modules, imported when the program runs: in jest that needs Node's
 * --experimental-vm-modules.
 */
async function loadDefault<Factory>(
  { id, directory }: ProviderFiles,
  { folder, maker, missing, bad }: FilesOfAKind,
): Promise<Factory> {
  const linked = directory === ownDirectory ? ownModules[`${folder}/${id}`] : undefined
  if (linked !== undefined) return defaultOf(await linked())
  const file = ['.js', '.mjs', '.ts']
    .map((end) => path.join(directory, folder, id + end))
    .find((name) => existsSync(name))
  if (file === undefined) {
    throw new SetupError(
      missing,
      `${path.join(directory, folder, id)}.js is missing; every document in specs/ needs one`,
    )
  }
  let module: object
  try {
    if (directory !== ownDirectory) await prepareImports(directory)
    const { mtimeMs } = await stat(file)
    // What was written since this program began may have been loaded before with another text.
    const again = mtimeMs > performance.timeOrigin ? `?${mtimeMs}` : ''
    module = (await import(`${pathToFileURL(file).href}${again}`)) as object
  } catch (cause) {
    throw new SetupError(bad, `${file} does not load: ${oneLine(cause)}`, { cause })
  }
  const made = defaultOf(module)
  if (typeof made !== 'function') throw new SetupError(bad, `${file} must export ${maker} by default`)
  return made as Factory
}

function defaultOf<T>(module: { readonly default?: unknown }): T {
  return module.default as T
}
