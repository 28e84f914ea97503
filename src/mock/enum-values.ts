import { type OperationSpec, resolvePointer } from '../spec/index.ts'
import { ConfigError } from './errors.ts'

/** Whether the document has something at a JSON pointer: data and parameters of another edition are given only where it declares them. */
export function declares(spec: OperationSpec, pointer: string): boolean {
  return resolvePointer(spec.document, pointer) !== undefined
}

/**
 * The members of an enum of texts, in the document's order; `pointer` is that of the schema that holds it. Data that rotates over them
 * keeps up with the document. Throws ConfigError when there is no such enum.
 */
export function enumValues(spec: OperationSpec, pointer: string): readonly string[] {
  const values = resolvePointer(spec.document, `${pointer}/enum`)
  if (!Array.isArray(values) || values.length === 0 || !values.every((value) => typeof value === 'string')) {
    throw new ConfigError('NO_SUCH_ENUM', `specs/${spec.provider}: ${pointer} has no enum of texts`)
  }
  return values
}
