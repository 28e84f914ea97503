import { setTimeout as sleep } from 'node:timers/promises'
import { mebibytes, milliseconds, whole } from '../../bench/report.mjs'
import { median } from '../../bench/statistics.mjs'
import { collectedBytes, ordinaryPages, startCollectable, startCrowd, timedOrdinary } from '../crowd.mjs'

const count = 1_000
const intervalMs = 3_000
const usualMs = 4_000
/** The server's limit for a head is 30 s, and it looks every 5 s. */
const endMs = 40_000
const stepMs = 8_000
const mostSlower = 2
const mostMore = 1.1

/** Clients that send the head of a request so slowly that it never ends, twice. */
export async function loris({ cores, load, log }) {
  const server = await startCollectable(cores?.server)
  const crowd = startCrowd({ core: cores?.load, server, count, kind: 'loris', intervalMs, processes: 2 })
  try {
    const pages = await ordinaryPages(server)
    await load.during(2_000, server, pages, 8)
    const atFirst = server.residentBytes()
    const rows = []
    const usual = []
    const held = []
    const released = []
    let refused = count
    let left = 0
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
    for (const round of [1, 2]) {
      log(`crowd ${round} of 2`)
      usual.push(await timedOrdinary(load, server, pages, () => sleep(usualMs)))
      note(`before crowd ${round}`, usual.at(-1))
      await crowd.open()
      for (let waited = stepMs; waited <= endMs; waited += stepMs) {
        const probe = await timedOrdinary(load, server, pages, () => sleep(stepMs))
        const state = await crowd.state()
        note(`crowd ${round}, ${waited / 1_000} s`, probe, state)
        // When all are gone it is no crowd any more.
        if (state.open > 0 || waited === stepMs) held.push(probe)
      }
      const state = await crowd.state()
      refused = Math.min(refused, state.refusedInTime)
      left = Math.max(left, state.open)
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
          title: `${whole(count)} slow-loris clients, a byte of a head every ${intervalMs / 1_000} s`,
          columns: ['when', 'resident MiB', 'ordinary median ms', 'p99 ms', 'longest ms', 'open'],
          rows,
        },
      ],
      laws: [
        ['the process lives', server.death ?? 'yes', server.death === undefined],
        ['errors and warnings in its log', whole(server.errors.length), server.errors.length === 0],
        [
          `cut within ${endMs / 1_000} s, with 408`,
          `${whole(refused)} of ${whole(count)}, ${whole(left)} left`,
          refused === count && left === 0,
        ],
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
