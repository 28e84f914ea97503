import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import type { Answer, MockRequest, Provider } from '../mock/index.ts'
import type { Exchange, Redactor } from './journal-redactor.ts'
import { memo } from './memo.ts'

const longestUrl = 1_000

/** Writes the log's line of each request. */
export interface RequestLog {
  /** A request that a provider answered; milliseconds until its answer was ready. */
  answered(provider: Provider, request: MockRequest, url: string, answer: Answer, elapsedMs: number): void
  /** A request to this server itself, as soon as it has its answer. */
  ours(request: IncomingMessage, response: ServerResponse): void
}

/** Undefined where the logger leaves these lines out. */
export function requestLog(logger: Logger, redactor: Redactor): RequestLog | undefined {
  if (!logger.isLevelEnabled('info')) return undefined
  const ownUrl = memo('URLs for the log', (url) => shownUrl(redactor.exchange(), url))
  return {
    answered(provider, request, url, answer, elapsedMs) {
      const ms = Math.round(elapsedMs * 1000) / 1000
      const remark = provider.note(request)
      const exchange = redactor.exchange(provider, { request, answer })
      const shown = shownUrl(exchange, url)
      const note = remark === undefined ? undefined : exchange.answer(remark)
      logger.info(
        { provider: provider.id, method: request.method, url: shown, status: answer.status, ms, note },
        'request',
      )
    },
    ours(request, response) {
      const { method, url = '' } = request
      response.once('finish', () => {
        logger.info({ method, url: ownUrl(url), status: response.statusCode }, 'request')
      })
    },
  }
}

/** Cut last: of a secret that is cut first, a part would stay. */
function shownUrl({ path, query }: Exchange, url: string): string {
  const mark = url.indexOf('?')
  const text = mark === -1 ? path(url) : `${path(url.slice(0, mark))}?${query(url.slice(mark + 1))}`
  return text.length > longestUrl ? `${text.slice(0, longestUrl)}…` : text
}
