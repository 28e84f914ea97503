import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const plain = fileURLToPath(new URL('../fixtures/plain', import.meta.url))
const made: string[] = []

/** An empty folder outside of every package. */
export async function emptyDirectory(): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'orgmock-providers-'))
  made.push(directory)
  return directory
}

/** A copy of the provider `plain` in such a folder; further files are laid over it, null takes one away. */
export async function plainProvider(changes: Readonly<Record<string, string | null>> = {}): Promise<string> {
  const directory = await emptyDirectory()
  await cp(plain, directory, { recursive: true })
  for (const [name, text] of Object.entries(changes)) {
    const file = path.join(directory, name)
    await (text === null ? rm(file, { recursive: true }) : writeFile(file, text))
  }
  return directory
}

/** For afterAll. */
export async function removeDirectories(): Promise<void> {
  for (const directory of made.splice(0)) await rm(directory, { recursive: true, force: true })
}
