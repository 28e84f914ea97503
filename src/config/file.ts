import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { map, OptionError, object, type Shape, someText } from '../options/index.ts'
import { joinPointer, readYaml, SpecError, type YamlSource } from '../spec/index.ts'
import { check, hosts, type Settings, SettingsError, settings } from './settings.ts'
import type { FileSettings } from './settle.ts'

/** An orgmock.yaml that keeps to its schema. Its settings of single providers are checked later, by the server. */
export interface ConfigFile extends FileSettings {
  readonly file: string
  /** Settings of `orgmock check`. */
  readonly check: ReturnType<(typeof check)['read']>
  readonly providers: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  /** Further host names, each with the provider's host that it is served as. */
  readonly hosts: Readonly<Record<string, string>>
  /** The place of the node of a JSON pointer: `orgmock.yaml:3:7`. */
  place(pointer: string): string
}

/** The file that is read by default. */
const defaultFile = 'orgmock.yaml'
/** In bytes: more than a person writes by hand. */
const largestFileBytes = 1024 * 1024

/**
 * Reads the named file, or orgmock.yaml in the working directory where there is one; undefined when there is neither.
 * Throws SettingsError with line and column.
 */
export async function readConfigFile(
  named: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<ConfigFile | undefined> {
  const file = named ?? (environment['ORGMOCK_CONFIG'] || undefined)
  const text = readText(file ?? defaultFile, file !== undefined)
  return text === undefined ? undefined : parseConfig(file ?? defaultFile, text)
}

/** Throws SettingsError with line and column. */
export async function parseConfig(file: string, text: string): Promise<ConfigFile> {
  const source = await yamlOf(file, text)
  const place = (pointer: string) => {
    const { line, column } = source.position(pointer)
    return `${file}:${line}:${column}`
  }
  // An empty file sets nothing.
  const value = source.value ?? {}
  const { check = {}, providers = {}, hosts = {}, ...values } = readAll(value, place)
  return {
    file,
    values: resolved(values, file),
    check: checkOf(check, file, place),
    providers,
    hosts,
    place,
    originOf: (name) => place(joinPointer('', name)),
  }
}

const anything: Shape<Readonly<Record<string, unknown>>> = map(someText('a name'), {
  schema: {},
  accepts: 'a value',
  read: (value) => value,
})
/** Only the form is checked: the server knows the providers and their settings. */
const whole = object({
  ...(Object.fromEntries(Object.entries(settings).map(([name, { shape }]) => [name, shape])) as {
    readonly [Name in keyof Settings]: (typeof settings)[Name]['shape']
  }),
  check,
  providers: map(someText('the id of a provider'), anything),
  hosts,
})

function readAll(value: unknown, place: ConfigFile['place']) {
  try {
    return whole.read(value, [])
  } catch (error) {
    if (!(error instanceof OptionError)) throw error
    throw new SettingsError(`${place(error.at)}: ${error.sentence('the file')}`)
  }
}

/** Throws SettingsError where the client certificate lacks its key, or the key its certificate. */
function checkOf(given: ConfigFile['check'], file: string, place: ConfigFile['place']): ConfigFile['check'] {
  const { ca, clientCert, clientKey, lock, ...rest } = given
  if ((clientCert === undefined) !== (clientKey === undefined)) {
    const at = place(joinPointer('', 'check', clientCert === undefined ? 'clientKey' : 'clientCert'))
    throw new SettingsError(`${at}: check.clientCert and check.clientKey belong together: give both or neither`)
  }
  const files = Object.entries({ ca, clientCert, clientKey, lock }).flatMap(([name, given]) =>
    given === undefined ? [] : [[name, fromFile(file, given)]],
  )
  return { ...rest, ...Object.fromEntries(files) }
}

/** Paths in a file are relative to its folder. */
function fromFile(file: string, given: string): string {
  return path.resolve(path.dirname(file), given)
}

function resolved(values: Partial<Settings>, file: string): Partial<Settings> {
  const paths = Object.entries(values).map(([name, value]) => {
    const { placeholder = '' } = settings[name as keyof Settings]
    if (!/^(FILE|DIR)/.test(placeholder)) return [name, value]
    return [name, Array.isArray(value) ? value.map((one) => fromFile(file, one)) : fromFile(file, String(value))]
  })
  return Object.fromEntries(paths) as Partial<Settings>
}

function readText(file: string, isNamed: boolean): string | undefined {
  try {
    if (statSync(file).size > largestFileBytes) throw new SettingsError(`${file} is larger than 1 MiB`)
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof SettingsError) throw error
    const { code } = error as NodeJS.ErrnoException
    if (!isNamed && code === 'ENOENT') return undefined
    const reason = code === 'ENOENT' ? 'is not there' : code === 'EISDIR' ? 'is a folder' : `cannot be read (${code})`
    throw new SettingsError(`${isNamed ? '--config: ' : ''}${file} ${reason}`)
  }
}

async function yamlOf(file: string, text: string): Promise<YamlSource> {
  try {
    return await readYaml(file, text)
  } catch (error) {
    if (error instanceof SpecError) throw new SettingsError(error.message)
    throw error
  }
}
