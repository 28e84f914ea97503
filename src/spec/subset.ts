import { SpecError } from './errors.ts'
import { asObject } from './place.ts'
import { readCompiled, readSources } from './provider-files.ts'
import { parseReadings } from './readings-file.ts'
import { textsMemory } from './texts-memory.ts'
import type { Edition, OperationSpec } from './types.ts'

/**
 * The operation as it reads with only these errata applied, in the ledger's order; undefined when they do not apply without the others.
 */
export type ErrataSubsets = (ids: readonly string[]) => OperationSpec | undefined

const remembered = textsMemory<ErrataSubsets>()

/**
 * Prepares readings between published and repaired, to tell which errata a body needs. The YAML is parsed at the first
 * question. The same function comes again for as long as the files say the same, and it gives the same objects. Undefined when the
 * directory has no YAML of this provider or no overlay.
 * Throws SpecError PROVIDER_ID; the first question throws SpecError when the YAML does not fit.
 */
export async function loadErrataSubsets(
  directory: string,
  provider: string,
  edition: Edition = 'documents',
): Promise<ErrataSubsets | undefined> {
  const [sources, compiled] = await Promise.all([
    readSources(directory, provider).catch(ifMissing),
    readCompiled(directory, provider),
  ])
  if (sources?.overlayText === undefined) return undefined
  const { specFile, specText, overlayText, latestText } = sources
  // YAML and JSONPath are loaded only where somebody asks: serving needs neither.
  const [{ readYaml }, { readOverlays }, { applyErrata }, { readOperation }] = await Promise.all([
    import('./yaml-source.ts'),
    import('./overlay-actions.ts'),
    import('./overlay.ts'),
    import('./operation.ts'),
  ])
  const read = sources
  return remembered(`${specFile} ${edition}`, [specText, overlayText, latestText, compiled?.text], subsets)

  function subsets(): ErrataSubsets {
    const known = new Map<string, OperationSpec | undefined>()
    let parsed: ReturnType<typeof parse> | undefined
    return (ids) => {
      parsed ??= parse()
      const { published, groups } = parsed
      const wanted = groups.filter(({ id }) => ids.includes(id))
      const key = wanted.map(({ id }) => id).join(' ')
      const operation = known.has(key) ? known.get(key) : withErrata(published, wanted)
      known.set(key, operation)
      return operation
    }
  }
  function pathIn(published: ReturnType<typeof parse>['published']): string {
    const { value } = asObject({ file: specFile, pointer: '', value: published })
    return readOperation({ provider, reading: 'published', file: specFile, document: value }).path
  }
  function parse() {
    // Both hold the same document; the compiled one is read ten times faster.
    const published = compiled
      ? parseReadings(compiled.file, compiled.text).published
      : readYaml(specFile, specText).value
    return { published, groups: readOverlays(read, edition).groups }
  }
  function withErrata(
    published: ReturnType<typeof parse>['published'],
    wanted: ReturnType<typeof parse>['groups'],
  ): OperationSpec | undefined {
    const file = `${specFile} (${wanted.map(({ id }) => id).join(', ')})`
    try {
      const { document } = applyErrata(published, wanted)
      const { value } = asObject({ file, pointer: '', value: document })
      const path = edition === 'latest' ? { path: pathIn(published) } : {}
      return readOperation({ provider, reading: 'repaired', file, document: value, ...path })
    } catch (error) {
      // A later erratum may build on what an earlier one put there.
      if (error instanceof SpecError) return undefined
      throw error
    }
  }
}

function ifMissing(error: unknown): undefined {
  if (error instanceof SpecError && error.code === 'FILE_MISSING') return undefined
  throw error
}
