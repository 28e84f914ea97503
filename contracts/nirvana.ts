import {
  bearerCredential,
  cursorPages,
  defineContract,
  hasHeader,
  hasText,
  itemsAt,
  type Refusal,
  textOf,
  valueAt,
} from '../src/contract/index.ts'

/** What Nirvana Labs promised of GET /v1/organizations. The document shows no error: their envelope is assumed. */
export default defineContract(() => ({
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
        return cursor === null
          ? undefined
          : { came: JSON.stringify(cursor) ?? 'nothing', at: '/pagination/previous_cursor' }
      },
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
        const [personal, type] = ['/personal', '/type'].map((at) => textOf(valueAt(items[index], at)))
        const came = `personal ${personal} with type ${type}`
        return { came, at: `/items/${index}/personal` }
      },
    },
  ],
  pager: cursorPages({
    cursor: 'cursor',
    // The document states no bounds; other pages of the provider say 10..100, and the fake takes what the document allows.
    size: { parameter: 'limit', minimum: 1, maximum: 100, fallback: 20, basis: 'assumed' },
    next: '/pagination/next_cursor',
    previous: '/pagination/previous_cursor',
    total: '/pagination/total_count',
  }),
  http: {
    head: 'as-get',
    wrongMethod: {
      method: 'DELETE',
      refusal: { ...refusal(405), also: [...envelope, hasHeader('Allow', 'assumed')] },
    },
    otherSlash: refusal(404),
    probes: [],
  },
}))

// The document declares no refusal, so that no check of the document sees to their content type.
const envelope = [
  hasText('/message', 'assumed'),
  hasHeader('Content-Type', 'assumed', /^application\/json *(; *charset=utf-8)?$/i),
]

function refusal(status: number): Refusal {
  return { status: [status], basis: 'assumed', also: envelope }
}
