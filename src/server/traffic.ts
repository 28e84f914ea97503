import { isPath, type MockRequest, type Provider } from '../mock/index.ts'

/** What a request was for, as far as a label may tell: never a path. */
const routes = ['operation', 'token', 'other'] as const
/** Any other method is counted as OTHER: a client can send what it likes, and each label would be kept. */
const methods = ['GET', 'HEAD', 'POST', 'OPTIONS', 'PUT', 'PATCH', 'DELETE', 'OTHER'] as const
/** Upper bounds of the buckets of durations, in milliseconds. */
export const bucketsMs = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500] as const

interface RequestCount {
  readonly provider: string
  readonly route: (typeof routes)[number]
  readonly method: (typeof methods)[number]
  readonly status: number
  readonly requests: number
}

interface DurationCount {
  readonly provider: string
  readonly route: (typeof routes)[number]
  /** Requests in each bucket, not summed up; the last one is above all bounds. */
  readonly buckets: readonly number[]
  readonly sumMs: number
}

/** Counts requests with plain numbers; whoever wants them as metrics reads them. */
export interface Traffic {
  count(provider: Provider, request: MockRequest, status: number, elapsedMs: number): void
  requests(): RequestCount[]
  durations(): DurationCount[]
}

interface Meter {
  /** By route, method and status in one number. */
  readonly requests: Map<number, { requests: number }>
  readonly durations: { readonly buckets: number[]; sumMs: number }[]
}

export function createTraffic(providers: readonly Provider[]): Traffic {
  const meters = new Map<Provider, Meter>(
    providers.map((provider) => [
      provider,
      {
        requests: new Map(),
        durations: routes.map(() => ({ buckets: new Array<number>(bucketsMs.length + 1).fill(0), sumMs: 0 })),
      },
    ]),
  )
  return {
    count(provider, request, status, elapsedMs) {
      const meter = meters.get(provider)
      if (meter === undefined) return
      const route = routeOf(provider, request)
      const key = (route * methods.length + methodOf(request.method)) * 1_000 + status
      const counter = meter.requests.get(key)
      if (counter === undefined) meter.requests.set(key, { requests: 1 })
      else counter.requests += 1
      const duration = meter.durations[route]
      if (duration === undefined) return
      let bucket = 0
      while (bucket < bucketsMs.length && elapsedMs > (bucketsMs[bucket] ?? 0)) bucket += 1
      duration.buckets[bucket] = (duration.buckets[bucket] ?? 0) + 1
      duration.sumMs += elapsedMs
    },
    requests: () =>
      [...meters].flatMap(([{ id }, meter]) =>
        [...meter.requests].map(([key, { requests }]) => {
          const place = Math.floor(key / 1_000)
          return {
            provider: id,
            route: routes[Math.floor(place / methods.length)] ?? 'other',
            method: methods[place % methods.length] ?? 'OTHER',
            status: key % 1_000,
            requests,
          }
        }),
      ),
    durations: () =>
      [...meters].flatMap(([{ id }, { durations }]) =>
        durations.map(({ buckets, sumMs }, route) => ({
          provider: id,
          route: routes[route] ?? 'other',
          buckets,
          sumMs,
        })),
      ),
  }
}

function routeOf({ listGuide }: Provider, request: MockRequest): number {
  const { token } = listGuide
  if (token !== undefined && request.host === token.host) return isPath(request, token.path) ? 1 : 2
  return isPath(request, listGuide.path) ? 0 : 2
}

function methodOf(method: string): number {
  const place = (methods as readonly string[]).indexOf(method)
  return place === -1 ? methods.length - 1 : place
}
