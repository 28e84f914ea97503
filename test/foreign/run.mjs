#!/usr/bin/env node
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { judge } from './outcome.mjs'
import { checkOptions, servers, start } from './servers.mjs'

const usage = `Usage: npm run test:foreign -- [options]

Runs orgmock check over every variant of the servers in this folder and prints which sound ones are blamed and which defects are missed.

  --server ID    only this server (${servers.map(({ id }) => id).join(', ')}); may be given again
  --variant ID   only this variant; may be given again
  --json FILE    writes every row with its findings
  --list         prints the rows and runs nothing
  --require all  fails where the packages of a server are missing

Exit code 1: a row is blamed, missed or named by another check and is not in known-gaps.json, or is there without need.
`

const labels = { blamed: 'blamed', missed: 'missed', other: 'found by another check' }

const options = {
  server: { type: 'string', multiple: true },
  variant: { type: 'string', multiple: true },
  json: { type: 'string' },
  list: { type: 'boolean' },
  require: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
}

let values
try {
  values = parseArgs({ options }).values
  demand('--server', values.server, new Set(servers.map(({ id }) => id)))
  demand('--variant', values.variant, new Set(servers.flatMap(({ rows }) => rows.map(({ id }) => id))))
  demand('--require', values.require && [values.require], new Set(['all']))
} catch (error) {
  console.error(error.message)
  process.exit(2)
}
if (values.help) {
  process.stdout.write(usage)
  process.exit(0)
}

const chosen = servers
  .filter(({ id }) => values.server?.includes(id) ?? true)
  .map((server) => ({ ...server, chosen: server.rows.filter(({ id }) => values.variant?.includes(id) ?? true) }))
  .filter((server) => server.chosen.length > 0)

if (values.list) {
  for (const { id, chosen: rows } of chosen)
    for (const row of rows) console.log(`${id}\t${row.kind}\t${row.class}\t${row.id}\t${row.what}`)
  process.exit(0)
}

const started = Date.now()
const gaps = JSON.parse(readFileSync(new URL('known-gaps.json', import.meta.url), 'utf8'))
const missing = []
const broken = []
const results = []
const workers = [newWorker(), newWorker()]
for (const server of chosen) {
  try {
    const running = await start(server)
    if (running === undefined) missing.push(server)
    else results.push(...(await checkAll(server, running.origin).finally(running.stop)))
  } catch (error) {
    broken.push(`failed: ${error.message}`)
  }
}
for (const worker of workers) worker.stop()

if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(results, undefined, 2)}\n`)
printRows(results)
printTable(results)
const failures = judgeRun()
for (const failure of failures) console.log(failure)
process.exitCode = failures.length === 0 ? 0 : 1

/** Two checks at a time: the next row goes to whichever worker is free. */
async function checkAll(server, origin) {
  const rows = [...server.chosen]
  const done = []
  const usual = await workers[0].check(checkOptions(server, origin, { id: 'plain' }))
  await Promise.all(
    workers.map(async (worker) => {
      for (let row = rows.shift(); row !== undefined; row = rows.shift()) {
        const report = await worker.check(checkOptions(server, origin, row))
        done.push({ server: server.id, ...row, ...judge(row, report, usual), report })
      }
    }),
  )
  const place = new Map(server.rows.map(({ id }, index) => [id, index]))
  return done.sort((first, second) => place.get(first.id) - place.get(second.id))
}

function newWorker() {
  const worker = new Worker(new URL('check-worker.mjs', import.meta.url))
  return {
    check(options) {
      return new Promise((resolve) => {
        worker.once('message', resolve)
        worker.postMessage(options)
      })
    },
    stop: () => worker.terminate(),
  }
}

function printRows(rows) {
  for (const row of rows.filter(({ outcome }) => outcome !== 'right')) {
    const gap = gapOf(row) ? ' (known gap)' : ''
    console.log(`${labels[row.outcome]}${gap}: ${row.server} ${row.id}, ${row.kind}, ${row.class}: ${row.what}`)
    for (const line of row.why.slice(0, 6)) console.log(`    ${line.slice(0, 300)}`)
  }
}

function printTable(rows) {
  const lines = [['server', 'class', 'sound', 'blamed', 'defects', 'found', 'missed', 'by another check']]
  const count = (group) => {
    const of = (test) => String(group.filter(test).length || '')
    const isSound = ({ kind }) => kind === 'sound'
    const isBroken = ({ kind }) => kind !== 'sound'
    return [
      of(isSound),
      of((row) => isSound(row) && row.outcome !== 'right'),
      of(isBroken),
      of((row) => isBroken(row) && row.outcome === 'right'),
      of((row) => isBroken(row) && row.outcome === 'missed'),
      of((row) => isBroken(row) && row.outcome === 'other'),
    ]
  }
  for (const [server, group] of groups(rows, (row) => row.server)) {
    for (const [name, part] of groups(group, (row) => row.class)) lines.push([server, name, ...count(part)])
    lines.push([server, 'all', ...count(group)])
  }
  lines.push(['all', 'all', ...count(rows)])
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)))
  console.log()
  for (const line of lines) {
    console.log(
      line
        .map((cell, column) => (column < 2 ? cell.padEnd(widths[column]) : cell.padStart(widths[column])))
        .join('  ')
        .trimEnd(),
    )
  }
  console.log(`\n${rows.length} runs in ${Math.round((Date.now() - started) / 1000)} s`)
}

function judgeRun() {
  const said = [...broken]
  for (const { id, needs } of missing) {
    console.log(
      `not run: ${id} needs ${needs.join(' ')} (on Debian and Ubuntu: apt-get install ${needs.join(' ')}, or .ci/packages)`,
    )
    if (values.require === 'all') said.push(`failed: ${id} could not run`)
  }
  const wrong = results.filter((row) => row.outcome !== 'right' && !gapOf(row))
  if (wrong.length > 0) said.push(`failed: ${wrong.length} rows beyond known-gaps.json`)
  for (const gap of gaps) {
    const row = results.find(({ server, id }) => server === gap.server && id === gap.variant)
    if (row?.outcome === 'right')
      said.push(`failed: ${gap.server} ${gap.variant} is no gap any more; take it out of known-gaps.json`)
    const server = servers.find(({ id }) => id === gap.server)
    if (!server?.rows.some(({ id }) => id === gap.variant))
      said.push(`failed: known-gaps.json names ${gap.server} ${gap.variant}, which does not exist`)
  }
  return said
}

function gapOf({ server, id }) {
  return gaps.find((gap) => gap.server === server && gap.variant === id)
}

function groups(rows, keyOf) {
  const found = new Map()
  for (const row of rows) found.set(keyOf(row), [...(found.get(keyOf(row)) ?? []), row])
  return found
}

function demand(flag, names = [], known) {
  for (const name of names)
    if (!known.has(name)) throw new Error(`${flag} ${name} does not exist; try --list or --help`)
}
