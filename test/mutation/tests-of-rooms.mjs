import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** Files and folders of test/ whose tests look at a room of src/. */
const placesOf = {
  mock: [
    'mock',
    ...['cekura', 'cloudflare', 'cradl', 'nirvana', 'errors/errors', 'rate-limits'].map(
      (name) => `mocks/${name}.test.ts`,
    ),
  ],
  contract: ['contract', 'compose/suite.test.ts', 'self-test/kills.test.ts'],
  scaffold: ['scaffold'],
  'self-test': ['self-test'],
}

/** Each of these takes long and comes to nearly every mutant of its room: with them a run takes hours, and they kill little that others do not. */
const slow = new Set([
  'contract/laws/moving-list.test.ts',
  'contract/laws/orders.test.ts',
  'contract/second-opinion.test.ts',
  'scaffold/exhaustion.test.ts',
  'scaffold/hostile-text.test.ts',
  'self-test/self-test.test.ts',
])

/** A test that starts a program sees no mutant of the sources. */
const startsProgram = /node:child_process|support\/command-line/

/** Test files that judge the mutants of a room, and those that are left out: `slow` ones, and those `unseeing` that see no mutant. */
export function testsOf(room) {
  const files = placesOf[room].flatMap((place) =>
    place.endsWith('.ts')
      ? [place]
      : readdirSync(path.join('test', place), { recursive: true, encoding: 'utf8' })
          .filter((name) => /(?<!\.browser|\.proxy)\.test\.ts$/.test(name))
          .map((name) => path.posix.join(place, name)),
  )
  const kinds = { judging: [], slow: [], unseeing: [] }
  for (const file of files) {
    const isUnseeing = startsProgram.test(readFileSync(path.join('test', file), 'utf8'))
    kinds[isUnseeing ? 'unseeing' : slow.has(file) ? 'slow' : 'judging'].push(file)
  }
  return kinds
}
