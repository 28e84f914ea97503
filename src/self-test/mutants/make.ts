import { type Family, valueAt } from '../../contract/index.ts'
import type { Part } from '../changes.ts'
import { asking, notAsking, type Pages, parameterIn, partAt, setAt } from '../pages.ts'
import { jsonOf, withJson } from '../replies.ts'
import type { Equivalent, Forward, Mutant, ProxiedReply, ProxiedRequest, Subject } from '../types.ts'
import type { ReplyChange } from './reply-changes.ts'
import { type PassingPage, walkMemory } from './walk-memory.ts'

/** A mutant but for the provider and the family, which many have in common. */
export interface Defect extends Omit<Mutant, 'id' | 'provider' | 'class'> {
  /** Behind provider and family in the mutant's id. */
  readonly name: string
  /** Ids of checks; those of the defect's own family without the family's name. */
  readonly expects: readonly string[]
}

export function mutantsFrom({ provider }: Subject, family: Family, defects: readonly Defect[]): readonly Mutant[] {
  return defects.map(({ name, expects, ...defect }) => ({
    ...defect,
    id: `${provider}/${family}/${name}`,
    provider,
    class: family,
    expects: expects.map((id) => (id.includes('/') || id === family ? id : `${family}/${id}`)),
  }))
}

export function equivalentFrom(
  { provider }: Subject,
  family: Family,
  name: string,
  reason: string,
  mutation?: Equivalent['mutation'],
): Equivalent {
  const made = mutation === undefined ? {} : { mutation }
  return { id: `${provider}/${family}/${name}`, provider, class: family, reason, ...made }
}

/** Which of these checks finds a refusal that is not as the contract says depends on the law that met the refusal. */
export const refusalChecks = ['authentication', 'pagination', 'query', 'http'].map(
  (family) => `${family}/refusal-envelope`,
)

/** Nothing, or false: the request or the reply is left alone. */
type Untouched = undefined | false

/** Changes replies. */
export function onReply(
  change: (
    reply: ProxiedReply,
    request: ProxiedRequest,
    forward: Forward,
  ) => ProxiedReply | Untouched | Promise<ProxiedReply>,
): Defect['mutation'] {
  return () => async (request, forward) => {
    const reply = await forward(request)
    return (await change(reply, request, forward)) || reply
  }
}

/** Makes defects of those replies that are meant; `prefix` begins their names. */
export function replyDefects(when: (reply: ProxiedReply, request: ProxiedRequest) => boolean, prefix = '') {
  return (name: string, description: string, expects: readonly string[], { parts, apply }: ReplyChange): Defect => ({
    name: prefix + name,
    description,
    expects,
    changes: parts,
    mutation: onReply((reply, request, forward) => when(reply, request) && apply(reply, request, forward)),
  })
}

/** Changes requests before they reach the mock, and with `repair` what comes back for those that it changed. */
export function onRequest(
  change: (request: ProxiedRequest) => ProxiedRequest | Untouched,
  repair: (reply: ProxiedReply, request: ProxiedRequest) => ProxiedReply = (reply) => reply,
): Defect['mutation'] {
  return () => async (request, forward) => {
    const changed = change(request)
    return changed ? repair(await forward(changed), request) : forward(request)
  }
}

/**
 * Makes defects of one parameter of list requests. `as` gives the value that the mock sees in its place: null for none, undefined or
 * false to leave the request alone. `repair` mends the reply, and `repaired` are the parts of it that this changes.
 */
export function parameterDefects(
  pages: Pages,
  parameter: string,
  prefix: string,
  repair?: (reply: ProxiedReply, request: ProxiedRequest) => ProxiedReply,
  repaired: readonly Part[] = [],
) {
  return (
    name: string,
    description: string,
    expects: readonly string[],
    as: (given: string | undefined, request: ProxiedRequest) => string | number | null | Untouched,
  ): Defect => ({
    name: prefix + name,
    description,
    expects,
    changes: [...new Set<Part>([`?${parameter}`, ...repaired])],
    mutation: onRequest((request) => {
      const value = pages.isList(request) && as(parameterIn(request, parameter), request)
      if (value === undefined || value === false) return false
      return value === null ? notAsking(request, parameter) : asking(request, parameter, value)
    }, repair),
  })
}

/** Rows, and the page shows them counted right; or another reply. */
type Shown = readonly unknown[] | ProxiedReply | Untouched

/** Makes defects of pages of the list; what they change by default are the rows. */
export function pageDefects(subject: Subject, pages: Pages, usual = pages.rowParts) {
  return (
    name: string,
    description: string,
    expects: readonly string[],
    change: (page: PassingPage) => Shown | Promise<Shown>,
    changes: readonly Part[] = usual,
  ): Defect => ({
    name,
    description,
    expects,
    changes,
    mutation() {
      const memory = walkMemory(subject, pages)
      return async (request, forward) => {
        const passing = await memory.pass(request, forward)
        const shown = ('rows' in passing && (await change(passing))) || passing.reply
        return 'status' in shown ? shown : pages.withRows(passing.reply, shown)
      }
    },
  })
}

/** Makes defects of what stands at one place of pages. `to` gives what comes there; undefined leaves the page alone. */
export function placeDefects(subject: Subject, pages: Pages, at: string, prefix: string) {
  const described = pageDefects(subject, pages, [partAt(at)])
  return (
    name: string,
    description: string,
    expects: readonly string[],
    to: (page: PassingPage, was: unknown) => unknown,
  ): Defect =>
    described(prefix + name, description, expects, async (page) => {
      const body = jsonOf(page.reply)
      const value = await to(page, valueAt(body, at))
      return value !== undefined && withJson(page.reply, setAt(body, at, value))
    })
}
