import { milliseconds, ratio, whole } from '../report.mjs'
import { median } from '../statistics.mjs'
import { targets, verdict } from '../targets.mjs'
import { coreShare, processorMicroseconds, ratioOf } from './rounds.mjs'

/**
 * Rates of the mock beside those of both floors, and what the floors did. `isJudged` says whether the targets are about these pages.
 * @returns {import('../report.mjs').Table[]}
 */
export function throughputTables(title, notes, figures, { isJudged }) {
  const entries = figures.flatMap((figure) =>
    Object.entries(figure.results).map(([connections, servers]) => ({
      ...figure,
      connections: Number(connections),
      servers,
    })),
  )
  return [
    {
      title,
      notes: [...notes, 'Rates are medians over interleaved rounds, ratios are medians of the ratios within a round.'],
      columns: [
        'provider',
        'connections',
        'pages/s',
        'p50 ms',
        'p99 ms',
        '÷ http',
        'target',
        '÷ Express',
        'p99 ÷ Express',
        'target ',
        'by CPU ÷ http',
      ],
      rows: entries.map((entry) => mockRow(entry, isJudged && entry.isPaginated)),
    },
    {
      title: `${title}: the floors`,
      notes: [
        'CPU: processor time of all threads for one answer. Core: how much of it node:http got while it was measured. Where that is well below 100 % at 10 connections and more, something else was running, which favours servers with more than one busy thread (the mock writes a log): then trust "by CPU".',
      ],
      columns: [
        'provider',
        'body bytes',
        'connections',
        'http/s',
        'p50 ms',
        'p99 ms',
        'Express/s',
        'p50 ms ',
        'p99 ms ',
        'CPU µs: http',
        'Express',
        'mock',
        'core %',
      ],
      rows: entries.map(floorRow),
    },
  ]
}

function mockRow({ provider, connections, servers }, isJudged) {
  const toHttp = ratioOf(servers, 'perSecond', 'mock', 'http')
  const tail = ratioOf(servers, 'p99', 'mock', 'express')
  const { warmRatio, p99Ratio } = targets
  return [
    provider,
    String(connections),
    ...rates(servers.mock),
    ratio(toHttp),
    isJudged && warmRatio.connections.includes(connections) ? verdict(toHttp >= warmRatio.least) : '',
    ratio(ratioOf(servers, 'perSecond', 'mock', 'express')),
    ratio(tail),
    isJudged && p99Ratio.connections.includes(connections) ? verdict(tail <= p99Ratio.most) : '',
    ratio(processorMicroseconds(servers.http) / processorMicroseconds(servers.mock)),
  ]
}

function floorRow({ provider, bytes, connections, servers }) {
  return [
    provider,
    whole(bytes),
    String(connections),
    ...rates(servers.http),
    ...rates(servers.express),
    ...['http', 'express', 'mock'].map((name) => processorMicroseconds(servers[name]).toFixed(0)),
    whole(100 * coreShare(servers.http)),
  ]
}

function rates(measured) {
  const middle = (figure) => median(measured.map((result) => result[figure]))
  return [whole(middle('perSecond')), milliseconds(middle('p50')), milliseconds(middle('p99'))]
}
