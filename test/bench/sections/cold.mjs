import { resized, walk } from '../providers.mjs'
import { coldPageSize, connectionCounts } from '../settings.mjs'
import { interleaved } from './rounds.mjs'
import { throughputTables } from './throughput-table.mjs'

/** Pages, of another size, that only make the fresh server's code hot. */
const warmUpPages = 2_500

/**
 * Requests per second over pages of which each is asked once, beside both floors. One server is walked for the cursors, a fresh one is
 * measured: cursors hold in every process with the same seed.
 */
export async function cold({ settings, start, startAnywhere, load, floors, providers, log }) {
  const { rounds, count, floorMs, warmUpMs } = settings.cold
  const figures = []
  for (const provider of providers.filter(({ isPaginated }) => isPaginated)) {
    log(provider.id)
    const walked = await startAnywhere.mock(count)
    const pages = await walk(walked, provider, coldPageSize, count)
    const floor = await floors.like(walked, provider, pages)
    await walked.stop()

    const servers = {
      mock: await start.mock(count),
      express: await start.express(floor.file),
      http: await start.http(floor.file),
    }
    const floorPages = pages.slice(0, 100).map((page) => ({ ...page, length: floor.length }))
    const warmUp = pages.slice(-warmUpPages).map((page) => resized(provider, page, coldPageSize - 1))
    await load.once(servers.mock, warmUp, 10)
    for (const name of ['express', 'http']) await load.during(warmUpMs, servers[name], floorPages, 10)

    const share = Math.floor(pages.length / (rounds * connectionCounts.length))
    let from = 0
    const results = await interleaved(rounds, servers, (name, server, connections) => {
      if (name !== 'mock') return load.during(floorMs, server, floorPages, connections)
      const slice = pages.slice(from, from + share)
      from += share
      return load.once(server, slice, connections)
    })
    const residentBytes = Object.fromEntries(
      Object.entries(servers).map(([name, server]) => [name, server.residentBytes()]),
    )
    for (const server of Object.values(servers)) await server.stop()
    figures.push({
      provider: provider.id,
      isPaginated: true,
      pages: pages.length,
      bytes: floor.length,
      residentBytes,
      results,
    })
  }
  const notes = [
    `Each page of ${coldPageSize} asked once, over ${count.toLocaleString('en-US')} organizations, on a fresh server whose code is hot. No target; the cost of one cold page is judged in the tables of large datasets.`,
  ]
  return { figures, tables: throughputTables('Cold pages', notes, figures, { isJudged: false }) }
}
