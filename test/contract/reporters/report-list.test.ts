import { expect, test } from 'vitest'
import { parseReports, ReportListError } from '../../../src/contract/reporters/index.ts'

const accepted =
  'accepted are text, json, junit, sarif, markdown, html, github, each alone (to standard output) or as FORMAT=FILE, separated by commas'

test('reads formats with files and without', () => {
  expect(parseReports('text,json=out/report.json, junit=junit.xml ,github')).toEqual([
    { format: 'text' },
    { format: 'json', file: 'out/report.json' },
    { format: 'junit', file: 'junit.xml' },
    { format: 'github' },
  ])
})

test('takes a file name with an equals sign, letters of any case, and a dash for standard output', () => {
  expect(parseReports('HTML=a=b.html')).toEqual([{ format: 'html', file: 'a=b.html' }])
  expect(parseReports('json=-')).toEqual([{ format: 'json' }])
})

test('writes one format to two files', () => {
  expect(parseReports('json=a,json=b')).toEqual([
    { format: 'json', file: 'a' },
    { format: 'json', file: 'b' },
  ])
})

test.each([
  ['', 'EMPTY', `--report names no format; ${accepted}`],
  [' , ', 'EMPTY', `--report names no format; ${accepted}`],
  ['xml', 'UNKNOWN_FORMAT', `--report "xml" is no known format; ${accepted}`],
  ['=file', 'UNKNOWN_FORMAT', `--report "=file" is no known format; ${accepted}`],
  ['a\nb', 'UNKNOWN_FORMAT', `--report "a\\nb" is no known format; ${accepted}`],
  ['json=', 'NO_FILE', `--report json= names no file; ${accepted}`],
  ['json=out,html=out', 'SAME_FILE', '--report names the file out twice; give each report its own'],
  [
    'text,json',
    'MIXED_OUTPUT',
    '--report sends text and json to standard output, where json has to be alone; give it a file: json=FILE',
  ],
  [
    'html,html',
    'MIXED_OUTPUT',
    '--report sends html and html to standard output, where html has to be alone; give it a file: html=FILE',
  ],
])('refuses %j in one line that says what to do', (list, code, message) => {
  const error = thrownBy(() => parseReports(list))
  expect(error).toBeInstanceOf(ReportListError)
  expect(error).toMatchObject({ code, message })
  expect(message).not.toContain('\n')
})

function thrownBy(action: () => unknown): unknown {
  try {
    action()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}
