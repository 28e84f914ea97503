import { type Setting, type Settings, SettingsError, settings } from './settings.ts'

/** Where a value came from, in words: `--port`, `PORT`, `orgmock.yaml:3:7`, or `default`. */
export type Origin = string

/** Every setting, and where each came from. */
export interface Settled {
  readonly settings: Settings
  readonly origins: Readonly<Record<keyof Settings, Origin>>
}

/** The settings in orgmock.yaml, already checked. */
export interface FileSettings {
  readonly values: Partial<Settings>
  originOf(name: keyof Settings): Origin
}

/**
 * Settles every setting: a flag wins over its variable, the variable over the file, the file over the default. An empty variable counts
 * as not set. Throws SettingsError.
 */
export function settle(
  flags: Readonly<Record<string, string | boolean | undefined>>,
  environment: Readonly<Record<string, string | undefined>>,
  file?: FileSettings,
): Settled {
  const names = Object.keys(settings) as (keyof Settings)[]
  const settled = names.map((name) => [name, one(name)] as const)
  const result = Object.fromEntries(settled.map(([name, { value }]) => [name, value])) as unknown as Settings
  const origins = Object.fromEntries(settled.map(([name, { origin }]) => [name, origin])) as Settled['origins']
  if ((result.tlsCert === undefined) !== (result.tlsKey === undefined)) {
    throw together('--tls-cert and --tls-key belong together: give both or neither', ['tlsCert', 'tlsKey'])
  }
  if (result.tlsCert !== undefined && result.tlsNames.length > 0) {
    throw together('--tls-names is for the certificate made at start: leave it out, or --tls-cert', ['tlsNames'])
  }
  if (result.tlsCert !== undefined && result.tlsCaDir !== undefined) {
    throw together('--tls-ca-dir keeps the CA made at start: leave it out, or --tls-cert', ['tlsCaDir'])
  }
  return { settings: result, origins }

  /** With line and column, for a setting from the file. */
  function together(sentence: string, names: readonly (keyof Settings)[]): SettingsError {
    const name = names.find((one) => file !== undefined && origins[one] === file.originOf(one))
    return new SettingsError(name === undefined ? sentence : `${origins[name]}: ${sentence}`)
  }

  function one(name: keyof Settings): { readonly value: unknown; readonly origin: Origin } {
    const setting: Setting<unknown> = settings[name]
    const flag = flags[attributeOf(setting)]
    const variable = environment[setting.variable]
    if (flag !== undefined) return { value: parse(setting, setting.flag, String(flag)), origin: setting.flag }
    if (variable !== undefined && variable !== '') {
      return { value: parse(setting, setting.variable, variable), origin: setting.variable }
    }
    const own = file?.values[name]
    if (file !== undefined && own !== undefined) return { value: own, origin: file.originOf(name) }
    const { defaultVariable = '' } = setting
    const preset = environment[defaultVariable]
    if (preset) return { value: parse(setting, defaultVariable, preset), origin: defaultVariable }
    return { value: setting.fallback, origin: 'default' }
  }
}

/** The name under which a parsed command line holds the flag: `logLevel` for `--log-level`. */
function attributeOf({ flag }: Setting<unknown>): string {
  return flag.replace(/^--(no-)?/, '').replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
}

/** Reads the text of a flag or a variable, whose name an error shows. Throws SettingsError. */
export function parse<T>({ shape, accepts }: Pick<Setting<T>, 'shape' | 'accepts'>, name: string, text: string): T {
  try {
    return shape.read(shape.fromText?.(text) ?? text, [])
  } catch {
    throw new SettingsError(`${name} must be ${accepts ?? shape.accepts}, not ${JSON.stringify(text)}`)
  }
}
