import type { Finding } from '../types.ts'

/** The place of a clause, as a path that means the same on every machine. Lines and columns count from 1. */
export interface ClausePlace {
  /** Relative, with forward slashes, such as `specs/cloudflare.openapi.yaml`. */
  readonly file: string
  readonly line: number
  readonly column: number
}

/** Where the clause that a finding names is written, or undefined when that is not known. */
export function clausePlace({ location }: Finding): ClausePlace | undefined {
  if (location === undefined) return undefined
  return { file: relativeFile(location.file), line: Math.max(1, location.line), column: Math.max(1, location.column) }
}

/** Such as `specs/cloudflare.openapi.yaml:84`. */
export function placePhrase({ file, line }: ClausePlace): string {
  return `${file}:${line}`
}

/** An absolute path says where somebody's checkout stands; from its folder `specs` on it is the same everywhere. */
function relativeFile(file: string): string {
  const path = file.replaceAll('\\', '/')
  const isAbsolute = path.startsWith('/') || /^[A-Za-z]:\//.test(path)
  if (!isAbsolute && !path.split('/').includes('..')) return path.replace(/^(?:\.\/)+/, '')
  const folder = path.lastIndexOf('/specs/')
  return folder === -1 ? path.slice(path.lastIndexOf('/') + 1) : path.slice(folder + 1)
}
