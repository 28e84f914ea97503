import { readFile } from 'node:fs/promises'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import type { Log, Result, Run } from 'sarif'
import { expect, test } from 'vitest'
import { reporters } from '../../../src/contract/reporters/index.ts'
import type { Report } from '../../../src/contract/types.ts'
import { crowdedReport, emptyReport, keptReport, reportFixture } from './report-fixture.ts'

const validate = await sarifValidator()

test.each([
  ['broken', reportFixture],
  ['kept', keptReport],
  ['empty', emptyReport],
  ['crowded', crowdedReport(300, 7)],
])("fits the standard's schema: %s", (_, report) => {
  const log = JSON.parse(reporters.sarif(report))
  expect(validate(log), JSON.stringify(validate.errors?.slice(0, 3))).toBe(true)
})

test('would not pass with a mistake, so that the schema is really asked', () => {
  const log = JSON.parse(reporters.sarif(reportFixture))
  log.runs[0].results[0].level = 'fatal'
  expect(validate(log)).toBe(false)
})

test('gives each finding once, at its level', () => {
  const levels = runOf(reportFixture).results?.map(({ ruleId, level }) => `${level} ${ruleId}`)
  expect(levels).toEqual([
    'warning shape/undeclared',
    'error shape/body',
    'error shape/body',
    'error pagination/each-once',
    'note envelope/total-pages',
    'error shape/undeclared',
    'error authentication/wrong-value',
  ])
})

test('locates a finding at the line of its clause, by a path that is the same on every machine', () => {
  const places = results().map(({ locations }) => {
    const physical = locations?.[0]?.physicalLocation
    return [physical?.artifactLocation?.uri, physical?.region?.startLine, physical?.artifactLocation?.uriBaseId]
  })
  expect(places).toEqual([
    ['specs/cekura.openapi.yaml', 41, '%SRCROOT%'],
    ['specs/cloudflare.overlay.yaml', 88, '%SRCROOT%'],
    ['specs/cloudflare.overlay.yaml', 88, '%SRCROOT%'],
    // No clause: the spec as a whole. GitHub refuses a whole file for one result without a physical location.
    ['specs/cloudflare.openapi.yaml', undefined, '%SRCROOT%'],
    ['specs/cloudflare.openapi.yaml', undefined, '%SRCROOT%'],
    ['specs/cloudflare.openapi.yaml', 205, '%SRCROOT%'],
    ['specs/cloudflare.openapi.yaml', 249, '%SRCROOT%'],
  ])
  expect(runOf(reportFixture).originalUriBaseIds).toHaveProperty(['%SRCROOT%'])
})

test('points each result at its rule, which explains itself', () => {
  const rules = runOf(reportFixture).tool.driver.rules ?? []
  for (const { ruleId, ruleIndex } of results()) expect(rules[ruleIndex ?? -1]?.id).toBe(ruleId)
  const rule = rules.find(({ id }) => id === 'pagination/walk')
  expect(rule?.shortDescription?.text).toBe('a walk over all pages ends and gives each organization exactly once')
  expect(rule?.help?.text).toContain('Does the walk end, and give each organization exactly once?')
})

test('lists the rules that found nothing, too', () => {
  expect(runOf(keptReport).tool.driver.rules?.map(({ id }) => id)).toEqual([
    'authentication/missing',
    'http/first-page',
    'pagination/walk',
  ])
})

test('keeps fingerprints over runs in which rows, lines and values differ', () => {
  const before = results().map(({ partialFingerprints }) => partialFingerprints)
  const after = runOf(moved(reportFixture)).results?.map(({ partialFingerprints }) => partialFingerprints)
  expect(after).toEqual(before)
})

test('gives every finding a fingerprint of its own', () => {
  const all = runOf(crowdedReport(60, 3)).results?.map((each) => each.partialFingerprints?.['primaryLocationLineHash'])
  expect(new Set(all).size).toBe(60)
})

test.each([
  ['another check', { check: 'shape/other' }],
  ['another clause', { clause: '/paths' }],
  ['another place in the body', { at: '/result/1/name' }],
])('changes a fingerprint with %s', (_, change) => {
  const [first] = runOf(changed(reportFixture, change)).results ?? []
  expect(first?.partialFingerprints).not.toEqual(results()[0]?.partialFingerprints)
})

test('tells what could not be checked, so that no results is not taken for kept', () => {
  const [invocation] = runOf(reportFixture).invocations ?? []
  expect(invocation?.executionSuccessful).toBe(false)
  expect(invocation?.startTimeUtc).toBe('2026-08-07T12:00:00.000Z')
  expect(invocation?.endTimeUtc).toBe('2026-08-07T12:00:03.210Z')
  const told = invocation?.toolExecutionNotifications?.map(({ level, message }) => `${level} ${message.text}`)
  expect(told).toContain('note cloudflare: pagination/altered-cursor was not checked: there are no cursors')
  expect(told?.find((text) => text.startsWith('error'))).toMatch(/^error cradl could not be checked: no credentials/)
  expect(runOf(keptReport).invocations?.[0]?.executionSuccessful).toBe(true)
  expect(runOf({ ...keptReport, interrupted: true }).invocations?.[0]?.executionSuccessful).toBe(false)
})

test('makes nothing that a server sent a link or a placeholder of a message', () => {
  const text = results().find(({ ruleId, level }) => ruleId === 'shape/undeclared' && level === 'error')?.message.text
  expect(text).toContain('[link\\](https://evil.example) {{0}} @all')
  expect(text).toContain('\\x1b[31mred')
})

function runOf(report: Report): Run {
  const log = JSON.parse(reporters.sarif(report)) as Log
  const [run] = log.runs
  if (run === undefined) throw new Error('no run')
  return run
}

function results(): readonly Result[] {
  return runOf(reportFixture).results ?? []
}

/** The same findings in other rows, on other lines, with other values. */
function moved(report: Report): Report {
  return eachFinding(report, (finding) => ({
    ...finding,
    message: `${finding.message}, and more`,
    came: 'something else',
    ...(finding.at === undefined ? {} : { at: finding.at.replace(/\/\d+/g, '/40') }),
    ...(finding.location === undefined ? {} : { location: { ...finding.location, line: finding.location.line + 9 } }),
  }))
}

function changed(report: Report, change: object): Report {
  return eachFinding(report, (finding) => ({ ...finding, ...change }))
}

type Change = (finding: Report['providers'][0]['scenarios'][0]['findings'][0]) => typeof finding

function eachFinding(report: Report, change: Change): Report {
  const providers = report.providers.map((provider) => ({
    ...provider,
    scenarios: provider.scenarios.map((scenario) => ({ ...scenario, findings: scenario.findings.map(change) })),
  }))
  return { ...report, providers }
}

/** The schema is of draft 4, of which it uses nothing that Ajv reads otherwise but the name of its id. */
async function sarifValidator() {
  const text = await readFile(new URL('sarif-schema-2.1.0.json', import.meta.url), 'utf8')
  const { id, $schema: _, ...schema } = JSON.parse(text)
  const ajv = new Ajv({ strict: true, strictTypes: false, strictRequired: false, allErrors: true })
  addFormats.default(ajv)
  return ajv.compile({ $id: id, ...schema })
}
