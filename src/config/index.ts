/** Flags, environment and defaults, settled into one object. */
export {
  logLevels,
  readSetting,
  readSettings,
  type Setting,
  type Settings,
  SettingsError,
  settings,
} from './settings.ts'
