export { contentFor, essence, isJsonType, responseFor } from './applicable.ts'
export { bases } from './bases.ts'
export { type ChangeSeverity, changeSeverities } from './change-severities.ts'
export { editions } from './editions.ts'
export { SpecError } from './errors.ts'
export { arrayOf, isArray, isObject, objectOf } from './json.ts'
export { loadProviderSpec } from './load.ts'
export { locate } from './locate.ts'
export { patternJudge } from './pattern-judge.ts'
export { readPattern } from './pattern-text.ts'
export { isWithin, joinPointer, referredPointer, resolvePointer, splitPointer, type Token } from './pointer.ts'
export type { SourceLocation } from './provenance.ts'
export { listProviders } from './provider-files.ts'
export { readYaml } from './read-yaml.ts'
export { lazily, remembered, rememberedWeakly } from './remember.ts'
export { readRetryAfter } from './retry-after.ts'
export { schemaKeywords } from './schema-keywords.ts'
export { type PropertyShape, type SchemaPart, type SchemaShape, shapesOf } from './schema-shape.ts'
export {
  countBounds,
  cursorLifetimeBounds,
  defaultCount,
  defaultSeed,
  maxCount,
  maxSeed,
  seedBounds,
} from './seed-and-count.ts'
export { withoutFinalSlashes } from './servers.ts'
export { shell, shellQuoted, shellWord, type WordPart } from './shell.ts'
export { type ErrataSubsets, loadErrataSubsets } from './subset.ts'
export type {
  Basis,
  ContentSpec,
  Edition,
  Erratum,
  HeaderSpec,
  Json,
  JsonObject,
  KnownDrift,
  LaterParameter,
  OperationSpec,
  ParameterSpec,
  ProviderSpec,
  Reading,
  ResponseSpec,
} from './types.ts'
export { runnerUserAgent } from './user-agent.ts'
export { isMergeKey, offsetOf, repeatedKey } from './yaml-keys.ts'
export type { YamlSource } from './yaml-source.ts'
