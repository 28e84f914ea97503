/**
 * npm run fuzz: raw requests that no careful client would send, over raw sockets, to the built server in a process of its own.
 *
 * Judged: the process lives, it logs no error and answers no 500 of its own, every answer is whole HTTP, no byte stream brings more answers
 * than RFC 9112 allows (judge.mjs), no connection stays open, no secret is logged or shown by the admin API, and an ordinary client is answered within twice its usual
 * time meanwhile. Its usual time is measured in pauses of the same run. Where others keep the machine so busy that as many ordinary
 * connections alone make it wait twice as long, twice its time beside those is the limit. --untimed leaves this law out, for machines that
 * are too busy to time anything.
 * Linux only where it pins processes to cores; without taskset nothing is pinned.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { startLoad } from '../bench/load.mjs'
import { chooseCores } from '../bench/machine.mjs'
import { describeProviders } from '../bench/providers.mjs'
import { plainTable, whole } from '../bench/report.mjs'
import { median } from '../bench/statistics.mjs'
import { makeCase, shapeNames } from './cases.mjs'
import { contextOf } from './context.mjs'
import { replay } from './replay.mjs'
import { startServer } from './server.mjs'
import { help, readSettings } from './settings.mjs'
import { plantedParts, secretShape } from './shapes/attacks.mjs'
import { newestShown, shownSecrets } from './shown.mjs'
import { talk } from './talk.mjs'
import { breachOf } from './verdict.mjs'

/** Cekura's list is as long as the account; short ones let the requests, and not the bodies, take the time. */
const serverArguments = ['--count', '20']
const mostSlower = 2
const atOnce = 32
/** Fuzzed requests between two pauses, and how long a pause is. */
const stretchMs = 4_000
const pauseMs = 1_000
const controlMs = 1_500
const mostShown = 10
/** Requests of the journal in which that of a case is sought: others come meanwhile. */
const newest = 60

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130))

try {
  const settings = readSettings(process.argv.slice(2))
  if (settings.help) console.log(help)
  else if (settings.replay !== undefined) process.exitCode = await replay(settings.replay, serverArguments)
  else process.exitCode = await run(settings)
} catch (error) {
  console.error(`fuzz: ${error.message}`)
  process.exit(2)
}

async function run({ seed, requests, rate, untimed }) {
  const cores = chooseCores()
  const server = await startServer({ args: serverArguments, core: cores?.server })
  const load = untimed ? undefined : startLoad(cores?.load)
  try {
    const context = await contextOf(server)
    server.secrets = [...context.secrets, ...plantedParts]
    const ordinary = await ordinaryPages(server)
    await load?.during(1_000, server, ordinary, 4)

    const startedAt = performance.now()
    const counts = new Map(shapeNames.map((name) => [name, { requests: 0, classes: new Map(), breaches: 0 }]))
    const breaches = []
    const shown = []
    const waits = { usual: [], beside: [], meanwhile: [] }
    let next = 0
    let controls = 0
    while (next < requests && server.death === undefined) {
      if (load === undefined) await stretch()
      else {
        waits.usual.push(await timed(load, server, ordinary, () => sleep(pauseMs)))
        waits.beside.push(await timed(load, server, ordinary, control))
        waits.meanwhile.push(await timed(load, server, ordinary, stretch))
      }
      if (server.death === undefined) shown.push(...(await shownSecrets(server)))
      progress(`${whole(next)} of ${whole(requests)} requests, ${breaches.length} breaches`)
    }
    if (load !== undefined) waits.usual.push(await timed(load, server, ordinary, () => sleep(pauseMs)))
    const seconds = (performance.now() - startedAt) / 1_000
    return report({ seed, seconds, requests: next, counts, breaches, shown, server, waits: load && waits })

    async function stretch() {
      const first = next
      const last = Math.min(requests, first + Math.ceil((rate * stretchMs) / 1_000))
      next = last
      await paced(last - first, (i) => one(first + i))
    }

    /** As many connections a second, each with one ordinary request. */
    async function control() {
      const first = controls
      controls += Math.ceil((rate * controlMs) / 1_000)
      await paced(controls - first, async (i) => {
        const asked = makeCase(seed + 1, (first + i) * shapeNames.length, context)
        await talk(server.port, { ...asked, pieces: [asked.bytes], ending: 'wait' })
      })
    }

    async function paced(count, work) {
      const from = performance.now()
      let taken = 0
      await Promise.all(
        Array.from({ length: atOnce }, async () => {
          while (taken < count && server.death === undefined) {
            const i = taken
            taken += 1
            const early = from + (i * 1_000) / rate - performance.now()
            if (early > 1) await sleep(early)
            await work(i)
          }
        }),
      )
    }

    async function one(index) {
      const asked = makeCase(seed, index, context)
      const heard = await talk(server.port, asked)
      const { classes, breach: wrong } = breachOf(asked, heard)
      const breach = wrong ?? (asked.shape === secretShape ? (await newestShown(server, newest))[0] : undefined)
      const count = counts.get(asked.shape)
      count.requests += 1
      for (const name of classes) count.classes.set(name, (count.classes.get(name) ?? 0) + 1)
      if (breach === undefined) return
      count.breaches += 1
      breaches.push({ index, shape: asked.shape, breach })
    }
  } finally {
    load?.stop()
    await server.stop()
  }
}

/** Pages of all providers but the longest list. */
async function ordinaryPages(server) {
  const providers = await describeProviders(server, undefined)
  return providers.filter(({ isPaginated }) => isPaginated).map(({ path, headers }) => ({ path, headers }))
}

/** How long an ordinary client waits while something else goes on. */
async function timed(load, server, pages, work) {
  const probe = load.probe(server, pages, { intervalMs: 5, connections: 16 })
  await work()
  return probe.stop()
}

function report({ seed, seconds, requests, counts, breaches, shown, server, waits }) {
  const classNames = ['1xx', '2xx', '3xx', '4xx', '501, 505', '5xx', 'none']
  const cell = (count, name) => (count.classes.has(name) ? whole(count.classes.get(name)) : '')
  const all = { requests: 0, classes: new Map(), breaches: 0 }
  for (const count of counts.values()) {
    all.requests += count.requests
    all.breaches += count.breaches
    for (const [name, times] of count.classes) all.classes.set(name, (all.classes.get(name) ?? 0) + times)
  }
  const row = ([name, count]) => [
    name,
    whole(count.requests),
    ...classNames.map((one) => cell(count, one)),
    count.breaches === 0 ? '' : whole(count.breaches),
  ]
  console.log(
    plainTable({
      title: `Fuzzed connections by shape, and their answers by class (seed ${seed})`,
      notes: ['One connection carries one request or several. none: the connection ended without an answer.'],
      columns: ['shape', 'connections', ...classNames, 'breaches'],
      rows: [...[...counts].map(row), row(['all', all])],
    }),
  )

  const laws = [
    ['the process lives', server.death ?? 'yes', server.death === undefined],
    ['errors and warnings in its log', whole(server.errors.length), server.errors.length === 0],
    ['log lines with a secret', `${whole(server.leaks.length)} of ${whole(server.lines)}`, server.leaks.length === 0],
    ['secrets that the admin API shows', whole(shown.length), shown.length === 0],
    ['connections with a wrong answer', `${whole(breaches.length)} of ${whole(requests)}`, breaches.length === 0],
    ...(waits === undefined ? [] : timedLaws(waits)),
  ]
  console.log(
    plainTable({
      title: `${whole(requests)} connections in ${seconds.toFixed(0)} s`,
      columns: ['law', 'measured', ''],
      rows: laws.map(([law, measured, isKept]) => [law, measured, isKept ? 'kept' : 'BROKEN']),
    }),
  )
  for (const { index, shape, breach } of breaches.slice(0, mostShown)) {
    console.log(`${shape}: ${breach}\n  npm run fuzz -- --replay ${seed}:${index}`)
  }
  for (const line of [...server.errors, ...server.leaks, ...shown].slice(0, mostShown)) console.log(line)
  return laws.every(([, , isKept]) => isKept) ? 0 : 1
}

function timedLaws({ usual, beside, meanwhile }) {
  const usualMs = median(usual.map(({ p50 }) => p50))
  const besideMs = median(beside.map(({ p50 }) => p50))
  const meanwhileMs = median(meanwhile.map(({ p50 }) => p50))
  const limitMs = mostSlower * (besideMs > mostSlower * usualMs ? besideMs : usualMs)
  const longest = (waits) => Math.max(...waits.map(({ worst }) => worst)).toFixed(0)
  return [
    [
      `an ordinary client's median (at most ${limitMs.toFixed(2)} ms)`,
      `${meanwhileMs.toFixed(2)} ms; ${usualMs.toFixed(2)} alone, ${besideMs.toFixed(2)} beside as many ordinary connections`,
      meanwhileMs <= limitMs,
    ],
    ["an ordinary client's longest wait", `${longest(meanwhile)} ms, usually ${longest(usual)} ms`, true],
  ]
}

function progress(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r${text}   `)
}
