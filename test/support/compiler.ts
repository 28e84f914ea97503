import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { userDirectory } from './installed.ts'

/** What the TypeScript compiler has against each of these files, by name, in the directory of a user; an empty list for none. */
export function compilerErrors(files: Readonly<Record<string, string>>): Record<string, string[]> {
  using user = userDirectory()
  writeFileSync(path.join(user.directory, 'package.json'), '{"type":"module"}')
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(user.directory, name)), { recursive: true })
    writeFileSync(path.join(user.directory, name), text)
  }
  const require = createRequire(import.meta.url)
  const manifest = require.resolve('typescript/package.json')
  const compiler = path.join(path.dirname(manifest), (require(manifest) as { bin: { tsc: string } }).bin.tsc)
  const options = ['--strict', '--noEmit', '--skipLibCheck', '--module', 'nodenext', '--target', 'es2023']
  const { stdout, status } = spawnSync(
    process.execPath,
    [compiler, ...options, '--allowImportingTsExtensions', ...Object.keys(files)],
    {
      cwd: user.directory,
      encoding: 'utf8',
    },
  )
  const errors: Record<string, string[]> = Object.fromEntries(Object.keys(files).map((name) => [name, []]))
  for (const [, name = '', message = ''] of stdout.matchAll(/^(\S+?)\(\d+,\d+\): error (.*)$/gm)) {
    errors[name]?.push(message)
  }
  if (status !== 0 && Object.values(errors).every((list) => list.length === 0)) throw new Error(`tsc: ${stdout}`)
  return errors
}
