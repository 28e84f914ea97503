import { providerSettingsSchema, SetupError } from '../compose/index.ts'
import { configSchema } from '../config/index.ts'
import { reportSchema } from '../contract/index.ts'

const schemas: Readonly<Record<string, () => Promise<unknown>>> = {
  report: async () => reportSchema,
  config: async () => configSchema(await providerSettingsSchema()),
}

/** `orgmock schema NAME`. Throws SetupError UNKNOWN_SCHEMA. */
export async function printSchema(name: string): Promise<void> {
  const make = Object.hasOwn(schemas, name) ? schemas[name] : undefined
  if (make === undefined) {
    const known = Object.keys(schemas).join(', ')
    throw new SetupError('UNKNOWN_SCHEMA', `unknown schema ${JSON.stringify(name)}; known are ${known}`)
  }
  process.stdout.write(`${JSON.stringify(await make(), undefined, 2)}\n`)
}
