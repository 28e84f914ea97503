import { createMockApp } from '../compose/index.ts'
import { settings } from '../config/index.ts'
import { isObject, joinPointer } from '../spec/index.ts'
import { adminTokenOf, type Flags, inUsersWords, settingsFrom } from './settled.ts'

/** One value that is in force. */
interface Row {
  readonly name: string
  readonly value: unknown
  readonly from: string
}

/** `orgmock config`: what `serve` would do with the same flags, and where each value came from. Throws SettingsError. */
export async function config({ json, ...flags }: Flags & { readonly json?: boolean }): Promise<void> {
  const given = await settingsFrom(flags)
  try {
    // Finds what only the providers know to be wrong, such as the name of an error.
    const { only, providerDirectories, journal } = given.settings
    await createMockApp({ only, providerDirectories, journal, providers: given.providers, hosts: given.hosts })
  } catch (error) {
    throw inUsersWords(error, given)
  }
  const names = Object.keys(settings) as (keyof typeof settings)[]
  const rows: Row[] = names.map((name) => ({ name, value: given.settings[name], from: given.origins[name] }))
  const token = adminTokenOf(given)
  if (token !== undefined) rows.push({ name: 'adminToken', value: '[Redacted]', from: token.from })
  for (const part of ['providers', 'hosts'] as const) {
    for (const { path, value } of leaves(given[part], [part])) {
      rows.push({ name: path.join('.'), value, from: given.file?.place(joinPointer('', ...path)) ?? 'default' })
    }
  }
  if (json === true) {
    const all = rows.map(({ name, value, from }) => [name, { value: value ?? null, from }])
    process.stdout.write(`${JSON.stringify(Object.fromEntries(all), undefined, 2)}\n`)
    return
  }
  const texts = rows.map(({ name, value, from }) => [name, shown(value), from] as const)
  const widths = [0, 1].map((column) => Math.max(...texts.map((row) => (row[column] ?? '').length)))
  for (const [name, value, from] of texts) {
    process.stdout.write(`${name.padEnd(widths[0] ?? 0)}  ${value.padEnd(widths[1] ?? 0)}  ${from}\n`)
  }
}

/** Every value inside, by its path. A list is one value; an empty map is left out. */
function leaves(value: unknown, path: readonly string[]): { path: readonly string[]; value: unknown }[] {
  if (!isObject(value)) return [{ path, value }]
  return Object.entries(value).flatMap(([name, inner]) => leaves(inner, [...path, name]))
}

function shown(value: unknown): string {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return '–'
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join(', ')
  return typeof value === 'string' ? value : JSON.stringify(value)
}
