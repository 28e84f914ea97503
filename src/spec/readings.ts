import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { compileProviderSpec } from './compile.ts'
import { listProviders, readSources } from './provider-files.ts'
import { serializeReadings } from './readings-file.ts'

/**
 * Compiles every provider of a directory to `<provider>.json`, so that serving needs neither YAML nor JSONPath, and
 * gives the providers. The build calls it. Throws SpecError.
 */
export async function writeReadings(specsDirectory: string, outputDirectory: string): Promise<string[]> {
  const providers = await listProviders(specsDirectory)
  await mkdir(outputDirectory, { recursive: true })
  await Promise.all(
    providers.map(async (provider) => {
      const spec = compileProviderSpec(await readSources(specsDirectory, provider))
      await writeFile(join(outputDirectory, `${provider}.json`), serializeReadings(spec))
    }),
  )
  return providers
}
