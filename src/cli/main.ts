#!/usr/bin/env node
import { plainFlags } from './plain-flags.ts'
import { refuse } from './refusal.ts'
import { serve } from './serve.ts'

// A reader that has seen enough (`orgmock specs | head`) closes the pipe: no error, just the end.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})

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
  // Not process.exit: what is still on its way into a pipe would be lost.
  process.exitCode = code
})
