import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The top of the project, and what its package.json says. */
export const projectRoot = fileURLToPath(new URL('../../', import.meta.url))

export const manifest = JSON.parse(projectFile('package.json')) as {
  readonly version: string
  readonly scripts: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

/** The image of this very version, as every file that names one must name it. */
export const pinnedImage = `ghcr.io/orgmock/orgmock:${manifest.version}`

/** The text of a file of the project. */
export function projectFile(name: string): string {
  return readFileSync(path.join(projectRoot, name), 'utf8')
}
