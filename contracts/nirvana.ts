import {
  bearerCredential,
  type ContractFactory,
  counterExamples,
  cursorPages,
  defineContract,
  type EnvelopeRule,
  hasHeader,
  hasText,
  itemsAt,
  type QueryRules,
  type Refusal,
  shown,
  valueAt,
  words,
} from '../src/contract/index.ts'

/** What Nirvana Labs promised of GET /v1/organizations. The document shows no error: their envelope is assumed. */
export default defineContract((spec) => ({
  authorizer: bearerCredential('apiKey', 'NIRVANA_LABS_API_KEY'),
  list: { items: '/items', id: 'id' },
  refusals: {
    missing: refusal(401),
    malformed: refusal(401),
    unknown: refusal(401),
    forbidden: refusal(403),
    expired: refusal(401),
    notFound: refusal(404),
    methodNotAllowed: refusal(405),
    invalidParameter: refusal(400),
    invalidCursor: refusal(400),
  },
  envelope: [
    {
      id: 'first-page',
      basis: 'observed',
      promised: 'no previous cursor on the first page',
      broken({ request, response, json }) {
        if (response.status !== 200 || !json.ok || new URL(request.url).searchParams.get('cursor')) return undefined
        const cursor = valueAt(json.value, '/pagination/previous_cursor')
        return cursor === null ? undefined : { came: shown(cursor), at: '/pagination/previous_cursor' }
      },
      counterExamples: [
        ...counterExamples('/pagination/previous_cursor', [
          ['previous-first', 'the first page has a previous cursor', 'first page', () => 'A'.repeat(34)],
          ['previous-empty', 'the previous cursor of the first page is empty', 'first page', () => ''],
          ['previous-absent', 'the previous cursor of the first page is missing', 'first page', () => undefined],
          ['previous-false', 'the previous cursor of the first page is false', 'first page', () => false],
        ]),
        ...counterExamples('/pagination', [
          ['pagination-absent', 'the first page comes without pagination', 'first page', () => undefined],
        ]),
      ],
    },
    {
      id: 'next-cursor',
      // Text or null (E-NV-001): an empty text is no cursor, and clients that ask for null go round, as the walk does.
      basis: 'observed',
      promised: 'a next cursor that is null where the list ends',
      broken({ response, json }) {
        const cursor = response.status === 200 && json.ok ? valueAt(json.value, '/pagination/next_cursor') : undefined
        return cursor === '' ? { came: shown(cursor), at: '/pagination/next_cursor' } : undefined
      },
      counterExamples: counterExamples('/pagination/next_cursor', [
        ['next-empty', 'the next cursor of the last page is empty', 'last page', () => ''],
      ]),
    },
    {
      id: 'personal',
      basis: 'assumed',
      promised: 'personal agrees with the type',
      broken({ response, json }) {
        if (response.status !== 200 || !json.ok) return undefined
        const items = itemsAt(json.value, '/items') ?? []
        const index = items.findIndex((item) => valueAt(item, '/personal') !== (valueAt(item, '/type') === 'personal'))
        if (index === -1) return undefined
        const came = words`personal ${shown(valueAt(items[index], '/personal'))} with type ${shown(valueAt(items[index], '/type'))}`
        return { came, at: `/items/${index}/personal` }
      },
      counterExamples: counterExamples('/items', [
        ['personal-flag', 'personal is false throughout', 'page', eachRow({ personal: false })],
        ['personal-true', 'personal is true throughout', 'page', eachRow({ personal: true })],
        ['personal-type', 'the type is company throughout', 'page', eachRow({ type: 'company' })],
        [
          'personal-last',
          'personal is wrong in the last row of the last page',
          'last page',
          (was) => {
            const rows = was as readonly { readonly personal: boolean }[]
            return rows.map((row, i) => (i === rows.length - 1 ? { ...row, personal: !row.personal } : row))
          },
        ],
      ]),
    },
    ...(hasSort(spec) ? [billingSince] : []),
  ],
  pager: cursorPages({
    cursor: 'cursor',
    // The document states no bounds; other pages of the provider say 10..100, and the fake takes what the document allows. In the latest
    // edition it keeps to those pages.
    size: { parameter: 'limit', minimum: hasSort(spec) ? 10 : 1, maximum: 100, fallback: 20, basis: 'assumed' },
    next: '/pagination/next_cursor',
    endBasis: 'observed',
    emptyLeadsOn: true,
    previous: '/pagination/previous_cursor',
    total: '/pagination/total_count',
  }),
  ...(hasSort(spec) ? { query } : {}),
  http: {
    head: 'as-get',
    wrongMethod: { method: 'DELETE', refusal: refusal(405) },
    otherSlash: refusal(404),
    probes: [],
  },
}))

const billingSince: EnvelopeRule = {
  id: 'billing-since',
  basis: 'assumed',
  promised: 'a billing state that began when the organization was there',
  broken({ response, json }) {
    if (response.status !== 200 || !json.ok) return undefined
    const timeOf = (item: unknown, name: string) => Date.parse(String(valueAt(item, `/${name}`)))
    const items = itemsAt(json.value, '/items') ?? []
    const index = items.findIndex((item) => timeOf(item, 'billing_state_since') < timeOf(item, 'created_at'))
    if (index === -1) return undefined
    const at = `/items/${index}/billing_state_since`
    return { came: shown(valueAt(json.value, at)), at }
  },
  counterExamples: counterExamples('/items', [
    [
      'billing-since-early',
      'the billing state began before the organization was there',
      'page',
      eachRow({ billing_state_since: '2020-01-01T00:00:00Z' }),
    ],
  ]),
}

/** The latest edition can be asked for a part of the list, and for an order. */
function hasSort({ parameters }: Parameters<ContractFactory>[0]): boolean {
  return parameters.some(({ name }) => name === 'sort')
}

// What the Go client says of its parameters since 2026-08-19 (specs/nirvana.latest.overlay.yaml).
const query: QueryRules = {
  filters: [
    { parameter: 'name', property: 'name', basis: 'observed', matches: isPart },
    { parameter: 'type', property: 'type', basis: 'observed', matches: (value, wanted) => value === wanted },
  ],
  order: { parameter: 'sort', columns: ['created_at', 'updated_at', 'name'], basis: 'observed' },
  bindsCursors: { basis: 'observed' },
}

function isPart(value: unknown, wanted: string): boolean {
  return typeof value === 'string' && value.toLowerCase().includes(wanted.toLowerCase())
}

// The document declares no refusal, so that no check of the document sees to their content type.
const envelope = [
  hasText('/message', 'assumed'),
  hasHeader('Content-Type', 'assumed', /^application\/json *(; *charset=utf-8)?$/i),
]

function eachRow(change: object) {
  return (rows: unknown) => (rows as readonly object[]).map((row) => ({ ...row, ...change }))
}

function refusal(status: number): Refusal {
  return { status: [status], basis: 'assumed', also: envelope }
}
