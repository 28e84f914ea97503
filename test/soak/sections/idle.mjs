import { setTimeout as sleep } from 'node:timers/promises'
import { mebibytes, milliseconds, whole } from '../../bench/report.mjs'
import { median } from '../../bench/statistics.mjs'
import { collectedBytes, ordinaryPages, startCollectable, startCrowd, timedOrdinary } from '../crowd.mjs'

const count = 10_000
const rounds = 2
const usualMs = 3_000
const holdMs = 5_000
const mostSlower = 2
/** What the first crowd left behind, the second may use: it must not need more again. */
const mostMore = 1.1

/** Very many connections that say nothing, twice: the second crowd tells whether the first one's memory was used again. */
export async function idle({ cores, load, log }) {
  const server = await startCollectable(cores?.server)
  const crowd = startCrowd({ core: cores?.load, server, count, kind: 'idle', processes: 4 })
  try {
    const pages = await ordinaryPages(server)
    await load.during(2_000, server, pages, 8)
    const atFirst = server.residentBytes()
    const rows = []
    const usual = []
    const held = []
    const note = (name, probe, state) => {
      rows.push([
        name,
        mebibytes(server.residentBytes()),
        milliseconds(probe.p50),
        milliseconds(probe.p99),
        milliseconds(probe.worst),
        state === undefined ? '' : whole(state.open),
      ])
    }
    const released = []
    let missing = 0
    let perConnection = 0
    for (let round = 1; round <= rounds; round += 1) {
      log(`crowd ${round} of ${rounds}`)
      usual.push(await timedOrdinary(load, server, pages, () => sleep(usualMs)))
      note(`before crowd ${round}`, usual.at(-1))
      const before = server.residentBytes()
      await crowd.open()
      held.push(await timedOrdinary(load, server, pages, () => sleep(holdMs)))
      const state = await crowd.state()
      note(`with crowd ${round}`, held.at(-1), state)
      if (round === 1) perConnection = (server.residentBytes() - before) / count
      missing = Math.max(missing, count - state.open)
      await crowd.close()
      released.push(await collectedBytes(server))
    }
    usual.push(await timedOrdinary(load, server, pages, () => sleep(usualMs)))
    note('afterwards', usual.at(-1))
    // A collection may leave less than the start did.
    const reference = Math.max(atFirst, released[0])
    const usualMedian = median(usual.map(({ p50 }) => p50))
    const heldMedian = median(held.map(({ p50 }) => p50))
    return {
      tables: [
        {
          title: `${whole(count)} idle connections`,
          notes: [
            `Every second one has asked once. The first crowd took ${(perConnection / 1024).toFixed(1)} KiB for each connection.`,
          ],
          columns: ['when', 'resident MiB', 'ordinary median ms', 'p99 ms', 'longest ms', 'open'],
          rows,
        },
      ],
      laws: [
        ['the process lives', server.death ?? 'yes', server.death === undefined],
        ['errors and warnings in its log', whole(server.errors.length), server.errors.length === 0],
        ['connections that were refused or cut', whole(missing), missing === 0],
        [
          `an ordinary client's median, ÷ its usual one (at most ${mostSlower})`,
          (heldMedian / usualMedian).toFixed(2),
          heldMedian <= mostSlower * usualMedian,
        ],
        [
          `memory kept after the second crowd, ÷ before it (at most ${mostMore})`,
          `${(released[1] / reference).toFixed(2)} (${mebibytes(atFirst)} MiB at first, then ${released.map(mebibytes).join(', ')})`,
          released[1] <= mostMore * reference,
        ],
      ],
    }
  } finally {
    crowd.stop()
    await server.stop()
  }
}
