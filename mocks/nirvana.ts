import {
  allowMethods,
  bearer,
  type Client,
  type CursorInfo,
  cursor,
  type Dataset,
  defineProvider,
  type MockRequest,
  type Outcome,
  opaqueCodec,
  operationPath,
  type Parameters,
  type ProviderContext,
  type ProviderUrls,
  parameterReader,
  selector,
  shell,
  testCredential,
} from '../src/mock/index.ts'
import { columns, type Organization, organizations } from './data/nirvana.ts'
import type { BilledOrganization } from './data/nirvana-billing.ts'
import { errors } from './errors/nirvana.ts'
import { headers } from './headers/nirvana.ts'
import { samples } from './samples/nirvana.ts'

/**
 * Nirvana Labs, GET /v1/organizations. One API key as a bearer token and cursors that lead both ways. The document shows successes
 * only: its own clients add null cursors at both ends (observed); every refusal and its wording is a plain choice (assumed).
 */

type Spec = ProviderContext['spec']

// 32 bytes in unpadded base64url, the shape of the key in Nirvana's reference of its API keys (observed).
const ordinary = { apiKey: 'Qx7vN2kLr0aYtE5uHjD8sWgZc3MfPb_V6i-oR1nKeT4' } as const
// Keys carry permissions by resource type and can expire (observed: the same reference).
const readOrganizations = 'organization:read'

function tenantCredentials(tenant: string) {
  return { apiKey: testCredential(tenant, 43) }
}

export default defineProvider<Organization | BilledOrganization, CursorInfo>(
  ({ spec, deriveKey, cursorLifetimeSeconds, work }) => ({
    client: { credentials: ordinary, tenantCredentials, env, curl, samples: samples(ordinary) },
    auth: bearer({
      credentials: [{ secret: ordinary.apiKey, account: { tenant: 'ordinary' }, scopes: [readOrganizations] }],
      requiredScope: readOrganizations,
      scopes: [readOrganizations],
    }),
    // Assumed: the router knows path and method before it looks at credentials.
    beforeAuth: [operationPath(spec), allowMethods(['GET', 'HEAD'])],
    parameters: withSort(
      parameterReader(spec, {
        // Assumed: a parameter twice, or as a list, is a mistake that deserves an answer.
        repeated: 'refuse',
        // Assumed: a client that sends the cursor of its last page, null, as empty text starts again; an empty name or order asks for nothing.
        emptyIsAbsent: ['cursor', 'name', 'sort'],
        overrides: { limit: { ...bounds(spec), default: 20 } },
      }),
    ),
    organization: organizations(spec),
    columns,
    ...(hasSort(spec) ? { query: listQuery(selector(work)) } : {}),
    paginator: cursor({
      cursor: 'cursor',
      size: 'limit',
      codec: opaqueCodec(deriveKey('cursor'), cursorLifetimeSeconds),
    }),
    envelope: ({ items, info }) => ({
      items,
      pagination: { next_cursor: info.next, previous_cursor: info.previous, total_count: info.totalCount },
    }),
    headers: () => headers,
    errors,
    evidenced: { limit: { minimum: 10, maximum: 100, source: "the Go client's reference of the list method" } },
    evidencedFilters: { names: ['name', 'sort', 'type'], source: 'the Go client since August 2026' },
    reasons: {
      'follows-pages': {
        why: 'Nirvana’s list ends where next_cursor is null; previous_cursor goes into the same parameter and leads back',
        basis: 'observed',
      },
      'keeps-filters': {
        why: 'a Nirvana cursor is “only valid for the same filters and sort order”',
        basis: 'observed',
      },
      'page-size-in-range': {
        why: 'Nirvana’s other pages give limit a range of 10 to 100, and its own clients keep to it',
        basis: 'observed',
      },
      'credentials-in-headers': {
        why: 'a Nirvana key is shown once, when it is made; one that has got into the log of a proxy must be replaced everywhere',
        basis: 'observed',
      },
    },
    ...(hasSort(spec) ? {} : { note: belowEvidence }),
  }),
)

/** Filters and orders came with the latest edition, in which limits below 10 are refused. */
function hasSort({ parameters }: Spec): boolean {
  return parameters.some(({ name }) => name === 'sort')
}

/** The document states no bounds; 10 to 100 is observed and only narrows it, so that 1 to 9 are served too. The default is assumed. */
function bounds(spec: Spec) {
  return { minimum: hasSort(spec) ? 10 : 1, maximum: 100 }
}

const term = /^(created_at|updated_at|name):(asc|desc)$/

/** Assumed: an order by anything else is refused, a field that is named again too. */
function withSort(read: (query: string) => Outcome<Parameters>): typeof read {
  return (query) => {
    const given = read(query)
    const terms = given.ok && given.value['sort'] !== undefined ? String(given.value['sort']).split(',') : []
    const isRight = terms.every((text) => term.test(text)) && new Set(terms.map(fieldOf)).size === terms.length
    const rule = 'must be fields created_at, updated_at and name, each once and with :asc or :desc, separated by commas'
    return isRight ? given : { ok: false, refusal: { kind: 'invalid-parameter', parameter: 'sort', rule } }
  }
}

function fieldOf(text: string): string {
  return text.slice(0, text.indexOf(':'))
}

/** `name` is a part of the name in any letter case; terms of `sort` count in their order (observed: the Go client). */
function listQuery(select: ReturnType<typeof selector>) {
  return (dataset: Dataset<unknown>, { name, type, sort }: Parameters, client: Client | undefined) => {
    const [first, ...others] = sort === undefined ? [] : String(sort).split(',')
    const isFalling = (text: string) => text.endsWith(':desc')
    return select(
      dataset,
      {
        filters: [
          ...(name === undefined ? [] : [{ column: 'name', value: String(name), isPart: true }]),
          ...(type === undefined ? [] : [{ column: 'type', value: String(type) }]),
        ],
        match: 'all',
        order: first === undefined ? undefined : fieldOf(first),
        direction: first !== undefined && isFalling(first) ? 'desc' : 'asc',
        ...(first === undefined || others.length === 0
          ? {}
          : {
              ties: others.map((text) => ({ column: fieldOf(text), isOpposite: isFalling(text) !== isFalling(first) })),
            }),
      },
      client,
    )
  }
}

/** The document states no bounds; that limits are 10 to 100 is observed on the provider's other pages. */
function belowEvidence({ query }: MockRequest): string | undefined {
  return /(^|&)limit=0*[1-9](&|$)/.test(query) ? 'limit is out of the evidenced range 10..100' : undefined
}

function env({ baseUrl }: ProviderUrls): Record<string, string> {
  // The clients' own paths begin with /v1.
  return { NIRVANA_LABS_API_KEY: ordinary.apiKey, NIRVANA_LABS_BASE_URL: baseUrl }
}

function curl({ operationUrl }: ProviderUrls): string {
  return shell`curl ${`${operationUrl}?limit=10`} -H ${`Authorization: Bearer ${ordinary.apiKey}`}`
}
