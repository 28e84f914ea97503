import { expect, test } from 'vitest'
import { reporters } from '../../../src/contract/reporters/index.ts'
import { codeBlock, codeSpan, prose } from '../../../src/contract/reporters/markdown-text.ts'
import { crowdedReport, emptyReport, keptReport, reportFixture } from './report-fixture.ts'

const markdown = reporters.markdown(reportFixture)

test('begins with the verdict, and has a row for each provider', () => {
  const lines = markdown.split('\n')
  expect(lines[0]).toBe('## ✗ 1 of 4 providers broke its contract, 1 could not be checked (interrupted)')
  const table = lines.slice(lines.findIndex((line) => line.startsWith('| Provider')))
  expect(table.slice(0, 6)).toEqual([
    '| Provider | Verdict | Violations | Drift | Notes | Laws kept | Bodies | Seen | Requests |',
    '| --- | --- | ---: | ---: | ---: | ---: | --- | --- | ---: |',
    '| **Cekura API** (cekura) | ✓ kept | 0 | 1 | 0 | 3 of 3 | 3 conform | 60 of 60 (100 %) | 3 |',
    '| **Cloudflare API** (cloudflare) | ✗ broken | 5 | 0 | 1 | 5 of 10 | 9 conform, 3 conform with E-CF-001 repaired, 1 conforms with E-CF-001 and E-CF-004 repaired, 3 violate | 31 of 40 (77 %) | 17 |',
    '| **Cradl API** (cradl) | – not checked | 0 | 0 | 0 | 0 of 0 | – | – | 0 |',
    '| **Nirvana Labs API** (nirvana) | ✓ kept | 0 | 0 | 0 | 1 of 2 | 1 conforms | 20 of 50 (40 %); this run saw little, so that it says little | 1 |',
  ])
})

test('folds each defect up under its sentence', () => {
  expect(markdown.match(/<details><summary><b>/g)).toHaveLength(6)
  expect(markdown).toContain(`
<details><summary><b>violation</b> cloudflare: a credential altered in one character is accepted (<code>authentication/wrong-value</code>)</summary>

- law \`authentication/wrong-value\`: a credential altered in one character is refused
- promised (observed): status 403 or 400
- came: status 200 with 20 organizations
- at the whole body
- clause \`specs/cloudflare.openapi.yaml:249\` \`#/paths/~1user~1organizations/get/security\`

\`\`\`sh
curl -i -H 'X-Auth-Email: [redacted]' -H 'X-Auth-Key: [redacted]' 'http://127.0.0.1:8080/api.cloudflare.com/client/v4/user/organizations'
\`\`\`

\`\`\`
<!doctype html><title>It works!</title>
\`\`\`

</details>`)
})

test('stays below the mebibyte of a job summary, keeps the worst, and says what is missing', () => {
  const text = reporters.markdown(crowdedReport(3_000))
  const shown = text.match(/<details><summary><b>/g)?.length ?? 0
  expect(Buffer.byteLength(text)).toBeLessThan(1_048_576)
  expect(Buffer.byteLength(text)).toBeGreaterThan(900_000)
  expect(text).toContain('### 3000 findings')
  expect(text).toContain(`**${3_000 - shown} more defects did not fit here; the other reports have all.**`)
  expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length)
})

test('says that a kept contract is kept, and an empty run is not', () => {
  expect(reporters.markdown(keptReport)).toContain('## ✓ 1 of 1 provider kept its contract')
  expect(reporters.markdown(keptReport)).not.toContain('finding')
  expect(reporters.markdown(emptyReport)).toContain('## – No provider was checked')
})

test('lets no text of a server be markup', () => {
  const outsideCode = markdown.replace(/^(`{3,})\w*\n[\s\S]*?\n\1$/gm, '').replace(/(`+)[^`\n][^\n]*?\1/g, '')
  expect(outsideCode).not.toMatch(/<(?!\/?(?:details|summary|b|code)>)/)
  expect(outsideCode).not.toContain('](')
  expect(outsideCode).not.toContain('@all')
  expect(outsideCode).not.toMatch(/^::/m)
})

test.each([
  ['<b>', '&#60;b&#62;'],
  ['a|b', 'a&#124;b'],
  ['*_`~#', '&#42;&#95;&#96;&#126;&#35;'],
  ['[x](y)', '&#91;x&#93;(y)'],
  ['two\nlines', 'two&#92;nlines'],
  ['@all $x$ :tada:', '&#64;all &#36;x&#36; &#58;tada&#58;'],
])('writes %j as prose', (text, written) => {
  expect(prose(text)).toBe(written)
})

test('makes code spans and blocks that nothing inside can end', () => {
  expect(codeSpan('a')).toBe('`a`')
  expect(codeSpan('`')).toBe('`` ` ``')
  expect(codeSpan('a``b')).toBe('```a``b```')
  expect(codeSpan('')).toBe('–')
  expect(codeBlock('x\n````\ny')).toBe('`````\nx\n````\ny\n`````')
})
