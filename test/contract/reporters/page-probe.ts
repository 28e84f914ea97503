import { openInChromium } from './chromium.ts'

/** What a person, or a person's screen reader, has of the page. Measured by the browser itself. */
export interface Probe {
  /** Findings that take up room before anything is unfolded, and after everything is. */
  readonly visibleFindings: number
  readonly allFindings: readonly string[]
  /** Pixels by which the page is wider than the window. */
  readonly overflow: number
  readonly lowestContrast: { readonly ratio: number; readonly text: string }
  readonly isDark: boolean
  readonly headings: readonly number[]
  readonly danglingLinks: readonly string[]
  readonly repeatedIds: readonly string[]
  readonly tablesWithoutScopes: number
  readonly unnamedRegions: number
}

/** Measures a page in Chromium. The page's own policy forbids scripts, so that it is taken off first. */
export async function probePage(page: string, ...flags: readonly string[]): Promise<Probe> {
  const open = page
    .replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '')
    .replace('</body>', `<script>(${probe.toString()})()</script></body>`)
  const dom = await openInChromium(open, ...flags)
  const result = /data-probe="([^"]*)"/.exec(dom)?.[1]
  if (result === undefined) throw new Error('the probe did not run')
  return JSON.parse(Buffer.from(result, 'base64').toString('utf8'))
}

/** Runs in the page. Written without types and without anything from outside, because only its text goes there. */
const probe = new Function(`
  const all = (selector) => [...document.querySelectorAll(selector)]
  const root = document.documentElement
  const isShown = (element) => element.checkVisibility() && element.getBoundingClientRect().height > 0
  const visibleFindings = all('article.finding').filter(isShown).length
  for (const details of all('details')) details.open = true
  const allFindings = all('article.finding').filter(isShown).map((finding) => finding.innerText)

  // WCAG 2.2, relative luminance and contrast ratio.
  const luminance = ([r, g, b]) => {
    const part = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4)
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b)
  }
  const rgba = (color) => color.match(/[\\d.]+/g).map(Number)
  const backgroundOf = (element) => {
    for (let at = element; at !== null; at = at.parentElement) {
      const color = rgba(getComputedStyle(at).backgroundColor)
      if (color[3] === undefined || color[3] > 0) return color
    }
    return [255, 255, 255]
  }
  const contrasts = all('body *')
    .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== ''))
    .filter((element) => isShown(element) && !['SCRIPT', 'STYLE', 'METER'].includes(element.tagName))
    .map((element) => {
      const pair = [rgba(getComputedStyle(element).color), backgroundOf(element)].map(luminance).sort()
      return { ratio: (pair[1] + 0.05) / (pair[0] + 0.05), text: element.className + ': ' + element.innerText.slice(0, 40) }
    })
    .sort((a, b) => a.ratio - b.ratio)

  const ids = all('[id]').map(({ id }) => id)
  const result = {
    visibleFindings,
    allFindings,
    overflow: root.scrollWidth - root.clientWidth,
    lowestContrast: contrasts[0],
    isDark: matchMedia('(prefers-color-scheme: dark)').matches,
    headings: all('h1, h2, h3, h4, h5, h6').map(({ tagName }) => Number(tagName[1])),
    danglingLinks: all('a').map((link) => link.getAttribute('href')).filter((href) => !ids.includes(href.slice(1))),
    repeatedIds: ids.filter((id, index) => ids.indexOf(id) !== index),
    tablesWithoutScopes: all('table').filter((table) => table.querySelector('thead th:not([scope=col]), tbody tr > :first-child:not(th[scope=row])')).length,
    unnamedRegions: all('[role=region]:not([aria-label])').length,
  }
  const bytes = new TextEncoder().encode(JSON.stringify(result))
  root.dataset.probe = btoa([...bytes].map((byte) => String.fromCharCode(byte)).join(''))
`)
