#!/usr/bin/env node
import { run } from './program.ts'

// Output that fails changes neither what a command does nor its exit code. A reader that has seen enough (`orgmock specs | head`) is
// nothing to speak of; a full disk is.
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

// Not process.exit: what is still on its way into a pipe would be lost.
process.exitCode = await run(process.argv.slice(2))
