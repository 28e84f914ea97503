import type { Family } from '../../contract/index.ts'
import type { Part } from '../changes.ts'
import { type Pages, pagesOf } from '../pages.ts'
import type { Mutant, ProxiedReply, ProxiedRequest, Subject } from '../types.ts'
import { type PassingPage, walkMemory } from './walk-memory.ts'

/** A mutant but for the provider and the family, which many have in common. */
export interface Defect extends Pick<Mutant, 'description' | 'expects' | 'changes' | 'meets' | 'mutation'> {
  /** Behind provider and family in the mutant's id. */
  readonly name: string
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
  return () => async (request, forward) => {
    const reply = await forward(request)
    return change(reply, request) ?? reply
  }
}

type When = (reply: ProxiedReply, request: ProxiedRequest) => boolean

/** Makes defects of those replies that are meant; `prefix` begins their names. */
export function replyDefects(when: When, prefix = '') {
  return (
    name: string,
    description: string,
    expects: readonly string[],
    changes: readonly Part[],
    change: (reply: ProxiedReply, request: ProxiedRequest) => ProxiedReply,
  ): Defect => ({
    name: prefix + name,
    description,
    expects,
    changes,
    mutation: onReply((reply, request) => (when(reply, request) ? change(reply, request) : undefined)),
  })
}

export function withStatus(status: number) {
  return (reply: ProxiedReply): ProxiedReply => ({ ...reply, status })
}

/**
 * Changes requests before they reach the mock, and what comes back for those that it changed. `change` gives undefined for a request
 * that it leaves alone.
 */
export function onRequest(
  change: (request: ProxiedRequest) => ProxiedRequest | undefined,
  repair: (reply: ProxiedReply, request: ProxiedRequest) => ProxiedReply = (reply) => reply,
): Defect['mutation'] {
  return () => async (request, forward) => {
    const changed = change(request)
    return changed === undefined ? forward(request) : repair(await forward(changed), request)
  }
}

export type PageChange = (page: PassingPage) => ProxiedReply | undefined | Promise<ProxiedReply | undefined>

/** Changes pages of the list; `change` gives undefined for a page that it leaves alone. */
function onPage(subject: Subject, change: PageChange, pages: Pages = pagesOf(subject)): Defect['mutation'] {
  return () => {
    const memory = walkMemory(subject, pages)
    return async (request, forward) => {
      const passing = await memory.pass(request, forward)
      return ('rows' in passing ? await change(passing) : undefined) ?? passing.reply
    }
  }
}

type Described = (
  name: string,
  description: string,
  expects: readonly string[],
  change: PageChange,
  changes?: readonly Part[],
) => Defect

/** Makes defects of pages, expected by laws of one family; what they change by default are the rows. */
export function pageDefects(subject: Subject, pages: Pages, family: Family, usual = pages.rowParts): Described {
  return (name, description, expects, change, changes = usual) => ({
    name,
    description,
    expects: expects.map((id) => `${family}/${id}`),
    changes,
    mutation: onPage(subject, change, pages),
  })
}
