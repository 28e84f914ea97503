import { expect, test } from 'vitest'
import { reporters, reportFormats, textReporter } from '../../../src/contract/index.ts'
import { keptReport, skippedReport } from './report-fixture.ts'

const written = reportFormats.map((format) => {
  const reporter = format === 'text' ? textReporter({ color: false }) : reporters[format]
  return [format, reporter] as const
})

test.each(written)('%s names every provider that was skipped, and why', (_, reporter) => {
  const text = reporter(skippedReport).replace(/\\_|&#95;/g, '_')
  for (const variable of ['CRADL_CLIENT_SECRET', 'NIRVANA_LABS_API_KEY']) {
    expect(text).toContain(variable)
    expect(reporter(keptReport)).not.toContain(variable)
  }
})

test('a run with skipped providers is kept where the others are', () => {
  const text = textReporter({ color: false })(skippedReport)
  expect(text).toContain('1 of 1 provider kept its contract, 2 skipped.')
  expect(text).toContain(
    '– Nirvana Labs API (nirvana): skipped\n    reason   no credentials: set NIRVANA_LABS_API_KEY\n',
  )
})
