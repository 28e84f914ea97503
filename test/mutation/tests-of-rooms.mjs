import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** Files and folders of test/ whose tests look at a room of src/. */
const placesOf = {
  mock: [
    'mock',
    ...[
      ...[
        'cekura',
        'cekura-latest',
        'cloudflare',
        'cradl',
        'nirvana',
        'nirvana-latest',
        'errors/errors',
        'rate-limits',
      ],
      ...['changing', 'cursor-lifetime', 'own-provider', 'tenants'],
    ].map((name) => `mocks/${name}.test.ts`),
  ],
  contract: ['contract', 'compose/suite.test.ts', 'self-test/kills.test.ts'],
  scaffold: ['scaffold'],
  'self-test': ['self-test'],
}

/** Each of these takes long and comes to nearly every mutant of its room: with them a run takes hours, and they kill little that others do not. */
const slowOf = {
  mock: [],
  contract: ['contract/laws/moving-list.test.ts', 'contract/laws/orders.test.ts', 'contract/second-opinion.test.ts'],
  scaffold: ['scaffold/exhaustion.test.ts', 'scaffold/hostile-text.test.ts'],
  'self-test': ['self-test/kills.test.ts', 'self-test/self-test.test.ts', 'self-test/user-providers.test.ts'],
}

/** Those that start a program, and have nothing of the sources in their own process, see no mutant. */
function seesNone(file) {
  const text = readFileSync(path.join('test', file), 'utf8')
  return /node:child_process|support\/command-line/.test(text) && !/^import .* from '[./]+\/src\//m.test(text)
}

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
    kinds[seesNone(file) ? 'unseeing' : slowOf[room].includes(file) ? 'slow' : 'judging'].push(file)
  }
  return kinds
}
