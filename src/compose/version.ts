import { readFileSync } from 'node:fs'
import path from 'node:path'
import { ownDirectory, ownVersion } from './own-package.ts'

let known: string | undefined

/** This package's version. */
export function packageVersion(): string {
  known ??= ownVersion ?? read(path.join(ownDirectory, 'package.json'))
  return known
}

function read(file: string): string {
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }
  return version
}
