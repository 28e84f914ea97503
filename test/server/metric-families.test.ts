import { expect, test } from 'vitest'
import { counter, gauge, histogram, textFormat } from '../../src/server/metric-families.ts'

// Expected texts follow https://prometheus.io/docs/instrumenting/exposition_formats/.

test('writes help, type and a line for each sample, with an empty line between two metrics', () => {
  const requests = counter('requests_total', 'Requests.', [
    { labels: { method: 'GET', status: 200 }, value: 3 },
    { labels: { method: 'GET', status: 500 }, value: 0 },
  ])
  expect(textFormat([requests, gauge('size_bytes', 'Size.', 1.5)])).toBe(
    `# HELP requests_total Requests.
# TYPE requests_total counter
requests_total{method="GET",status="200"} 3
requests_total{method="GET",status="500"} 0

# HELP size_bytes Size.
# TYPE size_bytes gauge
size_bytes 1.5
`,
  )
})

test('sums the buckets of a histogram up, and ends each series with +Inf, sum and count', () => {
  const series = { labels: { route: 'a' }, counts: [2, 0, 5], sum: 7.25 }
  expect(textFormat([histogram('took_seconds', 'Time.', [0.1, 1], [series])])).toBe(
    `# HELP took_seconds Time.
# TYPE took_seconds histogram
took_seconds_bucket{route="a",le="0.1"} 2
took_seconds_bucket{route="a",le="1"} 2
took_seconds_bucket{route="a",le="+Inf"} 7
took_seconds_sum{route="a"} 7.25
took_seconds_count{route="a"} 7
`,
  )
})

test('says what a metric without samples is', () => {
  expect(textFormat([counter('seen_total', 'Seen.', [])])).toBe('# HELP seen_total Seen.\n# TYPE seen_total counter\n')
})

test('escapes quotes, backslashes and newlines in the value of a label', () => {
  const text = textFormat([gauge('a', 'A.', [{ labels: { path: 'C:\\x\n"y"' }, value: 1 }])])
  expect(text.split('\n')[2]).toBe(String.raw`a{path="C:\\x\n\"y\""} 1`)
})

test('writes what is no number as Prometheus reads it', () => {
  expect(textFormat([gauge('a', 'A.', Number.NaN)])).toContain('\na NaN\n')
})
