import type { SchemaNode } from './bundle.ts'
import type { Judge, RawError } from './compile.ts'

/** Compiles one branch of an `anyOf` or `oneOf`. */
export type BranchJudge = (branch: SchemaNode) => Judge

/** Words that say what a value has to be as a whole: one such error for a place is enough, the first of these. */
const WHOLE = ['type', 'const', 'enum', 'oneOf', 'anyOf']

/**
 * What a person would say of the same defects: of an `anyOf` only the alternative that was meant, where that can be told; no error
 * twice because several parts of an `allOf` state it; no further complaint about a value whose type is wrong already.
 */
export function withoutNoise(errors: readonly RawError[], branchJudge: BranchJudge): readonly RawError[] {
  const meant = resolveAlternatives(errors, branchJudge).filter(({ keyword }) => keyword !== 'if')
  const once = [...new Map(meant.map((error) => [identity(error), error])).values()]
  const best = new Map<string, number>()
  for (const { at, keyword } of once) {
    if (WHOLE.includes(keyword)) best.set(at, Math.min(best.get(at) ?? WHOLE.length, WHOLE.indexOf(keyword)))
  }
  return once.filter(({ at, keyword }) => !WHOLE.includes(keyword) || WHOLE.indexOf(keyword) === best.get(at))
}

/** What two errors must share to be the same defect; where they stand in the schema does not count. */
export function identity({ at, keyword, params }: RawError): string {
  return `${at}\n${keyword}\n${JSON.stringify(params)}`
}

/** Replaces the errors of all branches, which Ajv lists before that of the `anyOf` itself, by those of the branch that was meant. */
function resolveAlternatives(errors: readonly RawError[], branchJudge: BranchJudge): readonly RawError[] {
  const kept: RawError[] = []
  for (const error of errors) {
    const branches = branchesOf(error)
    if (branches === undefined) {
      kept.push(error)
      continue
    }
    const found = branches.map((branch) => branchJudge(branch)(error.value))
    kept.splice(kept.length - ownErrors(kept, error, found))
    const meant = meantBranch(found)
    kept.push(...(meant === undefined ? [error] : withoutNoise(rebased(meant, error.at), branchJudge)))
  }
  return kept
}

function branchesOf({ keyword, schema, params }: RawError): readonly SchemaNode[] | undefined {
  // A oneOf that more than one branch satisfies has nothing to choose from.
  if (keyword === 'oneOf' && Array.isArray(params['passingSchemas'])) return undefined
  const branches = keyword === 'anyOf' || keyword === 'oneOf' ? schema[keyword] : undefined
  return Array.isArray(branches) ? branches : undefined
}

/** How many of the errors at the end are those of the branches: inner alternatives among them are resolved already. */
function ownErrors(kept: readonly RawError[], { at }: RawError, found: readonly (readonly RawError[])[]): number {
  const own = rebased(found.flat(), at)
  const first = kept.findLastIndex((error) => {
    return !own.some((other) => other.schema === error.schema && identity(other) === identity(error))
  })
  return kept.length - first - 1
}

/** The only branch that does not fail at the value itself; undefined when none or several could be meant. */
function meantBranch(found: readonly (readonly RawError[])[]): readonly RawError[] | undefined {
  const fitting = found.filter((errors) => errors.every(({ at, keyword }) => at !== '' || !WHOLE.includes(keyword)))
  return fitting.length === 1 ? fitting[0] : undefined
}

function rebased(errors: readonly RawError[], at: string): readonly RawError[] {
  return errors.map((error) => ({ ...error, at: at + error.at }))
}
