import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Every source file, by its path from the project's root, with slashes. */
const sources = readdirSync(path.join(root, 'src'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
  .map((entry) => path.join(entry.parentPath, entry.name))
  .map((file) => [path.relative(root, file).split(path.sep).join('/'), readFileSync(file, 'utf8')] as const)
  // Its mutants read schemas by themselves.
  .filter(([file]) => !file.includes('/self-test/'))

// Facts that stood in several files once, each with what gives a further copy away.
test.each<[fact: string, copy: RegExp, home: string]>([
  ['how a JSON pointer is escaped', /'~1'/, 'src/spec/pointer.ts'],
  ['how a $ref becomes a pointer', /decodeURIComponent\(\w+\.slice\(1\)\)/, 'src/spec/pointer.ts'],
  ['what a JSON object is', /typeof (\w+) === 'object' && \1 !== null && !Array\.isArray\(\1\)/, 'src/spec/json.ts'],
  ['what no JSON object is', /typeof (\w+) !== 'object' \|\| \1 === null \|\| Array\.isArray\(\1\)/, ''],
  [
    'the bounds of seed, count and cursor lifetime',
    /0xffff_ffff|\b0, 10_000_000|315_360_000/,
    'src/spec/seed-and-count.ts',
  ],
  ['which keywords map names to schemas', /patternProperties dependentSchemas/, 'src/spec/schema-keywords.ts'],
  ['what a scenario word says', /refused as expired after/, 'src/mock/scenario-words.ts'],
])('%s is written in one file', (_, copy, home) => {
  const files = sources.filter(([, text]) => copy.test(text)).map(([file]) => file)
  expect(files).toEqual(home === '' ? [] : [home])
})
