import { setTimeout as sleep } from 'node:timers/promises'
import { accountPages, numberedPage, resized, walk } from '../providers.mjs'
import { mebibytes, milliseconds, ratio, whole } from '../report.mjs'
import { coldPageSize, defaultCount } from '../settings.mjs'
import { median } from '../statistics.mjs'
import { targets, verdict } from '../targets.mjs'

const smallCount = 1_000
/** Pages of each place that are timed; three times as many fit into the small dataset. */
const pagesOfPlace = 16
/** Sizes of pages that only make the servers' code hot, which takes a couple of thousand; none of them is timed. */
const warmUpSizes = Array.from({ length: 46 }, (_, i) => i + 5).filter((size) => size !== coldPageSize)
/** Pages that both servers send at the end, before their memory is compared. */
const loadPages = 2_000
const places = ['first', 'middle', 'last']

/** What a cold page costs, in time and memory, with many organizations and with few. */
export async function scale({ settings, start, startAnywhere, load, providers, log }) {
  const { large, repeats, warmUpPages, wholeLists } = settings.scale
  const paginated = providers.filter(({ isPaginated }) => isPaginated)
  const figures = []
  log('walking')
  // Nothing is timed yet: the walks may have all cores.
  const plans = await Promise.all(paginated.map((provider) => planOf(startAnywhere, provider, large)))
  for (const [i, provider] of paginated.entries()) {
    log(provider.id)
    figures.push(await compare({ start, load, provider, plan: plans[i], large, repeats, warmUpPages }))
  }
  const lists = []
  for (const provider of providers.filter(({ isPaginated }) => !isPaginated)) {
    for (const count of [defaultCount, ...wholeLists]) {
      log(`${provider.id} with ${count}`)
      lists.push({ provider: provider.id, count, ...(await wholeList({ start, load, provider, count })) })
    }
  }
  return {
    figures: { paginated: figures, lists },
    tables: [timeTable(figures, large, repeats), growthTable(figures, large), listTable(lists)],
  }
}

/** Which pages are asked of the small and of the large dataset. */
async function planOf(start, provider, large) {
  const [few, many] = await Promise.all([start.mock(smallCount), start.mock(large)])
  const fewPages = await walk(few, provider, coldPageSize, smallCount)
  const plan = { few: timedPages(fewPages, smallCount), fewPages, ...(await manyPages(many, provider, large)) }
  await Promise.all([few.stop(), many.stop()])
  return plan
}

/** Numbered pages can be named; cursors must be walked for, in pages as large as the provider allows but where pages are timed. */
async function manyPages(server, provider, count) {
  const largest = Math.max(...provider.sizes)
  if (provider.pages.number !== undefined) {
    const all = Array.from({ length: count / coldPageSize }, (_, i) =>
      numberedPage(provider, i * coldPageSize, coldPageSize),
    )
    const other = Array.from({ length: count / largest }, (_, i) => numberedPage(provider, i * largest, largest))
    return { many: timedPages(all, count), manyPages: other }
  }
  const span = pagesOfPlace * coldPageSize
  const middle = middleOf(count)
  const walked = await walk(
    server,
    provider,
    (position) => {
      const isTimed = position < span || (position >= middle && position < middle + span) || position >= count - span
      if (isTimed) return coldPageSize
      const next = position < middle ? middle : count - span
      return Math.min(largest, next - position)
    },
    count,
  )
  return {
    many: timedPages(
      walked.filter(({ size }) => size === coldPageSize),
      count,
    ),
    manyPages: walked.filter(({ size }) => size === largest),
    walkResidentBytes: server.residentBytes(),
  }
}

function middleOf(count) {
  return Math.floor(count / 2 / coldPageSize) * coldPageSize
}

/** @returns {Record<string, object[]>} by place */
function timedPages(pages, count) {
  const from = { first: 0, middle: middleOf(count), last: count - pagesOfPlace * coldPageSize }
  return Object.fromEntries(
    places.map((place) => [
      place,
      pages.filter(({ position }) => position >= from[place] && position < from[place] + pagesOfPlace * coldPageSize),
    ]),
  )
}

async function compare({ start, load, provider, plan, large, repeats, warmUpPages }) {
  const times = { few: { first: [], middle: [], last: [] }, many: { first: [], middle: [], last: [] } }
  const idle = { few: [], many: [] }
  const loaded = { few: [], many: [] }
  // The same sizes for both: code that is hot for one dataset must be as hot for the other.
  const sized = warmUpSizes.flatMap((size) => plan.fewPages.map((page) => ({ ...resized(provider, page, size), size })))
  const few = everyNth(unique(sized), warmUpPages)
  const many = few.map(({ size }, i) => resized(provider, spread(plan.manyPages, i), size))
  const warmUp = { few, many: unique(many) }
  const loadOf = {
    few: [...few, ...plan.fewPages],
    many: Array.from({ length: loadPages }, (_, i) => resized(provider, spread(plan.manyPages, i), coldPageSize - 1)),
  }
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    const servers = { few: await start.mock(smallCount), many: await start.mock(large) }
    await sleep(300)
    for (const name of ['few', 'many']) {
      idle[name].push(servers[name].residentBytes())
      await load.once(servers[name], warmUp[name], 1)
    }
    const takenIn = { few: { first: [], middle: [], last: [] }, many: { first: [], middle: [], last: [] } }
    for (let i = 0; i < pagesOfPlace; i += 1) {
      // Orders turn, so that nothing is always second: not a dataset, not a place.
      const turn = places.map((_, at) => places[(at + i) % places.length])
      for (const name of (i + repeat) % 2 === 0 ? ['few', 'many'] : ['many', 'few']) {
        // The first request of a connection pays for its acceptance; it is a warm one and does not count.
        const pages = [warmUp[name].at(-1), ...turn.map((place) => plan[name][place][i])]
        const { times: taken } = await load.once(servers[name], pages, 1, { withTimes: true })
        for (const [at, place] of turn.entries()) takenIn[name][place].push(taken[at + 1])
      }
    }
    for (const name of ['few', 'many']) {
      for (const place of places) times[name][place].push(median(takenIn[name][place]))
      const pages = loadOf[name]
      await load.once(
        servers[name],
        Array.from({ length: loadPages }, (_, i) => pages[i % pages.length]),
        10,
      )
      loaded[name].push(servers[name].residentBytes())
      await servers[name].stop()
    }
  }
  return { provider: provider.id, times, idle, loaded, walkResidentBytes: plan.walkResidentBytes }
}

/** Pages whose requests differ. */
function unique(pages) {
  return [...new Map(pages.map((page) => [page.path, page])).values()]
}

/** So many elements, evenly spread over the list. */
function everyNth(list, howMany) {
  const step = Math.max(1, list.length / howMany)
  return Array.from({ length: Math.min(howMany, list.length) }, (_, i) => list[Math.floor(i * step)])
}

/** An element for each number, spread over the whole list. */
function spread(list, i) {
  return list[Math.floor(((i * 0.618_033_988_75) % 1) * list.length)]
}

/** A list without pages: the first answer makes it, later ones may have kept it. */
async function wholeList({ start, load, provider, count }) {
  const server = await start.mock(count)
  await sleep(300)
  const idleBytes = server.residentBytes()
  const page = { path: provider.path, headers: provider.headers }
  const { times: first } = await load.once(server, [page], 1, { withTimes: true })
  const { times: later } = await load.once(server, new Array(10).fill(page), 1, { withTimes: true })
  const loadedBytes = server.residentBytes()
  const [{ length }] = await accountPages(server, provider, count)
  await server.stop()
  return { firstMs: first[0], laterMs: median(later), length, idleBytes, loadedBytes }
}

function timeTable(figures, large, repeats) {
  const { timeRatio, pageMs } = targets.scale
  return {
    title: `${whole(large)} organizations: one cold page of ${coldPageSize}, in ms`,
    notes: [
      `Pages asked once, one at a time, of servers whose code is hot. Medians of ${pagesOfPlace} pages of each place, of the best of ${repeats} fresh servers: how V8 happens to compile a process differs by more than what is looked for.`,
      `Targets: at most ${timeRatio} times the same place among ${whole(smallCount)}, at most ${pageMs} ms.`,
    ],
    columns: ['provider', 'page', `of ${whole(smallCount)}`, `of ${whole(large)}`, 'ratio', 'target', `≤ ${pageMs} ms`],
    rows: figures.flatMap(({ provider, times }) =>
      places.map((place) => {
        const few = Math.min(...times.few[place])
        const many = Math.min(...times.many[place])
        return [
          provider,
          place,
          milliseconds(few),
          milliseconds(many),
          ratio(many / few),
          verdict(many / few <= timeRatio),
          verdict(many <= pageMs),
        ]
      }),
    ),
  }
}

function growthTable(figures, large) {
  return {
    title: `${whole(large)} organizations: resident memory in MiB`,
    notes: [
      `Before any request and after about ${whole(loadPages)} pages; the large server sends different ones all the time. Medians.`,
      'After the walk: a server that was walked from the first cursor to the last.',
      `Target: at most ${targets.scale.growthMiB} MiB more than with ${whole(smallCount)} organizations.`,
    ],
    columns: [
      'provider',
      `idle, ${whole(smallCount)}`,
      `idle, ${whole(large)}`,
      `loaded, ${whole(smallCount)}`,
      `loaded, ${whole(large)}`,
      'more',
      'target',
      'after the walk',
    ],
    rows: figures.map(({ provider, idle, loaded, walkResidentBytes }) => {
      const more = median(loaded.many) - median(loaded.few)
      return [
        provider,
        mebibytes(median(idle.few)),
        mebibytes(median(idle.many)),
        mebibytes(median(loaded.few)),
        mebibytes(median(loaded.many)),
        mebibytes(more),
        verdict(more <= targets.scale.growthMiB * 1024 * 1024),
        walkResidentBytes === undefined ? '–' : mebibytes(walkResidentBytes),
      ]
    }),
  }
}

function listTable(lists) {
  return {
    title: 'Lists without pages',
    notes: ['The whole list is the page. First: on a fresh server. No target.'],
    columns: ['provider', 'organizations', 'body bytes', 'first ms', 'later ms', 'idle MiB', 'after MiB'],
    rows: lists.map(({ provider, count, length, firstMs, laterMs, idleBytes, loadedBytes }) => [
      provider,
      whole(count),
      whole(length),
      milliseconds(firstMs),
      milliseconds(laterMs),
      mebibytes(idleBytes),
      mebibytes(loadedBytes),
    ]),
  }
}
