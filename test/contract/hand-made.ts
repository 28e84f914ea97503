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
}

/** One exchange as the client would hand it over. */
export function exchangeOf({
  status = 200,
  headers,
  body = '',
  plan,
  complete = true,
  surplusBytes = 0,
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
      surplusBytes,
    },
    json: parsed(bytes),
  }
}

function parsed(bytes: Buffer): Exchange['json'] {
  try {
    return { ok: true, value: JSON.parse(bytes.toString('utf8')) }
  } catch (error) {
    return { ok: false, reason: (error as Error).message }
  }
}
