import { asOneOf, asString, elements, find, isDate, members, need, type Place, refusal } from './place.ts'
import type { KnownDrift } from './types.ts'

const changes = ['gone', 'added', 'values', 'filtered'] as const
const keys = ['at', 'change', 'values', 'of', 'since', 'seen', 'source'] as const

/** Reads `<id>.drifts.yaml`. Throws SpecError DOCUMENT_SHAPE. */
export function readKnownDrifts(file: Place): readonly KnownDrift[] {
  onlyKeys(file, ['drifts'])
  return elements(need(file, 'drifts')).map(readDrift)
}

function readDrift(place: Place): KnownDrift {
  onlyKeys(place, keys)
  const at = asString(need(place, 'at'))
  const change = asOneOf(need(place, 'change'), changes)
  const values = elements(find(place, 'values')).map(({ value }) => value)
  const of = find(place, 'of')
  const source = asString(need(place, 'source'))
  if (!/^(?:(?:\/[^/]+)+|header [A-Za-z-]+)$/.test(at)) {
    throw refusal(need(place, 'at'), 'DOCUMENT_SHAPE', 'must be a JSON pointer, or header and its name')
  }
  if ((change === 'values') !== values.length > 0) {
    throw refusal(place, 'DOCUMENT_SHAPE', 'must have values if its change is values, and only then')
  }
  if (source === '') throw refusal(need(place, 'source'), 'DOCUMENT_SHAPE', 'must not be empty')
  return {
    at,
    change,
    ...(values.length === 0 ? {} : { values }),
    ...(of === undefined ? {} : { of: asOneOf(of, ['refusals']) }),
    ...dateOf(place),
    source,
  }
}

function dateOf(place: Place): Pick<KnownDrift, 'since' | 'seen'> {
  const dates = (['since', 'seen'] as const).flatMap((key) => {
    const date = find(place, key)
    return date === undefined ? [] : [[key, date] as const]
  })
  const [[key, date] = []] = dates
  if (key === undefined || date === undefined || dates.length > 1) {
    throw refusal(
      place,
      'DOCUMENT_SHAPE',
      'must have either since, the day of the change, or seen, when it was last seen',
    )
  }
  if (!isDate(asString(date))) {
    throw refusal(date, 'DOCUMENT_SHAPE', 'must be a day such as 2026-07-08 or a month such as 2026-08')
  }
  return { [key]: asString(date) }
}

function onlyKeys(place: Place, known: readonly string[]): void {
  for (const [key, member] of members(place)) {
    if (!known.includes(key)) throw refusal(member, 'DOCUMENT_SHAPE', `unknown key; known here are ${known.join(', ')}`)
  }
}
