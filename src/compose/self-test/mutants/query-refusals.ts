import { asking, notAsking, type Pages } from '../pages.ts'
import type { ProxiedRequest, Subject } from '../types.ts'
import { type Defect, onReply, onRequest } from './make.ts'

/** Values that should be refused, and are not. */
export function refusalDefects(subject: Subject, pages: Pages): readonly Defect[] {
  const listed = subject.operation.parameters.filter(({ schema }) => Array.isArray(schema['enum']))
  const limited = subject.operation.parameters.filter(({ schema }) => typeof schema['maxLength'] === 'number')
  function bad(request: ProxiedRequest, name: string, isBad: (value: string) => boolean): boolean {
    const value = new URLSearchParams(request.query).get(name)
    return pages.isList(request) && value !== null && isBad(value)
  }
  const outside = (members: unknown) => (value: string) => !(members as readonly unknown[]).includes(value)
  return [
    ...listed.flatMap(({ name, schema }): readonly Defect[] => {
      const isOutside = outside(schema['enum'])
      const members = schema['enum'] as readonly string[]
      return [
        refused(
          `${name}-any`,
          `${name} takes any value and ignores it`,
          onRequest((request) =>
            bad(request, name, (value) => isOutside(value) && value !== '') ? notAsking(request, name) : undefined,
          ),
        ),
        refused(
          `${name}-empty`,
          `${name} takes an empty value and ignores it`,
          onRequest((request) => (bad(request, name, (value) => value === '') ? notAsking(request, name) : undefined)),
        ),
        refused(
          `${name}-capitals`,
          `${name} takes its values in capitals`,
          onRequest((request) => {
            const value = new URLSearchParams(request.query).get(name) ?? ''
            const member = members.find((one) => one !== value && one === value.toLowerCase())
            return member === undefined ? undefined : asking(request, name, member)
          }),
        ),
        refused(
          `${name}-500`,
          `an unlisted ${name} brings the server down`,
          onReply((reply, request) => (bad(request, name, isOutside) ? { ...reply, status: 500 } : undefined)),
        ),
        refused(`${name}-nothing`, `an unlisted ${name} gives an empty page`, (note) => async (request, forward) => {
          if (!bad(request, name, isOutside)) return forward(request)
          note()
          return pages.withRows(await forward(notAsking(request, name)), [])
        }),
      ]
    }),
    ...limited.flatMap(({ name, schema }): readonly Defect[] => {
      const maximum = Number(schema['maxLength'])
      return [
        refused(
          `${name}-long`,
          `${name} takes more than ${maximum} characters`,
          onRequest((request) =>
            bad(request, name, (value) => value.length > maximum) ? asking(request, name, 'x') : undefined,
          ),
        ),
        {
          name: `${name}-limit`,
          description: `${name} of exactly ${maximum} characters is refused`,
          expects: ['query/limits'],
          mutation: onRequest((request) =>
            bad(request, name, (value) => value.length === maximum)
              ? asking(request, name, 'x'.repeat(maximum + 1))
              : undefined,
          ),
        },
      ]
    }),
  ]
}

function refused(name: string, description: string, mutation: Defect['mutation']): Defect {
  return { name: `takes-${name}`, description, expects: ['query/refusals'], mutation }
}
