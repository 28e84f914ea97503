import { bases } from './bases.ts'
import { SpecError, type SpecErrorCode } from './errors.ts'
import { asOneOf, asString, elements, find, members, need, type Place, refusal } from './place.ts'
import type { Basis, Json } from './types.ts'

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
  readonly actions: readonly [Action, ...Action[]]
}

const KINDS = ['update', 'copy', 'remove'] as const

/**
 * Checks an Overlay 1.1.0 document whose actions are errata, and groups them. `specFileName` is what `extends` must name.
 * Throws SpecError: DOCUMENT_SHAPE, OVERLAY_SHAPE or OVERLAY_ERRATUM.
 */
export function readActions(overlay: Place, specFileName?: string): readonly ActionGroup[] {
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
      groups.push(openGroup(place, action))
    }
  }
  return groups
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
