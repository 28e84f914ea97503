import {
  type Client,
  type Dataset,
  type FurtherList,
  type Outcome,
  type PageNumberInfo,
  type Parameters,
  type ProviderContext,
  pageNumber,
  type selector,
} from '../../src/mock/index.ts'

// What the latest edition has besides: a search, and the list in pages. Both as the framework has them (observed: REST framework 3.18).

type Spec = ProviderContext['spec']
type Select = ReturnType<typeof selector>

/** Assumed: the sizes, which no document states. */
const usualSize = 20
const largestSize = 100

export function hasSearch({ parameters }: Spec): boolean {
  return parameters.some(({ name }) => name === 'search')
}

/** Of a parameter that is repeated the last one counts. */
export function searchReader(query: string): Outcome<Parameters> {
  return { ok: true, value: { search: lastIn(query, 'search') } }
}

/** Assumed: the name is searched. The framework looks for each word by itself: all must be in it, in any letter case. */
export function searchIn(select: Select) {
  return (dataset: Dataset<unknown>, { search = '' }: Parameters, client: Client | undefined) => {
    const words = String(search)
      .split(/[\s,]+/)
      .filter((word) => word !== '')
    const filters = words.map((value) => ({ column: 'name', value, isPart: true }))
    return select(dataset, { filters, match: 'all', order: undefined, direction: 'asc' }, client)
  }
}

/** Pages by number: one that is none or past the end is refused, and a size that is none is the usual one. */
export function pagesOf(spec: Spec, select: Select): FurtherList<unknown, PageNumberInfo> {
  return {
    spec,
    parameters(query) {
      const page = wholeNumber(lastIn(query, 'page') ?? '1')
      if (page === undefined) return { ok: false, refusal: { kind: 'invalid-cursor', parameter: 'page' } }
      const size = Math.min(wholeNumber(lastIn(query, 'page_size') ?? '') ?? usualSize, largestSize)
      return { ok: true, value: { search: lastIn(query, 'search'), page, page_size: size } }
    },
    query: searchIn(select),
    paginator: { ...pageNumber({ page: 'page', size: 'page_size', pastEnd: 'refused' }), hasLinks: true },
    envelope: ({ items, info: { page, totalPages, filteredCount } }, url) => ({
      count: filteredCount,
      next: page < totalPages ? withPage(url, page + 1) : null,
      previous: page > 1 ? withPage(url, page - 1) : null,
      results: items,
    }),
  }
}

/** The first page has no number; parameters are in the order of their names. */
function withPage(url: string, page: number): string {
  const end = url.indexOf('?')
  const query = new URLSearchParams(url.slice(end + 1))
  query.delete('page')
  if (page > 1) query.set('page', String(page))
  query.sort()
  return query.size === 0 ? url.slice(0, end) : `${url.slice(0, end)}?${query}`
}

function lastIn(query: string, name: string): string | undefined {
  return new URLSearchParams(query).getAll(name).at(-1)
}

function wholeNumber(text: string): number | undefined {
  return /^0*[1-9][0-9]{0,14}$/.test(text) ? Number(text) : undefined
}
