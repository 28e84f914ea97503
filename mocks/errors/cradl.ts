import type { Asked, ProviderError } from '../../src/mock/index.ts'
import { headers } from '../headers/cradl.ts'
import { tokenErrors } from './cradl-token.ts'

/**
 * Every error of Cradl's fake: first those of the API, by API Gateway's terms, then those of the token endpoint.
 * The first of a status is what a client meets most whose credentials were good yesterday.
 */

const gateway = "Amazon API Gateway's developer guide, gateway responses; that Cradl keeps the defaults is assumed"
const python = 'lucidtech-las for Python, client.py and tests/test_client.py'

/** Assumed: the header that API Gateway adds to its own errors. */
function withType(errorType: string): (asked: Asked) => readonly string[] {
  return (asked) => [...headers(asked), 'x-amzn-ErrorType', errorType]
}

export const errors: readonly ProviderError[] = [
  {
    name: 'bad_request',
    kind: 'invalid-parameter',
    facts: { parameter: 'maxResults', rule: 'must be a whole number from 1 to 100' },
    status: 400,
    body: ({ parameter, rule }) => ({ message: `${parameter} ${rule}` }),
    basis: 'assumed',
    source: `the status and the body with a message are documented; the bounds and the text are assumed`,
    meaning: 'A query parameter has a value that is not accepted; the message names it.',
    cause: 'maxResults is not a whole number from 1 to 100.',
    advice: 'Mend the parameter. A retry does not help.',
  },
  {
    name: 'invalid_next_token',
    kind: 'invalid-cursor',
    facts: { parameter: 'nextToken' },
    status: 400,
    body: ({ parameter }) => ({ message: `${parameter} is not a token of this list` }),
    basis: 'assumed',
    source: 'the status and the body with a message are documented; the text is assumed',
    meaning: 'nextToken is not one that this list gave out.',
    cause:
      'A token that was shortened, decoded or made up, is of another client, or has expired; or + was not percent-encoded.',
    advice: 'Send nextToken back unchanged, percent-encoded. When a stored one is refused, begin again without it.',
  },
  {
    name: 'unauthorized',
    kind: 'unauthenticated',
    when: { reason: 'missing' },
    isOnDemand: true,
    status: 401,
    headers: withType('UnauthorizedException'),
    body: { message: 'Unauthorized' },
    basis: 'assumed',
    source: `${gateway}. The document has no 401, so it comes only when asked for`,
    meaning: 'The gateway did not even ask its authorizer, since there was no token.',
    cause:
      'No Authorization header, at a gateway that is set up so. The fake says 403 Forbidden, as the document does.',
    advice: 'Be ready for 401 as for 403: get a new access token and try once more, then give up.',
  },
  {
    name: 'forbidden',
    kind: 'forbidden',
    alsoFor: ['unauthenticated'],
    status: 403,
    headers: withType('ForbiddenException'),
    body: { message: 'Forbidden' },
    basis: 'documented',
    source: `status 403: the document; "Forbidden": ${python}; x-amzn-ErrorType is assumed`,
    meaning: 'The access token is missing, wrong or expired, or lacks organizations:read. All four look the same.',
    cause: 'No Authorization header, a token that has expired or was altered, or one asked for with too few scopes.',
    advice:
      'Get a new access token and try once more. When that is refused too, the client lacks the scope: stop and report it.',
    scenarios: ['expired', 'forbidden', 'expiring-after-2'],
  },
  {
    name: 'missing_authentication_token',
    kind: 'method-not-allowed',
    alsoFor: ['not-found'],
    facts: { allow: ['GET', 'OPTIONS'] },
    status: 403,
    headers: withType('MissingAuthenticationTokenException'),
    body: { message: 'Missing Authentication Token' },
    basis: 'assumed',
    source: gateway,
    meaning: 'There is no such path, or the path does not take this method. It has nothing to do with the token.',
    cause: 'A mistyped path, a base URL without /v1, or POST, PUT, DELETE or HEAD on the list.',
    advice: 'Look at path and method, not at the token. API Gateway says neither 404 nor 405. A retry does not help.',
  },
  {
    name: 'not_found',
    kind: 'not-found',
    isOnDemand: true,
    status: 404,
    body: { message: 'Not Found' },
    basis: 'assumed',
    source: 'the status is documented; the text is assumed; it comes only when asked for',
    meaning: 'What the path names does not exist.',
    cause: 'Comes for a single thing that was deleted. The list itself never says it.',
    advice: 'Take it for gone. A retry does not help.',
  },
  {
    name: 'unsupported_media_type',
    kind: 'unsupported-media-type',
    facts: { mediaType: 'text/plain' },
    status: 415,
    body: { message: 'Unsupported Media Type' },
    basis: 'documented',
    source: `status 415: the document; the text: ${gateway}; its cause is assumed`,
    meaning: 'The request has a body in a format that is not read.',
    cause: 'A body under another content type than application/json.',
    advice: 'Send no body with GET, or Content-Type: application/json. A retry does not help.',
  },
  {
    name: 'too_many_requests',
    kind: 'throttled',
    facts: { retryAfterSeconds: 1 },
    status: 429,
    headers: withType('TooManyRequestsException'),
    body: { message: 'Too Many Requests' },
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
    kind: 'throttled',
    isOnDemand: true,
    facts: { retryAfterSeconds: 1 },
    status: 429,
    headers: withType('LimitExceededException'),
    body: { message: 'Limit Exceeded' },
    basis: 'observed',
    source: `${python}; x-amzn-ErrorType is assumed. It comes only when asked for by name`,
    meaning: "The month's quota is used up. It has the status of a rate limit but does not go away by waiting.",
    cause: "As many requests in this month as the usage plan's quota has.",
    advice:
      'Tell 429 apart by its message: on "Limit Exceeded" stop until the next month or a larger plan; do not retry.',
  },
  {
    name: 'internal_server_error',
    kind: 'internal',
    status: 500,
    headers: withType('InternalServerErrorException'),
    body: { message: 'Internal server error' },
    basis: 'documented',
    source: `status 500: the document; the text: ${gateway}`,
    meaning: 'Cradl failed, not the request.',
    cause: 'An error in the function behind the gateway, or in the gateway itself.',
    advice: 'Retry a few times, waiting longer each time (1 s, 2 s, 4 s and a random bit), then give up and report it.',
    scenarios: ['flaky'],
  },
  {
    name: 'bad_gateway',
    kind: 'internal',
    isOnDemand: true,
    status: 502,
    headers: withType('InternalServerErrorException'),
    body: { message: 'Internal server error' },
    basis: 'assumed',
    source: `${gateway}. The document has no 502, so it comes only when asked for`,
    meaning: 'The function behind the gateway answered something that is no reply.',
    cause: 'A fault in a release of Cradl.',
    advice: 'As a 500: retry a few times, waiting longer each time, then give up and report it.',
  },
  {
    name: 'endpoint_request_timed_out',
    kind: 'internal',
    isOnDemand: true,
    status: 504,
    headers: withType('InternalServerErrorException'),
    body: { message: 'Endpoint request timed out' },
    basis: 'assumed',
    source: `${gateway}. The document has no 504, so it comes only when asked for`,
    meaning:
      'The function behind the gateway took longer than 29 seconds. What was asked may have been done all the same.',
    cause: 'A slow query or a cold start behind the gateway.',
    advice: 'A GET may be retried, with a smaller maxResults; look before you repeat anything that changes data.',
  },
  ...tokenErrors,
]
