import type { Part } from '../changes.ts'
import { asking, notAsking, type Pages, parameterIn } from '../pages.ts'
import type { ProxiedRequest, Subject } from '../types.ts'
import { type Defect, onReply, onRequest } from './make.ts'

/** Values that should be refused, and are not. */
export function refusalDefects(subject: Subject, pages: Pages): readonly Defect[] {
  const listed = subject.operation.parameters.filter(({ schema }) => Array.isArray(schema['enum']))
  const limited = subject.operation.parameters.filter(({ schema }) => typeof schema['maxLength'] === 'number')
  function bad(request: ProxiedRequest, name: string, isBad: (value: string) => boolean): boolean {
    const value = parameterIn(request, name)
    return pages.isList(request) && value !== undefined && isBad(value)
  }
  function refused(name: string, description: string, mutation: Defect['mutation'], changes: readonly Part[]): Defect {
    return { name: `takes-${name}`, description, expects: ['query/refusals'], changes, mutation }
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
          [`?${name}`],
        ),
        refused(
          `${name}-empty`,
          `${name} takes an empty value and ignores it`,
          onRequest((request) => (bad(request, name, (value) => value === '') ? notAsking(request, name) : undefined)),
          [`?${name}`],
        ),
        refused(
          `${name}-capitals`,
          `${name} takes its values in capitals`,
          onRequest((request) => {
            const value = parameterIn(request, name) ?? ''
            const member = members.find((one) => one !== value && one === value.toLowerCase())
            return member === undefined ? undefined : asking(request, name, member)
          }),
          [`?${name}`],
        ),
        refused(
          `${name}-500`,
          `an unlisted ${name} brings the server down`,
          onReply((reply, request) => (bad(request, name, isOutside) ? { ...reply, status: 500 } : undefined)),
          ['status'],
        ),
        refused(
          `${name}-nothing`,
          `an unlisted ${name} gives an empty page`,
          onRequest(
            (request) => (bad(request, name, isOutside) ? notAsking(request, name) : undefined),
            (reply) => pages.withRows(reply, []),
          ),
          [`?${name}`, ...pages.rowParts],
        ),
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
          [`?${name}`],
        ),
        {
          name: `${name}-limit`,
          description: `${name} of exactly ${maximum} characters is refused`,
          expects: ['query/limits'],
          changes: [`?${name}`],
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
