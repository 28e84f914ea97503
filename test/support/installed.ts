import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { projectRoot } from './project.ts'

/**
 * A directory of a user's own with the built project in its node_modules, as npm would put it there, and with every package that the
 * project has. `using` removes it.
 */
export function userDirectory(): { readonly directory: string; [Symbol.dispose](): void } {
  const directory = mkdtempSync(path.join(tmpdir(), 'orgmock-user-'))
  const modules = path.join(directory, 'node_modules')
  for (const name of packages()) {
    mkdirSync(path.dirname(path.join(modules, name)), { recursive: true })
    symlinkSync(path.join(projectRoot, 'node_modules', name), path.join(modules, name))
  }
  const own = path.join(modules, 'orgmock')
  // A copy: node follows a link to where it leads, and would find this project's files around the package.
  for (const name of ['package.json', 'dist']) {
    cpSync(path.join(projectRoot, name), path.join(own, name), { recursive: true })
  }
  mkdirSync(path.join(modules, '.bin'))
  symlinkSync('../orgmock/dist/src/cli/main.js', path.join(modules, '.bin/orgmock'))
  return { directory, [Symbol.dispose]: () => rmSync(directory, { recursive: true }) }
}

function packages(): string[] {
  const modules = path.join(projectRoot, 'node_modules')
  return readdirSync(modules)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) =>
      name.startsWith('@') ? readdirSync(path.join(modules, name)).map((inner) => `${name}/${inner}`) : [name],
    )
}
