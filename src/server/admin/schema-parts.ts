import type { Schema } from '../../options/index.ts'

export function listOf(items: Schema): Schema {
  return { type: 'array', items }
}

/** An object whose members are all of these and no others; `optional` ones may be missing. */
export function closed(properties: Schema, optional: readonly string[] = [], description?: string): Schema {
  return {
    type: 'object',
    ...(description === undefined ? {} : { description }),
    properties,
    required: Object.keys(properties).filter((name) => !optional.includes(name)),
    additionalProperties: false,
  }
}
