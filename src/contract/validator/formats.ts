import type { Ajv2020 } from 'ajv/dist/2020.js'
import formatsPlugin from 'ajv-formats'

/**
 * Teaches Ajv the formats of JSON Schema and OpenAPI: those of ajv-formats but where it is not exact. An unknown format is a
 * remark (JSON Schema 2020-12, Validation, 7.2.3).
 */
export function addFormats(ajv: Ajv2020, wanted: ReadonlySet<string>): void {
  if (wanted.size === 0) return
  formatsPlugin.default(ajv)
  const isMoment = checkOf(ajv.formats['date-time'])
  ajv.addFormat('date-time', (text: string) => USUAL_MOMENT.test(text) || (MOMENT_FORM.test(text) && isMoment(text)))
  ajv.addFormat('email', (text: string) => text.length <= LONGEST_MAILBOX && MAILBOX.test(text))
  ajv.addFormat('decimal', DECIMAL)
  for (const format of wanted) {
    if (ajv.formats[format] === undefined) ajv.addFormat(format, true)
  }
}

/** The usual way to write a moment, any day up to the 28th: most of what comes, and settled at once. */
const USUAL_MOMENT = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?Z$/

/** What ajv-formats is lenient about (RFC 3339, 5.6): the T, and an offset with hours, a colon and minutes. */
const MOMENT_FORM = /^.{10}t.*(?:z|[+-]\d\d:\d\d)$/i

/** Mailbox of RFC 5321, 4.1.2, which JSON Schema refers to: also a host without a dot, also a quoted name. */
const MAILBOX =
  /^(?:[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*|"(?:[ !#-[\]-~]|\\[ -~])*")@(?:[a-z\d](?:[a-z\d-]*[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]*[a-z\d])?)*|\[[^\]\s]+\])$/i
/** RFC 5321, 4.5.3.1: 64 before the @ and 255 behind it. */
const LONGEST_MAILBOX = 320

/** Digits with an optional sign and an optional point, at least one digit (OpenAPI's format registry: a fixed point decimal number). */
const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/

function checkOf(format: Ajv2020['formats'][string]): (text: string) => boolean {
  const { validate } = format as { readonly validate: (text: string) => boolean }
  return validate
}
