import { type Pages, parameterIn } from '../pages.ts'
import type { Subject } from '../types.ts'
import { type Defect, parameterDefects, replyDefects } from './make.ts'
import { setStatus } from './reply-changes.ts'

/** Values that should be refused, and are not. */
export function refusalDefects({ operation: { parameters } }: Subject, pages: Pages): readonly Defect[] {
  return parameters.flatMap(({ name, schema }) => [
    ...(Array.isArray(schema['enum']) ? listed(pages, name, schema['enum'] as readonly string[]) : []),
    ...(typeof schema['maxLength'] === 'number' ? limited(pages, name, schema['maxLength']) : []),
  ])
}

function listed(pages: Pages, name: string, members: readonly string[]): readonly Defect[] {
  const check = ['refusals']
  const prefix = `takes-${name}-`
  const takes = parameterDefects(pages, name, prefix)
  const emptied = parameterDefects(pages, name, prefix, (reply) => pages.withRows(reply, []), pages.rowParts)
  const isOutside = (value: string | undefined) => value !== undefined && !members.includes(value)
  const failing = replyDefects(
    (_reply, request) => pages.isList(request) && isOutside(parameterIn(request, name)),
    prefix,
  )
  return [
    takes('any', `${name} takes any value and ignores it`, check, (value) =>
      isOutside(value) && value !== '' ? null : undefined,
    ),
    takes('empty', `${name} takes an empty value and ignores it`, check, (value) => (value === '' ? null : undefined)),
    takes('capitals', `${name} takes its values in capitals`, check, (value = '') =>
      members.find((one) => one !== value && one === value.toLowerCase()),
    ),
    failing('500', `an unlisted ${name} brings the server down`, check, setStatus(500)),
    emptied('nothing', `an unlisted ${name} gives an empty page`, check, (value) =>
      isOutside(value) ? null : undefined,
    ),
  ]
}

function limited(pages: Pages, name: string, maximum: number): readonly Defect[] {
  const takes = parameterDefects(pages, name, 'takes-')
  const refuses = parameterDefects(pages, name, '')
  const exactly = `${name} of exactly ${maximum} characters is refused`
  return [
    takes(
      `${name}-long`,
      `${name} takes more than ${maximum} characters`,
      ['refusals'],
      (value = '') => value.length > maximum && 'x',
    ),
    refuses(`${name}-limit`, exactly, ['limits'], (value = '') => value.length === maximum && 'x'.repeat(maximum + 1)),
  ]
}
