import { existsSync } from 'node:fs'
import path from 'node:path'
import { ownDirectory } from './own-package.ts'

/**
 * How the repository of the working directory names a file of a provider, with forward slashes: annotations and code scanning look for it
 * there. For a built-in provider, or a directory outside of the repository, the path starts at that directory: `specs/cradl.overlay.yaml`.
 */
export function repositoryPath(file: string, directory: string): string {
  const root = directory === ownDirectory ? undefined : repositoryRoot(process.cwd())
  const inside = root === undefined ? undefined : path.relative(root, path.resolve(file))
  const isInside = inside !== undefined && !inside.startsWith('..') && !path.isAbsolute(inside)
  return (isInside ? inside : path.relative(directory, path.resolve(file))).replaceAll(path.sep, '/')
}

/** The nearest folder above that holds `.git`; without one the folder itself. */
function repositoryRoot(folder: string): string {
  for (let each = folder; ; each = path.dirname(each)) {
    if (existsSync(path.join(each, '.git'))) return each
    if (each === path.dirname(each)) return folder
  }
}
