import { once } from 'node:events'
import { statSync } from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import Cloudflare from 'cloudflare'
import type { Browser, Page } from 'puppeteer-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type MockServer, startMockServer } from '../../src/compose/index.ts'
import { reportFixture } from '../contract/reporters/report-fixture.ts'
import { projectRoot } from '../support/project.ts'
import { buildPage, goTo, type Misdeeds, openBrowser, openPage, seriousFaults, texts, until } from './browser.ts'
import { hostileServer } from './hostile-server.ts'

// The page in a real Chromium, against a server as a user starts it. One browser; each test has a window of its own.

const adminToken = 'a-token-of-these-tests-0123456789'
let browser: Browser
let server: MockServer
let page: Page
let misdeeds: Misdeeds

beforeAll(async () => {
  await buildPage()
  ;[browser, server] = await Promise.all([openBrowser(), startMockServer({ adminToken })])
}, 90_000)
afterAll(async () => {
  await browser?.close()
  await server?.close()
})
beforeEach(async () => {
  await admin('/reset', 'POST')
  ;({ page, misdeeds } = await openPage(browser, server.url))
})
afterEach(async () => {
  const found = { ...misdeeds }
  await page.browserContext().close()
  expect(found).toEqual({ elsewhere: [], errors: [] })
})

async function admin(route: string, method = 'GET', body?: unknown): Promise<unknown> {
  const response = await fetch(`${server.url}/__admin${route}`, {
    method,
    headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return text === '' ? undefined : JSON.parse(text)
}

async function logIn(hash = ''): Promise<void> {
  await page.goto(`${server.url}/#token=${adminToken}`)
  await until(page, `document.querySelector('.connection.live') !== null`)
  if (hash !== '') await goTo(page, hash)
}

/** Lists organizations as a tenant of Nirvana, which any word makes. */
function nirvana(tenant: string, query = 'limit=10', headers: Record<string, string> = {}): Promise<Response> {
  const authorization = `Bearer ${`test_${tenant}_`.padEnd(43, '0')}`
  return fetch(`${server.url}/api.nirvanalabs.io/v1/organizations?${query}`, { headers: { authorization, ...headers } })
}

const rows = '.rows .row'
const rowCount = (count: number) => `document.querySelectorAll(${JSON.stringify(rows)}).length === ${count}`

describe('the way in', () => {
  test('is a token in the fragment, which leaves the address and becomes a cookie that no script reads', async () => {
    await logIn()
    expect(await page.evaluate('location.href')).toBe(`${server.url}/`)
    expect(await page.evaluate('document.cookie')).toBe('')
    await page.reload()
    await until(page, `document.querySelector('.connection.live') !== null`)
    expect(await texts(page, 'h1')).toEqual(['Live journal'])
  })

  test('without a token says how to get it, refuses a wrong one and takes the right one', async () => {
    await page.goto(server.url)
    await page.waitForSelector('#token')
    expect((await texts(page, '.log-in')).join()).toContain('orgmock serve prints a URL that ends in #token=')
    await page.type('#token', 'a-wrong-token-0123456789')
    await page.keyboard.press('Enter')
    await page.waitForSelector('[role=alert]')
    await page.$eval('#token', (field) => {
      ;(field as unknown as { select(): void }).select()
    })
    await page.type('#token', adminToken)
    await page.keyboard.press('Enter')
    await until(page, `document.querySelector('.connection.live') !== null`)
    await page.click('.quiet-button')
    await page.waitForSelector('#token')
  })

  test('is closed to the page of another origin, on this machine too: it can neither read nor drive', async () => {
    await logIn()
    await nirvana('secret-tenant')
    const attempts = `(async () => {
      const origin = ${JSON.stringify(server.url)}
      const tried = async (attempt) => { try { return await attempt() } catch { return 'refused' } }
      const read = await tried(async () => (await fetch(origin + '/__admin/requests', { credentials: 'include' })).text())
      for (const mode of ['no-cors', 'cors']) {
        await tried(() => fetch(origin + '/__admin/reset', { method: 'POST', mode, credentials: 'include' }))
        await tried(() => fetch(origin + '/__admin/requests', { method: 'DELETE', mode, credentials: 'include' }))
      }
      const streamed = await new Promise((resolve) => {
        const source = new EventSource(origin + '/__admin/requests/stream?since=0', { withCredentials: true })
        source.addEventListener('request', () => resolve('read'))
        source.onerror = () => { source.close(); resolve('refused') }
      })
      const frame = document.createElement('iframe')
      frame.src = origin + '/'
      document.body.append(frame)
      await new Promise((resolve) => { frame.onload = resolve; setTimeout(resolve, 1000) })
      return { read, streamed, frame: await tried(() => frame.contentDocument === null ? 'refused' : 'read') }
    })()`
    const foreign = http.createServer((_request, response) => {
      response.setHeader('Content-Type', 'text/html').end('<!doctype html><title>elsewhere</title>')
    })
    await once(foreign.listen(0, '127.0.0.1'), 'listening')
    try {
      const other = await page.browserContext().newPage()
      await other.goto(`http://127.0.0.1:${(foreign.address() as AddressInfo).port}/`)
      expect(await other.evaluate(attempts)).toEqual({ read: 'refused', streamed: 'refused', frame: 'refused' })
      expect(await admin('/requests/count')).toEqual({ count: 1 })
    } finally {
      foreign.closeAllConnections()
      foreign.close()
    }
  })
})

describe('the journal', () => {
  test('shows rows while an official client walks, page by page', async () => {
    await logIn()
    const env = server.providers.find(({ id }) => id === 'cloudflare')?.env ?? {}
    const client = new Cloudflare({
      apiEmail: env['CLOUDFLARE_EMAIL'] ?? null,
      apiKey: env['CLOUDFLARE_API_KEY'] ?? null,
      apiToken: null,
      baseURL: env['CLOUDFLARE_BASE_URL'] ?? null,
    })
    let count = 0
    for await (const _ of client.user.organizations.list({ per_page: 50 })) {
      count += 1
      // In the middle of the walk: what was asked so far is there.
      if (count === 60) await until(page, rowCount(2))
    }
    await until(page, rowCount(4))
    expect(await texts(page, '.rows .happened')).toEqual([
      '1–50 of 127',
      '51–100 of 127',
      '101–127 of 127',
      'past the end of 127',
    ])
    expect(await texts(page, '.rows .query')).toEqual(
      [1, 2, 3, 4].map((number) => expect.stringContaining(number === 1 ? 'per_page=50' : `page=${number}`)),
    )
  })

  test('filters by provider, tenant, status, method and text, and tells how many fit', async () => {
    await nirvana('throttled')
    await nirvana('blue', 'limit=33')
    await fetch(`${server.url}/api.cekura.ai/user/organizations/`, { method: 'DELETE' })
    await logIn()
    await until(page, rowCount(3))
    const choose = async (label: string, value: string) => {
      await page.select(`.by-${label} select`, value)
      const shown = await texts(page, '.rows .number')
      await page.select(`.by-${label} select`, '')
      return shown
    }
    const numbers = (await texts(page, '.rows .number')).map(Number)
    const at = (...places: number[]) => places.map((place) => String(numbers[place]))
    expect(await choose('provider', 'cekura')).toEqual(at(2))
    expect(await choose('tenant', 'blue')).toEqual(at(1))
    expect(await choose('tenant', '-')).toEqual(at(2))
    expect(await choose('status', '4xx')).toEqual(at(0, 2))
    expect(await choose('status', '429')).toEqual(at(0))
    expect(await choose('method', 'DELETE')).toEqual(at(2))
    await page.keyboard.press('/')
    await page.keyboard.type('too MANY requests')
    await until(page, rowCount(1))
    expect(await texts(page, '.rows .number')).toEqual(at(0))
    expect((await texts(page, '.foot')).join()).toContain('1 request of 3')
    expect(await page.evaluate('location.hash')).toBe('#/journal?text=too+MANY+requests')
    await page.keyboard.press('Escape')
    await until(page, rowCount(3))
  })

  test('is used by keyboard: arrows open and move on, Escape closes', async () => {
    for (const limit of [10, 20, 30]) await nirvana('keys', `limit=${limit}`)
    await logIn()
    await until(page, rowCount(3))
    await page.focus('#requests')
    const shown = async (key: 'Home' | 'ArrowDown' | 'ArrowUp' | 'End') => {
      await page.keyboard.press(key)
      await page.waitForSelector('.details')
      return (await texts(page, '.details .url'))[0]?.split('?')[1]
    }
    expect([await shown('Home'), await shown('ArrowDown'), await shown('ArrowUp'), await shown('End')]).toEqual([
      'limit=10',
      'limit=20',
      'limit=10',
      'limit=30',
    ])
    await page.keyboard.press('Escape')
    await until(page, `document.querySelector('.details') === null`)
    expect(await page.evaluate('document.activeElement.id')).toBe('requests')
  })

  test('opens a request: decisions, the error with its advice, headers, body, and a curl that gets the same answer', async () => {
    await nirvana('throttled')
    await logIn()
    await page.waitForSelector(rows)
    await page.click(rows)
    // Parts come from requests of their own, one after the other.
    for (const part of [
      'of the account throttled',
      'every request is throttled',
      'error nirvana.too_many_requests: by the scenario throttled',
      'Wait as many seconds as Retry-After says',
      'answer ready after',
      '"Too many requests"',
    ]) {
      await until(page, `document.querySelector('.details')?.innerText.includes(${JSON.stringify(part)})`)
    }
    const [command = ''] = await texts(page, '.details pre[aria-label="curl command"]')
    expect(command).toContain(`curl -i \\\n  '${server.url}/api.nirvanalabs.io/v1/organizations?limit=10'`)
    expect(command).toContain(`-H 'Authorization: Bearer test_throttled_`)
    expect(command).not.toContain('characters, #')
  })

  test('keeps in the document only the rows in view, whatever number there is, and leads to the first and the last', async () => {
    for (let sent = 0; sent < 400; sent += 40) {
      await Promise.all(Array.from({ length: 40 }, async () => (await nirvana('empty')).arrayBuffer()))
    }
    await logIn()
    await until(page, `document.querySelector('#requests').getAttribute('aria-rowcount') === '401'`)
    const inDocument = async () => (await texts(page, '.rows .number')).length
    expect(await inDocument()).toBeLessThan(60)
    await page.focus('#requests')
    await page.keyboard.press('Home')
    await until(page, `document.querySelector('.rows .row[aria-selected=true]')?.ariaRowIndex === '2'`)
    expect(await inDocument()).toBeLessThan(60)
    await page.keyboard.press('End')
    await until(page, `document.querySelector('.rows .row[aria-selected=true]')?.ariaRowIndex === '401'`)
  }, 60_000)

  test('begins anew after a restart of the server, by itself', async () => {
    const own = await startMockServer({ adminToken })
    const { port } = new URL(own.url)
    let again: MockServer | undefined
    const { page: second, misdeeds: others } = await openPage(browser, own.url)
    try {
      const ask = (word: string) =>
        fetch(`${own.url}/api.nirvanalabs.io/v1/organizations`, { headers: { authorization: `Bearer test_${word}` } })
      await ask('before')
      await second.goto(`${own.url}/#token=${adminToken}`)
      await until(second, rowCount(1))
      await own.close()
      await until(second, `document.querySelector('.connection.broken') !== null`)
      again = await startMockServer({ adminToken, port: Number(port) })
      await until(second, `document.querySelector('.connection.live') !== null`)
      await ask('after')
      await until(second, rowCount(1))
      expect(await texts(second, '.rows .tenant')).toEqual(['after'])
      expect(others).toEqual({ elsewhere: [], errors: [] })
    } finally {
      await second.browserContext().close()
      await again?.close()
    }
  })
})

test('runs nothing of what the admin API says, and shows it as text, in every view', async () => {
  await nirvana('throttled', 'limit=10', { Prefer: 'fault=slow-body' })
  await nirvana('throttled')
  await nirvana('mine')
  const report = { run: 1, state: 'done', progress: { done: 1, of: 1, now: '' }, report: reportFixture }
  const hostile = await hostileServer(server.url, { '/__admin/contract': report })
  const { page: victim, misdeeds: done } = await openPage(browser, hostile.url)
  try {
    await victim.goto(`${hostile.url}/#token=${adminToken}`)
    await victim.waitForSelector('.connection.live')
    let shown = ''
    for (const [hash, selector] of [
      ['#/journal', rows],
      ['#/providers', '.snippets'],
      ['#/scorecard', '.grade'],
      ['#/errors', '.entry'],
      ['#/contract', '.finding'],
      ['#/controls', '.tenant'],
    ] as const) {
      await goTo(victim, hash)
      await victim.waitForSelector(selector)
      if (hash === '#/journal') await victim.click(rows)
      await victim.evaluate(`document.querySelectorAll('details').forEach((one) => { one.open = true })`)
      await victim.waitForSelector(hash === '#/journal' ? '.details .lines' : selector)
      const [text = ''] = await texts(victim, '#main')
      expect(text, hash).toContain('<svg/onload=window.__ran=')
      shown += text
      // Its own program alone.
      expect(await victim.evaluate(`document.querySelectorAll('script, iframe, img, style').length`), hash).toBe(1)
    }
    expect(shown).toContain('gnp.\\u202eexe.\\u2066hidden\\u200b\\x00\\x1b[31m')
    await goTo(victim, '#/reference')
    await victim.waitForSelector('.swagger-ui .opblock', { timeout: 20_000 })
    expect(await victim.evaluate('window.__ran')).toBeUndefined()
    expect(done.elsewhere).toEqual([])
  } finally {
    await victim.browserContext().close()
    hostile.close()
  }
}, 60_000)

describe('the other views', () => {
  test('providers: base URL, credentials and snippets of the account that is chosen', async () => {
    await logIn('#/providers?id=cloudflare')
    await until(page, `document.querySelectorAll('tbody tr').length >= 13`)
    await page.click('[aria-label="Choose empty"]')
    await until(page, `document.querySelector('.facts').innerText.includes('empty@orgmock.test')`)
    expect((await texts(page, '.facts')).join()).toContain(`${server.url}/api.cloudflare.com/client/v4`)
    const snippets: string[] = []
    for (const [index, label] of (await texts(page, '.snippets .tabs button')).entries()) {
      await page.click(`.snippets .tabs button:nth-of-type(${index + 1})`)
      snippets.push(`${label}: ${(await texts(page, '.snippets pre')).join()}`)
    }
    expect(snippets.map((text) => text.split(':')[0])).toEqual(['curl', 'TypeScript', 'Python', 'Environment'])
    expect(snippets.filter((text) => !text.includes('empty@orgmock.test'))).toEqual([])
    expect(snippets.filter((text) => text.includes('user@orgmock.test'))).toEqual([])
    expect(snippets[1]).toContain("import Cloudflare from 'cloudflare'")
    expect(snippets[2]).toContain('from cloudflare import Cloudflare')
    expect(snippets[3]).toContain(`export CLOUDFLARE_BASE_URL='${server.url}/api.cloudflare.com/client/v4'`)
  })

  test('scorecard: a failed grade leads to the requests that show it', async () => {
    await nirvana('hasty-throttled_throttled')
    await nirvana('hasty-throttled_throttled')
    await nirvana('calm')
    await logIn('#/scorecard')
    await page.waitForSelector('.grade.failed a')
    expect((await texts(page, '.grade.failed .name'))[0]).toBe('waits out Retry-After')
    await page.click('.grade.failed a')
    await until(page, rowCount(2))
    await page.waitForSelector('.details .notice.bad')
    expect((await texts(page, '.chip')).join()).toContain('waits out Retry-After')
    expect((await texts(page, '.details .notice.bad')).join()).toContain('after a 429 that asks to wait 1 s')
    await page.click('.chip button')
    await until(page, rowCount(3))
  })

  test('errors and faults: body, meaning, advice, and a request that provokes it', async () => {
    await logIn('#/errors?provider=cloudflare&id=cloudflare.9103')
    await page.waitForSelector('details[open] .columns')
    await until(page, `document.querySelectorAll('#wire ~ details').length === 8`)
    const [text = ''] = await texts(page, 'details[open]')
    expect(text).toContain('"Unknown X-Auth-Key or X-Auth-Email"')
    expect(text).toContain('Get the current global API key')
    expect(text).toContain(`-H 'Prefer: error=cloudflare.9103'`)
    await page.click('details[open] .action button')
    await until(page, `document.querySelector('details[open] .action').innerText.includes('Send it: done')`)
    expect(await admin('/requests')).toMatchObject([{ error: 'cloudflare.9103', tenant: 'ordinary' }])
    await page.type('input[type=search]', ' 10100')
    await until(page, `document.querySelector('.filters + p').innerText === '1 error'`)
  })

  test('contract: one click, progress, and the report', async () => {
    await logIn('#/contract')
    await until(page, `document.querySelector('.run option[value=cekura]') !== null`)
    await page.select('.run select', 'cekura')
    await page.click('.run .primary')
    await page.waitForSelector('progress')
    await page.waitForSelector('.report', { timeout: 80_000 })
    expect((await texts(page, '.report h2'))[0]).toBe('✓ 1 provider kept the contract')
    const html = await page.evaluate(`fetch('/__admin/contract/report.html').then((response) => response.text())`)
    expect(html).toContain('1 provider kept its contract')
  }, 90_000)

  test('reference: every document and the admin API, loaded when it is opened', async () => {
    const loaded: string[] = []
    page.on('request', (request) => loaded.push(new URL(request.url()).pathname))
    await logIn()
    expect(loaded.filter((name) => name.includes('/reference/'))).toEqual([])
    await goTo(page, '#/reference')
    await page.waitForSelector('.swagger-ui .opblock', { timeout: 20_000 })
    const documents = (await page.evaluate(
      `[...document.querySelectorAll('.reference option')].map(({ value }) => value)`,
    )) as string[]
    expect(documents.length).toBeGreaterThanOrEqual(9)
    for (const name of ['/__admin/documents/nirvana/repaired', '/__admin/openapi.json']) {
      await page.select('.reference select', name)
      const path = name.includes('nirvana') ? '/v1/organizations' : '/__admin/requests'
      await until(page, `document.querySelector('.swagger-ui [data-path="${path}"]') !== null`)
    }
  }, 40_000)

  test('controls: what is pressed happens, and what cannot be undone asks first', async () => {
    await nirvana('mine')
    await logIn('#/controls')
    await page.waitForSelector('.tenant summary')
    const press = async (label: string) => {
      await page.evaluate(
        `[...document.querySelectorAll('button')].find(({ innerText, offsetParent }) => offsetParent && innerText === ${JSON.stringify(label)}).click()`,
      )
    }
    const says = (text: string) => until(page, `document.body.innerText.includes(${JSON.stringify(text)})`)
    await press('Freeze')
    await says('frozen')
    expect(await admin('/clock')).toMatchObject({ isFrozen: true })
    await page.click('.tenant summary')
    await page.select('.tenant select', 'error nirvana.internal_server_error')
    await press('Add the fault')
    await says('"internal_server_error"')
    expect((await nirvana('mine')).status).toBe(500)
    expect((await nirvana('mine')).status).toBe(200)
    await press('Reset everything')
    await says('Click again: reset everything')
    expect(await admin('/requests/count')).toEqual({ count: 3 })
    await press('Click again: reset everything')
    await says('Reset everything: done')
    expect(await admin('/requests/count')).toEqual({ count: 0 })
    expect(await admin('/clock')).toMatchObject({ isFrozen: false })
  })
})

test.each(['light', 'dark'])(
  'axe-core finds nothing serious in any view, %s',
  async (scheme) => {
    await nirvana('throttled')
    await nirvana('throttled')
    const [first] = (await admin('/requests')) as { seq: number }[]
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }])
    await page.goto(server.url)
    await page.waitForSelector('#token')
    expect(await seriousFaults(page)).toEqual([])
    await logIn()
    for (const [hash, selector] of [
      ['#/journal', rows],
      [`#/journal?text=organizations&open=${first?.seq}`, '.details .facts'],
      ['#/providers', '.snippets'],
      ['#/scorecard', '.grade.failed'],
      ['#/errors?provider=cloudflare&id=cloudflare.9103', 'details[open] .columns'],
      ['#/contract', '.run'],
      ['#/reference', '.swagger-ui .opblock'],
      ['#/controls', '.tenant'],
    ] as const) {
      await goTo(page, hash)
      await page.waitForSelector(selector, { timeout: 20_000 })
      expect(await seriousFaults(page), hash).toEqual([])
    }
  },
  60_000,
)

test('is no wider than a phone in any view', async () => {
  await nirvana('throttled')
  await page.setViewport({ width: 390, height: 844 })
  await logIn()
  for (const view of ['journal', 'providers', 'scorecard', 'errors', 'contract', 'reference', 'controls']) {
    await goTo(page, `#/${view}`)
    await page.waitForSelector('h1')
    await until(page, `!document.querySelector('#main').innerText.includes('Loading…')`)
    expect(await page.evaluate('document.documentElement.scrollWidth'), view).toBe(390)
    expect(await page.evaluate(`document.querySelector('#main').scrollWidth`), view).toBe(390)
    expect(await page.evaluate('document.documentElement.scrollHeight'), view).toBe(844)
    expect(await page.evaluate(`document.querySelector('.side nav').scrollWidth`), view).toBeLessThanOrEqual(390)
  }
})

test('names the scenario of a tenant, keeps its faults inside the card on a phone, and says what a reset did', async () => {
  await nirvana('flaky_mine')
  await page.setViewport({ width: 390, height: 844 })
  await logIn('#/controls')
  await page.waitForSelector('.tenant summary')
  await page.click('.tenant summary')
  await until(page, `document.querySelectorAll('.tenant optgroup[label="On the wire"] option').length > 0`)
  expect((await texts(page, '.tenant')).join()).toContain(
    "Scenario flaky: every third request gets the provider's 500.",
  )
  const right = (selector: string) =>
    page.evaluate(`document.querySelector('${selector}').getBoundingClientRect().right`) as Promise<number>
  expect(await right('.tenant select')).toBeLessThan(await right('.tenant'))
  for (let click = 0; click < 2; click += 1) await page.click('.tenant h3 ~ h3 + .action button')
  await until(page, `document.body.innerText.includes('flaky_mine of nirvana: reset; its counts and requests are')`)
  await goTo(page, '#/providers?id=nirvana')
  await page.waitForSelector('.uses a')
  expect(
    await page.evaluate(
      `(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)(document.querySelector('.scroll'))`,
    ),
  ).toBe(0)
})

test('is small: at most 150 KB without the reference', () => {
  const sizes = ['index.html', 'app.js', 'app.css'].map(
    (name) => statSync(path.join(projectRoot, 'dist/ui', name)).size,
  )
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(150_000)
})
