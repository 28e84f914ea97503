// Makes a provider of each document that is named, and lets its contract judge the defects of its pages whose ids hold one of the words:
// the built program, in a process of plain Node. Prints what came of each, and the false alarms, as JSON.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { newProvider, runSelfTest } from '../../dist/src/compose/index.js'

// The tests hold the other end: when they are broken off, this ends too.
process.stdin.on('end', () => process.exit(1)).resume()
process.stdin.unref()

const directory = await mkdtemp(path.join(tmpdir(), 'orgmock-pages-'))
const results = []
const falseAlarms = []
for (const name of process.argv.slice(2)) {
  const id = `c${name.slice(0, 2)}`
  const from = fileURLToPath(new URL(`../scaffold/cases/${name}.json`, import.meta.url))
  await newProvider({ id, from, path: '/orgs', directory: path.join(directory, id) })
  // Alone: all of them have the same host.
  const { result } = await runSelfTest({
    providers: [id],
    providerDirectories: [path.join(directory, id)],
    ids: ['pagination/lead-', 'pagination/after-', 'pagination/more-'],
    falseAlarms: [{ count: 57, seed: 1 }],
  })
  results.push(...result.results.map(({ mutant, isKilled, reason }) => ({ id: mutant.id, isKilled, reason })))
  falseAlarms.push(...result.falseAlarms)
}
await rm(directory, { recursive: true, force: true })
console.log(JSON.stringify({ results, falseAlarms }))
