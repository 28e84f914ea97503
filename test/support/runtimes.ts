import { execFile } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'

/** Whether the PATH leads to a program of this name. */
export function isOnPath(name: string): boolean {
  return (process.env['PATH'] ?? '').split(path.delimiter).some((directory) => {
    try {
      accessSync(path.join(directory, name), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

/** A Python 3 that has this module: the one on the PATH, or the system's own, where Debian's python3-* packages go. */
export async function interpreterWith(module: string): Promise<string | undefined> {
  for (const python of ['python3', '/usr/bin/python3']) {
    const isThere = await promisify(execFile)(python, ['-c', `import ${module}`]).then(
      () => true,
      () => false,
    )
    if (isThere) return python
  }
  return undefined
}
