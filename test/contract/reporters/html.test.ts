import { expect, test } from 'vitest'
import { markup } from '../../../src/contract/reporters/html/markup.ts'
import { reporters } from '../../../src/contract/reporters/index.ts'
import { emptyReport, keptReport, reportFixture } from './report-fixture.ts'

const page = reporters.html(reportFixture)

test('is one file that fetches nothing and runs nothing', () => {
  expect(page).not.toMatch(/<(?:script|link|img|iframe|object|embed|form|base)\b/i)
  expect(page).not.toMatch(/\s(?:src|srcset|action|on\w+)=["']/i)
  expect(page.match(/href="(?!#)/g)).toBeNull()
  expect(page).not.toMatch(/url\(|@import/)
  expect(page).toContain('content="default-src &#39;none&#39;; style-src &#39;sha256-')
})

test('escapes every value that is put into it, between tags and in attributes', () => {
  const hostile = `<b title="x" id='y'>&amp;\u0000\`</b>`
  expect(markup`<p title="${hostile}">${hostile}</p>`.html).toBe(
    '<p title="&#60;b title=&#34;x&#34; id=&#39;y&#39;&#62;&#38;amp;\\x00&#96;&#60;/b&#62;">&#60;b title=&#34;x&#34; id=&#39;y&#39;&#62;&#38;amp;\\x00&#96;&#60;/b&#62;</p>',
  )
  expect(markup`${undefined}${3}${[markup`<i>`, markup`</i>`]}`.html).toBe('3<i></i>')
})

test('holds no control character', () => {
  expect(page.replaceAll('\n', '').replaceAll('\t', '')).not.toMatch(/[\p{Cc}\p{Cs}\p{Bidi_Control}]/u)
})

test('says in its title how the run ended', () => {
  expect(titleOf(page)).toBe('✗ 1 of 4 providers broke its contract, 1 could not be checked (interrupted) – orgmock')
  expect(titleOf(reporters.html(keptReport))).toBe('✓ 1 of 1 provider kept its contract – orgmock')
  expect(titleOf(reporters.html(emptyReport))).toBe('– No provider was checked – orgmock')
})

test('shows promise, reality and clause of a finding', () => {
  expect(page).toContain(
    '<dt>Promised <span class="quiet">(documented)</span></dt><dd>a property &#34;name&#34; in each organization</dd>',
  )
  expect(page).toContain('<dt>Came</dt><dd>an organization with id, status, permissions and roles</dd>')
  expect(page).toContain('<code class="place">specs/cloudflare.overlay.yaml:88</code>')
})

test('marks the place in the body that a finding points at', () => {
  expect(page).toContain('<mark>&#34;status&#34;: &#34;invited&#34;,</mark>')
  expect(page).toContain('<mark>&#34;total_pages&#34;: 4</mark>')
})

test('does not say that a place is in view when the body was cut off before it', () => {
  const labels = [...page.matchAll(/<p class="label">(.*?(?:body|Body).*?)<\/p>/g)].map(([, label]) => label)
  expect(labels).toEqual([
    'Body that came, at the place that is meant',
    'Head of the body that came; the place that is meant lies further on',
    'Body that came, at the place that is meant',
    'Head of the body that came',
    'Body that came, at the place that is meant',
  ])
})

test('counts in the errata ledger the bodies that an erratum excused', () => {
  const row = (id: string) => new RegExp(`<code>${id}</code></th>.*?<td class="number">(.*?)</td>`).exec(page)?.[1]
  expect([row('E-CF-001'), row('E-CF-004'), row('E-CF-006')]).toEqual(['4', '1', '–'])
})

function titleOf(html: string): string | undefined {
  return /<title>(.*?)<\/title>/.exec(html)?.[1]
}
