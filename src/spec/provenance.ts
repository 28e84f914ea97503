import { compile } from './compile.ts'
import { traceBack } from './edits.ts'
import type { ProviderSources } from './provider-files.ts'
import type { Edition, Reading } from './types.ts'
import type { Position } from './yaml-source.ts'

/** Where in a YAML file something stands. */
export interface SourceLocation extends Position {
  readonly file: string
}

/** Compiles a provider's files and tells, for a pointer into either reading, where it was written. Throws SpecError. */
export function provenanceOf(
  sources: ProviderSources,
  edition: Edition = 'documents',
): (pointer: string, reading: Reading) => SourceLocation {
  const { spec, overlays, edits } = compile(sources, edition)
  return (pointer, reading) => {
    const origin = traceBack(pointer, reading === 'repaired' ? edits : [])
    const source = overlays.find(({ file }) => file === origin.file) ?? spec
    return { file: source.file, ...source.position(origin.pointer) }
  }
}
