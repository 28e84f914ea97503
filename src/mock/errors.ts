export type ConfigErrorCode =
  | 'NO_SUCH_COLUMN'
  | 'NO_CREDENTIALS'
  | 'NO_OAUTH'
  | 'NO_SUCH_PARAMETER'
  | 'NO_SUCH_ENUM'
  | 'NO_INTERNAL_ERROR'
  | 'TWO_ERRORS'

/** The project or its files are wrong; never a client's doing. `code` is stable, `message` says what to do. */
export class ConfigError extends Error {
  readonly code: ConfigErrorCode

  constructor(code: ConfigErrorCode, message: string) {
    super(message)
    this.name = 'ConfigError'
    this.code = code
  }
}
