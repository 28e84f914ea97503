import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import type { Bundle, SchemaNode } from './bundle.ts'
import { addFormats } from './formats.ts'
import { SchemaError } from './schema-error.ts'
import { addUniqueItems } from './unique-items.ts'

/** One thing that Ajv found wrong, with the schema object that it comes from. */
export interface RawError {
  /** JSON pointer into the judged value. */
  readonly at: string
  readonly keyword: string
  readonly params: Readonly<Record<string, unknown>>
  readonly message: string
  /** The schema object that holds the keyword; its identity leads to a pointer (`Bundle.pointerOf`). */
  readonly schema: SchemaNode
  /** The value at `at`. */
  readonly value: unknown
}

/** Gives what is wrong with a value. Empty when nothing is. */
export type Judge = (value: unknown) => readonly RawError[]

type Options = ConstructorParameters<typeof Ajv2020>[0]

/** Whether a value is valid. */
export type Test = (value: unknown) => boolean

/** Tests that were compiled, by what their schemas say. */
export type KnownTests = Map<string, Test>

/**
 * Compiles a schema in Ajv's strict mode to a plain yes or no, which costs half of what the reasons do. Two documents that say the same
 * of a body, as readings with few errata between them often do, share the test. Throws SchemaError.
 */
export function compileTest(bundle: Bundle, strictTypes: boolean, known: KnownTests): Test {
  const text = JSON.stringify([bundle.root, bundle.definitions])
  const key = `${strictTypes} ${text}`
  // What has passed the stricter rules passes the others, and judges no differently.
  const made = known.get(key) ?? (strictTypes ? undefined : known.get(`true ${text}`))
  if (made !== undefined) return made
  const validate = compile(bundle, bundle.root, { strict: true, strictTypes, messages: false })
  const test: Test = (value) => validate(value)
  known.set(key, test)
  return test
}

/** Compiles a schema in Ajv's strict mode; tells all errors, or only the first. Throws SchemaError. */
export function compileJudge(bundle: Bundle, options: { strictTypes: boolean; allErrors: boolean }): Judge {
  return judgeOf(compile(bundle, bundle.root, { strict: true, verbose: true, ...options }))
}

/** Compiles one branch of a schema that has compiled already, to explain why a value does not fit it. */
export function compileBranch(bundle: Bundle, branch: SchemaNode): Judge {
  // A branch may lean on a type that stands beside the `anyOf`: alone it need not be strict.
  return judgeOf(compile(bundle, { allOf: [branch] }, { strict: false, verbose: true, allErrors: true }))
}

function compile(bundle: Bundle, root: SchemaNode, options: Options): ValidateFunction {
  const ajv = new Ajv2020({
    ...options,
    allowUnionTypes: true,
    logger: false,
    // Each of these costs more than it saves: a schema is compiled for one run.
    meta: false,
    validateSchema: false,
    code: { optimize: false, process: withoutCopies },
  })
  addFormats(ajv, bundle.formats)
  addUniqueItems(ajv)
  try {
    return ajv.compile({ ...root, $defs: bundle.definitions })
  } catch (cause) {
    const message =
      cause instanceof RangeError ? 'it is too large' : cause instanceof Error ? cause.message : String(cause)
    const reason = message.replace(/#\/\$defs\/(s\d+)/g, (_, name) => `#${bundle.pointerOf(bundle.definitions[name])}`)
    throw new SchemaError(bundle.reach[0] ?? '', reason, { cause })
  }
}

/** Ajv copies its list of errors at each call for a `$ref`: of 50,000 entries that all fail, it would copy for minutes. */
function withoutCopies(code: string): string {
  return code.replace(/\bvErrors\.concat\(([\w.]+)\)/g, '$1.reduce((all, one) => (all.push(one), all), vErrors)')
}

/** Errors of one value that are looked at: enough for every kind of fault of a page. */
const mostErrors = 20_000

function judgeOf(validate: ValidateFunction): Judge {
  return (value) => (validate(value) ? [] : (validate.errors ?? []).slice(0, mostErrors).map(rawError))
}

function rawError({ instancePath, keyword, params, message, parentSchema, data }: ErrorObject): RawError {
  return {
    at: instancePath,
    keyword,
    params,
    message: message ?? `must satisfy ${keyword}`,
    schema: parentSchema ?? {},
    value: data,
  }
}
