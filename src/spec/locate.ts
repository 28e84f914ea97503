import { SpecError } from './errors.ts'
import type { SourceLocation } from './provenance.ts'
import { readSources } from './provider-files.ts'
import type { Edition, Reading } from './types.ts'

type Locator = ((pointer: string, reading: Reading) => SourceLocation) | undefined

/** One for each directory, provider and edition, for the life of the process. */
const locators = new Map<string, Promise<Locator>>()

/**
 * Where a JSON pointer of a provider's document stands in its YAML: in the spec, or in the overlay if an erratum put it
 * there; its nearest ancestor when it stands nowhere. Undefined when the directory has no YAML of this provider.
 * Throws SpecError when the YAML does not fit.
 */
export async function locate(
  directory: string,
  provider: string,
  pointer: string,
  reading: Reading = 'repaired',
  edition: Edition = 'documents',
): Promise<SourceLocation | undefined> {
  const key = `${directory}\n${provider}\n${edition}`
  const locator = locators.get(key) ?? makeLocator(directory, provider, edition)
  locators.set(key, locator)
  return (await locator)?.(pointer, reading)
}

async function makeLocator(directory: string, provider: string, edition: Edition): Promise<Locator> {
  try {
    const sources = await readSources(directory, provider)
    const { provenanceOf } = await import('./provenance.ts')
    return provenanceOf(sources, edition)
  } catch (error) {
    if (error instanceof SpecError && error.code === 'FILE_MISSING') return undefined
    throw error
  }
}
