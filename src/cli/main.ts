#!/usr/bin/env node
import { plainFlags } from './plain-flags.ts'
import { refuse } from './refusal.ts'
import { serve } from './serve.ts'

// Output that fails changes neither what a command does nor its exit code. A closed pipe (`orgmock specs | head`) is normal and is not
// reported; a full disk is.
process.stderr.on('error', () => undefined)
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
  if (code !== 'EPIPE') complain(code)
})
let complaints = 0

function complain(code: string | undefined): void {
  complaints += 1
  if (complaints === 1)
    process.stderr.write(`orgmock: stdout cannot be written (${code}): the output is not complete\n`)
}

/** Runs one command line to its end and gives the exit code. A plain `serve` starts without commander, which every other line needs. */
async function run([command, ...words]: readonly string[]): Promise<number> {
  const flags = command === 'serve' ? plainFlags(words) : undefined
  if (flags === undefined) {
    const program = await import('./program.ts')
    return program.run(process.argv.slice(2))
  }
  try {
    await serve(flags)
    return 0
  } catch (error) {
    return refuse(error)
  }
}

run(process.argv.slice(2)).then((code) => {
  // Not process.exit: it would lose output that a pipe has not taken yet.
  process.exitCode = code
})
