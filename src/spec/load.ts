import { readCompiled, readSources } from './provider-files.ts'
import { providerSpec } from './provider-spec.ts'
import { parseReadings } from './readings-file.ts'
import { textsMemory } from './texts-memory.ts'
import type { Edition, ProviderSpec } from './types.ts'

const remembered = textsMemory<ProviderSpec>()

/**
 * Loads one provider: from its compiled readings where they are in the directory, or else from its YAML files, whose
 * libraries are only then loaded. The same object comes again for as long as the files say the same. Throws SpecError.
 */
export async function loadProviderSpec(
  directory: string,
  provider: string,
  edition: Edition = 'documents',
): Promise<ProviderSpec> {
  const compiled = await readCompiled(directory, provider, edition)
  if (compiled) {
    const { file, text } = compiled
    return remembered(file, [text], () => providerSpec(provider, file, parseReadings(file, text)))
  }
  const sources = await readSources(directory, provider)
  const { compileProviderSpec } = await import('./compile.ts')
  const { specFile, specText, overlayText, latestText, driftsText } = sources
  const chosen = latestText === undefined ? 'documents' : edition
  return remembered(`${specFile} ${chosen}`, [specText, overlayText, latestText, driftsText], () =>
    compileProviderSpec(sources, chosen),
  )
}
