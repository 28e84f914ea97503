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
  | 'BAD_OPTION'
  | 'BAD_FILE'
  | 'UNKNOWN_SCHEMA'
  | 'UNKNOWN_SCENARIO'
  | 'UNKNOWN_NAME'
  | 'CANNOT_LISTEN'
  | 'BAD_SETTING'

/** Something that the user named cannot be used; the message says what, where, and what is accepted. */
export class SetupError extends Error {
  readonly code: SetupErrorCode
  /** JSON pointer into the options of BAD_SETTING. */
  readonly at: string | undefined

  constructor(code: SetupErrorCode, message: string, options?: ErrorOptions & { readonly at?: string }) {
    super(message, options)
    this.name = 'SetupError'
    this.code = code
    this.at = options?.at
  }
}

/** What was thrown, by whatever code a user wrote, on one line. */
export function oneLine(thrown: unknown): string {
  return (thrown instanceof Error ? thrown.message : String(thrown)).replace(/\s+/g, ' ').trim()
}
