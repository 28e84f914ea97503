import { readCompiled, readSources } from './provider-files.ts'
import { providerSpec } from './provider-spec.ts'
import { parseReadings } from './readings-file.ts'
import type { ProviderSpec } from './types.ts'

/**
 * Loads one provider: from its compiled readings where they stand in the directory, or else from its YAML files, whose
 * libraries are only then loaded. Throws SpecError.
 */
export async function loadProviderSpec(directory: string, provider: string): Promise<ProviderSpec> {
  const compiled = await readCompiled(directory, provider)
  if (compiled) return providerSpec(provider, compiled.file, parseReadings(compiled.file, compiled.text))
  const sources = await readSources(directory, provider)
  const { compileProviderSpec } = await import('./compile.ts')
  return compileProviderSpec(sources)
}
