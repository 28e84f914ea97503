import { SetupError } from '../compose/index.ts'
import { configSchema } from '../config/index.ts'
import { reportSchema } from '../contract/index.ts'

const schemas: Readonly<Record<string, unknown>> = { report: reportSchema, config: configSchema }

/** `orgmock schema NAME`. Throws SetupError UNKNOWN_SCHEMA. */
export function printSchema(name: string): void {
  const schema = schemas[name]
  if (schema === undefined) {
    const known = Object.keys(schemas).join(', ')
    throw new SetupError('UNKNOWN_SCHEMA', `unknown schema ${JSON.stringify(name)}; known are ${known}`)
  }
  process.stdout.write(`${JSON.stringify(schema, undefined, 2)}\n`)
}
