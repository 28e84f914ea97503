import { setTimeout as sleep } from 'node:timers/promises'
import { accountPages } from '../providers.mjs'
import { mebibytes, ratio } from '../report.mjs'
import { defaultCount } from '../settings.mjs'
import { median } from '../statistics.mjs'
import { targets, verdict } from '../targets.mjs'

/** Resident memory of servers that were asked nothing yet, and of those that the throughput sections have measured. */
export async function memory({ settings, start, floors, providers, log, earlier }) {
  const { runs, settleMs } = settings.memory
  const [provider] = providers
  const mock = await start.mock()
  const floor = await floors.like(mock, provider, await accountPages(mock, provider, defaultCount))
  await mock.stop()

  const starts = {
    mock: () => start.mock(),
    express: () => start.express(floor.file),
    http: () => start.http(floor.file),
  }
  const idle = { mock: [], express: [], http: [] }
  for (let run = 0; run < runs; run += 1) {
    log(`run ${run + 1} of ${runs}`)
    const servers = await Promise.all(Object.entries(starts).map(async ([name, begin]) => [name, await begin()]))
    await sleep(settleMs)
    for (const [name, server] of servers) {
      idle[name].push(server.residentBytes())
      await server.stop()
    }
  }
  const idleRow = memoryRow(
    'idle',
    'no request yet',
    Object.fromEntries(Object.entries(idle).map(([name, values]) => [name, median(values)])),
  )
  idleRow.push(verdict(median(idle.mock) / median(idle.express) <= targets.idleMemoryRatio))
  const loadRows = ['warm', 'cold'].flatMap((section) =>
    (earlier[section]?.figures ?? []).map(({ provider: id, residentBytes }) => [
      ...memoryRow(`after ${section} load`, id, residentBytes),
      '',
    ]),
  )
  return {
    figures: { idle },
    tables: [
      {
        title: 'Resident memory in MiB',
        notes: [
          `Target: idle at most ${targets.idleMemoryRatio} times bare Express. After load: the servers of the tables above, at their end.`,
        ],
        columns: ['when', 'provider', 'mock', 'Express', 'http', '÷ Express', 'target'],
        rows: [idleRow, ...loadRows],
      },
    ],
  }
}

function memoryRow(when, provider, { mock, express, http }) {
  return [when, provider, mebibytes(mock), mebibytes(express), mebibytes(http), ratio(mock / express)]
}
