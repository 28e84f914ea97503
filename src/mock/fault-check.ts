import type { FaultRule, Provider } from './types.ts'

/** What makes a rule one that this provider cannot obey. */
export interface FaultProblem {
  readonly member: 'error' | 'code'
  /** Completes `error …`. */
  readonly sentence: string
}

/** The rule with the plain name of its error (`9103` for `cloudflare.9103`), or why the provider has no such error. */
export function checkedFault(provider: Provider, rule: FaultRule): FaultRule | FaultProblem {
  const { error, code } = rule
  const name = error?.startsWith(`${provider.id}.`) === true ? error.slice(provider.id.length + 1) : error
  if (name !== undefined && !provider.errors.some((entry) => entry.name === name)) {
    const known = provider.errors.map((entry) => entry.name).join(', ')
    return { member: 'error', sentence: `must be one of ${known}, not ${JSON.stringify(error)}` }
  }
  const statuses = new Set(provider.errors.map(({ status }) => status))
  if (code !== undefined && !statuses.has(code)) {
    const known = [...statuses].sort((a, b) => a - b).join(', ')
    return { member: 'code', sentence: `must be one of ${known}, not ${code}` }
  }
  return name === undefined ? rule : { ...rule, error: name }
}

export function isFaultProblem(checked: FaultRule | FaultProblem): checked is FaultProblem {
  return 'sentence' in checked
}
