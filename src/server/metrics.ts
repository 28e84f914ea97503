import type { Metric, Registry } from 'prom-client'
import { bucketsMs } from './traffic.ts'
import type { World } from './world.ts'

/** Metrics in Prometheus' text format. */
export interface Metrics {
  readonly contentType: string
  read(): Promise<string>
}

/**
 * Turns what a server has counted into metrics. prom-client is loaded when somebody asks for the first time; the process is watched from
 * then on.
 */
export function createMetrics(world: World): () => Promise<Metrics> {
  let made: Promise<Metrics> | undefined
  return () => {
    made ??= make(world)
    return made
  }
}

async function make(world: World): Promise<Metrics> {
  const { traffic, journal, providers } = world
  const { Registry, Counter, Gauge, collectDefaultMetrics } = (await import('prom-client')).default
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  new Counter({
    name: 'orgmock_requests_total',
    help: 'Requests to the mocks.',
    labelNames: ['provider', 'route', 'method', 'status'],
    registers,
    collect() {
      this.reset()
      for (const { requests, ...labels } of traffic.requests()) this.inc(labels, requests)
    },
  })
  registerDurations(registry, world)
  new Gauge({
    name: 'orgmock_tenants',
    help: 'Tenants that are known.',
    labelNames: ['provider'],
    registers,
    collect() {
      for (const { id, control } of providers) this.set({ provider: id }, control.tenants().length)
    },
  })
  if (journal !== undefined) {
    new Gauge({
      name: 'orgmock_journal_entries',
      help: 'Requests that the journal keeps.',
      registers,
      collect() {
        this.set(journal.size)
      },
    })
    new Gauge({
      name: 'orgmock_journal_bytes',
      help: 'Memory that the journal takes, estimated.',
      registers,
      collect() {
        this.set(journal.bytes)
      },
    })
    new Counter({
      name: 'orgmock_journal_dropped_total',
      help: 'Requests that later ones drove out of the journal.',
      registers,
      collect() {
        this.reset()
        this.inc(journal.dropped)
      },
    })
  }
  return { contentType: registry.contentType, read: () => registry.metrics() }
}

const duration = 'orgmock_request_duration_seconds'

/** A histogram of prom-client takes single observations only; these are counted already. */
function registerDurations(registry: Registry, { traffic }: World): void {
  const histogram = {
    name: duration,
    help: 'Time until a reply was ready; delays that were asked for are not in it.',
    type: 'histogram',
    aggregator: 'sum',
    async get() {
      const values = traffic.durations().flatMap(({ provider, route, buckets, sumMs }) => {
        const labels = { provider, route }
        let below = 0
        const steps = buckets.map((requests, place) => {
          below += requests
          const bound = bucketsMs[place]
          const le = bound === undefined ? '+Inf' : bound / 1_000
          return { metricName: `${duration}_bucket`, labels: { ...labels, le }, value: below }
        })
        if (below === 0) return []
        return [
          ...steps,
          { metricName: `${duration}_sum`, labels, value: sumMs / 1_000 },
          { metricName: `${duration}_count`, labels, value: below },
        ]
      })
      return { name: this.name, help: this.help, type: this.type, aggregator: this.aggregator, values }
    },
  }
  registry.registerMetric(histogram as unknown as Metric)
}
