import { SetupError } from '../compose/index.ts'
import { isObject } from '../spec/index.ts'
import { answerJson } from './admin-answer.ts'
import type { AdminAt } from './served-at.ts'

/** Longest wait for the server's answer. */
const timeoutMs = 4_000

export interface AdminRequest {
  /** Where the user looks for the server. */
  readonly origin: string
  readonly admin: AdminAt
  /** Under the origin, such as `/__admin/scorecard`. */
  readonly path: string
  /** Parameters; undefined ones are left out. */
  readonly query: Readonly<Record<string, string | undefined>>
  /** What is asked for, such as `scorecard`. */
  readonly what: string
  /** Whether the wait ends with the head of the answer: many requests take longer than any time-out. */
  readonly isLong?: boolean
}

/**
 * What `read` makes of the answer of a running server, or a sentence why there is none; `read` gives undefined for an answer that no orgmock
 * gives. Throws SetupError BAD_OPTION for a parameter that the server does not accept.
 */
export async function askAdmin<T extends object>(
  { origin, admin, path, query, what, isLong = false }: AdminRequest,
  read: (response: Response) => Promise<T | undefined>,
): Promise<T | string> {
  const url = new URL(path, admin.origin)
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value)
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(), timeoutMs)
  try {
    const response = await fetch(url, {
      redirect: 'error',
      signal: late.signal,
      headers: admin.token === undefined ? {} : { authorization: `Bearer ${admin.token}` },
    })
    const { status } = response
    if (status === 200 && isLong) clearTimeout(timer)
    const answer = status === 200 ? await read(response) : await answerJson(response)
    if (status === 200 && answer !== undefined) return answer as T
    const told = isObject(answer) ? answer['message'] : undefined
    const type = response.headers.get('content-type')?.slice(0, 100) ?? 'no content type'
    const message = typeof told === 'string' ? told : `what listens there answers ${status} (${type})`
    if (status === 400) throw new SetupError('BAD_OPTION', message)
    return `${origin} gives no ${what}: ${message}`
  } catch (error) {
    if (error instanceof SetupError) throw error
    return whyNot(origin, error)
  } finally {
    clearTimeout(timer)
  }
}

function whyNot(origin: string, error: unknown): string {
  const { name, code = (error as Error).message } = ((error as Error).cause ?? {}) as { name?: string; code?: string }
  if ((error as Error).name === 'AbortError')
    return `what listens at ${origin} does not answer within ${timeoutMs / 1_000} s; name a running orgmock with --url`
  // In Node 24 the parser's errors have a name and no code.
  if (name === 'HTTPParserError' || code === 'UND_ERR_SOCKET')
    return `what listens at ${origin} is no HTTP server; name a running orgmock with --url`
  return `${origin} cannot be reached (${code}); start one with orgmock serve, or name a running orgmock with --url`
}
