import { joinPointer, splitPointer } from '../spec/index.ts'
import { withoutRows } from './json-pointer.ts'
import type { KnownDrift } from './types.ts'

/** What is known of a place that does not fit the document: `gone` asks for a member that is missing, `added` for one that is not declared, `came` for a value that is there. */
export function knownDriftAt(
  drifts: readonly KnownDrift[],
  pointer: string,
  what: { readonly gone: true } | { readonly added: true } | { readonly came: unknown },
): KnownDrift | undefined {
  const at = withoutRows(pointer)
  return drifts.find((drift) => {
    if ('gone' in what) return drift.gone === at
    if ('added' in what) return drift.newFieldsIn === joinPointer('', ...splitPointer(at).slice(0, -1).map(String))
    return drift.newValues?.at === at && drift.newValues.values.includes(what.came)
  })
}
