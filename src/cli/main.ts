#!/usr/bin/env node
import { run } from './program.ts'

// A reader that has seen enough (`orgmock specs | head`) closes the pipe: no error, just the end.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})

// Not process.exit: what is still on its way into a pipe would be lost.
process.exitCode = await run(process.argv.slice(2))
