import { setTimeout as sleep } from 'node:timers/promises'
import { askSuccessfully } from '../client.mjs'
import { pagePath } from '../providers.mjs'
import { mebibytes, milliseconds, ratio, whole } from '../report.mjs'
import { coldPageSize } from '../settings.mjs'
import { median, medianRatio } from '../statistics.mjs'
import { targets, verdict } from '../targets.mjs'

const providerId = 'cloudflare'
const sortedBy = 'order=name'
const warmUpPages = 2_500
/** Pages of one round of either order. */
const roundPages = 400
/** How long others are watched before the sort, for comparison. */
const calmMs = 2_000
/** How often memory is looked at while the index is made. */
const sampleMs = 25

/** A sort over the whole dataset: when its first page comes, what others feel meanwhile, and what it costs afterwards. */
export async function order({ settings, start, load, providers, log }) {
  const provider = providers.find(({ id }) => id === providerId)
  if (provider === undefined) return { figures: [], tables: [] }
  const { count, runs, rounds } = settings.order
  const figures = []
  for (let run = 0; run < runs; run += 1) {
    const server = await start.mock(count)
    const pages = freshPages(provider)
    log(`run ${run + 1} of ${runs}: sorting`)
    const sort = await watchSort(server, provider, load, pages)
    log(`run ${run + 1} of ${runs}: sorted`)
    figures.push({ ...sort, ...(await compareSpeeds(server, load, pages, rounds)) })
    await server.stop()
  }
  return { figures, tables: [orderTable(figures, count)] }
}

/** Pages of which none is handed out twice, whatever their order. */
function freshPages(provider) {
  let used = 0
  return (howMany, query = '') =>
    Array.from({ length: howMany }, () => {
      used += 1
      return { path: `${pagePath(provider, coldPageSize, used * coldPageSize)}${query}`, headers: provider.headers }
    })
}

async function watchSort(server, provider, load, pages) {
  await load.once(server, pages(warmUpPages), 10)
  const others = pages(100)
  const calm = load.probe(server, others)
  await sleep(calmMs)
  const before = await calm.stop()

  const residentBefore = server.residentBytes()
  let residentPeak = residentBefore
  const sampler = setInterval(() => {
    residentPeak = Math.max(residentPeak, server.residentBytes())
  }, sampleMs)
  const busy = load.probe(server, others)
  const startedAt = performance.now()
  const path = `${pagePath(provider, coldPageSize, 0)}&${sortedBy}`
  await askSuccessfully(`${server.url}${path}`, { headers: provider.headers })
  const firstAnswerMs = performance.now() - startedAt
  const meanwhile = await busy.stop()
  clearInterval(sampler)
  return { firstAnswerMs, before, meanwhile, residentBefore, residentPeak, residentAfter: server.residentBytes() }
}

/** Cold pages per second in the default order and in the other one, in turn. */
async function compareSpeeds(server, load, pages, rounds) {
  await load.once(server, pages(roundPages, `&${sortedBy}`), 10)
  const speeds = { plain: [], sorted: [] }
  const processorMs = { plain: 0, sorted: 0 }
  for (let round = 0; round < rounds; round += 1) {
    for (const kind of round % 2 === 0 ? ['plain', 'sorted'] : ['sorted', 'plain']) {
      const asked = pages(roundPages, kind === 'sorted' ? `&${sortedBy}` : '')
      const before = server.processorMs()
      speeds[kind].push((await load.once(server, asked, 10)).perSecond)
      processorMs[kind] += server.processorMs() - before
    }
  }
  return { speeds, processorMs }
}

function orderTable(figures, count) {
  const goal = targets.order
  // What else the machine does only ever adds.
  const least = (read) => Math.min(...figures.map(read))
  const firstAnswerMs = least((run) => run.firstAnswerMs)
  const worst = least((run) => run.meanwhile.worst)
  const peakGrowth = least((run) => run.residentPeak - run.residentBefore)
  const plain = figures.flatMap(({ speeds }) => speeds.plain)
  const sorted = figures.flatMap(({ speeds }) => speeds.sorted)
  const speedRatio = medianRatio(sorted, plain)
  const spent = (kind) => figures.reduce((sum, run) => sum + run.processorMs[kind], 0)
  const all = (read) => figures.map((run) => milliseconds(read(run))).join(', ')
  return {
    title: `${sortedBy} over ${whole(count)} organizations`,
    notes: [
      `The better of ${figures.length} fresh servers. Meanwhile others ask for pages in the default order, one every 4 ms whether or not the last one was answered.`,
      `Their worst answers, run by run: ${all((run) => run.meanwhile.worst)} ms during the sort, ${all((run) => run.before.worst)} ms in the ${calmMs / 1_000} s before it; the client's own timer was late by up to ${all((run) => run.meanwhile.ownLateMs)} ms.`,
      `As fast as the default order: at least ${goal.speedRatio} of its rate, over cold pages, 10 connections.`,
    ],
    columns: ['what', 'value', 'limit', 'target'],
    rows: [
      [
        'first answer, ms',
        whole(firstAnswerMs),
        whole(goal.firstAnswerMs),
        verdict(firstAnswerMs <= goal.firstAnswerMs),
      ],
      ['others meanwhile, worst ms', milliseconds(worst), String(goal.lateMs), verdict(worst <= goal.lateMs)],
      ['others meanwhile, p99 ms', milliseconds(least((run) => run.meanwhile.p99)), '', ''],
      ['others meanwhile, median ms', milliseconds(least((run) => run.meanwhile.p50)), '', ''],
      [
        'memory more, peak MiB',
        mebibytes(peakGrowth),
        String(goal.growthMiB),
        verdict(peakGrowth <= goal.growthMiB * 1024 * 1024),
      ],
      ['memory more, afterwards MiB', mebibytes(least((run) => run.residentAfter - run.residentBefore)), '', ''],
      ['default order, pages/s', whole(median(plain)), '', ''],
      [`${sortedBy}, pages/s`, whole(median(sorted)), '', ''],
      ['÷ default order', ratio(speedRatio), ratio(goal.speedRatio), verdict(speedRatio >= goal.speedRatio)],
      ['÷ default order, by CPU', ratio(spent('plain') / spent('sorted')), '', ''],
    ],
  }
}
