import type { ProviderSpec } from '../spec/index.ts'

/**
 * A provider's spec for each list that it has: its own, and in the latest edition what came besides, which no document of old has, so that
 * bodies are held against one reading. Each is checked by itself.
 */
export function listsOf(spec: ProviderSpec): readonly ProviderSpec[] {
  const further = spec.further.map((operation) => ({
    ...spec,
    provider: `${spec.provider} ${operation.path}`,
    published: operation,
    repaired: operation,
    further: [],
    knownDrifts: [],
  }))
  return [{ ...spec, further: [] }, ...further]
}
