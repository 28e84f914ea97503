import type { CatalogueEntry, ClientCredentialsScheme, MockReply, MockRequest } from '../../src/mock/index.ts'

/**
 * Every error of Cradl's fake: first those of the API, by API Gateway's terms, then those of the token endpoint, by their OAuth codes.
 * The first of a status is what a client meets most whose credentials were good yesterday.
 */

const gateway = "Amazon API Gateway's developer guide, gateway responses; that Cradl keeps the defaults is assumed"
const python = 'lucidtech-las for Python, client.py and tests/test_client.py'
const kinde = "Kinde's documentation of its token endpoint, which auth.cradl.ai is; the description is ours"

/** Errors of the API. */
const apiErrors: readonly CatalogueEntry[] = [
  {
    name: 'bad_request',
    fault: { kind: 'invalid-parameter', parameter: 'maxResults', rule: 'must be a whole number from 1 to 100' },
    basis: 'assumed',
    source: `the status and the body with a message are documented; the bounds and the text are assumed`,
    meaning: 'A query parameter has a value that is not accepted; the message names it.',
    cause: 'maxResults is not a whole number from 1 to 100.',
    advice: 'Mend the parameter. To retry changes nothing.',
  },
  {
    name: 'invalid_next_token',
    fault: { kind: 'invalid-cursor', parameter: 'nextToken' },
    basis: 'assumed',
    source: 'the status and the body with a message are documented; the text is assumed',
    meaning: 'nextToken is none that this list gave out.',
    cause:
      'A token that was shortened, decoded or made up, is of another client, or has expired; or + was not percent-encoded.',
    advice: 'Send nextToken back unchanged, percent-encoded. When a stored one is refused, begin again without it.',
  },
  {
    name: 'unauthorized',
    fault: { kind: 'unauthenticated', reason: 'missing', detail: 'unauthorized' },
    basis: 'assumed',
    source: `${gateway}. The document has no 401: it comes only when asked for, nothing leads to it here`,
    meaning: 'The gateway did not even ask its authorizer, since there was no token.',
    cause:
      'No Authorization header, at a gateway that is set up so. The fake says 403 Forbidden, as the document does.',
    advice: 'Be ready for 401 as for 403: get a new access token and try once more, then give up.',
  },
  {
    name: 'forbidden',
    fault: { kind: 'forbidden' },
    basis: 'documented',
    source: `status 403: the document; "Forbidden": ${python}; x-amzn-ErrorType is assumed`,
    meaning: 'The access token is missing, wrong or expired, or lacks organizations:read. All four look the same.',
    cause:
      'No Authorization header, a token that has expired (after an hour) or was altered, or one asked for with too few scopes.',
    advice:
      'Get a new access token and try once more. When that is refused too, the client lacks the scope: stop and report it.',
    scenarios: ['expired', 'forbidden', 'expiring-after-2'],
  },
  {
    name: 'missing_authentication_token',
    fault: { kind: 'method-not-allowed', allow: ['GET', 'OPTIONS'] },
    basis: 'assumed',
    source: gateway,
    meaning: 'There is no such path, or the path does not take this method. It has nothing to do with the token.',
    cause: 'A mistyped path, a base URL without /v1, or POST, PUT, DELETE or HEAD on the list.',
    advice:
      'Look at path and method, not at the token. API Gateway says neither 404 nor 405. To retry changes nothing.',
  },
  {
    name: 'not_found',
    fault: { kind: 'not-found' },
    basis: 'assumed',
    source: 'the status is documented, nothing leads to it here; the text is assumed',
    meaning: 'What the path names does not exist.',
    cause: 'Comes for a single thing that was deleted. The list itself never says it.',
    advice: 'Take it for gone. To retry changes nothing.',
  },
  {
    name: 'unsupported_media_type',
    fault: { kind: 'unsupported-media-type', mediaType: 'text/plain' },
    basis: 'documented',
    source: `status 415: the document; the text: ${gateway}; what leads to it is assumed`,
    meaning: 'The request has a body in a format that is not read.',
    cause: 'A body under another content type than application/json.',
    advice: 'Send no body with GET, or Content-Type: application/json. To retry changes nothing.',
  },
  {
    name: 'too_many_requests',
    fault: { kind: 'throttled', retryAfterSeconds: 1 },
    basis: 'observed',
    source: `${python}; that no Retry-After comes is API Gateway's default, assumed here`,
    meaning: 'There were too many requests in one second or one burst.',
    cause: "More requests at once than the usage plan's rate and burst allow.",
    advice:
      'Nothing says how long to wait: retry after 1 s, 2 s, 4 s and so on, each with a random bit, and send less at once.',
    scenarios: ['throttled', 'throttled-after-3'],
  },
  {
    name: 'limit_exceeded',
    fault: { kind: 'throttled', retryAfterSeconds: 1, detail: 'quota' },
    basis: 'observed',
    source: `${python}; x-amzn-ErrorType is assumed. It comes only when asked for by name`,
    meaning: "The month's quota is used up. It has the status of a rate limit but does not go away by waiting.",
    cause: "As many requests in this month as the usage plan's quota has.",
    advice:
      'Tell 429 apart by its message: on "Limit Exceeded" stop until the next month or a larger plan; do not retry.',
  },
  {
    name: 'internal_server_error',
    fault: { kind: 'internal' },
    basis: 'documented',
    source: `status 500: the document; the text: ${gateway}`,
    meaning: 'Cradl failed, not the request.',
    cause: 'An error in the function behind the gateway, or in the gateway itself.',
    advice: 'Retry a few times, waiting longer each time (1 s, 2 s, 4 s and a random bit), then give up and report it.',
    scenarios: ['flaky'],
  },
  {
    name: 'bad_gateway',
    fault: { kind: 'internal', detail: 'bad-gateway' },
    basis: 'assumed',
    source: `${gateway}. The document has no 502; nothing leads to it here`,
    meaning: 'The function behind the gateway answered something that is no reply.',
    cause: 'A fault in a release of Cradl.',
    advice: 'As a 500: retry a few times, waiting longer each time, then give up and report it.',
  },
  {
    name: 'endpoint_request_timed_out',
    fault: { kind: 'internal', detail: 'timeout' },
    basis: 'assumed',
    source: `${gateway}. The document has no 504; nothing leads to it here`,
    meaning:
      'The function behind the gateway took longer than 29 seconds. What was asked may have been done all the same.',
    cause: 'A slow query or a cold start behind the gateway.',
    advice: 'A GET may be retried, with a smaller maxResults; look before you repeat anything that changes data.',
  },
]

/** What mocks/cradl.ts has for the other host. */
export interface TokenHost {
  readonly refuseToken: ClientCredentialsScheme['refuseToken']
  /** The reply to a GET of the token endpoint. */
  wrongMethod(request: MockRequest): MockReply
  /** The reply to any other path. */
  readonly wrongPath: MockReply
}

export function errors({ refuseToken, wrongMethod, wrongPath }: TokenHost): readonly CatalogueEntry[] {
  return [
    ...apiErrors,
    {
      name: 'invalid_client',
      fault: () => refuseToken('invalid_client'),
      basis: 'observed',
      source:
        "Zapier's integration, which takes a 400 for wrong credentials; the code is RFC 6749, 5.2; the description is ours",
      meaning: 'Said by the token endpoint: client id and client secret do not belong together.',
      cause:
        'One of them is wrong, missing or of another environment, or the client was revoked. The status is 400, not 401.',
      advice:
        'Look at both values. The real endpoint sometimes says 400 without cause (observed: the Python SDK asks up to four times), so ask again once or twice before you report it.',
      scenarios: ['revoked'],
    },
    {
      name: 'invalid_request',
      fault: () => refuseToken('invalid_request'),
      basis: 'observed',
      source: kinde,
      meaning: 'Said by the token endpoint: the request lacks something or cannot be read.',
      cause: 'audience or grant_type is missing, a parameter stands twice, or the content type is not that of a form.',
      advice:
        'POST grant_type, audience, client_id and client_secret as application/x-www-form-urlencoded, in the body. To retry changes nothing.',
    },
    {
      name: 'invalid_scope',
      fault: () => refuseToken('invalid_scope'),
      basis: 'assumed',
      source: kinde,
      meaning: 'Said by the token endpoint: the client asked for a scope that it may not have.',
      cause:
        'scope holds a name that does not exist (older ones began with api.lucidtech.ai/) or that the client was not given.',
      advice:
        "Leave scope out, as Cradl's own clients do: the token then has every scope of the client. To retry changes nothing.",
    },
    {
      name: 'unauthorized_client',
      fault: () => refuseToken('unauthorized_client'),
      basis: 'observed',
      source: kinde,
      meaning: 'Said by the token endpoint: the client is good, but not for this audience.',
      cause: 'audience is not https://api.cradl.ai/v1, or has a slash at its end.',
      advice: 'Send exactly https://api.cradl.ai/v1. To retry changes nothing.',
    },
    {
      name: 'unsupported_grant_type',
      fault: () => refuseToken('unsupported_grant_type'),
      basis: 'assumed',
      source: 'RFC 6749, 5.2; the document has client credentials only',
      meaning: 'Said by the token endpoint: there is no such way to get a token.',
      cause: 'grant_type is something else than client_credentials, such as password or refresh_token.',
      advice: 'Send grant_type=client_credentials; for a new token ask the same way again. To retry changes nothing.',
    },
    {
      name: 'token_path_not_found',
      fault: () => wrongPath,
      basis: 'assumed',
      source: 'a plain choice: no public source shows it',
      meaning: 'Said by the token host: nothing is at this path.',
      cause: 'The auth endpoint was set without or with twice its end /oauth2/token.',
      advice: 'POST to https://auth.cradl.ai/oauth2/token. To retry changes nothing.',
    },
    {
      name: 'token_method_not_allowed',
      fault: wrongMethod,
      basis: 'assumed',
      source: 'RFC 6749, 3.2 (the method must be POST); how another one is refused is a plain choice',
      meaning: 'Said by the token endpoint: it takes POST only.',
      cause: 'The token endpoint was opened in a browser, or a redirect turned POST into GET.',
      advice: 'POST the form. To retry changes nothing.',
    },
  ]
}
