export type ControlErrorCode =
  /** A value that is not accepted; the message says what is. */
  | 'BAD_VALUE'
  | 'NOT_FOUND'
  /** It is there already. */
  | 'EXISTS'
  /** What is asked for was switched off at start. */
  | 'SWITCHED_OFF'

/** Something that a running server was told, over the admin API or by a program, and that it cannot do. Never a provider's reply. */
export class ControlError extends Error {
  readonly code: ControlErrorCode
  /** JSON pointer of a BAD_VALUE into what was given, where it has a place there. */
  readonly at: string | undefined

  constructor(code: ControlErrorCode, message: string, at?: string) {
    super(message)
    this.name = 'ControlError'
    this.code = code
    this.at = at
  }
}
