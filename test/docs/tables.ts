import { settings } from '../../src/config/index.ts'
import { findingMeanings, laws } from '../../src/contract/index.ts'
import { describedWords, publishedWords } from '../../src/mock/scenario-words.ts'
import { wireFaultMeanings } from '../../src/mock/wire-faults.ts'
import { gradeDefinitions } from '../../src/scorecard/index.ts'
import { faultRule } from '../../src/server/admin/fault-rule.ts'
import { adminOperations } from '../../src/server/admin/operations.ts'
import { orgmockHere } from '../support/command-line.ts'
import { code, sentence, table } from './markdown.ts'

// The tables of docs/ that repeat what the code knows. Each one is made from the code, so that none is a second home of a fact.

/** Options of a command, as its own help describes them. */
async function optionsOf(command: string): Promise<string> {
  const { stdout } = await orgmockHere([command, '--help'])
  const [, listed = ''] = stdout.split('\nOptions:\n')
  const entries = listed.split(/\n(?= {2}-)/).map((entry) => entry.replaceAll(/\n\s+/g, ' ').trim())
  const rows = entries.flatMap((entry) => {
    const [, flag = '', description = ''] = /^(.+?) {2,}(.*)$/s.exec(entry) ?? []
    return flag.includes('--help') ? [] : [[code(flag), sentence(description.replace(/ \(default: \[\]\)$/, ''))]]
  })
  if (rows.length === 0) throw new Error(`orgmock ${command} --help lists no options`)
  return table(['Option', 'Meaning'], rows)
}

function settingsTable(): string {
  const rows = Object.entries(settings).map(([name, { flag, variable, description, fallback }]) => [
    code(flag),
    code(variable),
    code(name),
    fallback === undefined || (Array.isArray(fallback) && fallback.length === 0) ? '' : code(String(fallback)),
    sentence(description),
  ])
  return table(['Flag', 'Variable', 'Key in `orgmock.yaml`', 'Default', 'Meaning'], rows)
}

function scenarioTable(): string {
  // As the credentials' list marks them: what needs a count that each process keeps.
  const counted = /^(throttled-after|flaky|expiring-after|changing)/
  const rows = publishedWords.map(({ name, description }) => [
    code(name),
    sentence(description),
    counted.test(name) ? 'yes' : '',
  ])
  return table(['Scenario', 'What the client meets', 'Counted by each process'], rows)
}

function faultRuleTable(): string {
  const { properties } = faultRule.schema as {
    properties: Record<string, { description: string; maximum?: number; minimum?: number }>
  }
  return table(
    ['Key', 'Meaning'],
    Object.entries(properties).map(([name, { description }]) => [code(name), sentence(description)]),
  )
}

function operationTable(): string {
  const operations = adminOperations({ certificate: 'PEM' }).map(({ method, path, summary }) => [
    code(`${method.toUpperCase()} /__admin${path}`),
    sentence(summary),
  ])
  return table(
    ['Request', 'What it does'],
    [
      ...operations,
      [code('GET /__admin/session'), 'Whether a session of the page is open.'],
      [code('POST /__admin/session'), 'Give the token for a session of the page.'],
      [code('DELETE /__admin/session'), 'End the session of the page.'],
      [code('GET /metrics'), 'Figures for Prometheus.'],
    ],
  )
}

/** What makes each table, by its name. */
export async function tableMakers(): Promise<Readonly<Record<string, () => string>>> {
  const commands = ['check', 'new', 'scorecard', 'requests']
  const [check, create, scorecard, requests] = await Promise.all(commands.map(optionsOf))
  return {
    settings: settingsTable,
    scenarios: scenarioTable,
    words: () =>
      table(
        ['Word', 'Meaning'],
        describedWords.map(({ word, description }) => [code(word), sentence(description)]),
      ),
    'wire-faults': () =>
      table(
        ['Fault', 'What happens'],
        Object.entries(wireFaultMeanings).map(([name, meaning]) => [code(name), sentence(meaning)]),
      ),
    'fault-rule': faultRuleTable,
    operations: operationTable,
    grades: () =>
      table(
        ['Grade', 'The client …', 'Basis'],
        gradeDefinitions.map(({ id, title, basis }) => [code(id), title, basis]),
      ),
    laws: () =>
      table(
        ['Law', 'What it checks'],
        laws.map(({ id, title }) => [code(id), sentence(title)]),
      ),
    findings: () =>
      table(
        ['Finding', 'What was promised'],
        findingMeanings.map(({ id, title }) => [code(id), sentence(title)]),
      ),
    'check-options': () => check ?? '',
    'new-options': () => create ?? '',
    'scorecard-options': () => scorecard ?? '',
    'requests-options': () => requests ?? '',
  }
}
