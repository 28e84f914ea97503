import {
  allowMethods,
  bearer,
  type CursorInfo,
  cursor,
  defineProvider,
  type MockRequest,
  opaqueCodec,
  operationPath,
  type ProviderUrls,
  parameterReader,
  shell,
  testCredential,
} from '../src/mock/index.ts'
import { type Organization, organization } from './data/nirvana.ts'
import { errors } from './errors/nirvana.ts'
import { headers } from './headers/nirvana.ts'

/**
 * Nirvana Labs, GET /v1/organizations. One API key as a bearer token and cursors that lead both ways. The document shows successes
 * only: its own clients add null cursors at both ends (observed); every refusal and its wording is a plain choice (assumed).
 */

// 32 bytes in unpadded base64url, the shape of the key in Nirvana's reference of its API keys (observed).
const ordinary = { apiKey: 'Qx7vN2kLr0aYtE5uHjD8sWgZc3MfPb_V6i-oR1nKeT4' } as const
// Keys carry permissions by resource type and can expire (observed: the same reference).
const readOrganizations = 'organization:read'

function tenantCredentials(tenant: string) {
  return { apiKey: testCredential(tenant, 43) }
}

export default defineProvider<Organization, CursorInfo>(({ spec, deriveKey, cursorLifetimeSeconds }) => ({
  client: { credentials: ordinary, tenantCredentials, env, curl },
  auth: bearer({
    credentials: [{ secret: ordinary.apiKey, account: { tenant: 'ordinary' }, scopes: [readOrganizations] }],
    requiredScope: readOrganizations,
    scopes: [readOrganizations],
  }),
  // Assumed: the router knows path and method before it looks at credentials.
  beforeAuth: [operationPath(spec), allowMethods(['GET', 'HEAD'])],
  parameters: parameterReader(spec, {
    // Assumed: a parameter twice, or as a list, is a mistake that deserves an answer.
    repeated: 'refuse',
    // Assumed: a client that sends the cursor of its last page, null, as empty text starts again.
    emptyIsAbsent: ['cursor'],
    // The document states no bounds; 10 to 100 is observed and only narrows it, so that 1 to 9 are served too. The default is assumed.
    overrides: { limit: { minimum: 1, maximum: 100, default: 20 } },
  }),
  organization,
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
  note: belowEvidence,
}))

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
