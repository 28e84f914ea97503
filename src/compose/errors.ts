export type SetupErrorCode =
  | 'UNKNOWN_PROVIDER'
  | 'BAD_PROVIDERS'
  | 'BAD_DOCUMENT'
  | 'MISSING_MOCK'
  | 'BAD_MOCK'
  | 'MISSING_CONTRACT'
  | 'BAD_CONTRACT'
  | 'BAD_TLS_FILE'
  | 'BAD_URL'
  | 'BAD_FILE'
  | 'UNKNOWN_SCHEMA'
  | 'UNKNOWN_SCENARIO'
  | 'UNKNOWN_NAME'
  | 'CANNOT_LISTEN'
  | 'BAD_OPTION'
  | 'MOCK_CREDENTIALS'

/** Something that the user named cannot be used; the message says what, where, and what is accepted. */
export class SetupError extends Error {
  readonly code: SetupErrorCode

  constructor(code: SetupErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'SetupError'
    this.code = code
  }
}

/** What a user's code has thrown, on one line. */
export function oneLine(thrown: unknown): string {
  return (thrown instanceof Error ? thrown.message : String(thrown)).replace(/\s+/g, ' ').trim()
}
