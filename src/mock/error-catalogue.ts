import { ConfigError } from './errors.ts'
import type { Asked, ErrorReply, MockReply, ProviderDefinition, ProviderError, Refusal } from './types.ts'

/** A provider's errors: by name, by status, and by the refusal that they answer. */
export interface ErrorCatalogue {
  byName(name: string): ProviderError | undefined
  /** The first with this status; at an endpoint of the authentication the first of those that it says, where there is one. */
  byStatus(status: number, isAtEndpoint?: boolean): ProviderError | undefined
  readonly names: ReadonlySet<string>
  readonly statuses: ReadonlySet<number>
  /** The reply to a refusal: of the errors that cover it the one whose `when` says most, or else that of the kind `internal`. */
  reply(refusal: Refusal, asked: Asked): MockReply
  /** Name of the error that answers a refusal; undefined where a scheme answers it with a reply that has no name. */
  nameFor(refusal: Refusal): string | undefined
  /** The reply of an error that is asked for. */
  replyOf(error: ProviderError, asked: Asked): MockReply
}

type Definition = Pick<ProviderDefinition<never, never>, 'errors' | 'headers' | 'indent'> & {
  readonly auth: { readonly errors?: readonly ErrorReply[] }
}

/** Throws ConfigError TWO_ERRORS when two errors have one name, NO_INTERNAL_ERROR when there is none of this kind. */
export function errorCatalogue({ errors, auth, headers, indent }: Definition): ErrorCatalogue {
  const names = new Set<string>()
  for (const { name } of errors) {
    if (names.has(name)) throw new ConfigError('TWO_ERRORS', `two errors have the name ${name}`)
    names.add(name)
  }
  const answering = [...mostFactsFirst(errors as readonly ErrorReply[]), ...mostFactsFirst(auth.errors ?? [])]
  const internal = answering.find(({ kind }) => kind === 'internal')
  if (internal === undefined) throw new ConfigError('NO_INTERNAL_ERROR', 'errors must have one of the kind internal')

  const answerTo = (refusal: Refusal) => answering.find((error) => covers(error, refusal)) ?? internal

  function say(error: ErrorReply, refusal: Refusal, asked: Asked): MockReply {
    const all = error.headers ?? headers
    const body = typeof error.body === 'function' ? error.body(refusal, asked) : error.body
    return {
      status: error.status,
      headers: typeof all === 'function' ? all(asked, refusal) : all,
      body: typeof body === 'string' ? body : JSON.stringify(body, null, indent?.(asked)),
    }
  }

  return {
    byName: (name) => errors.find((error) => error.name === name),
    byStatus(status, isAtEndpoint = false) {
      const all = errors.filter((error) => error.status === status)
      return (isAtEndpoint ? all.find(({ kind }) => kind === 'token') : undefined) ?? all[0]
    },
    names,
    statuses: new Set(errors.map(({ status }) => status)),
    reply: (refusal, asked) => say(answerTo(refusal), refusal, asked),
    nameFor: (refusal) => (answerTo(refusal) as Partial<ProviderError>).name,
    replyOf: (error, asked) => say(error as ErrorReply, refusalOf(error), asked),
  }
}

/** Those that come by themselves, the ones for finer cases before the ones for all. */
function mostFactsFirst(errors: readonly ErrorReply[]): readonly ErrorReply[] {
  return errors
    .filter(({ isOnDemand = false }) => !isOnDemand)
    .sort((one, other) => facts(other).length - facts(one).length)
}

function facts({ when = {} }: Pick<ErrorReply, 'when'>): readonly [string, unknown][] {
  return Object.entries(when)
}

function covers(error: ErrorReply, refusal: Refusal): boolean {
  if (error.kind !== refusal.kind && error.alsoFor?.includes(refusal.kind) !== true) return false
  const given: Readonly<Record<string, unknown>> = { ...refusal }
  return facts(error).every(([fact, accepted]) => [accepted].flat().includes(given[fact]))
}

/** What an error that is asked for answers: the first case of its `when`, with the facts that it has for that. */
export function refusalOf(error: ProviderError): Refusal {
  const cases = facts(error as ErrorReply).map(([fact, accepted]) => [fact, [accepted].flat()[0]])
  return { kind: error.kind, ...Object.fromEntries(cases), ...error.facts } as Refusal
}
