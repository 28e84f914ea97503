import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { projectRoot } from './project.ts'

/**
 * What the TypeScript compiler has against each of these files, by name; an empty list for none. Packages are the project's own, and
 * `orgmock` is the built project.
 */
export function compilerErrors(files: Readonly<Record<string, string>>): Record<string, string[]> {
  const directory = mkdtempSync(path.join(tmpdir(), 'orgmock-types-'))
  try {
    writeFileSync(path.join(directory, 'package.json'), '{"type":"module"}')
    symlinkSync(path.join(projectRoot, 'node_modules'), path.join(directory, 'node_modules'))
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(directory, name)), { recursive: true })
      writeFileSync(path.join(directory, name), text)
    }
    const require = createRequire(import.meta.url)
    const manifest = require.resolve('typescript/package.json')
    const compiler = path.join(path.dirname(manifest), (require(manifest) as { bin: { tsc: string } }).bin.tsc)
    const options = ['--strict', '--noEmit', '--skipLibCheck', '--module', 'nodenext', '--target', 'es2023']
    const { stdout, status } = spawnSync(process.execPath, [compiler, ...options, ...Object.keys(files)], {
      cwd: directory,
      encoding: 'utf8',
    })
    const errors: Record<string, string[]> = Object.fromEntries(Object.keys(files).map((name) => [name, []]))
    for (const [, name = '', message = ''] of stdout.matchAll(/^(\S+?)\(\d+,\d+\): error (.*)$/gm)) {
      errors[name]?.push(message)
    }
    if (status !== 0 && Object.values(errors).every((list) => list.length === 0)) throw new Error(`tsc: ${stdout}`)
    return errors
  } finally {
    rmSync(directory, { recursive: true })
  }
}
