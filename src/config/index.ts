/** Flags, environment, orgmock.yaml and defaults, settled into one object. */
export { type ConfigFile, parseConfig, readConfigFile } from './file.ts'
export { configSchema } from './schema.ts'
export { hosts, lockOptions, network, type Setting, type Settings, SettingsError, settings } from './settings.ts'
export { parse, type Settled, settle } from './settle.ts'
