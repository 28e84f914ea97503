import type { GradeDefinition } from '../grade-definition.ts'
import { shownBy } from '../sent.ts'
import { filterNames, hasFilters } from '../walks/index.ts'

export const keepsFilters: GradeDefinition = {
  id: 'keeps-filters',
  title: 'keeps filters and order while paging',
  appliesTo: (provider) => {
    const { paging } = provider.listGuide
    return paging !== undefined && paging.style !== 'whole-list' && filterNames(provider).length > 0
  },
  why: (style) =>
    style === 'page-number'
      ? 'page 2 of another list follows on page 1 of this one: organizations that were not asked for come in, others are never seen'
      : 'a cursor is good for the filters and the order that it was made for, and for no others',
  basis: 'documented',
  judge({ walks }) {
    const evidence = walks.flatMap(({ steps }) =>
      steps.flatMap((step, place) => {
        const before = steps[place - 1]
        if (before === undefined || before.filters === step.filters) return []
        const lost = namesOf(before.filters).filter((name) => !namesOf(step.filters).includes(name))
        const what =
          lost.length > 0
            ? `without ${lost.join(' and ')}, which it had sent for`
            : 'with other filters or another order than'
        return [shownBy([before, step], `asked for the next page ${what} the page before`)]
      }),
    )
    return { isSeen: walks.some(({ steps }) => steps.length > 1 && steps.some((step) => hasFilters(step))), evidence }
  },
}

function namesOf(filters: string): string[] {
  return (JSON.parse(filters) as [string, string][]).map(([name]) => name)
}
