import { droppedLines, type Logger } from './logger.ts'
import { counter, type Family, gauge, histogram, textFormat } from './metric-families.ts'
import { processFamilies } from './process-metrics.ts'
import { bucketsMs } from './traffic.ts'
import type { World } from './world.ts'

export const metricsType = 'text/plain; version=0.0.4; charset=utf-8'

/** What a server has counted, in Prometheus' text format, and figures of its process. */
export async function readMetrics(world: World, logger: Logger): Promise<string> {
  return textFormat([...(await processFamilies()), ...ownFamilies(world), ...logFamilies(logger)])
}

function logFamilies(logger: Logger): Family[] {
  return [
    counter('orgmock_log_lines_dropped_total', 'Lines of the log that could not be written.', droppedLines(logger)),
  ]
}

function ownFamilies({ traffic, journal, providers }: World): Family[] {
  const bounds = bucketsMs.map((milliseconds) => milliseconds / 1_000)
  const durations = traffic
    .durations()
    .filter(({ buckets }) => buckets.some((requests) => requests > 0))
    .map(({ provider, route, buckets, sumMs }) => ({
      labels: { provider, route },
      counts: buckets,
      sum: sumMs / 1_000,
    }))
  return [
    counter(
      'orgmock_requests_total',
      'Requests to the mocks.',
      traffic.requests().map(({ requests, ...labels }) => ({ labels, value: requests })),
    ),
    histogram(
      'orgmock_request_duration_seconds',
      'Time until a reply was ready; delays that were asked for are not in it.',
      bounds,
      durations,
    ),
    gauge(
      'orgmock_tenants',
      'Tenants that are known.',
      providers.map(({ id, control }) => ({ labels: { provider: id }, value: control.tenants().length })),
    ),
    ...(journal === undefined
      ? []
      : [
          gauge('orgmock_journal_entries', 'Requests that the journal keeps.', journal.size),
          gauge('orgmock_journal_bytes', 'Memory that the journal takes, estimated.', journal.bytes),
          counter(
            'orgmock_journal_dropped_total',
            'Requests that later ones drove out of the journal.',
            journal.dropped,
          ),
        ]),
  ]
}
