#!/usr/bin/env node
// Installs the clients of vendors, makes a provider of each one's document with `orgmock new`, and walks it with the client.
import { execFile } from 'node:child_process'
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { startMockServer } from '../../dist/src/compose/index.js'
import { outcomeOf, verdictOf } from './verdict.mjs'

const usage = `Usage: npm run test:vendors -- [options]

Makes a provider for each vendor with \`orgmock new\` and walks it with the vendor's own client, with the right key and with a wrong one.

  --only NAME  only this client; may be given again

Exit code 1: a client does not come to the end of the list, or is not refused with a wrong key, and known-gaps.json does not say so; or
known-gaps.json says so and the client does.
`
const count = 127
const here = (name) => fileURLToPath(new URL(name, import.meta.url))
const program = here('../../dist/src/cli/main.js')
const run = promisify(execFile)

const options = { only: { type: 'string', multiple: true }, help: { type: 'boolean', short: 'h' } }
let values
try {
  values = parseArgs({ options }).values
} catch (error) {
  console.error(error.message)
  process.exit(2)
}
if (values.help) {
  process.stdout.write(usage)
  process.exit(0)
}

const started = Date.now()
const folder = await mkdtemp(path.join(tmpdir(), 'orgmock-vendors-'))
try {
  process.exitCode = await main()
} finally {
  await rm(folder, { recursive: true, force: true })
}

async function main() {
  const gaps = JSON.parse(await readFile(here('known-gaps.json'), 'utf8'))
  const clients = await installed()
  const unknown = [...(values.only ?? []), ...gaps.map(({ client }) => client)].find((name) => !(name in clients))
  if (unknown !== undefined) {
    console.error(`there is no client ${unknown}; there are ${Object.keys(clients).join(', ')}`)
    return 2
  }
  const verdicts = []
  for (const [name, client] of Object.entries(clients)) {
    if (values.only !== undefined && !values.only.includes(name)) continue
    const outcome = await walked(name, client).catch((error) => ({ fault: error.message }))
    const verdict = verdictOf(
      name,
      outcome,
      gaps.find((gap) => gap.client === name),
    )
    console.log(verdict.line)
    verdicts.push(verdict)
  }
  const failed = verdicts.filter(({ isFailure }) => isFailure).length
  const seconds = Math.round((Date.now() - started) / 1000)
  console.log(`\n${verdicts.length} clients in ${seconds} s${failed === 0 ? '' : `, ${failed} failed`}`)
  return failed === 0 ? 0 : 1
}

/** The clients come from the lock file and run no scripts. Some warn of a newer Node than they need. */
async function installed() {
  for (const name of ['package.json', 'package-lock.json', 'clients.mjs']) {
    await copyFile(here(`clients/${name}`), path.join(folder, name))
  }
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error']
  await run('npm', ['ci', ...quiet], { cwd: folder })
  return (await import(pathToFileURL(path.join(folder, 'clients.mjs')).href)).clients
}

async function walked(name, client) {
  const directory = path.join(folder, 'made', name)
  const from = here(`documents/${name}.yaml`)
  const made = await run(process.execPath, [
    program,
    'new',
    name,
    '--from',
    from,
    '--path',
    client.path,
    '--dir',
    directory,
  ])
  if (!made.stdout.includes('the contract is kept'))
    throw new Error('orgmock new made a provider that breaks its contract')
  const server = await startMockServer({ providerDirectories: [directory], only: [name], port: 0, count })
  try {
    const [{ baseUrl: base, credentials }] = await (await fetch(`${server.url}/__admin/providers`)).json()
    const [key] = Object.values(credentials)
    const requests = async () => (await (await fetch(`${server.url}/__admin/requests/count`)).json()).count
    const outcome = await outcomeOf(client, { key, base, root: server.url, requests })
    return { ...outcome, count }
  } finally {
    await server.close()
  }
}
