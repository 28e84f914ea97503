import type { Listed, Paging, WireFault } from '../mock/index.ts'
import { readRetryAfter } from '../spec/index.ts'
import type { Evidence, GradedProvider, Observation } from './types.ts'

/**
 * What a request came to. `good`: the whole answer. `late`: the whole answer, so slowly that the client may have given up. `failed`:
 * the provider could not or would not at the moment, or the answer broke on its way. `refused`: to try again changes nothing.
 */
export type Outcome = 'good' | 'late' | 'failed' | 'refused'

/** One request, read for the judges. */
export interface Sent {
  readonly seq: number
  /** In milliseconds; fit to tell how long after another request this one came. */
  readonly at: number
  /** `page`: a GET of the list. */
  readonly kind: 'page' | 'token' | 'other'
  /** Without this server's own parameters; the last one of equal names counts. */
  readonly query: ReadonlyMap<string, string>
  /** Equal for equal requests, whatever the order of their parameters. */
  readonly signature: string
  readonly outcome: Outcome
  /** What part of the list the client has got, if it is a page. */
  readonly listed?: Listed
  /** The wait that the answer asks for, in milliseconds. */
  readonly waitMs?: number
  readonly observation: Observation
}

export function readSent(observation: Observation, { listGuide }: GradedProvider): Sent {
  const { seq, at, request, answer } = observation
  const { method, host, path } = request
  const query = readQuery(request.query, listGuide.paging)
  const isToken = listGuide.token !== undefined && listGuide.token.host === host && isAt(path, listGuide.token.path)
  const kind = isToken ? 'token' : method === 'GET' && isAt(path, listGuide.path) ? 'page' : 'other'
  const outcome = outcomeOf(observation)
  const waitMs = outcome === 'failed' ? readRetryAfter(headerOf(answer.headers, 'retry-after'), at) : undefined
  const isPage = kind === 'page' && (outcome === 'good' || outcome === 'late')
  return {
    seq,
    at,
    kind,
    query,
    signature: `${method} ${host}${path} ${JSON.stringify([...query].sort())}`,
    outcome,
    ...(isPage && answer.listed !== undefined ? { listed: answer.listed } : {}),
    ...(waitMs === undefined ? {} : { waitMs }),
    observation,
  }
}

/** A slash at the end makes no other path: some providers send a client there, others do not care. */
function isAt(path: string, wanted: string): boolean {
  return path === wanted || `${path}/` === wanted || path === `${wanted}/`
}

const broken: readonly (WireFault | undefined)[] = [
  'connection-reset',
  'connection-reset-in-body',
  'truncated-body',
  'malformed-json',
  'bad-gateway',
  'empty-body',
]

function outcomeOf({ answer }: Observation): Outcome {
  const { status, wire, delayMs = 0 } = answer
  if (broken.includes(wire) || status >= 500 || status === 429 || status === 408) return 'failed'
  if (status >= 400) return 'refused'
  return wire !== undefined || delayMs > 0 ? 'late' : 'good'
}

function readQuery(query: string, paging: Paging | undefined): Map<string, string> {
  const own = new Map(new URLSearchParams(query))
  for (const [name, value] of own) {
    // `__code` and the like are asked of this server, not of the provider.
    if (name.startsWith('__')) own.delete(name)
    // 20.0 is 20.
    else if (name === paging?.page || name === paging?.size) own.set(name, value.replace(/^(\d{1,16})\.0{1,16}$/, '$1'))
  }
  return own
}

/** The first header of this name, from names and values in turn. */
function headerOf(headers: readonly string[], name: string): string | undefined {
  for (let place = 0; place + 1 < headers.length; place += 2) {
    if (headers[place]?.toLowerCase() === name) return headers[place + 1]
  }
  return undefined
}

/** What a reader of the scorecard sees of an answer: `429`, or what happened to it on its way. */
export function answerWord({ observation: { answer } }: Sent): string {
  return broken.includes(answer.wire) && answer.status < 400 ? 'a broken answer' : `a ${answer.status}`
}

/** What shows a grade: these requests, or those of these steps of a walk. */
export function shownBy(requests: readonly (Sent | { readonly sent: Sent })[], message: string): Evidence {
  return { requests: requests.map((one) => ('sent' in one ? one.sent.seq : one.seq)), message }
}

/** Percent-decoded; what cannot be decoded, as it is. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
