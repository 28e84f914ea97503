import { basename } from 'node:path'
import { SpecError } from './errors.ts'
import { asObject, type Place } from './place.ts'
import { readSources } from './provider-files.ts'
import type { OperationSpec } from './types.ts'

/**
 * The operation as it reads with only these errata applied, in the ledger's order; undefined when they do not apply without the others.
 */
export type ErrataSubsets = (ids: readonly string[]) => OperationSpec | undefined

/**
 * Prepares readings between published and repaired, to tell which errata a body needs. The YAML is parsed at the first
 * question. Undefined when the directory has no YAML of this provider or no overlay.
 * Throws SpecError PROVIDER_ID; the first question throws SpecError when the YAML does not fit.
 */
export async function loadErrataSubsets(directory: string, provider: string): Promise<ErrataSubsets | undefined> {
  const sources = await readSources(directory, provider).catch(ifMissing)
  if (sources?.overlayText === undefined) return undefined
  const { specFile, specText, overlayFile = `${provider}.overlay.yaml`, overlayText } = sources
  // YAML and JSONPath are loaded only where somebody asks: serving needs neither.
  const [{ readYaml }, { readActions }, { applyErrata }, { readOperation }] = await Promise.all([
    import('./yaml-source.ts'),
    import('./overlay-actions.ts'),
    import('./overlay.ts'),
    import('./operation.ts'),
  ])

  function read(file: string, text: string): Place {
    return { file, pointer: '', value: readYaml(file, text).value }
  }
  let parsed: { readonly spec: Place; readonly groups: ReturnType<typeof readActions> } | undefined

  return function withErrata(ids) {
    parsed ??= {
      spec: read(specFile, specText),
      groups: readActions(read(overlayFile, overlayText), basename(specFile)),
    }
    const { spec, groups } = parsed
    const wanted = groups.filter(({ id }) => ids.includes(id))
    const file = `${specFile} (${ids.join(', ')})`
    try {
      const { document } = applyErrata(spec.value, wanted)
      const { value } = asObject({ file, pointer: '', value: document })
      return readOperation({ provider, reading: 'repaired', file, document: value })
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
