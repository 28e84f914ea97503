import {
  clientCredentials,
  counterExamples,
  cursorPages,
  defineContract,
  hasHeader,
  hasText,
  hasValue,
  type Refusal,
  shown,
  valueAt,
} from '../src/contract/index.ts'

/** What Cradl promised of GET /v1/organizations. */
export default defineContract(() => ({
  authorizer: clientCredentials({
    audience: 'https://api.cradl.ai/v1',
    variables: { clientId: 'CRADL_CLIENT_ID', clientSecret: 'CRADL_CLIENT_SECRET' },
  }),
  list: { items: '/organizations', id: 'organizationId' },
  refusals: {
    // The document lists 403, for a caller who may not do this, and no 401; that bad credentials get it too is assumed, and 401 is what API
    // Gateway says of its own.
    missing: refusal([403, 401], 'assumed'),
    malformed: refusal([403, 401], 'assumed'),
    unknown: refusal([403, 401], 'assumed'),
    forbidden: refusal(403, 'documented'),
    expired: refusal([403, 401], 'assumed'),
    notFound: unknownRoute(),
    methodNotAllowed: unknownRoute(),
    // 400 is listed; which requests get it is assumed.
    invalidParameter: refusal(400, 'assumed'),
    invalidCursor: refusal(400, 'assumed'),
  },
  envelope: [
    {
      id: 'next-token',
      basis: 'documented',
      promised: 'nextToken in every list, null on the last page',
      broken({ response, json }) {
        if (response.status !== 200 || !json.ok) return undefined
        const nextToken = valueAt(json.value, '/nextToken')
        return nextToken === null || (typeof nextToken === 'string' && nextToken !== '')
          ? undefined
          : { came: shown(nextToken), at: '/nextToken' }
      },
      counterExamples: counterExamples('/nextToken', [
        ['token-empty', 'nextToken is empty on the last page', 'last page', () => ''],
        ['token-absent', 'nextToken is missing on the last page', 'last page', () => undefined],
        ['token-absent-always', 'nextToken is missing', 'page', () => undefined],
        ['token-false', 'nextToken is false on the last page', 'last page', () => false],
        ['token-zero', 'nextToken is 0 on the last page', 'last page', () => 0],
        ['token-number', 'nextToken is a number', 'first page', () => 20],
        ['token-object', 'nextToken is an object', 'first page', () => ({})],
        ['token-list', 'nextToken is a list on the last page', 'last page', () => []],
      ]),
    },
  ],
  pager: cursorPages({
    cursor: 'nextToken',
    // Assumed: the document gives no bounds.
    size: { parameter: 'maxResults', minimum: 1, maximum: 100, fallback: 20, basis: 'assumed' },
    next: '/nextToken',
  }),
  http: {
    head: {
      ...unknownRoute(),
      also: [hasHeader('x-amzn-ErrorType', 'assumed', /^MissingAuthenticationTokenException$/)],
    },
    wrongMethod: { method: 'DELETE', refusal: unknownRoute() },
    // Observed on another of the provider's paths: its own Zapier integration asks with a final slash.
    otherSlash: { isTolerated: true, basis: 'observed' },
    probes: [
      {
        id: 'media-type',
        plan: {
          purpose: 'a body that is no JSON',
          headers: { 'Content-Type': 'text/plain' },
          body: 'x',
          // A GET has no body of its own, so that its format may be passed over.
          expect: refusal(415, 'assumed'),
        },
      },
    ],
  },
}))

function refusal(status: number | readonly number[], basis: Refusal['basis']): Refusal {
  return { status: [status].flat(), basis, also: [hasText('/message', 'observed')] }
}

function unknownRoute(): Refusal {
  return {
    status: [403],
    basis: 'assumed',
    also: [
      hasValue('/message', ['Missing Authentication Token'], 'assumed'),
      hasHeader('x-amzn-ErrorType', 'assumed', /^MissingAuthenticationTokenException$/),
    ],
  }
}
