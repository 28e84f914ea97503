export type ControlErrorCode =
  | 'NOT_FOUND'
  /** It is there already. */
  | 'EXISTS'
  /** What is asked for was switched off at start. */
  | 'SWITCHED_OFF'
  /** It is for who has the admin token and is on the server's machine. */
  | 'FORBIDDEN'
  /** As many as there may be are at work. */
  | 'BUSY'

/** Something that a running server was told, over the admin API or by a program, and that it cannot do as it is. Never a provider's reply. */
export class ControlError extends Error {
  readonly code: ControlErrorCode

  constructor(code: ControlErrorCode, message: string) {
    super(message)
    this.name = 'ControlError'
    this.code = code
  }
}
