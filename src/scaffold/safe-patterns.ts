import {
  isArray,
  isObject,
  type Json,
  type JsonObject,
  joinPointer,
  objectOf,
  type patternJudge,
  schemaKeywords,
  splitPointer,
} from '../spec/index.ts'
import { ScaffoldError } from './errors.ts'
import { target } from './json.ts'

export type PatternJudge = Awaited<ReturnType<typeof patternJudge>>

interface Safe {
  readonly document: JsonObject
  /** What was left out, with its place and the pattern, one sentence each. */
  readonly warnings: readonly string[]
}

/** Unsafe patterns of one document: each may take long to judge. */
const mostUnsafe = 50

/**
 * A reduced document without the patterns that a text could keep busy. It promises less than before, and nothing else: `oneOf`, `not` and
 * `if` go too where schemas in them promise less. Throws ScaffoldError PATTERN.
 */
export function withoutUnsafePatterns(document: JsonObject, patterns: PatternJudge): Safe {
  const dangerOf = boundedJudge(patterns)
  const first = removal(document, dangerOf, new Set())
  if (first.warnings.length === 0) return { document, warnings: [] }
  const { loosened, references } = first
  // Schemas that refer to a loosened one are loosened, however far away.
  for (let before = -1; before < loosened.size; ) {
    before = loosened.size
    for (const [name, to] of references) if ([...to].some((one) => loosened.has(one))) loosened.add(name)
  }
  const { document: safe, warnings } = removal(document, dangerOf, loosened)
  return { document: safe, warnings: warnings.map((warning) => `${warning}; ${patterns.advice}`) }
}

function boundedJudge({ dangerOf }: PatternJudge): PatternJudge['dangerOf'] {
  const known = new Map<string, string | undefined>()
  let unsafe = 0
  return function danger(pattern) {
    if (known.has(pattern)) return known.get(pattern)
    const found = dangerOf(pattern)
    known.set(pattern, found)
    if (found !== undefined) unsafe += 1
    if (unsafe > mostUnsafe) throw new ScaffoldError('PATTERN', `more than ${mostUnsafe} patterns are unsafe: ${found}`)
    return found
  }
}

/** One pass over the document; `known` names schemas that are loosened, as pointers. */
function removal(document: JsonObject, dangerOf: PatternJudge['dangerOf'], known: ReadonlySet<string>) {
  const warnings: string[] = []
  const loosened = new Set(known)
  const references = new Map<string, Set<string>>()
  /** Patterns that are gone, and references to schemas that lost some. */
  let losses = 0

  function isUnsafe(pattern: string, at: string): boolean {
    const danger = dangerOf(pattern)
    if (danger === undefined) return false
    warnings.push(`#${at} is left out: ${danger}`)
    losses += 1
    return true
  }

  function refer(from: string, ref: string): void {
    const { pointer } = target(document, ref)
    if (known.has(pointer)) losses += 1
    const [section = '', kind = '', name = ''] = splitPointer(from)
    const owner = joinPointer('', section, kind, name)
    references.set(owner, (references.get(owner) ?? new Set()).add(pointer))
  }

  function safe(value: Json, at: string, isMap = false): Json {
    if (isArray(value)) return value.map((item, index) => safe(item, joinPointer(at, index)))
    if (!isObject(value)) return value
    // Members with an unsafe name fit what they like: what is said of all others says nothing of them.
    const isOpen =
      !isMap && Object.keys(objectOf(value['patternProperties'])).some((name) => dangerOf(name) !== undefined)
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, member]): readonly [string, Json][] => {
        const place = joinPointer(at, key)
        if (isMap) return [[key, safe(member, place)]]
        if (schemaKeywords.data.includes(key)) return [[key, member]]
        if (key === 'pattern' && typeof member === 'string') return isUnsafe(member, place) ? [] : [[key, member]]
        if (key === 'patternProperties') return [[key, safeNames(objectOf(member), place)]]
        if (isOpen && (key === 'additionalProperties' || key === 'unevaluatedProperties')) return []
        if (key === '$ref' && typeof member === 'string') refer(at, member)
        const before = losses
        const inner = safe(member, place, schemaKeywords.map.includes(key))
        const isLoose = losses > before
        // What fits a looser schema may be what `not` and `if` keep apart, and may fit several of `oneOf`.
        if (isLoose && (key === 'not' || key === 'if' || (key === 'oneOf' && value['anyOf'] !== undefined))) return []
        return [[isLoose && key === 'oneOf' ? 'anyOf' : key, inner]]
      }),
    )
  }

  function safeNames(named: JsonObject, at: string): JsonObject {
    return Object.fromEntries(
      Object.entries(named).flatMap(([name, schema]): readonly [string, Json][] => {
        const place = joinPointer(at, name)
        return isUnsafe(name, place) ? [] : [[name, safe(schema, place)]]
      }),
    )
  }

  const schemas = objectOf(objectOf(document['components'])['schemas'])
  const safeSchemas = Object.entries(schemas).map(([name, schema]): [string, Json] => {
    const at = joinPointer('', 'components', 'schemas', name)
    const before = losses
    const made = safe(schema, at)
    if (losses > before) loosened.add(at)
    return [name, made]
  })
  const components = {
    ...objectOf(document['components']),
    ...(safeSchemas.length === 0 ? {} : { schemas: Object.fromEntries(safeSchemas) }),
  }
  const paths = safe(document['paths'] ?? {}, '/paths')
  return { document: { ...document, paths, components }, warnings, loosened, references }
}
