import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { askSuccessfully } from '../client.mjs'
import { accountPages, firstHeaders } from '../providers.mjs'
import { milliseconds, ratio, whole } from '../report.mjs'
import { defaultCount } from '../settings.mjs'
import { median, medianRatio } from '../statistics.mjs'
import { targets, verdict } from '../targets.mjs'

const imports = fileURLToPath(new URL('../imports.mjs', import.meta.url))

/** From spawn to the first 200 with a page in it, in ms and in ms of processor time (all threads); servers in turn, run after run. */
export async function startup({ settings, start, floors, providers, log }) {
  const mock = await start.mock()
  const candidates = {}
  for (const provider of providers) {
    const [page] = await accountPages(mock, provider, defaultCount)
    const floor = await floors.like(mock, provider, [page])
    candidates.http ??= { start: () => start.http(floor.file), path: page.path, headersOn: () => page.headers }
    candidates.express ??= { start: () => start.express(floor.file), path: page.path, headersOn: () => page.headers }
    candidates[provider.id] = {
      start: () => start.mock(),
      path: page.path,
      headersOn: (server) => firstHeaders(provider, server),
    }
  }
  await mock.stop()

  const processor = Object.fromEntries(Object.keys(candidates).map((name) => [name, []]))
  const times = Object.fromEntries(Object.keys(candidates).map((name) => [name, []]))
  for (let run = 0; run < settings.startup.runs; run += 1) {
    log(`run ${run + 1} of ${settings.startup.runs}`)
    for (const [name, candidate] of Object.entries(candidates)) {
      const server = await candidate.start()
      await askSuccessfully(server.url + candidate.path, { headers: await candidate.headersOn(server) })
      times[name].push(performance.now() - server.spawnedAt)
      processor[name].push(server.processorMs())
      await server.stop()
    }
  }
  const rows = Object.entries(times).map(([name, values]) => {
    const toExpress = medianRatio(values, times.express)
    const isFloor = name === 'http' || name === 'express'
    return [
      isFloor ? `bare ${name === 'http' ? 'node:http' : 'Express'}` : name,
      milliseconds(median(values)),
      milliseconds(Math.min(...values)),
      ratio(medianRatio(values, times.http)),
      ratio(toExpress),
      isFloor ? '' : verdict(toExpress <= targets.startupRatio[name]),
      whole(median(processor[name])),
      ratio(medianRatio(processor[name], processor.express)),
    ]
  })
  const importing = inTest(settings)
  return {
    figures: { times, processor, importing: importing.figures },
    tables: [
      {
        title: 'From spawn to the first page',
        notes: [
          `Median of ${settings.startup.runs} runs. All providers are served; Cradl's time includes the token request.`,
          `Target, in times of bare Express: ${Object.entries(targets.startupRatio)
            .map((entry) => entry.join(' '))
            .join(', ')} at most.`,
        ],
        columns: ['server', 'median ms', 'best ms', '÷ http', '÷ Express', 'target', 'CPU ms', 'CPU ÷ its'],
        rows,
      },
      importing.table,
    ],
  }
}

/** What a test's process pays for the package before its first request, beside what it would pay for Express alone. */
function inTest({ node, startup: { runs } }) {
  const figures = { express: [], orgmock: [] }
  for (let run = 0; run < runs; run += 1) {
    for (const [name, times] of Object.entries(figures)) times.push(Number(execFileSync(node, [imports, name])))
  }
  const more = median(figures.orgmock) - median(figures.express)
  const row = (what, times) => [what, milliseconds(median(times)), milliseconds(Math.min(...times))]
  return {
    figures,
    table: {
      title: 'In a test',
      notes: [
        `Median of ${runs} processes. Target: at most ${targets.importMs} ms more than to import Express; it is ${milliseconds(more)}.`,
      ],
      columns: ['what', 'median ms', 'best ms', 'target'],
      rows: [
        [...row('import Express', figures.express), ''],
        [...row('import orgmock and start a server', figures.orgmock), verdict(more <= targets.importMs)],
      ],
    },
  }
}
