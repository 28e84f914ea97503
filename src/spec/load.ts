import { readCompiled, readSources } from './provider-files.ts'
import { providerSpec } from './provider-spec.ts'
import { parseReadings } from './readings-file.ts'
import { textsMemory } from './texts-memory.ts'
import type { ProviderSpec } from './types.ts'

const remembered = textsMemory<ProviderSpec>()

/**
 * Loads one provider: from its compiled readings where they stand in the directory, or else from its YAML files, whose
 * libraries are only then loaded. The same object comes again for as long as the files say the same. Throws SpecError.
 */
export async function loadProviderSpec(directory: string, provider: string): Promise<ProviderSpec> {
  const compiled = await readCompiled(directory, provider)
  if (compiled) {
    const { file, text } = compiled
    return remembered(file, [text], () => providerSpec(provider, file, parseReadings(file, text)))
  }
  const sources = await readSources(directory, provider)
  const { compileProviderSpec } = await import('./compile.ts')
  return remembered(sources.specFile, [sources.specText, sources.overlayText, sources.driftsText], () =>
    compileProviderSpec(sources),
  )
}
