import type { GradeDefinition } from '../grade-definition.ts'
import { shownBy } from '../sent.ts'

/** Cursors carry a position, so that a client may change the size there. */
export const keepsPageSize: GradeDefinition = {
  id: 'keeps-page-size',
  title: 'keeps one page size through a walk',
  appliesTo: ({ listGuide: { paging } }) => paging?.style === 'page-number' && paging.size !== undefined,
  why: 'a page’s number means another part of the list with another size: organizations come twice or never',
  basis: 'documented',
  judge({ provider, walks }) {
    const name = provider.listGuide.paging?.size ?? ''
    const evidence = walks.flatMap(({ steps, hasOtherSize }) =>
      (hasOtherSize ? steps : []).flatMap((step, place) => {
        const before = steps[place - 1]
        if (before === undefined || before.size === step.size) return []
        const message = `went on to page ${step.number} with another ${name} than page ${before.number} had`
        return [shownBy([before, step], message)]
      }),
    )
    return { isSeen: walks.some(({ steps }) => new Set(steps.map(({ page }) => page)).size > 1), evidence }
  },
}
