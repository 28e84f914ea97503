/**
 * npm run mutation: changes the code in small ways (Stryker) and counts how many of these mutants the tests of the room kill. A seeded sample
 * of mutants for each room, or those on lines that changed since a commit. tests-of-rooms.mjs says which tests are run.
 */
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { Stryker } from '@stryker-mutator/core'
import { Instrumenter } from '@stryker-mutator/instrumenter'
import { plainTable } from '../bench/report.mjs'
import { testsOf } from './tests-of-rooms.mjs'

const rooms = ['mock', 'contract', 'scaffold', 'self-test']
/** Of a hundred mutants. */
const leastKilled = 80

const help = `npm run mutation -- [options]

  --rooms ROOM,…      of ${rooms.join(', ')}; default all
  --sample NUMBER     about so many mutants of each room; default 150
  --seed NUMBER       which ones; default 1
  --changed COMMIT    only mutants on lines that changed since this branch left COMMIT
  --minutes NUMBER    start no further room after so long; default: start all
`

const { values } = parseArgs({
  options: {
    rooms: { type: 'string', default: rooms.join(',') },
    sample: { type: 'string', default: '150' },
    seed: { type: 'string', default: '1' },
    changed: { type: 'string' },
    minutes: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})

if (values.help) console.log(help)
else process.exitCode = await run()

async function run() {
  const asked = values.rooms.split(',')
  const unknown = asked.find((room) => !rooms.includes(room))
  if (unknown !== undefined) throw new Error(`--rooms: ${unknown} is none of ${rooms.join(', ')}`)
  const startedAt = Date.now()
  const rows = []
  for (const room of asked) {
    const minutes = (Date.now() - startedAt) / 60_000
    if (values.minutes !== undefined && minutes >= Number(values.minutes)) {
      rows.push({ room, note: `not started: ${Math.round(minutes)} minutes are over` })
      continue
    }
    const all = await mutantsOf(room, values.changed)
    const chosen = sampleOf(all, Number(values.sample), Number(values.seed))
    if (chosen.length === 0) rows.push({ room, note: values.changed ? 'unchanged' : 'no mutants' })
    else rows.push({ room, of: all.length, ...(await outcomeOf(room, chosen)) })
  }
  print(rows)
  return rows.some(({ percent }) => percent !== undefined && percent < leastKilled) ? 1 : 0
}

/** All mutants of a room, as Stryker makes them. Lines and columns count from 0. */
async function mutantsOf(room, since) {
  const folder = path.join('src', room)
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => path.join(folder, name))
    .sort()
  const lines = since === undefined ? undefined : changedLines(since)
  const files = names
    .filter((name) => lines === undefined || lines.has(name))
    .map((name) => ({ name, mutate: true, content: readFileSync(name, 'utf8') }))
  const silent = { debug() {}, info() {}, warn() {}, isDebugEnabled: () => false }
  const { mutants } = await new Instrumenter(silent).instrument(files, {
    ignorers: [],
    excludedMutations: [],
    plugins: null,
    noHeader: true,
  })
  return lines === undefined
    ? mutants
    : mutants.filter(({ fileName, location }) => lines.get(fileName)?.has(location.start.line + 1))
}

/** Line numbers of each file that are new since a commit. */
function changedLines(since) {
  const diff = execFileSync('git', ['diff', '--unified=0', '--merge-base', since, '--', 'src'], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  const lines = new Map()
  let current = new Set()
  for (const line of diff.split('\n')) {
    const file = /^\+\+\+ b\/(.*)$/.exec(line)
    if (file) {
      current = new Set()
      lines.set(file[1], current)
    }
    const hunk = /^@@ -\S+ \+(\d+)(?:,(\d+))? @@/.exec(line)
    if (hunk) for (let n = 0; n < Number(hunk[2] ?? 1); n += 1) current.add(Number(hunk[1]) + n)
  }
  return lines
}

/**
 * About so many, chosen by the seed alone. A range that is named to Stryker takes in the mutants inside of it, and so does the sample. A range
 * with more than ten is passed over: it would be a large part of the sample.
 */
function sampleOf(all, size, seed) {
  const left = [...all]
  const random = randomOf(seed)
  const chosen = new Set()
  while (chosen.size < size && left.length > 0) {
    const [one] = left.splice(Math.floor(random() * left.length), 1)
    const within = all.filter((other) => isWithin(other, one))
    if (within.length <= 10) for (const each of within) chosen.add(each)
  }
  return [...chosen]
}

/** Numbers from 0 to 1 (mulberry32). */
function randomOf(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

function isWithin({ fileName, location: { start, end } }, outer) {
  const isBefore = (one, other) => one.line < other.line || (one.line === other.line && one.column <= other.column)
  return fileName === outer.fileName && isBefore(outer.location.start, start) && isBefore(end, outer.location.end)
}

async function outcomeOf(room, chosen) {
  const started = Date.now()
  const all = await judge(room, chosen.map(rangeOf))
  const count = (...statuses) => all.filter(({ status }) => statuses.includes(status)).length
  const killed = count('Killed', 'Timeout')
  const judged = killed + count('Survived', 'NoCoverage')
  return {
    mutants: all.length,
    killed,
    survived: count('Survived'),
    uncovered: count('NoCoverage'),
    ignored: count('Ignored'),
    percent: judged === 0 ? undefined : Math.round((1_000 * killed) / judged) / 10,
    seconds: Math.round((Date.now() - started) / 1_000),
    survivors: all
      .filter(({ status }) => ['Survived', 'NoCoverage'].includes(status))
      .map(
        ({ fileName, location, mutatorName, replacement, status }) =>
          `${path.relative(process.cwd(), fileName)}:${location.start.line} ${mutatorName} → ${String(replacement).replaceAll(/\s+/g, ' ').slice(0, 60)}${status === 'NoCoverage' ? ' (no test comes here)' : ''}`,
      ),
  }
}

async function judge(room, ranges) {
  process.env['MUTATED_ROOM'] = room
  return new Stryker({
    mutate: [...new Set(ranges)],
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner'],
    vitest: { configFile: 'test/mutation/vitest.config.mjs', related: true },
    coverageAnalysis: 'perTest',
    // TypeScript 7 has no API that Stryker could read the configuration with.
    tsconfigFile: 'none.json',
    ignoreStatic: true,
    concurrency: 1,
    timeoutMS: 20_000,
    dryRunTimeoutMinutes: 20,
    reporters: ['progress-append-only'],
    fileLogLevel: 'off',
    logLevel: 'error',
    allowEmpty: true,
    tempDirName: '.stryker-tmp-' + process.pid,
    cleanTempDir: 'always',
    ignorePatterns: ['dist', '.git', 'reports', '.stryker-tmp', '.stryker-tmp-*'],
  }).runMutationTest()
}

function rangeOf({ fileName, location: { start, end } }) {
  return `${fileName}:${start.line + 1}:${start.column}-${end.line + 1}:${end.column}`
}

function print(rows) {
  const cells = rows.map((row) =>
    [
      row.room,
      row.of,
      row.mutants,
      row.killed,
      row.survived,
      row.uncovered,
      row.ignored,
      row.percent,
      row.seconds,
      row.note,
    ].map((cell) => String(cell ?? '')),
  )
  console.log(
    plainTable({
      title: 'Mutants of the sources',
      notes: [`to reach: ${leastKilled} % killed; seed ${values.seed}`],
      columns: ['room', 'of', 'mutants', 'killed', 'survived', 'no test', 'ignored', 'killed %', 's', ''],
      rows: cells,
    }),
  )
  for (const { room, mutants, survivors = [] } of rows) {
    if (mutants === undefined) continue
    const { slow, unseeing } = testsOf(room)
    console.log(`\n${room}: left out, as they take long: ${slow.join(', ') || 'no test'}`)
    console.log(`${room}: left out, as they start programs and see no mutant: ${unseeing.join(', ') || 'no test'}`)
    if (survivors.length > 0) console.log(`\nalive in ${room}\n${survivors.map((each) => `  ${each}`).join('\n')}`)
  }
}
