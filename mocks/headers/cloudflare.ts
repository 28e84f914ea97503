import { type ApiRefusal, type Asked, headerList, type MockReply, type RateVerdict } from '../../src/mock/index.ts'

/**
 * Observed on captured replies; no CORS, no charset, no WWW-Authenticate. Theirs say `vary: Accept-Encoding` too; the fake does not,
 * because it never compresses.
 */
const fixedHeaders = headerList({
  'content-type': 'application/json',
  'cf-cache-status': 'DYNAMIC',
  'cache-control': 'no-store, no-cache, must-revalidate, post-check=0, pre-check=0',
  expires: 'Sun, 25 Jan 1981 05:00:00 GMT',
  pragma: 'no-cache',
  ratelimit: '"default";r=1199;t=300',
  'ratelimit-policy': '"default";q=1200;w=300',
  server: 'cloudflare',
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'SAMEORIGIN',
})

/** Of every reply. */
export function headers(asked: Asked): readonly string[] {
  return [...ray(asked), ...fixedHeaders, ...cookies(asked)]
}

/**
 * Observed on captured replies of this API, errors included: a cookie of the load balancer for two and a half hours and one of the rate
 * limit for the session, each with a form of its own. Assumed: a client that sends one back does not get it again.
 */
function cookies({ headers, requestId, now }: Asked): readonly string[] {
  const sent = headers['cookie'] ?? ''
  const cookies: string[] = []
  if (!sent.includes('__cflb=')) {
    cookies.push('set-cookie', `__cflb=${backend}; SameSite=Lax; path=/; expires=${affinityEnd(now)}; HttpOnly`)
  }
  if (!sent.includes('__cfruid=')) {
    const visitor = `${requestId}${requestId.slice(0, 8)}-${Math.floor(now / 1000)}`
    cookies.push(
      'set-cookie',
      `__cfruid=${visitor}; path=/; domain=.api.cloudflare.com; HttpOnly; Secure; SameSite=None`,
    )
  }
  return cookies
}

/** 43 letters and digits name the server behind the load balancer; a fake has one. */
const backend = '0H28vOrgmockFakesTheBalancerOfThisApiOnce11'

const affinitySeconds = 9001

let lastEnd = { second: Number.NaN, text: '' }

/** With dashes and a year of two digits, as Cloudflare writes it. Replies of one second share the text. */
function affinityEnd(now: number): string {
  const second = Math.floor(now / 1000)
  if (lastEnd.second !== second) {
    const date = new Date((second + affinitySeconds) * 1000).toUTCString()
    const [, day, month, year, time] = date.split(' ') as [string, string, string, string, string]
    lastEnd = { second, text: `${date.slice(0, 4)} ${day}-${month}-${year.slice(-2)} ${time} GMT` }
  }
  return lastEnd.text
}

function ray({ requestId }: Asked): readonly string[] {
  return ['cf-ray', `${requestId.slice(0, 16)}-IAD`]
}

/** Observed: when the API is gone, Cloudflare's edge answers with a page of its own that names it. */
export const edge = {
  server: 'cloudflare',
  headers: (asked: Asked) => [...ray(asked), 'content-type', 'text/html', 'server', 'cloudflare'],
}

export const ownLimit = { requests: 1200, windowSeconds: 300 } as const

/** Observed: the two headers are on every reply; what is left and for how long changes, the policy stays. */
export function withRate(reply: MockReply, verdict: RateVerdict): MockReply {
  return { ...reply, headers: rateHeaders(reply.headers, verdict) }
}

function rateHeaders(given: readonly string[], verdict: RateVerdict): readonly string[] {
  const { requests, windowSeconds } = verdict.limit
  const now: Readonly<Record<string, string>> = {
    ratelimit: `"default";r=${verdict.remaining};t=${verdict.resetSeconds}`,
    'ratelimit-policy': `"default";q=${requests};w=${windowSeconds}`,
  }
  return given.map((text, place) => (place % 2 === 1 ? (now[given[place - 1] ?? ''] ?? text) : text))
}

type Throttled = Extract<ApiRefusal, { kind: 'throttled' }>

/** Of a 429: a throttled caller has nothing left, whether it met the limit or asked for this. */
export function throttledHeaders(asked: Asked, { retryAfterSeconds }: Throttled): readonly string[] {
  const nothingLeft = {
    isAllowed: false,
    limit: ownLimit,
    remaining: 0,
    resetSeconds: retryAfterSeconds,
    retryAfterSeconds,
  }
  return [...rateHeaders(headers(asked), nothingLeft), 'retry-after', String(retryAfterSeconds)]
}
