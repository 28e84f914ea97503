import {
  counterExamples,
  type EnvelopeRule,
  type Exchange,
  itemsAt,
  plain,
  shown,
  valueAt,
  words,
} from '../../src/contract/index.ts'

const anError = [{ code: 1000, message: 'something is wrong' }]

/** What holds between the parts of Cloudflare's envelope. `responses` is the pointer of the responses in the document. */
export function envelope(responses: string): readonly EnvelopeRule[] {
  return [
    {
      id: 'success-flag',
      basis: 'documented',
      promised: 'success true with a 2xx status and false with any other',
      clause: responses,
      broken({ response, json }) {
        const flag = json.ok ? valueAt(json.value, '/success') : undefined
        const isSuccess = response.status >= 200 && response.status < 300
        return flag === isSuccess
          ? undefined
          : { came: words`success ${shown(flag)} with status ${response.status}`, at: '/success' }
      },
      counterExamples: counterExamples('/success', [
        ['success-false', 'a page says success false', 'page', () => false],
        ['success-false-last', 'the last page says success false', 'last page', () => false],
        ['success-true', 'a refusal says success true', 'refusal', () => true],
        ['success-absent', 'a refusal says nothing of success', 'refusal', () => undefined],
      ]),
    },
    {
      id: 'errors',
      basis: 'documented',
      promised: 'no errors in a success, at least one in a failure',
      clause: responses,
      broken({ response, json }) {
        const errors = json.ok ? itemsAt(json.value, '/errors') : undefined
        const isSuccess = response.status < 300
        if (errors !== undefined && (errors.length === 0) === isSuccess) return undefined
        const count = errors === undefined ? words`no list of` : words`${errors.length}`
        return { came: words`${count} errors with status ${response.status}`, at: '/errors' }
      },
      counterExamples: counterExamples('/errors', [
        ['errors-in-page', 'a page lists an error', 'page', () => anError],
        ['errors-in-empty-page', 'an empty page lists an error', 'empty page', () => anError],
        ['errors-empty', 'a refusal lists no error', 'refusal', () => []],
        ['errors-absent', 'a refusal has no list of errors', 'refusal', () => undefined],
      ]),
    },
    {
      id: 'result',
      // Of the three parts of the schema, all of which hold, one permits null and two do not.
      basis: 'documented',
      promised: 'a list in a success',
      clause: responses,
      broken({ response, json }) {
        const result = json.ok ? valueAt(json.value, '/result') : undefined
        if (response.status >= 300 || Array.isArray(result) || isNullForNothing(json)) return undefined
        return { came: words`${shown(result)} with status ${response.status}`, at: '/result' }
      },
      counterExamples: counterExamples('/result', [
        ['result-null', 'a page has null for its rows', 'page', () => null],
        ['result-object', 'a page has an object for its rows', 'page', () => ({})],
      ]),
    },
    {
      id: 'empty-result',
      // The part that permits null (E-CF-002) may have meant it so.
      basis: 'observed',
      promised: 'an empty list where there are no rows',
      clause: responses,
      broken({ response, json }) {
        if (response.status >= 300 || !isNullForNothing(json)) return undefined
        return { came: words`null with status ${response.status}`, at: '/result' }
      },
      counterExamples: counterExamples('/result', [
        ['result-null-empty', 'an empty page has null for its rows', 'empty page', () => null],
      ]),
    },
    {
      id: 'refusal-result',
      basis: 'observed',
      promised: 'null for a result in a failure',
      clause: responses,
      broken({ response, json }) {
        const result = json.ok ? valueAt(json.value, '/result') : undefined
        if (response.status < 300 || result === null) return undefined
        return { came: words`${shown(result)} with status ${response.status}`, at: '/result' }
      },
      counterExamples: counterExamples('/result', [
        ['result-in-refusal', 'a refusal has an empty list', 'refusal', () => []],
        ['result-absent', 'a refusal has no result', 'refusal', () => undefined],
      ]),
    },
    {
      ...count,
      broken: (exchange) => (isTheTotal(exchange) ? count.broken(exchange) : undefined),
      states: { at: '/result_info/count', fact: 'rows' },
      counterExamples: counterExamples('/result_info/count', [
        ['count-total', 'count is the total', 'page', (_was, { body }) => valueAt(body, '/result_info/total_count')],
      ]),
    },
    {
      id: 'count',
      // The total by the document's words, the rows of the page in every reply that was observed: what is neither breaks both.
      basis: 'documented',
      promised: 'a count of the rows on this page, or of all',
      clause: responses,
      broken: (exchange) => (isTheTotal(exchange) ? undefined : count.broken(exchange)),
      counterExamples: counterExamples('/result_info/count', [
        ['count-plus', 'count is one more than there are rows', 'page', (was) => Number(was) + 1],
        [
          'count-last',
          'count is the page size on the last page too',
          'last page',
          (_was, { body }) => valueAt(body, '/result_info/per_page'),
        ],
        ['count-empty', 'count is 1 on an empty page', 'empty page', () => 1],
      ]),
    },
    {
      ...counter('page', 'documented', 'the page that was asked for', [1, Number.MAX_SAFE_INTEGER], ({ query }) =>
        Number(query.get('page') ?? 1),
      ),
      states: { at: '/result_info/page', fact: 'page' },
      counterExamples: counterExamples('/result_info/page', [
        ['page-zero', 'pages are echoed from 0', 'page', (was) => Number(was) - 1],
        ['page-one', 'every page is echoed as page 1', 'page', () => 1],
      ]),
    },
    {
      ...counter('per_page', 'documented', 'the page size that was asked for', [5, 50], ({ query }) =>
        Number(query.get('per_page') ?? 20),
      ),
      counterExamples: counterExamples('/result_info/per_page', [
        ['per-page-default', 'the page size is always echoed as 20', 'page', () => 20],
        [
          'per-page-rows',
          'the number of rows is echoed as the page size',
          'last page',
          (_was, { body }) => valueAt(body, '/result_info/count'),
        ],
        ['per-page-text', 'the page size is echoed as text', 'page', String],
      ]),
    },
    {
      id: 'total-pages',
      basis: 'observed',
      promised: 'total_pages is total_count divided by per_page, rounded up, where nothing is filtered',
      broken({ request, response, json }) {
        if (response.status !== 200 || !json.ok || isFiltered(request.url)) return undefined
        const came = valueAt(json.value, '/result_info/total_pages')
        if (came === undefined) return undefined
        const wanted = Math.ceil(pagesIn(json.value))
        return came === wanted
          ? undefined
          : { came: words`${shown(came)}, not ${wanted}`, at: '/result_info/total_pages' }
      },
      counterExamples: counterExamples('/result_info/total_pages', [
        ['total-pages-plus', 'total_pages is one too many', 'page', (was) => Number(was) + 1],
        ['total-pages-floor', 'total_pages is rounded down', 'page', (_was, { body }) => Math.floor(pagesIn(body))],
        // Past the end, and in an account without organizations, where it is 0 anyway.
        ['total-pages-empty', 'total_pages is 0 on an empty page', 'empty page', () => 0],
      ]),
    },
    {
      id: 'result-info',
      // The document requires none of it.
      basis: 'observed',
      promised: 'result_info with its counters beside every list',
      broken({ response, json }) {
        if (response.status !== 200 || !json.ok) return undefined
        const info = valueAt(json.value, '/result_info')
        const missing = ['page', 'per_page', 'count', 'total_count'].find(
          (name) => valueAt(info, `/${name}`) === undefined,
        )
        if (missing === undefined) return undefined
        return info === undefined || info === null
          ? { came: words`result_info ${shown(info)}`, at: '' }
          : { came: words`no ${plain(missing)}`, at: '/result_info' }
      },
      counterExamples: counterExamples('/result_info', [
        ['page-absent', 'the page is not echoed', 'page', without('page')],
        ['count-absent', 'count is missing', 'page', without('count')],
        ['info-absent', 'a page comes without result_info', 'page', () => undefined],
        ['info-null', 'a page has null for result_info', 'page', () => null],
        ['info-absent-empty', 'an empty page comes without result_info', 'empty page', () => undefined],
        ['info-absent-last', 'the last page comes without result_info', 'last page', () => undefined],
      ]),
    },
  ]
}

const count = counter(
  'count',
  'observed',
  'the number of rows on this page',
  [0, Number.MAX_SAFE_INTEGER],
  ({ rows }) => rows,
)

/** Whether count is what the document says of it; undecided where no total comes, and where a filter may count or not. */
function isTheTotal({ request, json }: Exchange): boolean {
  if (isFiltered(request.url)) return true
  const info = json.ok ? valueAt(json.value, '/result_info') : undefined
  const total = valueAt(info, '/total_count')
  return typeof total !== 'number' || valueAt(info, '/count') === total
}

function isFiltered(url: string): boolean {
  const query = new URL(url).searchParams
  return query.has('name') || query.has('status')
}

function without(name: string) {
  return (info: unknown) => Object.fromEntries(Object.entries(info as object).filter(([key]) => key !== name))
}

function pagesIn(body: unknown): number {
  const [total, size] = ['total_count', 'per_page'].map((name) => valueAt(body, `/result_info/${name}`))
  return typeof total === 'number' && typeof size === 'number' ? total / size : Number.NaN
}

function counter(
  name: string,
  basis: 'documented' | 'observed',
  meaning: string,
  [minimum, maximum]: readonly [number, number],
  wanted: (facts: { rows: number; query: URLSearchParams }) => number,
): Omit<EnvelopeRule, 'counterExamples'> {
  const at = `/result_info/${name}`
  return {
    id: `counter-${name}`,
    basis,
    promised: `${name} is ${meaning}`,
    broken({ request, response, json }) {
      if (response.status !== 200 || !json.ok) return undefined
      const rows = itemsAt(json.value, '/result')?.length ?? Number.NaN
      const value = valueAt(json.value, at)
      const right = wanted({ rows, query: new URL(request.url).searchParams })
      // What the document does not permit may be moved to what it does, and what is absent is another rule's.
      return value === right ||
        value === undefined ||
        !(right >= minimum && right <= maximum && Number.isInteger(right))
        ? undefined
        : { came: words`${shown(value)}, not ${right}`, at }
    },
  }
}

/** Null in the place of the rows, where the counters say that there are none. */
function isNullForNothing(json: Exchange['json']): boolean {
  if (!json.ok || valueAt(json.value, '/result') !== null) return false
  return ['count', 'total_count'].some((name) => valueAt(json.value, `/result_info/${name}`) === 0)
}
