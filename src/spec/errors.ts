/** Every reason for which a spec, an overlay or compiled readings are refused. */
export type SpecErrorCode =
  | 'FILE_MISSING'
  | 'PROVIDER_ID'
  | 'YAML_SYNTAX'
  | 'YAML_NOT_JSON'
  | 'READINGS_INVALID'
  | 'DOCUMENT_SHAPE'
  | 'OPERATION_COUNT'
  | 'UNSUPPORTED'
  | 'PATTERN_UNSAFE'
  | 'REF_NOT_LOCAL'
  | 'REF_UNRESOLVED'
  | 'REF_CYCLE'
  | 'REF_CONFLICT'
  | 'OVERLAY_SHAPE'
  | 'OVERLAY_ERRATUM'
  | 'OVERLAY_TARGET'
  | 'OVERLAY_NO_MATCH'
  | 'OVERLAY_INCOMPATIBLE'
  | 'OVERLAY_NO_EFFECT'

/** Where and why; `line` and `column` count from 1. */
export interface SpecErrorFacts {
  readonly file: string
  readonly pointer?: string
  readonly line?: number
  readonly column?: number
  readonly reason: string
  readonly cause?: unknown
}

/** A file of the project does not fit. The message is one line: file, place in it, reason. */
export class SpecError extends Error {
  override readonly name = 'SpecError'
  readonly code: SpecErrorCode
  readonly file: string
  declare readonly pointer?: string
  declare readonly line?: number
  declare readonly column?: number
  readonly reason: string

  constructor(code: SpecErrorCode, facts: SpecErrorFacts) {
    super(
      `${place(facts)}: ${facts.reason}`.replace(/\s+/g, ' '),
      facts.cause === undefined ? {} : { cause: facts.cause },
    )
    this.code = code
    this.file = facts.file
    this.reason = facts.reason
    if (facts.pointer !== undefined) this.pointer = facts.pointer
    if (facts.line !== undefined) this.line = facts.line
    if (facts.column !== undefined) this.column = facts.column
  }
}

function place({ file, pointer, line, column }: SpecErrorFacts): string {
  if (line !== undefined) return `${file}:${line}:${column ?? 1}`
  return pointer ? `${file}#${pointer}` : file
}
