import type { GradeDefinition } from '../grade-definition.ts'
import type { GradedProvider } from '../types.ts'

/** What sizes there are, and who says so. */
export const pageSizeInRange: GradeDefinition = {
  id: 'page-size-in-range',
  title: 'asks for page sizes in range',
  appliesTo: ({ listGuide: { paging } }) => paging?.size !== undefined,
  why: 'a size out of range is refused, or served today and refused tomorrow',
  basis: 'documented',
  isOfEachRequest: true,
  judge({ provider, sent }) {
    const name = provider.listGuide.paging?.size ?? ''
    const [range, basis] = rangeOf(provider)
    const asked = sent.filter(({ kind, query }) => kind === 'page' && (query.get(name) ?? '') !== '')
    const evidence = asked.flatMap(({ seq, query }) => {
      const text = query.get(name) ?? ''
      const size = /^\d{1,9}$/.test(text) ? Number(text) : undefined
      if (size === undefined || size === 0)
        return [{ requests: [seq], message: `sent a ${name} that is no number of organizations` }]
      const { minimum, maximum } = range
      if (size >= minimum && size <= maximum) {
        const isServed = provider.listGuide.servesSize?.(text) ?? true
        return isServed ? [] : [{ requests: [seq], message: `asked for ${size} at once, which is refused` }]
      }
      return [{ requests: [seq], message: `asked for ${size} at once; ${name} goes from ${minimum} to ${maximum}` }]
    })
    return { isSeen: asked.length > 0, evidence, basis }
  },
}

/** What real clients were seen to keep to is never wider than the document. */
function rangeOf({ listGuide: { sizes, evidencedSizes } }: GradedProvider) {
  if (evidencedSizes !== undefined) return [evidencedSizes, 'observed'] as const
  if (sizes !== undefined) return [sizes, 'documented'] as const
  return [{ minimum: 1, maximum: Number.POSITIVE_INFINITY }, 'assumed'] as const
}
