import { bases } from '../spec/index.ts'
import { settings } from './settings.ts'

type Schema = Readonly<Record<string, unknown>>

/** JSON Schema 2020-12 of orgmock.yaml. What a provider may be told is known to those who serve it. */
export function configSchema(provider: Schema): Schema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'orgmock.yaml',
    description: 'What orgmock serves. Flags and variables win over it.',
    type: 'object',
    properties: {
      ...Object.fromEntries(
        Object.entries(settings).map(([name, { schema, description, flag, variable }]) => [
          name,
          { ...schema, description: `${description} (${flag}, ${variable})` },
        ]),
      ),
      check: {
        type: 'object',
        description: 'What `orgmock check` does where no flag says otherwise.',
        properties: {
          requireBasis: {
            type: 'string',
            enum: bases,
            description: 'how firm a rule must be for its breach to be more than a note (--require-basis)',
          },
        },
        additionalProperties: false,
      },
      providers: { type: 'object', description: 'By id.', additionalProperties: provider },
      hosts: {
        type: 'object',
        description:
          'Further host names, each with the provider’s host that it stands for: cloudflare.test: api.cloudflare.com',
        propertyNames: { pattern: '^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$', maxLength: 253 },
        additionalProperties: { type: 'string' },
      },
    },
    additionalProperties: false,
  }
}
