import { basename } from 'node:path'
import { bases } from './bases.ts'
import { SpecError, type SpecErrorCode } from './errors.ts'
import { asOneOf, asString, elements, find, isDate, members, need, type Place, refusal } from './place.ts'
import type { ProviderSources } from './provider-files.ts'
import type { Basis, Edition, Json } from './types.ts'
import { readYaml } from './yaml-source.ts'

/** What one action does to the nodes that its target selects. */
export type Change =
  | { readonly kind: 'update'; readonly value: Json }
  | { readonly kind: 'copy'; readonly from: string }
  | { readonly kind: 'remove' }

/** One checked action of an overlay. */
export interface Action {
  readonly file: string
  /** JSON pointer of the action in the overlay. */
  readonly pointer: string
  /** RFC 9535 JSONPath. */
  readonly target: string
  readonly erratum: string
  readonly change: Change
}

/** Consecutive actions that repair one defect together. */
export interface ActionGroup {
  readonly id: string
  readonly basis: Basis
  readonly source: string
  readonly reason: string
  readonly since?: string
  readonly actions: readonly [Action, ...Action[]]
}

type Kind = 'errata' | 'changes'

const KINDS = ['update', 'copy', 'remove'] as const

/**
 * Checks an Overlay 1.1.0 document whose actions are errata, and groups them. `specFileName` is what `extends` must name. Of changes since
 * the document each says since when.
 * Throws SpecError: DOCUMENT_SHAPE, OVERLAY_SHAPE or OVERLAY_ERRATUM.
 */
export function readActions(overlay: Place, specFileName?: string, kind: Kind = 'errata'): readonly ActionGroup[] {
  onlyKeys(overlay, ['overlay', 'info', 'extends', 'actions'])
  asOneOf(need(overlay, 'overlay'), ['1.1.0'])
  const info = need(overlay, 'info')
  onlyKeys(info, ['title', 'version', 'description'])
  for (const key of ['title', 'version']) asString(need(info, key))
  checkExtends(find(overlay, 'extends'), specFileName)
  const list = need(overlay, 'actions')
  const places = elements(list)
  if (places.length === 0) throw refusal(list, 'OVERLAY_SHAPE', 'must hold at least one action')
  const groups: ActionGroup[] = []
  for (const place of places) {
    const action = readAction(place)
    const last = groups.at(-1)
    if (last?.id === action.erratum) {
      checkFollower(place, last)
      groups[groups.length - 1] = { ...last, actions: [...last.actions, action] }
    } else {
      if (groups.some(({ id }) => id === action.erratum)) {
        throw refusal(
          place,
          'OVERLAY_ERRATUM',
          `${action.erratum} appears again; the actions of an erratum must follow one another`,
        )
      }
      const since = kind === 'changes' ? { since: dateOf(stated(place, 'x-since')) } : {}
      groups.push({ ...openGroup(place, action), ...since })
    }
  }
  return groups
}

/** The overlays of an edition, in the order in which they are applied, and their actions. Throws SpecError. */
export function readOverlays(sources: ProviderSources, edition: Edition) {
  const { provider, specFile, overlayText, latestText } = sources
  const { overlayFile = `${provider}.overlay.yaml`, latestFile = `${provider}.latest.overlay.yaml` } = sources
  const read = (file: string, text: string | undefined, kind: Kind) => {
    if (text === undefined) return []
    const overlay = readYaml(file, text)
    return [{ overlay, groups: readActions({ file, pointer: '', value: overlay.value }, basename(specFile), kind) }]
  }
  const all = [
    ...read(overlayFile, overlayText, 'errata'),
    ...(edition === 'latest' ? read(latestFile, latestText, 'changes') : []),
  ]
  return { overlays: all.map(({ overlay }) => overlay), groups: all.flatMap(({ groups }) => groups) }
}

function readAction(place: Place): Action {
  onlyKeys(place, ['target', 'description', ...KINDS])
  const target = asString(need(place, 'target'))
  const erratum = asString(stated(place, 'x-erratum'))
  if (!/^E-[A-Z0-9]+-\d{3,}$/.test(erratum)) {
    throw actionError(
      { ...place, target },
      'OVERLAY_ERRATUM',
      `x-erratum ${JSON.stringify(erratum)} must look like E-CF-001`,
    )
  }
  return { file: place.file, pointer: place.pointer, target, erratum, change: readChange(place, target) }
}

function readChange(place: Place, target: string): Change {
  const [kind, ...others] = KINDS.filter((key) => find(place, key))
  if (kind === undefined || others.length > 0) {
    throw actionError({ ...place, target }, 'OVERLAY_SHAPE', 'must have exactly one of update, copy and remove')
  }
  const { value } = need(place, kind)
  if (kind === 'update') return { kind, value }
  if (kind === 'copy') return { kind, from: asString(need(place, kind)) }
  if (value !== true) throw actionError({ ...place, target }, 'OVERLAY_SHAPE', 'has a remove that is not true')
  return { kind }
}

function openGroup(place: Place, action: Action): ActionGroup {
  const reason = asString(stated(place, 'description'))
  const source = asString(stated(place, 'x-source'))
  const basis = asOneOf(stated(place, 'x-basis'), bases)
  return { id: action.erratum, basis, source, reason, actions: [action] }
}

function dateOf(place: Place): string {
  const date = asString(place)
  if (isDate(date)) return date
  throw refusal(place, 'OVERLAY_SHAPE', 'must be a day such as 2026-07-08 or a month such as 2026-08')
}

/** A later action may omit basis and source, but not contradict them. */
function checkFollower(place: Place, group: ActionGroup): void {
  for (const [key, value] of [
    ['x-basis', group.basis],
    ['x-source', group.source],
  ] as const) {
    const own = find(place, key)
    if (own && own.value !== value) {
      throw refusal(own, 'OVERLAY_ERRATUM', `${key} differs from that of the first action of ${group.id}`)
    }
  }
}

function stated(place: Place, key: string): Place {
  const found = find(place, key)
  if (!found || found.value === '') throw refusal(place, 'OVERLAY_ERRATUM', `${key} is missing`)
  return found
}

function checkExtends(place: Place | undefined, specFileName: string | undefined): void {
  if (!place || specFileName === undefined) return
  if (asString(place).replace(/^\.\//, '') !== specFileName) {
    throw refusal(place, 'OVERLAY_SHAPE', `must be ./${specFileName}, not ${asString(place)}`)
  }
}

function onlyKeys(place: Place, known: readonly string[]): void {
  for (const [key, member] of members(place)) {
    if (known.includes(key) || key.startsWith('x-')) continue
    throw refusal(member, 'OVERLAY_SHAPE', `unknown key; known here are ${known.join(', ')} and x-*`)
  }
}

/** The error that refuses an action, with its JSONPath. */
export function actionError(
  { file, pointer, target }: Pick<Action, 'file' | 'pointer' | 'target'>,
  code: SpecErrorCode,
  reason: string,
): SpecError {
  return new SpecError(code, { file, pointer, reason: `target ${target} ${reason}` })
}
