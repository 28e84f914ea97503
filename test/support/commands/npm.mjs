// `npm`, as documents use it: a script must be one of package.json, a package ours, one that we test with or a peer. Nothing is run.
import { readFileSync } from 'node:fs'

const { name, scripts, devDependencies } = JSON.parse(
  readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
)
// What docs/performance.md compares with.
const peers = ['@stoplight/prism-cli', '@mockoon/cli', '@stdy/cli']

const [command, ...args] = process.argv.slice(2)
const known = {
  ci: () => args.length === 0,
  install: () =>
    args.every(
      (arg) =>
        /^(-D|-g|--save-dev|--global)$/.test(arg) || arg === name || arg in devDependencies || peers.includes(arg),
    ),
  start: () => 'start' in scripts,
  test: () => 'test' in scripts,
  run: () => args[0] in scripts && (args.length === 1 || args[1] === '--'),
}
if (!known[command]?.()) {
  console.error(`npm: ${[command, ...args].join(' ')} is not known`)
  process.exit(2)
}
