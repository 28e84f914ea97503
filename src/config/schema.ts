import type { Schema } from '../options/index.ts'
import { check, hosts, settings } from './settings.ts'

/** JSON Schema 2020-12 of orgmock.yaml; the caller gives the schema of a provider's settings. */
export function configSchema(provider: Schema): Schema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'orgmock.yaml',
    description: 'What orgmock serves. Flags and variables win over it.',
    type: 'object',
    properties: {
      ...Object.fromEntries(
        Object.entries(settings).map(([name, { shape, description, flag, variable }]) => [
          name,
          { ...shape.schema, description: `${description} (${flag}, ${variable})` },
        ]),
      ),
      check: check.schema,
      providers: { type: 'object', description: 'By id.', additionalProperties: provider },
      hosts: hosts.schema,
    },
    additionalProperties: false,
  }
}
