import { checkReferences } from './dereference.ts'
import { readKnownDrifts } from './known-drifts.ts'
import { readOperation } from './operation.ts'
import { applyErrata, type Repaired } from './overlay.ts'
import { readOverlays } from './overlay-actions.ts'
import { checkPatterns } from './pattern-safety.ts'
import { asObject } from './place.ts'
import { isWithin } from './pointer.ts'
import type { ProviderSources } from './provider-files.ts'
import { providerSpec } from './provider-spec.ts'
import type { Edition, JsonObject, LaterParameter, ProviderSpec } from './types.ts'
import { readYaml, type YamlSource } from './yaml-source.ts'

/** The files of a provider, read, and the spec after its errata. */
export interface Compilation extends Repaired {
  readonly spec: YamlSource
  /** Errata, then what has changed since. */
  readonly overlays: readonly YamlSource[]
}

/** Makes a provider's spec of its OpenAPI document, its overlays and its known drifts, all YAML. Throws SpecError. */
export function compileProviderSpec(sources: ProviderSources, edition: Edition = 'documents'): ProviderSpec {
  const { spec, document, errata } = compile(sources, edition)
  const published = asObject({ file: spec.file, pointer: '', value: spec.value })
  const repaired = asObject({ file: `${spec.file} (repaired)`, pointer: '', value: document })
  const made = providerSpec(sources.provider, spec.file, {
    edition: sources.latestText === undefined ? 'documents' : edition,
    published: published.value,
    repaired: repaired.value,
    errata,
    knownDrifts: knownDriftsOf(sources),
    later: edition === 'latest' ? [] : laterThan(sources, repaired.value),
  })
  for (const root of [published, repaired]) {
    checkReferences(root)
    checkPatterns(root)
  }
  return made
}

/** Query parameters of the latest edition that this document does not have. */
function laterThan(sources: ProviderSources, document: JsonObject): readonly LaterParameter[] {
  if (sources.latestText === undefined) return []
  const { provider, specFile: file } = sources
  const latest = compile(sources, 'latest')
  const before = readOperation({ provider, reading: 'repaired', file, document })
  const { path } = before
  const { value } = asObject({ file, pointer: '', value: latest.document })
  const after = readOperation({ provider, reading: 'repaired', file, document: value, path })
  const known = before.parameters.map(({ name }) => name)
  return after.parameters.flatMap(({ name, pointer }) => {
    const change = latest.errata.find(({ pointers }) => pointers.some((changed) => isWithin(pointer, changed)))
    return known.includes(name) || change?.since === undefined ? [] : [{ name, since: change.since }]
  })
}

function knownDriftsOf({ provider, driftsFile = `${provider}.drifts.yaml`, driftsText }: ProviderSources) {
  if (driftsText === undefined) return []
  return readKnownDrifts({ file: driftsFile, pointer: '', value: readYaml(driftsFile, driftsText).value })
}

/** Reads the YAML and applies the errata, in the latest edition also what has changed since. Throws SpecError. */
export function compile(sources: ProviderSources, edition: Edition = 'documents'): Compilation {
  const spec = readYaml(sources.specFile, sources.specText)
  const { overlays, groups } = readOverlays(sources, edition)
  return { spec, overlays, ...applyErrata(spec.value, groups) }
}
