import { accountPages, describeProviders } from '../providers.mjs'
import { milliseconds, ratio, whole } from '../report.mjs'
import { defaultCount } from '../settings.mjs'
import { median, medianRatio } from '../statistics.mjs'
import { targets, verdict } from '../targets.mjs'
import { interleaved, processorMicroseconds, ratioOf } from './rounds.mjs'

/** Rounds of the comparison: an odd number has a median round. */
const rounds = 7

/** This build beside another built checkout (`--against FOLDER`): warm pages, nothing asked to go wrong, journal on. */
export async function against({ settings, start, load, providers, log }) {
  const { measureMs, warmUpMs } = settings.warm
  const figures = []
  for (const provider of settings.against === undefined ? [] : providers) {
    log(provider.id)
    const servers = { now: await start.mock(), before: await start.mockAt(settings.against) }
    const pagesOf = {}
    for (const [name, server] of Object.entries(servers)) {
      // A token of one build need not be good for another: each server issues its own.
      const [itsOwn] = await describeProviders(server, [provider.id])
      pagesOf[name] = await accountPages(server, itsOwn, defaultCount)
    }
    for (const [name, server] of Object.entries(servers)) await load.during(warmUpMs, server, pagesOf[name], 10)
    const results = await interleaved(rounds, servers, (name, server, connections) =>
      load.during(measureMs, server, pagesOf[name], connections),
    )
    for (const server of Object.values(servers)) await server.stop()
    figures.push({ provider: provider.id, results })
  }
  return {
    figures,
    tables: [
      {
        title: 'This build beside another one',
        notes: [
          `Warm pages in ${rounds} interleaved rounds; ratios are medians of the ratios within a round. Target: at least ${targets.againstRatio} by CPU.`,
        ],
        columns: [
          'provider',
          'connections',
          'now/s',
          'before/s',
          'now ÷ before',
          'CPU µs now',
          'before',
          'by CPU',
          'target',
          'p99 ms now',
          'before ',
        ],
        rows: figures.flatMap(({ provider, results }) =>
          Object.entries(results).map(([connections, servers]) => row(provider, connections, servers)),
        ),
      },
    ],
  }
}

function processorPerAnswer({ processorMs, answers }) {
  return processorMs / answers
}

function row(provider, connections, servers) {
  const { now, before } = servers
  const rate = ratioOf(servers, 'perSecond', 'now', 'before')
  const middle = (measured, figure) => median(measured.map((result) => result[figure]))
  const spent = { now: processorMicroseconds(now), before: processorMicroseconds(before) }
  const byProcessor = medianRatio(before.map(processorPerAnswer), now.map(processorPerAnswer))
  return [
    provider,
    connections,
    whole(middle(now, 'perSecond')),
    whole(middle(before, 'perSecond')),
    ratio(rate),
    spent.now.toFixed(0),
    spent.before.toFixed(0),
    ratio(byProcessor),
    verdict(byProcessor >= targets.againstRatio),
    milliseconds(middle(now, 'p99')),
    milliseconds(middle(before, 'p99')),
  ]
}
