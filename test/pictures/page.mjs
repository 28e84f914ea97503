// `npm run pictures:page [FOLDER]`: draws each view of the page in Chromium by day, by night and as wide as a phone, for people to look at.
// The journal by day becomes the picture of docs/page.md.
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { copyFile, mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { launch } from 'puppeteer-core'
import { sendTraffic } from './traffic.mjs'

const main = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url))
const pictures = fileURLToPath(new URL('../../docs/pictures/', import.meta.url))
const folder = process.argv[2] ?? join(tmpdir(), 'orgmock-page')
const token = randomUUID()

const views = {
  journal: '#/journal',
  'journal-open': '#/journal?tenant=importer&open=',
  providers: '#/providers?id=cloudflare&account=throttled',
  scorecard: '#/scorecard',
  errors: '#/errors?provider=cloudflare&id=cloudflare.9103',
  contract: '#/contract',
  reference: '#/reference',
  controls: '#/controls',
}
const looks = {
  day: { width: 1360, height: 850, scheme: 'light' },
  night: { width: 1360, height: 850, scheme: 'dark' },
  phone: { width: 390, height: 844, scheme: 'light' },
}

const server = spawn(process.execPath, [main, 'serve', '--port', '0', '--log-level', 'silent'], {
  stdio: ['ignore', 'pipe', 'inherit'],
  env: { ...process.env, ORGMOCK_ADMIN_TOKEN: token },
})
const [listening] = await once(createInterface(server.stdout), 'line')
const origin = listening.split(' ').at(-1)
const ask = async (path, init) => {
  const response = await fetch(`${origin}/__admin${path}`, {
    ...init,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  })
  return response.json()
}
const browser = await launch({
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--hide-scrollbars'],
})
try {
  await sendTraffic(await ask('/providers'))
  await mkdir(folder, { recursive: true })
  // The last requests: what comes before them is the journal's picture.
  const runContract = async () => {
    await ask('/contract', { method: 'POST', body: '{"provider":"nirvana"}' })
    while ((await ask('/contract')).state === 'running') await new Promise((resolve) => setTimeout(resolve, 200))
  }
  for (const [look, { scheme, ...size }] of Object.entries(looks)) {
    const page = await browser.newPage()
    page.on('console', (message) => console.log(look, message.text()))
    page.on('pageerror', (error) => console.log(look, error))
    await page.setViewport(size)
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }])
    await page.goto(`${origin}/#token=${token}`)
    await page.waitForSelector('.rows .row')
    for (const [view, hash] of Object.entries(views)) {
      if (view === 'contract') await runContract()
      const [, , third] = await ask('/requests?tenant=importer')
      await page.evaluate(`location.hash = ${JSON.stringify(hash.replace(/open=$/, `open=${third?.seq}`))}`)
      await page.waitForNetworkIdle({ idleTime: 400, timeout: 20_000, concurrency: 1 })
      await page.screenshot({ path: join(folder, `${view}-${look}.png`) })
    }
    await page.close()
    await ask('/requests', { method: 'DELETE' })
    await sendTraffic(await ask('/providers'))
  }
  await mkdir(pictures, { recursive: true })
  await copyFile(join(folder, 'journal-open-day.png'), join(pictures, 'page.png'))
  console.log(folder)
} finally {
  await browser.close()
  server.kill()
}
