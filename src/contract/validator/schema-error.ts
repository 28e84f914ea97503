/** A schema of a provider's document cannot be used to judge bodies: the fault is the spec's, not the provider's. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError'
  readonly code = 'SCHEMA_UNUSABLE'
  /** JSON pointer into the document. */
  readonly pointer: string
  readonly reason: string

  constructor(pointer: string, reason: string, options?: ErrorOptions) {
    super(`the schema at ${pointer} cannot be used: ${reason}`, options)
    this.pointer = pointer
    this.reason = reason
  }
}
