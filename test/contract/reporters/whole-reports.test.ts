import { expect, test } from 'vitest'
import { reporters, reportFormats } from '../../../src/contract/reporters/index.ts'
import { reportFixture } from './report-fixture.ts'

// Each format of one report as a whole, kept in whole/. Renew with `vitest run -u`, and read what has changed.

const extensions = {
  text: 'txt',
  json: 'json',
  junit: 'xml',
  sarif: 'sarif.json',
  markdown: 'md',
  html: 'html',
  github: 'github.txt',
} as const

test.each(reportFormats)('the report as %s', async (format) => {
  await expect(reporters[format](reportFixture)).toMatchFileSnapshot(`whole/report.${extensions[format]}.kept`)
})
