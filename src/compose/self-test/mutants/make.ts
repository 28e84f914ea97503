import type { Family } from '../../../contract/index.ts'
import type { Mutant, Mutation, Note, ProxiedReply, ProxiedRequest, Subject } from '../types.ts'

/** A mutant but for the provider and the family, which many have in common. */
export interface Defect {
  /** Behind provider and family in the mutant's id. */
  readonly name: string
  /** What the server does wrong, in one sentence. */
  readonly description: string
  readonly expects: readonly string[]
  mutation(note: Note): Mutation
}

export function mutantsFrom({ provider }: Subject, family: Family, defects: readonly Defect[]): readonly Mutant[] {
  return defects.map(({ name, ...defect }) => ({
    ...defect,
    id: `${provider}/${family}/${name}`,
    provider,
    class: family,
  }))
}

/** How a refusal is told that does not keep what the contract says of refusals, whichever law met it. */
export const refusalChecks = ['authentication', 'pagination', 'query', 'http'].map(
  (family) => `${family}/refusal-envelope`,
)

/** Changes replies. `change` gives undefined for a reply that it leaves alone. */
export function onReply(
  change: (reply: ProxiedReply, request: ProxiedRequest) => ProxiedReply | undefined,
): Defect['mutation'] {
  return (note) => async (request, forward) => {
    const reply = await forward(request)
    const changed = change(reply, request)
    if (changed === undefined) return reply
    note()
    return changed
  }
}

/** Changes requests before they reach the mock. `change` gives undefined for a request that it leaves alone. */
export function onRequest(change: (request: ProxiedRequest) => ProxiedRequest | undefined): Defect['mutation'] {
  return (note) => async (request, forward) => {
    const changed = change(request)
    if (changed !== undefined) note()
    return forward(changed ?? request)
  }
}

/** Changes requests, and what comes back for those that it changed. */
export function onBoth(
  change: (request: ProxiedRequest) => ProxiedRequest | undefined,
  repair: (reply: ProxiedReply, request: ProxiedRequest) => ProxiedReply,
): Defect['mutation'] {
  return (note) => async (request, forward) => {
    const changed = change(request)
    if (changed === undefined) return forward(request)
    note()
    return repair(await forward(changed), request)
  }
}
