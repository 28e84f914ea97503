/** Spreads requests evenly. */
export interface RateLimiter {
  /** Milliseconds to wait from `nowMs` on before the next request; takes that place in the row. */
  reserve(nowMs: number): number
}

/** At most so many requests a second, without bursts; undefined for no limit. */
export function createRateLimiter(perSecond: number | undefined): RateLimiter {
  const gapMs = perSecond === undefined ? 0 : 1_000 / perSecond
  let nextMs = Number.NEGATIVE_INFINITY
  return {
    reserve(nowMs) {
      const atMs = Math.max(nowMs, nextMs)
      nextMs = atMs + gapMs
      return atMs - nowMs
    },
  }
}

const secondsOf: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600 }

/** Requests a second from a text such as `5/s`, `90/m` or `1000/h`; undefined when it is none, or zero. */
export function readRate(text: string): number | undefined {
  const [, amount, unit = ''] = /^(\d{1,6}(?:\.\d{1,3})?)\/([smh])$/.exec(text) ?? []
  const seconds = secondsOf[unit]
  if (amount === undefined || seconds === undefined) return undefined
  const rate = Number(amount) / seconds
  return rate > 0 ? rate : undefined
}
