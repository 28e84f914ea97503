/**
 * npm run soak: whether the built server, in a process of its own, holds out.
 *
 * steady  the maximum is measured, then a share of it is held for minutes, with requests of all kinds to all providers and a few that ask
 *         for a fault; judged: every answer is the one that a fresh server gave, and resident memory stays flat after the first minute
 * idle    10,000 connections that say nothing; loris: 1,000 clients that send a byte every few seconds; judged: an ordinary client is
 *         answered within twice its usual time, measured in the same run, and the memory is used again
 * attacks  clients that ask for large bodies and sorts and don't wait, each kind for 30 s, against a heap of 192 MiB; judged: the process
 *         lives, an ordinary client's median and p99, and that the memory is given back: compared are full caches and full caches, and
 *         20 s are waited for clients that have gone behind unread requests
 *
 * Linux only: it reads /proc, and pins the server and its clients to cores where taskset is.
 */
import { startLoad } from '../bench/load.mjs'
import { chooseCores, describeMachine, loadAverage } from '../bench/machine.mjs'
import { plainTable } from '../bench/report.mjs'
import { attacksSection } from './sections/attacks.mjs'
import { idle } from './sections/idle.mjs'
import { loris } from './sections/loris.mjs'
import { steady } from './sections/steady.mjs'
import { help, readSettings } from './settings.mjs'

const sections = { steady, idle, loris, attacks: attacksSection }

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130))

try {
  const settings = readSettings(process.argv.slice(2))
  if (settings.help) console.log(help)
  else process.exitCode = await run(settings)
} catch (error) {
  console.error(`soak: ${error.message}`)
  process.exit(2)
}

/** @param {import('./settings.mjs').Settings} settings */
async function run(settings) {
  const startedAt = performance.now()
  const cores = chooseCores()
  console.log(`${describeMachine(cores, process.execPath)}, load average ${loadAverage().toFixed(2)}\n`)
  let isKept = true
  for (const name of settings.sections) {
    const load = startLoad(cores?.load)
    const log = (text) =>
      console.error(`${((performance.now() - startedAt) / 1_000).toFixed(0).padStart(4)} s  ${name}: ${text}`)
    try {
      const { tables, laws } = await sections[name]({ settings, cores, load, log })
      for (const table of tables) console.log(plainTable(table))
      console.log(
        plainTable({
          title: `Laws of ${name}`,
          columns: ['law', 'measured', ''],
          rows: laws.map(([law, measured, isLawKept]) => [law, measured, isLawKept ? 'kept' : 'BROKEN']),
        }),
      )
      isKept &&= laws.every(([, , isLawKept]) => isLawKept)
    } finally {
      load.stop()
    }
  }
  console.log(
    `took ${((performance.now() - startedAt) / 1_000).toFixed(0)} s, load average at the end ${loadAverage().toFixed(2)}`,
  )
  return isKept ? 0 : 1
}
