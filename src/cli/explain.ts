import { STATUS_CODES } from 'node:http'
import {
  type CredentialEntry,
  describeCredentials,
  describeErrors,
  type Erratum,
  type ErrorEntry,
  findProviders,
  loadSpec,
  SetupError,
  wireFaultMeanings,
} from '../compose/index.ts'
import type { FindingMeaning } from '../contract/index.ts'
import { nearest } from '../options/index.ts'
import type { gradeDefinitions } from '../scorecard/index.ts'
import { type Served, type ServedFlags, servedAt } from './served-at.ts'
import { wrapped } from './wrapped.ts'

/**
 * `orgmock explain ID` explains every name that a report, a list or a log shows: an error of a mock (`cloudflare.9103`, or its name alone
 * where one provider has it), an erratum (`E-CF-001`), a law or another id of a finding (`pagination/walk`, `shape/body`), a grade of the
 * scorecard, a scenario, a fault on the wire. A name with several meanings gets all of them. Throws SetupError UNKNOWN_NAME.
 */
export async function explain(id: string, flags: ServedFlags): Promise<void> {
  process.stdout.write(await explained(id, await servedAt(flags)))
}

async function explained(given: string, { origin, ...served }: Served): Promise<string> {
  const id = given.toLowerCase()
  // Loaded when asked for: the laws bring Ajv with them.
  const [errors, errata, accounts, faults, { findingMeaning, findingMeanings, laws }, { gradeDefinitions }] =
    await Promise.all([
      describeErrors(served),
      allErrata(served.providerDirectories),
      describeCredentials(origin, served),
      wireFaultMeanings(),
      import('../contract/index.ts'),
      import('../scorecard/index.ts'),
    ])
  const meant = errors.filter((entry) => entry.id === id || nameOf(entry) === id)
  const [error, ...more] = meant
  const erratum = errata.find((one) => one.id.toLowerCase() === id)
  const finding = findingMeaning(id)
  const grade = gradeDefinitions.find((one) => one.id === id)
  const scenarios = scenariosOf(accounts)
  const scenario = scenarios.find(({ word }) => word.toLowerCase() === id || matchesWord(id, word))
  const fault = Object.entries(faults).find(([name]) => name === id)
  const texts = [
    error && more.length === 0 ? errorText(error, isFirstOfStatus(error, errors), accounts) : undefined,
    erratum && erratumText(erratum),
    finding &&
      findingText(
        finding,
        laws.some((law) => law.id === id),
      ),
    grade && gradeText(grade),
    scenario && scenarioText(scenario, accounts),
    fault && faultText(...fault),
    more.length > 0 ? `${id}  error of several providers: ${listOf(meant.map((one) => one.id))}\n` : undefined,
  ].filter((text) => text !== undefined)
  if (texts.length > 0) return texts.join('\n')
  const known = [
    ...[...errors, ...errata, ...laws, ...findingMeanings, ...gradeDefinitions].map((one) => one.id),
    ...scenarios.map(({ word }) => word),
    ...Object.keys(faults),
  ]
  // A code that only bodies have, such as Cloudflare's 6003, suggests the errors with such a body.
  const saying = errors.filter(({ body }) => /^\w+$/.test(id) && new RegExp(`\\b${id}\\b`, 'i').test(body))
  const near = saying.length > 0 ? saying.map((one) => one.id) : nearest(id, known, 3)
  const hint =
    near.length === 0
      ? 'names are listed by orgmock errors (errors), credentials (scenarios), specs (errata) and check --list (laws and findings)'
      : `near to it are ${listOf(near)}`
  throw new SetupError('UNKNOWN_NAME', `nothing is called ${JSON.stringify(given)}; ${hint}`)
}

interface ScenarioWord {
  /** N is a number of decimal digits. */
  readonly word: string
  readonly description: string
}

/** The published accounts by name, and the words with a number. */
function scenariosOf(entries: readonly CredentialEntry[]): readonly ScenarioWord[] {
  const words = entries.flatMap(({ accounts, tenants }) => [
    ...accounts.map(({ name, description }) => ({ word: name, description })),
    ...(tenants?.words ?? []).filter(({ word }) => word.includes('-N')),
  ])
  return [...new Map(words.map((one) => [one.word, one])).values()]
}

/** Such as `throttled-after-20` for `throttled-after-N`. */
function matchesWord(id: string, word: string): boolean {
  return word.endsWith('-N') && id.startsWith(word.slice(0, -1)) && /^\d+$/.test(id.slice(word.length - 1))
}

function isFirstOfStatus(error: ErrorEntry, errors: readonly ErrorEntry[]): boolean {
  return error === errors.find((one) => one.provider === error.provider && one.status === error.status)
}

function nameOf({ id, provider }: ErrorEntry): string {
  return id.slice(provider.length + 1)
}

function listOf(ids: readonly string[]): string {
  return ids.slice(0, 5).join(', ')
}

async function allErrata(directories: readonly string[]): Promise<(Erratum & { readonly provider: string })[]> {
  const files = await findProviders(directories)
  const specs = await Promise.all(files.map((file) => loadSpec(file, 'latest')))
  return specs.flatMap(({ provider, errata }) => errata.map((erratum) => ({ provider, ...erratum })))
}

// ---- texts

function errorText(error: ErrorEntry, isFirst: boolean, entries: readonly CredentialEntry[]): string {
  const { id, status, headers, body, basis, source, meaning, cause, advice, scenarios } = error
  const credentials = entries.find(({ provider }) => provider === error.provider)
  const sent = headers.flatMap((name, place) => (place % 2 === 0 ? [`  ${name}: ${headers[place + 1]}`] : []))
  const accounts = scenarios.map((name) => {
    const account = credentials?.accounts.find((one) => one.name === name)
    const parts = Object.entries(account?.credentials ?? {}).map(([part, value]) => `${part} ${value}`)
    return `  as ${name}: ${parts.join(', ')}`
  })
  return `${[
    `${id}  ${status} ${STATUS_CODES[status] ?? ''}`.trimEnd(),
    '',
    ...sent,
    '',
    indented(pretty(body)),
    '',
    wrapped('means   ', meaning),
    wrapped('cause   ', cause),
    wrapped('do      ', advice),
    wrapped('basis   ', `${basis}: ${source}`),
    '',
    'to provoke it',
    `  ${credentials?.curl} -H 'Prefer: error=${id}' -i`,
    `  with ?__error=${id} in the query, where a client cannot set headers${isFirst ? `; also as Prefer: code=${status}` : ''}`,
    ...accounts,
    '',
  ].join('\n')}`
}

function pretty(body: string): string {
  if (!/^[[{]/.test(body)) return body.trim()
  return JSON.stringify(JSON.parse(body), undefined, 2)
}

function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  ')
}

function erratumText({
  id,
  provider,
  target,
  reason,
  basis,
  source,
  since,
}: Erratum & { readonly provider: string }): string {
  return `${[
    `${id}  ${since === undefined ? 'erratum of' : `change of ${since} to`} specs/${provider}.openapi.yaml`,
    '',
    wrapped('means   ', reason),
    wrapped('at      ', target),
    wrapped('basis   ', `${basis}: ${source}`),
    `see     orgmock specs show ${provider} ${since === undefined ? '--repaired' : '--edition latest'}`,
    '',
  ].join('\n')}`
}

function findingText({ id, title }: FindingMeaning, isLaw: boolean): string {
  const kind = isLaw ? 'law of the contract' : 'id of findings: a check of every reply, or a part of a law'
  const use = isLaw ? [`run it  orgmock check --law ${id}`] : []
  return `${[`${id}  ${kind}`, '', wrapped('means   ', title), ...use, ''].join('\n')}`
}

function gradeText({ id, title, basis }: (typeof gradeDefinitions)[number]): string {
  return `${[`${id}  grade of the scorecard`, '', wrapped('means   ', `A client ${title}.`), `basis   ${basis}`, 'see     orgmock scorecard', ''].join('\n')}`
}

function scenarioText({ word, description }: ScenarioWord, entries: readonly CredentialEntry[]): string {
  const credentials = entries.flatMap(({ provider, accounts }) => {
    const account = accounts.find(({ name }) => name === word)
    const parts = Object.entries(account?.credentials ?? {}).map(([part, value]) => `${part} ${value}`)
    return parts.length === 0 ? [] : [`  ${provider}: ${parts.join(', ')}`]
  })
  const use = credentials.length === 0 ? ['see     orgmock credentials'] : ['as', ...credentials]
  return `${[`${word}  scenario of an account`, '', wrapped('means   ', description), ...use, ''].join('\n')}`
}

function faultText(name: string, meaning: string): string {
  return `${[
    `${name}  fault on the wire`,
    '',
    wrapped('means   ', meaning),
    `ask     Prefer: fault=${name}, ?__fault=${name}, or the word fault-${name} in a tenant's name`,
    '',
  ].join('\n')}`
}
