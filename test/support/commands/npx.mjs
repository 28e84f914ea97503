// `npx PROGRAM`: orgmock is the built command line, vitest that of the project. A server that would stay is not started: `config`
// takes the same options and settings, and refuses the same mistakes.
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import path from 'node:path'

const given = process.argv.slice(2)
while (given[0]?.startsWith('--')) given.shift()
const [program = '', ...args] = given
const require = createRequire(import.meta.url)
const scripts = {
  orgmock: process.env.ORGMOCK_MAIN,
  vitest: path.join(path.dirname(require.resolve('vitest/package.json')), 'vitest.mjs'),
}
const script = scripts[program.replace(/(?<=.)@[\d.]+$/, '')]
if (script === undefined) {
  console.error(`npx: what is ${program}?`)
  process.exit(2)
}
const rest = program.startsWith('orgmock') && args[0] === 'serve' ? ['config', ...args.slice(1)] : args
const { status } = spawnSync(process.execPath, [script, ...rest], { stdio: 'inherit' })
process.exit(status ?? 1)
