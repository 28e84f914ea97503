import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { expect, test } from 'vitest'
import { reporters } from '../../../src/contract/reporters/index.ts'
import { emptyReport, keptReport, reportFixture, skippedReport } from './report-fixture.ts'

interface Case {
  readonly '@classname': string
  readonly '@name': string
  readonly '@time': string
  readonly failure?: { readonly '@type': string; readonly '@message': string; readonly '#text': string }
  readonly skipped?: string
  readonly 'system-out'?: string
}

interface Suite {
  readonly '@name': string
  readonly '@tests': string
  readonly '@failures': string
  readonly '@skipped': string
  readonly '@errors': string
  readonly '@timestamp': string
  readonly properties: { readonly property: readonly { readonly '@name': string; readonly '@value': string }[] }
  readonly testcase: readonly Case[]
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseAttributeValue: false,
  parseTagValue: false,
  trimValues: false,
  htmlEntities: false,
  isArray: (name) => ['testsuite', 'testcase', 'property'].includes(name),
})

const xml = reporters.junit(reportFixture)
const { testsuites } = parser.parse(xml) as { testsuites: { testsuite: readonly Suite[] } & Record<string, string> }

test.each([
  ['broken', reportFixture],
  ['kept', keptReport],
  ['empty', emptyReport],
  ['skipped', skippedReport],
])('is well-formed XML: %s', (_, report) => {
  expect(XMLValidator.validate(reporters.junit(report))).toBe(true)
})

/**
 * What each element may hold in every version of the schema that Jenkins' xUnit plugin checks a file with (junit-8.xsd to junit-10.xsd).
 * An attribute that is required has no question mark.
 */
const allowed: Readonly<Record<string, { readonly attributes: string; readonly children: string }>> = {
  testsuites: { attributes: 'name? time? tests? failures? errors?', children: 'testsuite' },
  testsuite: {
    attributes: 'name tests failures errors time? skipped? timestamp? hostname? id? package?',
    children: 'testsuite properties testcase system-out system-err',
  },
  properties: { attributes: '', children: 'property' },
  property: { attributes: 'name value', children: '' },
  testcase: { attributes: 'name time? classname?', children: 'skipped error failure system-out system-err' },
  failure: { attributes: 'type? message?', children: '' },
  skipped: { attributes: '', children: '' },
  'system-out': { attributes: '', children: '' },
}

function breaches(name: string, element: unknown): readonly string[] {
  const rule = allowed[name]
  if (rule === undefined) return [`<${name}> is unknown`]
  if (typeof element === 'string') return breaches(name, {})
  const attributes = rule.attributes.split(' ')
  const members = Object.entries(element as object)
  const given = members.flatMap(([key]) => (key.startsWith('@') ? [key.slice(1)] : []))
  return [
    ...given
      .filter((one) => !attributes.includes(one) && !attributes.includes(`${one}?`))
      .map((one) => `<${name} ${one}>`),
    ...attributes
      .filter((one) => one !== '' && !one.endsWith('?') && !given.includes(one))
      .map((one) => `<${name}> lacks ${one}`),
    ...members.flatMap(([key, children]) => {
      if (key.startsWith('@') || key === '#text') return []
      const inside = [children].flat().flatMap((child) => breaches(key, child))
      return rule.children.split(' ').includes(key) ? inside : [`<${key}> in <${name}>`, ...inside]
    }),
  ]
}

test.each([
  ['broken', reportFixture],
  ['kept', keptReport],
  ['empty', emptyReport],
  ['skipped', skippedReport],
])("holds only what the schemas of Jenkins' xUnit plugin know: %s", (_, report) => {
  const { testsuites: root } = parser.parse(reporters.junit(report)) as { testsuites: unknown }
  expect(breaches('testsuites', root)).toEqual([])
  // SUREFIRE_TIME of junit-10.xsd, as seconds with a fraction.
  const times = [...reporters.junit(report).matchAll(/ time="([^"]*)"/g)].map(([, time]) => time)
  expect(times.filter((time) => !/^\d{1,3}\.\d{3}$/.test(time ?? ''))).toEqual([])
})

test('holds no character that XML 1.0 forbids', () => {
  // Char ::= #x9 | #xA | #xD | [#x20-#xD7FF] | [#xE000-#xFFFD] | [#x10000-#x10FFFF], and no references to others.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the characters of the standard
  expect(xml).toMatch(/^[\u0009\u000a\u000d\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u)
  expect(xml.match(/&#?\w+;/g)?.filter((reference) => !/^&(amp|lt|gt|quot|#9|#10);$/.test(reference))).toEqual([])
  expect(xml).not.toContain(']]>')
})

test('has a suite for each provider, a case for each law and for what judges every reply', () => {
  expect(testsuites.testsuite.map((suite) => suite['@name'])).toEqual(['cekura', 'cloudflare', 'cradl', 'nirvana'])
  expect(cases('cloudflare').map((each) => each['@name'])).toEqual([
    'shape/body',
    'shape/undeclared',
    'wire',
    'envelope',
    'envelope/total-pages',
    'http/first-page',
    'pagination/walk',
    'pagination/same-page',
    'pagination/past-end',
    'pagination/altered-cursor',
    'authentication/missing',
    'authentication/wrong-value',
    'authentication/expired',
    'authentication/under-scoped',
    'query/filters',
  ])
  expect(new Set(cases('cloudflare').map((each) => each['@classname']))).toEqual(new Set(['cloudflare']))
})

test('counts what it holds', () => {
  expect(suiteOf('cloudflare')).toMatchObject({
    '@tests': '15',
    '@failures': '4',
    '@errors': '0',
    '@skipped': '3',
    '@timestamp': '2026-08-07T12:00:00.000Z',
  })
  expect(testsuites).toMatchObject({
    '@tests': '28',
    '@failures': '4',
    '@errors': '0',
    '@time': '3.210',
  })
})

test('makes a broken law one failure with all that broke it; the rest is output', () => {
  const { failure } = caseOf('cloudflare', 'shape/body')
  const { 'system-out': output } = caseOf('cloudflare', 'envelope/total-pages')
  const walk = caseOf('cloudflare', 'pagination/walk').failure
  expect(failure?.['@type']).toBe('shape/body')
  expect(failure?.['@message']).toBe('an organization lacks the required property "name" (and 1 more finding)')
  expect(failure?.['#text']).toContain(
    'promised: a property "name" in each organization (documented)\ncame: an organization',
  )
  expect(failure?.['#text']).toContain('written in: specs/cloudflare.overlay.yaml:88')
  expect(walk?.['#text']).toContain('violation pagination/each-once: organization')
  expect(walk?.['#text']).not.toMatch(/shape\/body|envelope\/total-pages/)
  expect(output).toContain('note envelope/total-pages: total_pages does not agree')
})

test('keeps every visible character of a hostile body', () => {
  const { failure } = caseOf('cloudflare', 'shape/undeclared')
  expect(failure?.['@message']).toContain(
    '<script>document.title="pwned"</script><img src=x onerror="document.title=\'pwned\'"> ]]> \\x00\\x08\\x1b[31mred\\x1b[0m \\u202egnp.exe \\ud800 \\ufffe 🏢',
  )
  expect(failure?.['#text']).toContain('&amp; \\ $x$')
  expect(failure?.['#text'].split('\n').filter((line) => line.trimStart().startsWith('::'))).toEqual([])
})

test('skips what was not checked, with the reason', () => {
  expect(caseOf('cloudflare', 'pagination/altered-cursor').skipped).toBe('there are no cursors')
  expect(caseOf('cloudflare', 'pagination/altered-cursor').failure).toBeUndefined()
})

test('does not let a provider that could not be reached pass in silence', () => {
  expect(suiteOf('cradl')).toMatchObject({ '@tests': '1', '@skipped': '1' })
  expect(caseOf('cradl', 'not-checked').skipped).toMatch(/^no credentials: set CRADL_CLIENT_ID/)
})

test('does not fail a law for drift that breaks nothing', () => {
  const fields = caseOf('cekura', 'shape/undeclared')
  expect(fields.failure).toBeUndefined()
  expect(fields['system-out']).toContain('drift shape/undeclared')
})

test('fails a law for drift, and for that alone, under --fail-on drift', () => {
  const [provider] = reportFixture.providers.filter(({ provider }) => provider === 'cloudflare')
  const [law] = provider?.scenarios.filter(({ scenario }) => scenario === 'pagination/walk') ?? []
  const [first, second] = law?.findings ?? []
  if (!provider || !law || !first || !second) throw new Error('the fixture has lost its walk')
  const findings = [
    { ...first, severity: 'note' as const, message: 'a mere note' },
    { ...second, severity: 'drift' as const, message: 'one more field' },
  ]
  const report = { ...reportFixture, failOn: 'drift' as const }
  const written = reporters.junit({ ...report, providers: [{ ...provider, scenarios: [{ ...law, findings }] }] })
  const failed = parser.parse(written).testsuites.testsuite[0].testcase[0]
  expect(failed.failure['@message']).toBe('one more field')
  expect(failed['system-out']).toContain('a mere note')
  expect(failed['system-out']).not.toContain('one more field')
})

test('tells what was checked in properties', () => {
  const properties = suiteOf('cloudflare').properties.property.map((each) => [each['@name'], each['@value']])
  expect(Object.fromEntries(properties)).toEqual({
    title: 'Cloudflare API',
    target: 'http://127.0.0.1:8080/api.cloudflare.com',
    reading: 'repaired',
    'fail-on': 'violation',
    version: '0.1.0',
    verdict: 'broken',
    requests: '17',
    bodies: '9 conform, 3 conform with E-CF-001 repaired, 1 conforms with E-CF-001 and E-CF-004 repaired, 3 violate',
    seen: '31 of 40 (77 %)',
    interrupted: 'true',
  })
})

function suiteOf(name: string): Suite {
  const suite = testsuites.testsuite.find((each) => each['@name'] === name)
  if (suite === undefined) throw new Error(`no suite ${name}`)
  return suite
}

function cases(suite: string): readonly Case[] {
  return suiteOf(suite).testcase
}

function caseOf(suite: string, name: string): Case {
  const found = cases(suite).find((each) => each['@name'] === name)
  if (found === undefined) throw new Error(`no case ${name}`)
  return found
}
