import { type Change, changeDetail } from '../../shape/index.ts'
import type { ChangeSeverity, JsonObject } from '../../spec/index.ts'
import { familyQuestions } from '../families.ts'
import { findingMeaning } from '../finding-meanings.ts'
import type { Family, ProviderReport, Report, Severity } from '../types.ts'
import { clausePlace } from './clause-place.ts'
import { type PlacedFinding, placedFindings } from './finding-order.ts'
import { fingerprints } from './fingerprint.ts'
import { changeMeanings, changesOf, notLookedAt } from './lock-words.ts'
import { visibleText } from './visible-text.ts'

const schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json'
const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  violation: 'error',
  drift: 'warning',
  note: 'note',
}

const changeLevels: Readonly<Record<ChangeSeverity, 'error' | 'warning' | 'note'>> = {
  breaking: 'error',
  notable: 'warning',
  harmless: 'note',
}

/**
 * SARIF 2.1.0: one run, a rule for each law and check, a result for each finding, at the line of the spec that it breaks. What
 * could not be checked is a notification of the invocation, so that an empty list of results is not taken for a kept contract.
 */
export function sarifReporter(report: Report): string {
  const placed = placedFindings(report)
  const rules = [...rulesOf(report, placed), ...changeRules(report)]
  const indexOf = new Map(rules.map(({ id }, index) => [id, index]))
  const marks = fingerprints(placed)
  const log: JsonObject = {
    $schema: schema,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: report.tool.name, semanticVersion: report.tool.version, rules } },
        invocations: [invocation(report)],
        originalUriBaseIds: {
          '%SRCROOT%': { description: { text: 'The root of the repository in which the check ran.' } },
        },
        columnKind: 'utf16CodeUnits',
        results: [
          ...placed.map((each, index) => result(each, indexOf.get(each.finding.check) ?? -1, marks[index] ?? '')),
          ...report.providers.flatMap((provider) =>
            (provider.sinceLock?.changes ?? []).map((change) =>
              changeResult(provider, change, indexOf.get(changeRule(change)) ?? -1),
            ),
          ),
        ],
        properties: {
          target: report.target,
          reading: report.reading,
          failOn: report.failOn,
          interrupted: report.interrupted,
        },
      },
    ],
  }
  return `${JSON.stringify(log, undefined, 2)}\n`
}

/** A rule, by the standard's name a reportingDescriptor. */
type Rule = JsonObject & { readonly id: string }

/** Also the rules that found nothing: a reader sees what was looked for. */
function rulesOf({ providers }: Report, placed: readonly PlacedFinding[]): readonly Rule[] {
  const titles = new Map(
    providers.flatMap(({ scenarios }) => scenarios.map(({ scenario, title }) => [scenario, title])),
  )
  const ids = new Set([...titles.keys(), ...placed.map(({ finding }) => finding.check)])
  return [...ids].sort().map((id) => {
    const [family = '', name = ''] = id.split('/')
    const question = familyQuestions[family as Family] ?? 'Is the contract kept?'
    const title = titles.get(id) ?? findingMeaning(id)?.title ?? name.replaceAll('-', ' ')
    return {
      id,
      name: id,
      shortDescription: { text: message(title) },
      fullDescription: { text: question },
      help: {
        text: `${message(title)}. ${question} Every finding tells what was promised, what came, the clause of the spec and, where a request was sent, a curl command to repeat it. orgmock explain ${id} says more.`,
      },
      properties: { tags: [family, 'contract'] },
    }
  })
}

/** A rule for each kind of change that was found. */
function changeRules(report: Report): readonly Rule[] {
  return [...new Set(changesOf(report).map(changeRule))].sort().map((id) => ({
    id,
    name: id,
    shortDescription: { text: `Since the lock: ${id.slice(id.indexOf('/') + 1).replaceAll('-', ' ')}` },
    fullDescription: { text: 'Is the shape of the answers what the lock file has?' },
    help: {
      text: Object.entries(changeMeanings)
        .map(([severity, meaning]) => `${severity}: ${meaning}.`)
        .join(' '),
    },
    properties: { tags: ['since-lock'] },
  }))
}

function changeRule({ kind }: Change): string {
  return `since-lock/${kind}`
}

function changeResult({ provider, document }: ProviderReport, change: Change, ruleIndex: number): JsonObject {
  const { severity, operation, at, before, now, fingerprint } = change
  return {
    ruleId: changeRule(change),
    ruleIndex,
    level: changeLevels[severity],
    message: { text: message(`${provider}: ${change.message}: ${changeDetail(change)}. ${operation} ${at}`) },
    locations: [
      {
        physicalLocation: { artifactLocation: artifact(document ?? `specs/${provider}.openapi.yaml`) },
        logicalLocations: [{ fullyQualifiedName: `${provider}/since-lock`, kind: 'member' }],
      },
    ],
    partialFingerprints: { 'orgmock/v1': fingerprint, primaryLocationLineHash: fingerprint },
    properties: { provider, severity, operation, at, before, now },
  }
}

function result(placed: PlacedFinding, ruleIndex: number, fingerprint: string): JsonObject {
  const { provider, law, finding } = placed
  const { check, severity, basis, promised, came, at, clause, erratum, request, excerpt } = finding
  return {
    ruleId: check,
    ruleIndex,
    level: levels[severity],
    message: { text: message(`${finding.message}. Promised: ${promised}. Came: ${came}.`) },
    locations: [location(placed)],
    // The second name is the only one that GitHub reads.
    partialFingerprints: { 'orgmock/v1': fingerprint, primaryLocationLineHash: fingerprint },
    properties: {
      provider: provider.provider,
      scenario: law.scenario,
      basis,
      promised,
      came,
      ...(at === undefined ? {} : { at }),
      ...(clause === undefined ? {} : { clause }),
      ...(erratum === undefined ? {} : { erratum }),
      ...(request === undefined ? {} : { request }),
      ...(excerpt === undefined ? {} : { excerpt }),
    },
  }
}

/**
 * The line of the clause; without a clause the provider's spec as a whole, without a region. Never a logical location alone: GitHub
 * refuses a whole file for one such result.
 */
function location({ provider, law, finding }: PlacedFinding): JsonObject {
  const place = clausePlace(finding)
  const file = place?.file ?? provider.document ?? `specs/${provider.provider}.openapi.yaml`
  return {
    physicalLocation: {
      artifactLocation: artifact(file),
      ...(place === undefined ? {} : { region: { startLine: place.line, startColumn: place.column } }),
    },
    logicalLocations: [{ fullyQualifiedName: `${provider.provider}/${law.scenario}`, kind: 'member' }],
  }
}

function artifact(file: string): JsonObject {
  return { uri: file.split('/').map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' }
}

function invocation(report: Report): JsonObject {
  const { providers, skipped = [], interrupted, startedAt, durationMs } = report
  const start = new Date(startedAt)
  const left = skipped.map(({ provider, reason }) => notification('note', `${provider} was skipped`, reason))
  const unseen = notLookedAt(report).map((what) => notification('note', 'the lock was not looked at', what))
  const notifications: readonly JsonObject[] = providers.flatMap(({ provider, verdict, reason, scenarios }) => [
    ...(verdict === 'not-checked' ? [notification('error', `${provider} could not be checked`, reason)] : []),
    ...scenarios
      .filter((law) => law.verdict === 'not-checked')
      .map(({ scenario, reason: why }) => notification('note', `${provider}: ${scenario} was not checked`, why)),
  ])
  return {
    executionSuccessful: !interrupted && providers.every(({ verdict }) => verdict !== 'not-checked'),
    startTimeUtc: start.toISOString(),
    endTimeUtc: new Date(start.getTime() + durationMs).toISOString(),
    ...(interrupted ? { exitSignalName: 'SIGINT' } : {}),
    toolExecutionNotifications: [...left, ...notifications, ...unseen],
  }
}

function notification(level: 'error' | 'note', text: string, reason: string | undefined): JsonObject {
  return { level, message: { text: message(reason === undefined ? text : `${text}: ${reason}`) } }
}

/** Plain text for a message: braces doubled (3.11.5), and nothing that reads as a link (3.11.6). */
function message(text: string): string {
  return visibleText(text).replaceAll('{', '{{').replaceAll('}', '}}').replaceAll('](', '\\](')
}
