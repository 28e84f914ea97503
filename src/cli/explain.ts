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
} from '../compose/index.ts'
import { nearest } from './nearest.ts'
import { type Served, type ServedFlags, servedAt } from './served-at.ts'
import { wrapped } from './wrapped.ts'

/**
 * `orgmock explain ID`: an error of a mock, whole (`cloudflare.9103`) or by its name alone where one provider has it; an erratum
 * (`E-CF-001`); a law of the contract (`pagination/walk`). Throws SetupError UNKNOWN_NAME.
 */
export async function explain(id: string, flags: ServedFlags): Promise<void> {
  process.stdout.write(await explained(id, await servedAt(flags)))
}

async function explained(given: string, { origin, ...served }: Served): Promise<string> {
  const id = given.toLowerCase()
  const errors = await describeErrors(served)
  const meant = errors.filter((entry) => entry.id === id || nameOf(entry) === id)
  const [error, ...more] = meant
  if (error !== undefined && more.length === 0) {
    const [credentials] = await describeCredentials(origin, { ...served, only: [error.provider] })
    const isFirst = error === errors.find((one) => one.provider === error.provider && one.status === error.status)
    return errorText(error, isFirst, credentials)
  }
  if (more.length > 0) {
    throw new SetupError(
      'UNKNOWN_NAME',
      `${id} is an error of several providers: ${listOf(meant.map((one) => one.id))}`,
    )
  }
  const errata = await allErrata(served.providerDirectories)
  const erratum = errata.find((one) => one.id.toLowerCase() === id)
  if (erratum !== undefined) return erratumText(erratum)
  // Loaded when asked for: the laws bring Ajv with them.
  const { laws } = await import('../contract/index.ts')
  const law = laws.find((one) => one.id === id)
  if (law !== undefined) return lawText(law)
  const known = [...errors, ...errata, ...laws].map((one) => one.id)
  // A code that stands in a body without being the name, such as Cloudflare's 6003.
  const saying = errors.filter(({ body }) => /^\w+$/.test(id) && new RegExp(`\\b${id}\\b`, 'i').test(body))
  const near = saying.length > 0 ? saying.map((one) => one.id) : nearest(id, known, 3)
  const hint = near.length === 0 ? 'orgmock errors lists every error' : `near to it are ${listOf(near)}`
  throw new SetupError('UNKNOWN_NAME', `nothing is called ${JSON.stringify(given)}; ${hint}`)
}

function nameOf({ id, provider }: ErrorEntry): string {
  return id.slice(provider.length + 1)
}

function listOf(ids: readonly string[]): string {
  return ids.slice(0, 5).join(', ')
}

async function allErrata(directories: readonly string[]): Promise<(Erratum & { readonly provider: string })[]> {
  const files = await findProviders(directories)
  const specs = await Promise.all(files.map(loadSpec))
  return specs.flatMap(({ provider, errata }) => errata.map((erratum) => ({ provider, ...erratum })))
}

// ---- texts

function errorText(error: ErrorEntry, isFirst: boolean, credentials: CredentialEntry | undefined): string {
  const { id, status, headers, body, basis, source, meaning, cause, advice, scenarios } = error
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

function erratumText({ id, provider, target, reason, basis, source }: Erratum & { readonly provider: string }): string {
  return `${[
    `${id}  erratum of specs/${provider}.openapi.yaml`,
    '',
    wrapped('means   ', reason),
    wrapped('at      ', target),
    wrapped('basis   ', `${basis}: ${source}`),
    `see     orgmock specs show ${provider} --repaired`,
    '',
  ].join('\n')}`
}

function lawText({ id, title }: { readonly id: string; readonly title: string }): string {
  return `${[`${id}  law of the contract`, '', wrapped('means   ', title), `run it  orgmock check --law ${id}`, ''].join('\n')}`
}
