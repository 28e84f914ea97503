import { joinPointer, splitPointer } from '../spec/index.ts'
import { jsonOf } from './replies.ts'
import type { Forward, Mutant, Mutation, ProxiedReply, ProxiedRequest } from './types.ts'

/**
 * What a mutant may change: of a reply its status, a header or all of them, the stated length, what comes behind the body, the whole body
 * or what stands at a JSON pointer in it (`*` for any index or name); of the request that reaches the mock a query parameter (`?page`; `?`
 * for any), its method, path, headers or body.
 */
export type Part =
  | 'status'
  | 'headers'
  | `header ${string}`
  | 'length'
  | 'trailer'
  | 'body'
  | `/${string}`
  | `?${string}`
  | 'asked method'
  | 'asked path'
  | 'asked headers'
  | 'asked body'

/** Another reply altogether. */
export const wholeReply = ['status', 'headers', 'body', 'length'] as const

/** Another request altogether. */
export const wholeRequest = ['asked method', 'asked path', 'asked headers', 'asked body', '?'] as const

/** What a mutation did to the replies that passed by. */
export interface Watch {
  readonly mutation: Mutation
  /** What differs from the reply of a sound server. Empty: there was no defect. */
  readonly changed: ReadonlySet<Part>
  /** Differences that the mutant does not declare, and answers to requests that it should leave alone. */
  readonly undeclared: ReadonlySet<string>
}

interface Difference {
  readonly part: Part
  /** Something stands where nothing stood. */
  readonly isNew?: boolean
}

/** Compares each reply of a mutation with those that the mock gave: some must differ, and only in what is declared. */
export function watched(mutation: Mutation, { changes, meets = () => true }: Pick<Mutant, 'changes' | 'meets'>): Watch {
  const changed = new Set<Part>()
  const undeclared = new Set<string>()
  const watch: Mutation = async (request, forward) => {
    const given: { asked: ProxiedRequest; reply: ProxiedReply }[] = []
    const pass: Forward = async (asked) => {
      const reply = await forward(asked)
      given.push({ asked, reply })
      return reply
    }
    const after = await mutation(request, pass)
    if (!given.some(({ asked }) => requestDifferences(request, asked).length === 0)) await pass(request)
    const found = given.map(({ asked, reply }) => ({
      ofRequest: requestDifferences(request, asked),
      ofReply: replyDifferences(reply, after),
    }))
    const sound = found.find(({ ofRequest }) => ofRequest.length === 0)
    // An id of the request, such as in a header, differs from reply to reply: what the mock itself said once is no defect.
    const effect = (sound?.ofReply ?? []).filter(
      ({ part }) =>
        !part.startsWith('header ') || !given.some(({ reply }) => isSameHeader(part.slice(7), reply, after)),
    )
    if (effect.length === 0) return after
    for (const { part } of effect) changed.add(part)
    if (!meets(request)) undeclared.add(`the answer to ${request.method} ${request.path}?${request.query}`)
    // A mutation answers from one request or another; the one that explains its reply best is taken.
    const [least = []] = found
      .map(({ ofRequest, ofReply }) => [...ofRequest, ...ofReply].filter((one) => !changes.some(covers(one))))
      .sort((one, other) => one.length - other.length)
    for (const { part } of least) undeclared.add(part)
    return after
  }
  return { mutation: watch, changed, undeclared }
}

function covers({ part, isNew = false }: Difference): (declared: Part) => boolean {
  return (declared) => {
    if (declared === part) return true
    if (declared === 'headers') return part.startsWith('header ')
    if (declared === '?') return part.startsWith('?')
    if (!part.startsWith('/')) return false
    if (declared === 'body') return true
    const wanted = splitPointer(declared)
    const came = splitPointer(part)
    const isSameWay = wanted.every((token, i) => came[i] === undefined || token === '*' || token === came[i])
    // A member that was put into something which was not there either.
    return isSameWay && declared.startsWith('/') && (came.length >= wanted.length || isNew)
  }
}

function requestDifferences(one: ProxiedRequest, other: ProxiedRequest): readonly Difference[] {
  const parts: Part[] = []
  if (one === other) return []
  if (one.method !== other.method) parts.push('asked method')
  if (one.path !== other.path || one.host !== other.host) parts.push('asked path')
  if (headerText(one) !== headerText(other)) parts.push('asked headers')
  if (!one.body.equals(other.body)) parts.push('asked body')
  if (one.query !== other.query) {
    const [mine, theirs] = [new URLSearchParams(one.query), new URLSearchParams(other.query)]
    for (const name of new Set([...mine.keys(), ...theirs.keys()])) {
      if (JSON.stringify(mine.getAll(name)) !== JSON.stringify(theirs.getAll(name))) parts.push(`?${name}`)
    }
  }
  return parts.map((part) => ({ part }))
}

function headerText({ headers }: ProxiedRequest): string {
  return headers
    .map(([name, value]) => `${name}: ${value}`)
    .sort()
    .join('\n')
}

function replyDifferences(before: ProxiedReply, after: ProxiedReply): readonly Difference[] {
  if (before === after) return []
  const found: Difference[] = []
  if (before.status !== after.status) found.push({ part: 'status' })
  const names = new Set([...before.headers, ...after.headers].map(([name]) => name.toLowerCase()))
  for (const name of names) {
    if (!isSameHeader(name, before, after)) found.push({ part: `header ${name}` })
  }
  if (before.contentLength !== after.contentLength) found.push({ part: 'length' })
  if ((after.trailer?.length ?? 0) > 0) found.push({ part: 'trailer' })
  if (before.body.equals(after.body)) return found
  const [was, is] = [jsonOf(before), jsonOf(after)]
  const length = found.length
  if (was !== undefined && is !== undefined) valueDifferences(was, is, '', found)
  // The same value in other bytes, or no JSON.
  return found.length > length ? found : [...found, { part: 'body' }]
}

function isSameHeader(name: string, one: ProxiedReply, other: ProxiedReply): boolean {
  return linesOf(one, name) === linesOf(other, name)
}

function linesOf({ headers }: ProxiedReply, name: string): string {
  return JSON.stringify(headers.filter(([candidate]) => candidate.toLowerCase() === name))
}

function valueDifferences(was: unknown, is: unknown, at: string, found: Difference[]): void {
  if (Object.is(was, is)) return
  const isDeeper =
    isContainer(was) &&
    isContainer(is) &&
    Array.isArray(was) === Array.isArray(is) &&
    (!Array.isArray(was) || was.length === (is as unknown as readonly unknown[]).length)
  if (!isDeeper) {
    const isNew = was === undefined || (Array.isArray(was) && was.length === 0)
    found.push({ part: at === '' ? 'body' : (at as `/${string}`), isNew })
    return
  }
  for (const name of new Set([...Object.keys(was), ...Object.keys(is)])) {
    valueDifferences(was[name], is[name], joinPointer(at, name), found)
  }
}

function isContainer(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
