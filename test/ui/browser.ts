import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, launch, type Page } from 'puppeteer-core'
import { chromium } from '../contract/reporters/chromium.ts'
import { projectRoot } from '../support/project.ts'

/** What the page did that it must not do. */
export interface Misdeeds {
  /** URLs beyond the origin. */
  readonly elsewhere: string[]
  /** Errors of its program, and what its policy had to forbid. */
  readonly errors: string[]
}

export function openBrowser(): Promise<Browser> {
  return chromium().then((executablePath) =>
    launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'] }),
  )
}

/** Builds the files of the page anew, so that the tests see what the sources say. */
export async function buildPage(): Promise<void> {
  const from = (name: string) => pathToFileURL(path.join(projectRoot, 'src/build', name)).href
  const folder = path.join(projectRoot, 'dist/ui')
  const { writePage } = (await import(from('page.mjs'))) as { writePage: (folder: string) => Promise<unknown> }
  const reference = (await import(from('reference.mjs'))) as { copyReference: (folder: string) => Promise<unknown> }
  await writePage(folder)
  await reference.copyReference(path.join(folder, 'reference'))
}

/** A page in a window of its own, which takes note of misdeeds. */
export async function openPage(browser: Browser, origin: string): Promise<{ page: Page; misdeeds: Misdeeds }> {
  const context = await browser.createBrowserContext()
  const page = await context.newPage()
  await page.setViewport({ width: 1280, height: 800 })
  const misdeeds: Misdeeds = { elsewhere: [], errors: [] }
  page.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(`${origin}/`) && !url.startsWith('data:')) misdeeds.elsewhere.push(url)
  })
  page.on('pageerror', (error) => misdeeds.errors.push(String(error)))
  page.on('dialog', (dialog) => {
    misdeeds.errors.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) misdeeds.errors.push(message.text())
  })
  return { page, misdeeds }
}

/** The texts of what is shown under a selector. */
export function texts(page: Page, selector: string): Promise<string[]> {
  return page.evaluate(
    `[...document.querySelectorAll(${JSON.stringify(selector)})].map(({ innerText }) => innerText)`,
  ) as Promise<string[]>
}

/** Waits until an expression of the page is true. */
export async function until(page: Page, expression: string): Promise<void> {
  await page.waitForFunction(expression, { timeout: 25_000, polling: 50 })
}

export async function goTo(page: Page, hash: string): Promise<void> {
  await page.evaluate(`location.hash = ${JSON.stringify(hash)}`)
}

const axe = createRequire(import.meta.url)('axe-core') as { readonly source: string }

/** What axe-core finds serious or critical in what is shown, one line for each place. */
export async function seriousFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  // What swagger-ui draws is its own; the page's part of that view is judged.
  const found = (await page.evaluate(`axe.run({ exclude: ['.swagger-ui'] }, { resultTypes: ['violations'] })`)) as {
    violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[]
  }
  return found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`))
}
