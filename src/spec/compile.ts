import { basename } from 'node:path'
import { checkReferences } from './dereference.ts'
import { readKnownDrifts } from './known-drifts.ts'
import { applyErrata, type Repaired } from './overlay.ts'
import { readActions } from './overlay-actions.ts'
import { checkPatterns } from './pattern-safety.ts'
import { asObject } from './place.ts'
import type { ProviderSources } from './provider-files.ts'
import { providerSpec } from './provider-spec.ts'
import type { ProviderSpec } from './types.ts'
import { readYaml, type YamlSource } from './yaml-source.ts'

/** The files of a provider, read, and the spec after its errata. */
export interface Compilation extends Repaired {
  readonly spec: YamlSource
  readonly overlay?: YamlSource
}

/** Makes a provider's spec of its OpenAPI document, its overlay and its known drifts, all YAML. Throws SpecError. */
export function compileProviderSpec(sources: ProviderSources): ProviderSpec {
  const { spec, document, errata } = compile(sources)
  const published = asObject({ file: spec.file, pointer: '', value: spec.value })
  const repaired = asObject({ file: `${spec.file} (repaired)`, pointer: '', value: document })
  const made = providerSpec(sources.provider, spec.file, {
    published: published.value,
    repaired: repaired.value,
    errata,
    knownDrifts: knownDriftsOf(sources),
  })
  for (const root of [published, repaired]) {
    checkReferences(root)
    checkPatterns(root)
  }
  return made
}

function knownDriftsOf({ provider, driftsFile = `${provider}.drifts.yaml`, driftsText }: ProviderSources) {
  if (driftsText === undefined) return []
  return readKnownDrifts({ file: driftsFile, pointer: '', value: readYaml(driftsFile, driftsText).value })
}

/** Reads the YAML and applies the errata. Throws SpecError. */
export function compile({ provider, specFile, specText, overlayFile, overlayText }: ProviderSources): Compilation {
  const spec = readYaml(specFile, specText)
  if (overlayText === undefined) return { spec, document: spec.value, errata: [], edits: [] }
  const overlay = readYaml(overlayFile ?? `${provider}.overlay.yaml`, overlayText)
  const groups = readActions({ file: overlay.file, pointer: '', value: overlay.value }, basename(specFile))
  return { spec, overlay, ...applyErrata(spec.value, groups) }
}
