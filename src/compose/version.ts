import { readFileSync } from 'node:fs'

let known: string | undefined

/** This package's version, read once from its package.json: two folders up from src/, three from dist/src/. */
export function packageVersion(): string {
  known ??=
    read(new URL('../../package.json', import.meta.url)) ??
    read(new URL('../../../package.json', import.meta.url)) ??
    '0.0.0'
  return known
}

function read(url: URL): string | undefined {
  try {
    const found = JSON.parse(readFileSync(url, 'utf8')) as { name?: string; version?: string }
    return found.name === 'orgmock' ? found.version : undefined
  } catch {
    return undefined
  }
}
