import { expect, test } from 'vitest'
import { reporters } from '../../../src/contract/reporters/index.ts'
import { crowdedReport, emptyReport, keptReport, reportFixture } from './report-fixture.ts'

interface Command {
  readonly name: string
  readonly properties: Readonly<Record<string, string>>
  readonly data: string
}

test('says nothing when there is nothing to say', () => {
  expect(reporters.github(keptReport)).toBe('')
  expect(reporters.github({ ...emptyReport, interrupted: false })).toBe('')
})

test('annotates the line of the clause, with promise and reality', () => {
  expect(commands(reporters.github(reportFixture))[0]).toEqual({
    name: 'error',
    properties: { file: 'specs/cloudflare.overlay.yaml', line: '88', col: '7', title: 'cloudflare: shape/body' },
    data: `an organization lacks the required property "name"
promised: a property "name" in each organization (documented)
came: an organization with id, status, permissions and roles
at: /result/1
law: pagination/walk
repeat: curl -i -H 'X-Auth-Email: [redacted]' -H 'X-Auth-Key: [redacted]' 'http://127.0.0.1:8080/api.cloudflare.com/client/v4/user/organizations?per_page=50&page=2'
also: 1 more finding, in pagination/walk`,
  })
})

test('annotates without a place where there is none', () => {
  const found = commands(reporters.github(reportFixture)).find(({ data }) => data.includes('comes a second time'))
  expect(found?.properties).toEqual({ title: 'cloudflare: pagination/each-once' })
})

test('gives errors, then warnings, then notices', () => {
  expect(commands(reporters.github(reportFixture)).map(({ name }) => name)).toEqual([
    'error',
    'error',
    'error',
    'error',
    'warning',
    'warning',
    'warning',
    'notice',
  ])
})

test('warns of what could not be checked before anything milder', () => {
  const warnings = commands(reporters.github(reportFixture)).filter(({ name }) => name === 'warning')
  expect(warnings.map(({ properties }) => properties['title'])).toEqual([
    'interrupted',
    'cradl: not checked',
    'cekura: shape/undeclared',
  ])
})

test('shows ten of a kind and says how many are left', () => {
  const text = reporters.github(crowdedReport(13))
  expect(commands(text)).toHaveLength(10)
  expect(text.trimEnd().split('\n').at(-1)).toBe(
    'orgmock: 3 errors not shown as annotations; the other reports have all.',
  )
  expect(reporters.github(crowdedReport(10)).trimEnd().split('\n')).toHaveLength(10)
})

test('shows ten different defects before the same one twice', () => {
  const titles = commands(reporters.github(crowdedReport(100, 10))).map(({ properties }) => properties['title'])
  expect(new Set(titles).size).toBe(10)
})

test('keeps a hostile text inside its annotation', () => {
  const text = reporters.github(reportFixture)
  const found = commands(text).find(({ properties }) => properties['title'] === 'cloudflare: shape/undeclared')
  expect(found?.data).toContain(
    '%0A 100% | `tick` ```fence``` [link](https://evil.example) {0} @all "quoted" \'single\' &amp; \\ $x$\\r\\nsecond line\\n::error file=x::third line',
  )
  expect(text.trimEnd().split('\n')).toHaveLength(8)
})

test('escapes what would end a property', () => {
  const [first] = reportFixture.providers
  if (first === undefined) throw new Error('the fixture has lost its providers')
  const providers = [{ ...first, provider: 'a,b:c%\nd', verdict: 'not-checked', scenarios: [] } as const]
  const text = reporters.github({ ...reportFixture, interrupted: false, providers })
  expect(text).toBe('::warning title=a%2Cb%3Ac%25%0Ad%3A not checked::no reason was given\n')
  expect(commands(text)[0]?.properties).toEqual({ title: 'a,b:c%\nd: not checked' })
})

/** Reads lines as GitHub's runner does: the first `::` after the command ends the properties. */
function commands(text: string): readonly Command[] {
  return text.split('\n').flatMap((line) => {
    const match = /^::(\w+) (.*?)::(.*)$/.exec(line.trimStart())
    if (match === null) return []
    const [, name = '', list = '', data = ''] = match
    const properties = list.split(',').map((property): [string, string] => {
      const [key = '', value = ''] = property.split('=', 2)
      return [key, unescaped(value).replaceAll('%3A', ':').replaceAll('%2C', ',')]
    })
    return [{ name, properties: Object.fromEntries(properties), data: unescaped(data) }]
  })
}

function unescaped(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%')
}
