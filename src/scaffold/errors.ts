export type ScaffoldErrorCode =
  | 'DOCUMENT'
  | 'PATH'
  | 'OPERATION'
  | 'LIST'
  | 'IDENTITY'
  | 'AUTH'
  | 'PAGES'
  | 'SCHEMA'
  | 'REFERENCE'
  | 'PATTERN'
  | 'OPTION'

/** The document, or what was asked of it, gives nothing to make a provider of. The message is one line: what, where, what would do. */
export class ScaffoldError extends Error {
  readonly code: ScaffoldErrorCode

  constructor(code: ScaffoldErrorCode, message: string, options?: ErrorOptions) {
    super(message.replace(/\s+/g, ' ').trim(), options)
    this.name = 'ScaffoldError'
    this.code = code
  }
}
