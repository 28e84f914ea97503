import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { defineConfig } from 'vitest/config'

/** Folders of test/ whose tests look at a room of src/. */
const testsOf = {
  mock: ['mock', 'mocks'],
  contract: ['contract', 'compose'],
  scaffold: ['scaffold'],
  'self-test': ['self-test', 'contract/laws'],
}

const folders = testsOf[process.env['MUTATED_ROOM'] ?? ''] ?? []

/** A test that starts the built program sees no mutant of the sources; the self-test as a whole takes minutes. */
function isUnseen(file) {
  return file.endsWith('self-test.test.ts') || /command-line\.ts|dist\/|\.mjs'/.test(readFileSync(file, 'utf8'))
}

const tests = folders.flatMap((folder) =>
  readdirSync(path.join('test', folder), { recursive: true, encoding: 'utf8' })
    .map((name) => path.join('test', folder, name))
    .filter((name) => /\.test\.ts$/.test(name) && !/\.(?:browser|proxy)\.test\.ts$/.test(name) && !isUnseen(name)),
)

export default defineConfig({ test: { include: [...new Set(tests)], testTimeout: 60_000, hookTimeout: 60_000 } })
