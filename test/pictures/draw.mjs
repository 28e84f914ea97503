// `npm run pictures`: draws the pictures of README from real runs: a terminal, and the HTML report in Chromium.
import { execFile, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { startCarelessFake } from './careless-fake.mjs'
import { terminalSvg } from './terminal-svg.mjs'

const run = promisify(execFile)
const main = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url))
const pictures = fileURLToPath(new URL('../../docs/pictures/', import.meta.url))
const columns = 110

const server = spawn(process.execPath, [main, 'serve', '--port', '0', '--log-level', 'silent'], {
  stdio: ['ignore', 'pipe', 'inherit'],
  // The server does not print a token that it is given.
  env: { ...process.env, ORGMOCK_ADMIN_TOKEN: randomUUID() },
})
const [listening] = await once(createInterface(server.stdout), 'line')
const origin = listening.split(' ').at(-1)
const key = await goodKey()
const fake = await startCarelessFake(origin, key)
try {
  await mkdir(pictures, { recursive: true })
  await drawTerminal()
  await drawReport()
} finally {
  fake.close()
  server.kill()
}

async function goodKey() {
  const { stdout } = await run(process.execPath, [main, 'env', 'nirvana', '--url', origin])
  return /NIRVANA_LABS_API_KEY='?([^'\n]+)/.exec(stdout)[1]
}

async function drawTerminal() {
  const text = [
    prompt('npx orgmock serve &'),
    listening,
    prompt('curl -i localhost:8080/api.nirvanalabs.io/v1/organizations -H "Authorization: Bearer test_throttled"'),
    await curl(`${origin}/api.nirvanalabs.io/v1/organizations`, 'Authorization: Bearer test_throttled'),
    prompt('npx orgmock check cloudflare'),
    await check('cloudflare'),
    prompt('npx orgmock check nirvana --base-url http://localhost:3000 --law authentication/wrong-value'),
    await check('nirvana', '--base-url', fake.url, '--law', 'authentication/wrong-value'),
  ]
    .join('\n')
    .replaceAll(origin, 'http://127.0.0.1:8080')
    .replaceAll(fake.url, 'http://localhost:3000')
  const title = 'A terminal: orgmock serves, answers 429 to a throttled account, and checks two servers.'
  await writeFile(join(pictures, 'terminal.svg'), terminalSvg(title, text.split('\n').map(cut).join('\n')))
}

/** Each answer is followed by an empty line. */
async function curl(url, header) {
  const { stdout } = await run('curl', ['-si', url, '-H', header])
  return `${stdout.replaceAll('\r', '').trim()}\n`
}

/** Colours as on a terminal. A contract that is broken is no failure here. */
async function check(...args) {
  const environment = { ...process.env, NIRVANA_LABS_API_KEY: key, FORCE_COLOR: '1' }
  const done = run(process.execPath, [main, 'check', ...args], { env: environment })
  const { stdout } = await done.catch((error) => (error.code === 1 ? error : Promise.reject(error)))
  return `${stdout.trim()}\n`
}

function prompt(command) {
  return `\x1b[34m$\x1b[39m \x1b[1m${command}\x1b[22m`
}

/** A line that is wider than the picture ends with a mark. Only lines without colour after the cut are that long. */
function cut(line) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character begins a sequence
  const parts = line.split(/(\x1b\[\d*m)/)
  let room = columns
  let kept = ''
  for (const [place, part] of parts.entries()) {
    if (place % 2 === 1) kept += part
    else if (part.length <= room) {
      kept += part
      room -= part.length
    } else {
      kept += room > 0 ? `${part.slice(0, room - 1)}…` : ''
      room = 0
    }
  }
  return kept
}

async function drawReport() {
  const folder = await mkdtemp(join(tmpdir(), 'orgmock-pictures-'))
  try {
    const page = join(folder, 'report.html')
    await check('nirvana', '--base-url', fake.url, '--require-basis', 'assumed', '--report', `html=${page}`)
    const browser = process.env.CHROMIUM || 'chromium'
    const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--window-size=1000,900']
    const profile = `--user-data-dir=${join(folder, 'profile')}`
    await run(browser, [...flags, profile, `--screenshot=${join(pictures, 'report.png')}`, pathToFileURL(page).href])
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}
