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
  contract: ['contract', 'compose/suite.test.ts'],
  scaffold: ['scaffold'],
  'self-test': ['self-test'],
}

/**
 * Each of these takes more than ten seconds and comes to nearly every mutant of its room. They judge only what the quick tests leave alive: the
 * mutants of a contract by the broken and the sound servers of the self-test, which have to be told apart as ever.
 */
const slowOf = {
  mock: [],
  contract: [
    'contract/laws/moving-list.test.ts',
    'contract/laws/orders.test.ts',
    'contract/second-opinion.test.ts',
    'self-test/self-test.test.ts',
  ],
  scaffold: ['scaffold/exhaustion.test.ts', 'scaffold/hostile-text.test.ts'],
  'self-test': ['self-test/self-test.test.ts', 'self-test/user-providers.test.ts'],
}

/** A test that starts a program sees no mutant of the sources. */
const startsProgram = /node:child_process|support\/command-line/

/** Test files that judge the mutants of a room: `quick` all of them, `slow` what those leave alive; `unseeing` see no mutant. */
export function testsOf(room) {
  const files = placesOf[room].flatMap((place) =>
    place.endsWith('.ts')
      ? [place]
      : readdirSync(path.join('test', place), { recursive: true, encoding: 'utf8' })
          .filter((name) => /(?<!\.browser|\.proxy)\.test\.ts$/.test(name))
          .map((name) => path.posix.join(place, name)),
  )
  const sees = (file) => !startsProgram.test(readFileSync(path.join('test', file), 'utf8'))
  const slow = slowOf[room]
  const [quick, unseeing] = [true, false].map((is) => files.filter((file) => !slow.includes(file) && sees(file) === is))
  return { quick, slow, unseeing }
}
