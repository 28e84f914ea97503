import { canonical } from '../exact-numbers.ts'
import type { SchemaNode } from './bundle.ts'
import type { Judge, RawError } from './compile.ts'

/** Compiles one branch of an `anyOf` or `oneOf`. */
export type BranchJudge = (branch: SchemaNode) => Judge

/** Words that say what a value has to be as a whole: one such error for a place is enough, the first of these. */
const WHOLE = ['type', 'const', 'enum', 'oneOf', 'anyOf']

/** Words that hold an inner schema against each part of a value: what the parts lack is not listed one by one. */
const PER_PART = new Set(['contains', 'propertyNames'])

/**
 * What a person would say of the same defects: of an `anyOf` only the alternative that was meant, where that can be known; no error
 * twice because several parts of an `allOf` state it; no further complaint about a value whose type is wrong already.
 */
export function withoutNoise(errors: readonly RawError[], branchJudge: BranchJudge): readonly RawError[] {
  const meant = resolveAlternatives(errors, branchJudge).filter(({ keyword }) => keyword !== 'if')
  const told = new Set<string>()
  const once = meant.filter((error) => !told.has(identity(error)) && told.add(identity(error)))
  const best = new Map<string, number>()
  for (const { at, keyword } of once) {
    if (WHOLE.includes(keyword)) best.set(at, Math.min(best.get(at) ?? WHOLE.length, WHOLE.indexOf(keyword)))
  }
  return once.filter(({ at, keyword }) => !WHOLE.includes(keyword) || WHOLE.indexOf(keyword) === best.get(at))
}

/** What two errors must share to be the same defect; where they are in the schema does not count. */
function identity({ at, keyword, params }: RawError): string {
  // Long lists of allowed values are the same list.
  const { allowedValues, ...rest } = params
  return `${at}\n${keyword}\n${canonical(rest)}`
}

/** Replaces the errors of all branches, which Ajv lists before that of the `anyOf` itself, by those of the branch that was meant. */
function resolveAlternatives(errors: readonly RawError[], branchJudge: BranchJudge): readonly RawError[] {
  const kept: RawError[] = []
  for (const error of errors) {
    const found = innerErrors(error, branchJudge)
    // Inner alternatives among them are resolved already, by errors that are theirs too.
    const before = kept.findLastIndex((other) => !found.flat().some((inner) => isSame(inner, other)))
    if (found.length > 0) kept.splice(before + 1)
    const meant = PER_PART.has(error.keyword) ? undefined : meantBranch(found, error)
    kept.push(...(meant === undefined ? [error] : withoutNoise(meant, branchJudge)))
  }
  return kept
}

/** The errors that led to this one, by branch, or by entry; none for most keywords. */
function innerErrors({ keyword, schema, params, at, value }: RawError, branchJudge: BranchJudge): RawError[][] {
  const inner = schema[keyword]
  if (keyword === 'contains' && Array.isArray(value)) {
    const judge = branchJudge(inner as SchemaNode)
    return value.map((item, index) => rebased(judge(item), `${at}/${index}`))
  }
  if (keyword === 'propertyNames') {
    const judge = branchJudge(inner as SchemaNode)
    return Object.keys(Object(value)).map((name) => rebased(judge(name), at))
  }
  // A oneOf that more than one branch satisfies has nothing to choose from.
  if (!['anyOf', 'oneOf'].includes(keyword) || !Array.isArray(inner) || params['passingSchemas']) return []
  return inner.map((branch: SchemaNode) => rebased(branchJudge(branch)(value), at))
}

function isSame(one: RawError, other: RawError): boolean {
  return one.schema === other.schema && identity(one) === identity(other)
}

/** The only branch that does not fail at the value itself; undefined when none or several could be meant. */
function meantBranch(found: readonly (readonly RawError[])[], { at: here }: RawError): readonly RawError[] | undefined {
  const fitting = found.filter((errors) => errors.every(({ at, keyword }) => at !== here || !WHOLE.includes(keyword)))
  return fitting.length === 1 ? fitting[0] : undefined
}

function rebased(errors: readonly RawError[], at: string): RawError[] {
  return errors.map((error) => ({ ...error, at: at + error.at }))
}
