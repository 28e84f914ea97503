import { type AccountEntry, type CredentialEntry, describeCredentials } from '../compose/index.ts'
import { type ServedFlags, servedAt } from './served-at.ts'
import { beside, wrapped } from './wrapped.ts'

/** `orgmock credentials [provider…]`: every published credential, and how to make further ones. */
export async function listCredentials(
  only: readonly string[],
  { json = false, ...flags }: ServedFlags & { readonly json?: boolean },
): Promise<void> {
  const { origin, ...served } = await servedAt(flags)
  const entries = await describeCredentials(origin, { ...served, only })
  if (json) process.stdout.write(`${JSON.stringify(entries, undefined, 2)}\n`)
  else process.stdout.write([...entries.map(block), ...grammar(entries)].join('\n'))
}

interface Row {
  readonly name: string
  readonly credentials: Readonly<Record<string, string>>
  readonly description: string
}

/** One provider: the ordinary credential part by part, then a row for each other account, without the parts that all accounts share. */
function block({ provider, title, baseUrl, tokenUrl, accounts, tenants }: CredentialEntry): string {
  const [ordinary, ...scenarios] = accounts
  const rows: Row[] = [
    ...scenarios.map((account) => ({ ...account, name: nameOf(account) })),
    ...(tenants === undefined
      ? []
      : [{ name: tenants.example.tenant, credentials: tenants.example.credentials, description: 'one of your own' }]),
  ]
  const shared = Object.entries(rows[0]?.credentials ?? {}).filter(([part, value]) =>
    rows.every(({ credentials }) => credentials[part] === value),
  )
  const facts: [string, string][] = [
    ['base URL', baseUrl],
    ...(tokenUrl === undefined ? [] : [['token URL', tokenUrl] satisfies [string, string]]),
    ['ordinary', partsOf(ordinary?.credentials ?? {})],
    ...(shared.length === 0 ? [] : [['others', partsOf(Object.fromEntries(shared))] satisfies [string, string]]),
  ]
  return [
    `${title} (${provider})`,
    ...facts.map(([label, value]) => `  ${label.padEnd(9)}  ${value}`),
    ...table(rows, Object.fromEntries(shared)),
    '',
  ].join('\n')
}

function nameOf({ name, isCounted }: AccountEntry): string {
  return isCounted ? `${name} *` : name
}

function partsOf(credentials: Readonly<Record<string, string>>): string {
  return Object.entries(credentials)
    .map(([part, value]) => `${part} ${value}`)
    .join('  ')
}

function table(rows: readonly Row[], shared: Readonly<Record<string, string>>): string[] {
  if (rows.length === 0) return []
  const own = Object.keys(rows[0]?.credentials ?? {}).filter((part) => !(part in shared))
  const cells = rows.map(({ name, credentials, description }) => ({
    name,
    values: own.map((part) => credentials[part] ?? ''),
    description,
  }))
  const nameWidth = Math.max(...cells.map(({ name }) => name.length))
  const widths = own.map((part, place) =>
    Math.max(part.length, ...cells.map(({ values }) => values[place]?.length ?? 0)),
  )
  const line = (name: string, values: readonly string[]) =>
    `  ${[name.padEnd(nameWidth), ...values.map((value, place) => value.padEnd(widths[place] ?? 0))].join('  ')}  `
  return [
    '',
    beside(line('account', own), 'what it is for'),
    ...cells.map(({ name, values, description }) => beside(line(name, values), description)),
  ]
}

/** The same for every provider, so it is printed once. */
function grammar(entries: readonly CredentialEntry[]): string[] {
  const tenants = entries.find((entry) => entry.tenants !== undefined)?.tenants
  if (tenants === undefined) return []
  const width = Math.max(...tenants.words.map(({ word }) => word.length))
  return [
    `${[
      ...(entries.some(({ accounts }) => accounts.some(({ isCounted }) => isCounted))
        ? ['* counted by each process for itself']
        : []),
      '',
      wrapped(
        '',
        `Accounts of your own, each with its own data, faults, journal and rate bucket, are credentials in the form of the last line of each table. The name is made of ${tenants.rule}.`,
      ),
      ...tenants.words.map(({ word, description }) => wrapped(`  ${word.padEnd(width)}  `, description)),
      '',
    ].join('\n')}`,
  ]
}
