import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { pinned } from '../../bench/machine.mjs'
import { mebibytes, milliseconds, whole } from '../../bench/report.mjs'
import { median } from '../../bench/statistics.mjs'
import { startServer } from '../../fuzz/server.mjs'
import { faults } from '../faults.mjs'
import { flatness, mostGrowth } from '../flatness.mjs'
import { faultedQuestion, journalOf, kindsOf } from '../mix.mjs'

const script = fileURLToPath(new URL('../steady-client.mjs', import.meta.url))
const connections = 64
const warmUpMs = 4_000
const maximumMs = 5_000
const settledAfterSeconds = 60
/** Others who use the machine may slow it down meanwhile. */
const leastHeld = 0.9
const leastMinutes = 5
const mostRows = 21
/** The default of `--count`. */
const count = 127

/** Holds a share of the measured maximum, and looks at every answer and at the memory. */
export async function steady({ settings, cores, log }) {
  const server = await startServer({ core: cores?.server })
  const client = startClient(cores?.load)
  try {
    const kinds = await kindsOf(server, count)
    const faulted = await faultedQuestion(server)
    const job = { port: server.port, kinds, faulted, connections, faultShare: 0 }
    await client.run({ ...job, durationMs: warmUpMs }, () => undefined)
    log('measuring the maximum')
    const maximum = await client.run({ ...job, durationMs: maximumMs }, () => undefined)
    const rate = maximum.perSecond * settings.rate
    log(`${whole(maximum.perSecond)} requests a second at most; ${whole(rate)} for ${settings.minutes} minutes`)

    const series = []
    const seconds = []
    const startedAt = performance.now()
    const sample = () =>
      series.push({ seconds: (performance.now() - startedAt) / 1_000, bytes: server.residentBytes() })
    sample()
    const durationMs = settings.minutes * 60_000
    const held = await client.run({ ...job, rate, faultShare: settings.faults, durationMs }, (second) => {
      if (server.death !== undefined) return
      sample()
      seconds.push(second)
      if (seconds.length % 30 === 0)
        log(`${seconds.length} s, ${mebibytes(series.at(-1).bytes)} MiB, ${whole(second.wrong)} wrong answers`)
    })
    const journal = server.death === undefined ? await journalOf(server) : undefined
    return report({ settings, maximum, rate, held, series, seconds, journal, server })
  } finally {
    client.stop()
    await server.stop()
  }
}

function report({ settings, maximum, rate, held, series, seconds, journal, server }) {
  // A saw needs some teeth before anything can be said of it.
  const isShort = settings.minutes < leastMinutes
  const settledAfter = isShort ? settings.minutes * 12 : settledAfterSeconds
  const { level, highest, last, growth, rise, isFlat } = flatness(series, settledAfter)
  const step = Math.max(1, Math.ceil(series.length / mostRows))
  const rows = series.flatMap(({ seconds: at, bytes }, i) => {
    if (i % step !== 0 && i !== series.length - 1) return []
    const spell = seconds.slice(Math.max(0, i - step), i)
    return [
      [
        at.toFixed(0),
        mebibytes(bytes),
        spell.length === 0 ? '' : whole(median(spell.map(({ answers }) => answers))),
        spell.length === 0 ? '' : milliseconds(median(spell.map(({ p50 }) => p50))),
        spell.length === 0 ? '' : milliseconds(median(spell.map(({ p99 }) => p99))),
      ],
    ]
  })
  const asked = Object.values(held.faults).reduce((sum, one) => sum + one.honoured + one.served + one.other, 0)
  const percent = (share) => `${(share * 100).toFixed(1)} %`
  return {
    tables: [
      {
        title: `Steady load: ${whole(rate)} requests a second, ${percent(settings.rate)} of ${whole(maximum.perSecond)}`,
        notes: [
          `${whole(held.answers)} answers in ${settings.minutes} minutes, ${whole(held.perSecond)} a second; the client was busy for ${percent(held.busyShare)} of the time, ${percent(maximum.busyShare)} at the maximum.`,
        ],
        columns: ['second', 'resident MiB', 'answers/s', 'median ms', 'p99 ms'],
        rows,
      },
      {
        title: 'Answers by kind, each compared with that of the fresh server',
        columns: ['kind', 'answers'],
        rows: Object.entries(held.byKind).map(([name, times]) => [name, whole(times)]),
      },
      {
        title: 'Requests that asked for a fault',
        notes: ['served: as if nothing had been asked.'],
        columns: ['Prefer', 'a client sees', 'honoured', 'served', 'something else'],
        rows: Object.entries(held.faults).map(([name, { honoured, served, other }]) => [
          name,
          faults[name].sees,
          whole(honoured),
          whole(served),
          whole(other),
        ]),
      },
      ...(held.problems.length === 0
        ? []
        : [
            {
              title: 'The first wrong answers',
              columns: ['what'],
              rows: [...new Set(held.problems)].slice(0, 20).map((text) => [text]),
            },
          ]),
    ],
    laws: [
      ['the process lives', server.death ?? 'yes', server.death === undefined],
      [
        'errors and warnings in its log',
        server.errors.length === 0 ? '0' : `${server.errors.length}: ${server.errors[0]}`,
        server.errors.length === 0,
      ],
      ['answers that nobody asked for', `${whole(held.wrong)} of ${whole(held.answers + asked)}`, held.wrong === 0],
      [
        'the rate was held',
        `${percent(held.perSecond / rate)}; ${whole(held.forgotten)} requests left out in stalls`,
        held.perSecond / rate > leastHeld,
      ],
      [
        `memory after ${settledAfter.toFixed(0)} s: growth of a fitted line and of the peak below ${percent(mostGrowth)}`,
        `${percent(growth)} and ${percent(rise)} of ${mebibytes(level)} MiB; at the end ${mebibytes(last)}, at most ${mebibytes(highest)}${isShort ? ` (not judged below ${leastMinutes} minutes)` : ''}`,
        isFlat || isShort,
      ],
      [
        'the journal is within its bounds',
        journal === undefined ? 'there is none' : JSON.stringify(journal),
        isWithinBounds(journal),
      ],
    ],
  }
}

/** As far as the server says what its bounds are. */
function isWithinBounds(journal) {
  const { count: kept, limit } = journal ?? {}
  return typeof kept !== 'number' || typeof limit !== 'number' || kept <= limit
}

function startClient(core) {
  const [command, ...args] = pinned(core, [process.execPath, script])
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], serialization: 'advanced' })
  let settle = { resolve: () => undefined, reject: () => undefined, onSecond: () => undefined }
  child.on('message', ({ second, result, error }) => {
    if (second !== undefined) settle.onSecond(second)
    else if (error === undefined) settle.resolve(result)
    else settle.reject(new Error(error))
  })
  child.on('exit', (code) => settle.reject(new Error(`the client ended with code ${code}`)))
  return {
    run(job, onSecond) {
      return new Promise((resolve, reject) => {
        settle = { resolve, reject, onSecond }
        child.send({ id: 0, ...job })
      })
    },
    stop: () => child.disconnect(),
  }
}
