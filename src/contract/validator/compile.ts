import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import { readPattern } from '../../spec/index.ts'
import type { Bundle, SchemaNode } from './bundle.ts'
import { addFormats } from './formats.ts'
import { addNumbers } from './numbers.ts'
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
 * Compiles a schema to a plain yes or no, which costs half of what the reasons do. Two documents that say the same of a body, as
 * readings with few errata between them often do, share the test. Throws SchemaError.
 */
export function compileTest(bundle: Bundle, known: KnownTests): Test {
  const key = JSON.stringify([bundle.root, bundle.definitions])
  const made = known.get(key)
  if (made !== undefined) return made
  const validate = compile(bundle, bundle.root, { messages: false })
  const test: Test = (value) => validate(value)
  known.set(key, test)
  return test
}

/** Compiles a schema; tells all errors, or only the first. Throws SchemaError. */
export function compileJudge(bundle: Bundle, options: { allErrors: boolean }): Judge {
  return judgeOf(compile(bundle, bundle.root, { verbose: true, ...options }))
}

/** Compiles one branch of a schema that has compiled already, to explain why a value does not fit it. */
export function compileBranch(bundle: Bundle, branch: SchemaNode): Judge {
  return judgeOf(compile(bundle, { allOf: [branch] }, { verbose: true, allErrors: true }))
}

function compile(bundle: Bundle, root: SchemaNode, options: Options): ValidateFunction {
  const ajv = new Ajv2020({
    ...options,
    // A valid schema is no worse for what lint would say of it; that of our own documents is a test's matter.
    strict: false,
    strictNumbers: true,
    logger: false,
    // Each of these costs more than it saves: a schema is compiled for one run.
    meta: false,
    validateSchema: false,
    code: { optimize: false, process: withoutCopies, regExp },
  })
  addFormats(ajv, bundle.formats)
  addNumbers(ajv)
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

/** Ajv's own way is Unicode mode alone. */
function regExp(pattern: string): RegExp {
  const read = readPattern(pattern)
  if (read === undefined) throw new Error(`${JSON.stringify(pattern)} is no regular expression of ECMA-262`)
  return read.expression
}
// For code that Ajv writes to a file, which it never does here.
regExp.code = 'regExp'

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
    value: params['exact'] ?? data,
  }
}
