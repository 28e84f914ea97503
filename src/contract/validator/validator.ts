import {
  type ContentSpec,
  type HeaderSpec,
  joinPointer,
  lazily,
  type OperationSpec,
  remembered,
} from '../../spec/index.ts'
import { hasLongerPointers } from '../json-members.ts'
import { placed, plain, type Words, words } from '../words.ts'
import { type Bundle, bundleSchema, entryPoint, type SchemaNode } from './bundle.ts'
import { compileBranch, compileJudge, compileTest, type Judge, type KnownTests, type RawError } from './compile.ts'
import { type BranchJudge, withoutNoise } from './noise.ts'
import { type Sentence, sentence } from './sentences.ts'

/** One way in which a value does not fit a schema. */
export interface SchemaFault extends Sentence {
  /** JSON pointer into the value; of a surplus field its own, of a missing one that of the object. */
  readonly at: string
  /** JSON pointer into the document of the reading, through `$ref`s. */
  readonly clause: string
  readonly keyword: string
  /** The same for the same defect in any reading of the document. */
  readonly key: string
  /** The member that is not there, where that is the fault. */
  readonly missing?: string
}

/** Judges values by the schemas of one reading of an operation. */
export interface Validator {
  readonly operation: OperationSpec
  /** Whether a value is valid; a content without a schema takes anything. Throws SchemaError. */
  accepts(content: ContentSpec, value: unknown): boolean
  /** What is wrong with a value, in the schema's order. Throws SchemaError. */
  faults(content: ContentSpec, value: unknown): readonly SchemaFault[]
  /** What is wrong with a header's text. Throws SchemaError. */
  headerFaults(header: HeaderSpec, text: string): readonly SchemaFault[]
  /** Pointers of the schemas that take part in judging: the content's own and all that it refers to. */
  reach(content: ContentSpec): readonly string[]
}

export interface ValidatorOptions {
  /** Shared by the validators of several readings. Default: nobody's. */
  readonly tests?: KnownTests
}

interface Compiled {
  readonly bundle: Bundle
  test(value: unknown): boolean
  readonly first: Judge
  readonly all: Judge
  readonly branchJudge: BranchJudge
}

/** A body with longer pointers is judged up to its first fault: millions of faults would be listed otherwise. */
const mostPointerCharacters = 200_000
const mostFaults = 1_000

/** Makes the validator of one reading. Each schema is compiled once, when it is first needed. */
export function createValidator(operation: OperationSpec, options: ValidatorOptions = {}): Validator {
  const { document } = operation
  const { tests = new Map() } = options
  const entryOf = remembered((pointer: string) => entryPoint(document, pointer))
  const compiledOf = compiledOnce(document, (pointer): Compiled => {
    const bundle = bundleSchema(document, pointer)
    const test = lazily(() => compileTest(bundle, tests))
    const first = lazily(() => compileJudge(bundle, { allErrors: false }))
    const all = lazily(() => compileJudge(bundle, { allErrors: true }))
    const branchJudge = remembered((branch: SchemaNode) => compileBranch(bundle, branch))
    return {
      bundle,
      test: (value) => test()(value),
      first: (value) => first()(value),
      all: (value) => all()(value),
      branchJudge,
    }
  })

  function faultsAt(pointer: string, value: unknown, subject: (at: string) => Words): readonly SchemaFault[] {
    const { bundle, first, all, branchJudge } = compiledOf(pointer)
    const errors = (hasLongerPointers(mostPointerCharacters, value) ? first : all)(value)
    const plain = withoutNoise(errors, branchJudge).slice(0, mostFaults)
    return plain.map((error) => faultOf(bundle, error, subject(error.at)))
  }

  return {
    operation,
    accepts: ({ schema, pointer }, value) => schema === undefined || compiledOf(entryOf(pointer)).test(value),
    faults({ schema, pointer }, value) {
      return schema === undefined ? [] : faultsAt(entryOf(pointer), value, place)
    },
    headerFaults: ({ name, pointer, schema }, text) =>
      faultsAt(joinPointer(pointer, 'schema'), headerValue(text, schema['type']), () => plain(`the header ${name}`)),
    reach: ({ schema, pointer }) => {
      return [pointer, ...(schema === undefined ? [] : compiledOf(entryOf(pointer)).bundle.reach)]
    },
  }
}

/** By document, for as long as it lives: a second run in the same process compiles nothing again. */
const compiledDocuments = new WeakMap<object, (pointer: string) => Compiled>()

function compiledOnce(document: object, make: (pointer: string) => Compiled): (pointer: string) => Compiled {
  const compiled = compiledDocuments.get(document) ?? remembered(make)
  compiledDocuments.set(document, compiled)
  return compiled
}

function faultOf(bundle: Bundle, error: RawError, subject: Words): SchemaFault {
  const { keyword, params } = error
  const name = params['additionalProperty'] ?? params['unevaluatedProperty']
  const at = typeof name === 'string' ? joinPointer(error.at, name) : error.at
  const named = params['missingProperty'] ?? name
  return {
    ...sentence(error, subject),
    at,
    clause: clauseOf(bundle, error),
    keyword,
    key: `${at}\n${keyword}\n${named ?? ''}`,
    ...(typeof params['missingProperty'] === 'string' ? { missing: params['missingProperty'] } : {}),
  }
}

function clauseOf(bundle: Bundle, { schema, keyword }: RawError): string {
  return joinPointer(bundle.pointerOf(schema) ?? '', keyword)
}

function place(at: string): Words {
  return at === '' ? words`the body` : placed(at)
}

/** Headers are text; a schema of another type judges what the text says (OpenAPI's style `simple`). */
function headerValue(text: string, type: unknown): unknown {
  if ((type === 'integer' || type === 'number') && /^-?\d+(?:\.\d+)?$/.test(text)) return Number(text)
  if (type === 'boolean' && /^(?:true|false)$/.test(text)) return text === 'true'
  return text
}
