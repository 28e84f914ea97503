import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { compileProviderSpec } from './compile.ts'
import { listProviders, readingsFile, readSources } from './provider-files.ts'
import { serializeReadings } from './readings-file.ts'

/**
 * Compiles every provider of a directory to `<provider>.json`, and its latest edition to `<provider>.latest.json`, so that serving needs neither YAML nor JSONPath, and
 * gives the providers. The build calls it. Throws SpecError.
 */
export async function writeReadings(specsDirectory: string, outputDirectory: string): Promise<string[]> {
  const providers = await listProviders(specsDirectory)
  await mkdir(outputDirectory, { recursive: true })
  await Promise.all(
    providers.map(async (provider) => {
      const sources = await readSources(specsDirectory, provider)
      const editions = sources.latestText === undefined ? (['documents'] as const) : (['documents', 'latest'] as const)
      for (const edition of editions) {
        const spec = compileProviderSpec(sources, edition)
        await writeFile(join(outputDirectory, readingsFile(provider, edition)), serializeReadings(spec))
      }
    }),
  )
  return providers
}
