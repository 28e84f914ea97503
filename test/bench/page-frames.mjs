// `npm run bench:page`: how smoothly the page scrolls over ten thousand requests. Prints how long frames take while the journal is scrolled
// from its beginning to its end, and how long the page takes to have all of them.
import { launch } from 'puppeteer-core'
import { startMockServer } from '../../dist/src/compose/index.js'

const adminToken = 'a-token-of-this-measurement'
const server = await startMockServer({ adminToken })
const browser = await launch({
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
})
try {
  // The journal keeps a thousand of each tenant.
  for (let sent = 0; sent < 10_000; sent += 50)
    await Promise.all(Array.from({ length: 50 }, () => ask(`t${(sent / 1000) | 0}`)))
  const page = await browser.newPage()
  await page.setViewport({ width: 1280, height: 800 })
  // CPU time of the page's main thread: it holds on a busy machine too.
  const devTools = await page.createCDPSession()
  await devTools.send('Performance.enable', { timeDomain: 'threadTicks' })
  const busyMs = async () => {
    const { metrics } = await devTools.send('Performance.getMetrics')
    return 1000 * metrics.find(({ name }) => name === 'TaskDuration').value
  }
  const begun = performance.now()
  await page.goto(`${server.url}/#token=${adminToken}`)
  await page.waitForFunction(`document.querySelector('#requests')?.ariaRowCount === '10001'`, { timeout: 120_000 })
  const loadedMs = performance.now() - begun
  const loadBusyMs = await busyMs()
  const frames = await page.evaluate(`new Promise((resolve) => {
    const list = document.querySelector('#requests')
    const frames = []
    let last
    list.scrollTop = 0
    requestAnimationFrame(function frame(now) {
      if (last !== undefined) frames.push(now - last)
      last = now
      list.scrollTop += 420
      if (frames.length < 600) requestAnimationFrame(frame)
      else resolve(frames)
    })
  })`)
  const sorted = frames.toSorted((one, other) => one - other)
  const at = (share) => sorted[Math.floor(sorted.length * share)].toFixed(1)
  const scrollBusyMs = (await busyMs()) - loadBusyMs
  console.log(
    `10,000 requests: in the page after ${(loadedMs / 1000).toFixed(1)} s, of which its thread was busy for ${(loadBusyMs / 1000).toFixed(1)} s`,
  )
  console.log(`frames while scrolling: median ${at(0.5)} ms, p95 ${at(0.95)} ms, longest ${at(0.9999)} ms`)
  console.log(`main thread: ${(scrollBusyMs / frames.length).toFixed(1)} ms of CPU time a frame`)
} finally {
  await browser.close()
  await server.close()
}

async function ask(tenant) {
  const authorization = `Bearer ${`test_${tenant}_`.padEnd(43, '0')}`
  const response = await fetch(`${server.url}/api.nirvanalabs.io/v1/organizations?limit=10`, {
    headers: { authorization },
  })
  await response.arrayBuffer()
}
