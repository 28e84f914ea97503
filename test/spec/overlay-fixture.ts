import { applyErrata, type Repaired } from '../../src/spec/overlay.ts'
import { readActions } from '../../src/spec/overlay-actions.ts'
import type { Json } from '../../src/spec/types.ts'

/** What the first action of an erratum has to state, for tests about something else. */
export const REASONED = {
  'x-erratum': 'E-AC-001',
  'x-basis': 'documented',
  'x-source': 'the document itself',
  description: 'It is wrong.',
}

/** An overlay of these actions. */
export function overlayOf(...actions: readonly { readonly [key: string]: Json }[]): { readonly [key: string]: Json } {
  return { overlay: '1.1.0', info: { title: 'Acme errata', version: '1.0.0' }, actions }
}

/** Applies an overlay, whole. */
export function apply(document: Json, overlay: Json): Repaired {
  return applyErrata(document, readActions({ file: 'acme.overlay.yaml', pointer: '', value: overlay }))
}

/** Applies actions that belong to one erratum. */
export function repair(document: Json, ...actions: readonly { readonly [key: string]: Json }[]): Repaired {
  return apply(document, overlayOf(...actions.map((action) => ({ ...REASONED, ...action }))))
}
