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

interface Shown {
  provider: Provider | undefined
  page: string | undefined
  other: string | undefined
}

type Exchanged = Parameters<Redactor['exchange']>[1]

/** Undefined where the logger leaves these lines out. */
export function requestLog(logger: Logger, redactor: Redactor): RequestLog | undefined {
  if (!logger.isLevelEnabled('info')) return undefined
  /** What is shown of a URL follows from it, the provider, and whether it led to a page. The latest provider's is remembered. */
  const shownUrls = memo('URLs for the log', (): Shown => ({ provider: undefined, page: undefined, other: undefined }))

  function shown(url: string, provider?: Provider, of?: Exchanged): string {
    const known = shownUrls(url)
    if (known.provider !== provider) {
      known.provider = provider
      known.page = known.other = undefined
    }
    const kind = of?.answer.listed === undefined ? 'other' : 'page'
    known[kind] ??= shownUrl(redactor.exchange(provider, of), url)
    return known[kind]
  }

  /** A remark is masked by what the URL hides. */
  function shownRemark(remark: string, url: string, provider: Provider, of: Exchanged): string {
    const exchange = redactor.exchange(provider, of)
    shownUrl(exchange, url)
    return exchange.answer(remark)
  }

  return {
    answered(provider, request, url, answer, elapsedMs) {
      const of = { request, answer }
      const remark = provider.note(request, answer)
      logger.info(
        {
          provider: provider.id,
          method: request.method,
          url: shown(url, provider, of),
          status: answer.status,
          ms: Math.round(elapsedMs * 1000) / 1000,
          note: remark === undefined ? undefined : shownRemark(remark, url, provider, of),
        },
        'request',
      )
    },
    ours(request, response) {
      const { method, url = '' } = request
      response.once('finish', () => {
        logger.info({ method, url: shown(url), status: response.statusCode }, 'request')
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
