import type { Ajv2020 } from 'ajv/dist/2020.js'
import formatsPlugin from 'ajv-formats'

/** Digits with an optional sign and an optional point, at least one digit (OpenAPI's format registry: a fixed point decimal number). */
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)$/

/** The usual way to write a moment, any day up to the 28th: most of what comes, and settled at once. */
const USUAL_MOMENT = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?Z$/

/** Teaches Ajv the formats of JSON Schema and OpenAPI; one that nobody knows is a remark (JSON Schema 2020-12, Validation, 7.2.3). */
export function addFormats(ajv: Ajv2020, wanted: ReadonlySet<string>): void {
  if (wanted.size === 0) return
  formatsPlugin.default(ajv)
  ajv.addFormat('decimal', DECIMAL)
  const exact = ajv.formats['date-time']
  if (typeof exact === 'object' && 'validate' in exact && typeof exact.validate === 'function') {
    const { validate } = exact as { validate: (text: string) => boolean }
    ajv.addFormat('date-time', (text: string) => USUAL_MOMENT.test(text) || validate(text))
  }
  for (const format of wanted) {
    if (ajv.formats[format] === undefined) ajv.addFormat(format, true)
  }
}
