import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const leads = ['lead-itself', 'lead-first', 'lead-skips', 'lead-early', 'lead-on-last']
/** Small documents, with the mutants that their kinds of pages alone have. */
const kinds: Readonly<Record<string, readonly string[]>> = {
  // A URL in the body beside page numbers.
  '01-links-next-href-on-every-page': leads,
  // RFC 8288.
  '03-link-header': leads,
  // The identity of the last item.
  '05-starting-after': ['after-ignored', 'more-never', 'more-always'],
  // URLs, and nothing else that leads on.
  '18-before_id-and-next_page_uri': leads,
}

test('defects of URLs and of last items are found by what names them, and mocks that are well have none', {
  timeout: 120_000,
}, async () => {
  const script = fileURLToPath(new URL('./run-made-pages.mjs', import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, [script, ...Object.keys(kinds)])
  const { results, falseAlarms } = JSON.parse(stdout) as {
    results: readonly { id: string; isKilled: boolean; reason?: string }[]
    falseAlarms: unknown
  }
  const expected = Object.entries(kinds).flatMap(([name, mutants]) =>
    mutants.map((mutant) => `c${name.slice(0, 2)}/pagination/${mutant}`),
  )
  expect(results.map(({ id }) => id).sort()).toEqual(expected.sort())
  expect(results.filter(({ isKilled }) => !isKilled)).toEqual([])
  expect(falseAlarms).toEqual([])
})
