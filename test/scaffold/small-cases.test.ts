import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'

// Each document in cases/ shows one thing that real documents have; run-small-cases.mjs says what should come of it.

/** What does not come yet. A row goes when its case is done: a row that is listed and comes fails. */
const notDone: readonly string[] = []

const names = readdirSync(new URL('./cases/', import.meta.url)).flatMap((file) =>
  file.endsWith('.json') ? [file.replace('.json', '')] : [],
)
const outcomes = new Map<string, string | null>()

beforeAll(async () => {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./run-small-cases.mjs', import.meta.url))], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  await new Promise((resolve) => child.on('close', resolve))
  for (const line of output.trim().split('\n')) {
    const { name, wrong } = JSON.parse(line) as { name: string; wrong: string | null }
    outcomes.set(name, wrong)
  }
}, 200_000)

for (const name of names.sort()) {
  if (notDone.includes(name)) {
    test(`${name} does not come yet`, () => expect(outcomes.get(name)).toBeTypeOf('string'))
  } else {
    test(name, () => expect(outcomes.get(name)).toBeNull())
  }
}

test('every case that is not done is a case', () => {
  expect(notDone.filter((name) => !names.includes(name))).toEqual([])
})
