import { readJson } from '../../src/contract/json-reader.ts'
import type { Exchange, HeaderPairs, RequestPlan } from '../../src/contract/types.ts'

/** What a hand-made reply says; the rest is in order. */
export interface HandMade {
  readonly status?: number
  /** Default: the Content-Type of JSON and the right Content-Length. */
  readonly headers?: HeaderPairs
  /** Text or bytes go out as they are, anything else as JSON. */
  readonly body?: unknown
  readonly plan?: Partial<RequestPlan>
  readonly complete?: boolean
  readonly surplusBytes?: number
  readonly encodedBytes?: number
}

/** One exchange as the client would hand it over. */
export function exchangeOf({
  status = 200,
  headers,
  body = '',
  plan,
  complete = true,
  surplusBytes = 0,
  encodedBytes,
}: HandMade): Exchange {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
  const pairs: HeaderPairs = headers ?? [
    ['Content-Type', 'application/json'],
    ['Content-Length', String(bytes.length)],
  ]
  return {
    index: 0,
    plan: { purpose: 'a test', ...plan },
    request: { method: plan?.method ?? 'GET', url: 'https://api.acme.example/v1/orgs', headers: [] },
    response: {
      status,
      headers: pairs,
      header: (name) => pairs.find(([own]) => own.toLowerCase() === name)?.[1],
      body: bytes,
      complete,
      ...(encodedBytes === undefined ? {} : { encodedBytes }),
      surplusBytes,
    },
    json: readJson(bytes),
  }
}
