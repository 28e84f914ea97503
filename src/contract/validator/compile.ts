import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'
import type { Bundle, SchemaNode } from './bundle.ts'
import { addFormats } from './formats.ts'
import { SchemaError } from './schema-error.ts'

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

/** Gives what is wrong with a value: the first fault only, or all. Empty when nothing is. */
export type Judge = (value: unknown) => readonly RawError[]

export interface JudgeOptions {
  readonly strictTypes: boolean
  /** Stop at the first error: enough to know whether a value is valid, and cheaper to compile and to run. */
  readonly isQuick: boolean
}

/** Compiles a schema in Ajv's strict mode. Throws SchemaError. */
export function compileJudge(bundle: Bundle, { strictTypes, isQuick }: JudgeOptions): Judge {
  return compile(bundle, bundle.root, {
    strict: true,
    strictTypes,
    allErrors: !isQuick,
  })
}

/** Compiles one branch of a schema that has compiled already, to explain why a value does not fit it. */
export function compileBranch(bundle: Bundle, branch: SchemaNode): Judge {
  // A branch may lean on a type that stands beside the `anyOf`: alone it need not be strict.
  return compile(bundle, { allOf: [branch] }, { strict: false, allErrors: true })
}

function compile(bundle: Bundle, root: SchemaNode, options: ConstructorParameters<typeof Ajv2020>[0]): Judge {
  const ajv = new Ajv2020({
    ...options,
    allowUnionTypes: true,
    verbose: true,
    logger: false,
    // Each of these costs more than it saves: a schema is compiled for one run.
    meta: false,
    validateSchema: false,
    code: { optimize: false },
  })
  addFormats(ajv, bundle.formats)
  try {
    const validate = ajv.compile({ ...root, $defs: bundle.definitions })
    return (value) => (validate(value) ? [] : (validate.errors ?? []).map(rawError))
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    const reason = message.replace(/#\/\$defs\/(s\d+)/g, (_, name) => `#${bundle.pointerOf(bundle.definitions[name])}`)
    throw new SchemaError(bundle.reach[0] ?? '', reason, { cause })
  }
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
