import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import type { Answer, MockRequest, Provider } from '../mock/index.ts'
import { memo } from './memo.ts'
import { knownSecrets, redacted, valueRedactor } from './secrets.ts'

const longestUrl = 1_000

/** Writes the log's line of each request. */
export interface RequestLog {
  /** A request that a provider answered; milliseconds until its answer was ready. */
  answered(provider: Provider, asked: MockRequest, url: string, answer: Answer, elapsedMs: number): void
  /** A request to this server itself, as soon as it has its answer. */
  ours(request: IncomingMessage, response: ServerResponse): void
}

/** Undefined where the logger leaves these lines out. */
export function requestLog(
  logger: Logger,
  providers: readonly Provider[],
  secrets: readonly string[],
): RequestLog | undefined {
  if (!logger.isLevelEnabled('info')) return undefined
  const redactUrl = urlRedactor(providers, secrets)
  return {
    answered(provider, asked, url, { status }, elapsedMs) {
      const ms = Math.round(elapsedMs * 1000) / 1000
      const note = provider.note(asked)
      logger.info({ provider: provider.id, method: asked.method, url: redactUrl(url), status, ms, note }, 'request')
    },
    ours(request, response) {
      const { method, url = '' } = request
      response.once('finish', () => {
        logger.info({ method, url: redactUrl(url), status: response.statusCode }, 'request')
      })
    },
  }
}

/**
 * Makes a URL fit to be logged. Credentials belong into headers, which are not logged, but some clients put them into the query all the
 * same, under any name: only the values of parameters that a document declares are shown. The known secrets are taken out wherever
 * they stand.
 */
export function urlRedactor(providers: readonly Provider[], secrets: readonly string[] = []): (url: string) => string {
  const shown = new Set(['grant_type', ...providers.flatMap(({ parameters }) => parameters)])
  const byValue = valueRedactor(knownSecrets(providers, secrets))
  return memo('URLs for the log', function redactUrl(url) {
    let text = url
    const mark = text.indexOf('?')
    if (mark !== -1) text = text.slice(0, mark + 1) + text.slice(mark + 1).replace(/([^&=]+)(=[^&]*)?/g, redactPair)
    text = byValue(text)
    return text.length > longestUrl ? `${text.slice(0, longestUrl)}…` : text
  })

  function redactPair(pair: string, name: string, value: string | undefined): string {
    if (shown.has(name)) return pair
    return value === undefined ? redacted : `${name}=${redacted}`
  }
}
