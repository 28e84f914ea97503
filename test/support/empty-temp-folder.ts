import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const variables = ['TMPDIR', 'TEMP', 'TMP']

/** Gives all tests of a run one temporary folder, and fails the run when a test leaves something in it. */
export default function setup(): (() => void) | undefined {
  // Each vitest project calls this; the first one's folder serves all.
  if (path.basename(tmpdir()).startsWith('orgmock-tests-')) return undefined
  const folder = mkdtempSync(path.join(tmpdir(), 'orgmock-tests-'))
  const before = variables.map((name) => [name, process.env[name]] as const)
  for (const name of variables) process.env[name] = folder
  return function teardown() {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
    // Tools on Node 22 and newer keep their compiled code there.
    const left = readdirSync(folder).filter((name) => name !== 'node-compile-cache')
    rmSync(folder, { recursive: true })
    if (left.length === 0) return
    console.error(`Tests left this in the temporary folder: ${left.join(', ')}`)
    // Vitest goes on after an error that is thrown here.
    process.exitCode = 1
  }
}
