import type { LawContext } from '../types.ts'

/** The path of the operation itself. */
export function operationPath({ operation }: LawContext): string {
  return `${operation.basePath}${operation.path}`
}
