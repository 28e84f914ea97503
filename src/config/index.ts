/** Flags, environment, orgmock.yaml and defaults, settled into one object. */
export { type ConfigFile, parseConfig, readConfigFile } from './file.ts'
export { configSchema } from './schema.ts'
export {
  logLevels,
  type Setting,
  type Settings,
  SettingsError,
  type Settled,
  settings,
  settle,
} from './settings.ts'
