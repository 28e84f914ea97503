import { accountPages } from '../providers.mjs'
import { ratio, whole } from '../report.mjs'
import { defaultCount } from '../settings.mjs'
import { median } from '../statistics.mjs'
import { targets } from '../targets.mjs'
import { interleaved } from './rounds.mjs'
import { throughputTables } from './throughput-table.mjs'

/** Rounds in which the load generator shows what it could do with a server that costs nothing. */
const ceilingRounds = 2

/** Requests per second over pages that were asked before, all pages of an account in turn, beside both floors. */
export async function warm({ settings, start, load, floors, providers, log }) {
  const { rounds, measureMs, warmUpMs } = settings.warm
  const figures = []
  for (const provider of providers) {
    log(provider.id)
    const mock = await start.mock()
    const pages = await accountPages(mock, provider, defaultCount)
    const floor = await floors.like(mock, provider, pages)
    const servers = {
      mock,
      express: await start.express(floor.file),
      http: await start.http(floor.file),
      ceiling: await start.ceiling(floor.file),
    }
    const floorPages = pages.map((page) => ({ ...page, length: floor.length }))
    const pagesOf = (name) => (name === 'mock' ? pages : floorPages)
    for (const [name, server] of Object.entries(servers)) await load.during(warmUpMs, server, pagesOf(name), 10)
    const results = await interleaved(rounds, servers, (name, server, connections, round) =>
      name === 'ceiling' && round >= ceilingRounds
        ? undefined
        : load.during(measureMs, server, pagesOf(name), connections),
    )
    const residentBytes = Object.fromEntries(
      Object.entries(servers).map(([name, server]) => [name, server.residentBytes()]),
    )
    for (const server of Object.values(servers)) await server.stop()
    figures.push({
      provider: provider.id,
      isPaginated: provider.isPaginated,
      pages: pages.length,
      bytes: floor.length,
      residentBytes,
      results,
    })
  }
  return {
    figures,
    tables: [...throughputTables('Warm pages', warmNotes, figures, { isJudged: true }), generatorTable(figures)],
  }
}

const warmNotes = [
  `Valid credentials, all pages of an account of ${defaultCount} organizations in turn, in several page sizes.`,
  `Targets, for paginated providers: at least ${targets.warmRatio.least} of node:http at ${targets.warmRatio.connections.join(' and ')} connections; p99 at ${targets.p99Ratio.connections.join()} connections at most that of bare Express.`,
]

function generatorTable(figures) {
  return {
    title: 'The load generator itself',
    notes: [
      'Its rate against a socket that answers without reading HTTP, in rates of the node:http floor of the same rounds: above 1, the generator does not limit the floor.',
    ],
    columns: ['provider', 'connections', 'without HTTP/s', '÷ http', 'busy against http %'],
    rows: figures.flatMap(({ provider, results }) =>
      Object.entries(results).map(([connections, { ceiling, http }]) => [
        provider,
        connections,
        whole(median(ceiling.map(({ perSecond }) => perSecond))),
        ratio(median(ceiling.map(({ perSecond }, round) => perSecond / http[round].perSecond))),
        whole(100 * median(http.map(({ busyShare }) => busyShare))),
      ]),
    ),
  }
}
