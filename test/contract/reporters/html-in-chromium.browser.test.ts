import { beforeAll, expect, test } from 'vitest'
import { reporters } from '../../../src/contract/reporters/index.ts'
import { openInChromium } from './chromium.ts'
import { type Probe, probePage } from './page-probe.ts'
import { crowdedReport, emptyReport, reportFixture } from './report-fixture.ts'

const page = reporters.html(reportFixture)
const timeout = 90_000
let probe: Probe

beforeAll(async () => {
  probe = await probePage(page, '--window-size=1200,900')
}, timeout)

test('shows violations and drift without a click, repetitions and notes with one', () => {
  expect(probe.visibleFindings).toBe(5)
  expect(probe.allFindings).toHaveLength(7)
})

test('shows of each finding what was promised, what came, where, and how to repeat it', () => {
  const finding = probe.allFindings.find((text) => text.includes('a credential altered in one character is accepted'))
  for (const part of [
    'violation',
    'status 403 or 400',
    'status 200 with 20 organizations',
    'authentication/wrong-value',
    'specs/cloudflare.openapi.yaml:249',
    '#/paths/~1user~1organizations/get/security',
    "curl -i -H 'X-Auth-Email: [redacted]'",
    '<!doctype html><title>It works!</title>',
  ]) {
    expect(finding).toContain(part)
  }
})

test('shows hostile text as text, character by character', () => {
  const finding = probe.allFindings.find((text) => text.includes('an undeclared property has the value'))
  expect(finding).toContain(
    '<script>document.title="pwned"</script><img src=x onerror="document.title=\'pwned\'"> ]]> \\x00\\x08\\x1b[31mred\\x1b[0m \\u202egnp.exe \\ud800 \\ufffe 🏢 ::error::pwned ##[error]pwned %0A 100% | `tick`',
  )
  expect(finding).toContain('&amp; \\ $x$')
})

test(
  'runs nothing that a server sent',
  async () => {
    const dom = await openInChromium(page)
    expect(dom).toContain('<title>✗ 1 of 4 providers broke its contract')
    expect(dom).not.toMatch(/<(?:script|img|i|b)\b|<[a-z]+[^<>]*\sonerror=|<title>(?:It works|pwned)/i)
  },
  timeout,
)

test(
  'would run nothing even if some text were not escaped',
  async () => {
    const leaky = page.replace(
      '</main>',
      '<script>document.title = "pwned"</script><img src="x" onerror="document.title=\'pwned\'"></main>',
    )
    expect(await openInChromium(leaky)).not.toContain('<title>pwned')
    const withoutPolicy = leaky.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '')
    expect(await openInChromium(withoutPolicy)).toContain('<title>pwned')
  },
  timeout,
)

test('is built for people who cannot see it: headings, scopes, names, links that lead somewhere', () => {
  const [first, ...others] = probe.headings
  expect(first).toBe(1)
  expect(others).not.toContain(1)
  const jumps = probe.headings.filter((level, index) => level - (probe.headings[index - 1] ?? 0) > 1)
  expect(jumps).toEqual([])
  expect(probe).toMatchObject({ danglingLinks: [], repeatedIds: [], tablesWithoutScopes: 0, unnamedRegions: 0 })
})

test('has the contrast that WCAG asks for, by day', () => {
  expect(probe.isDark).toBe(false)
  expect(probe.lowestContrast.ratio, probe.lowestContrast.text).toBeGreaterThanOrEqual(4.5)
})

test(
  'has that contrast by night too, and is no wider than a narrow window',
  async () => {
    const dark = await probePage(page, '--force-dark-mode', '--window-size=500,900')
    expect(dark.isDark).toBe(true)
    expect(dark.lowestContrast.ratio, dark.lowestContrast.text).toBeGreaterThanOrEqual(4.5)
    expect(dark.overflow).toBe(0)
    expect(probe.overflow).toBe(0)
  },
  timeout,
)

test.each([
  ['empty', emptyReport, 0],
  ['crowded', crowdedReport(100, 9), 100],
])(
  'stands for every kind of run: %s',
  async (_, report, visibleFindings) => {
    const result = await probePage(reporters.html(report))
    expect(result).toMatchObject({ visibleFindings, overflow: 0, danglingLinks: [], repeatedIds: [] })
  },
  timeout,
)
