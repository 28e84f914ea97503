import type { CatalogueEntry } from '../../src/mock/index.ts'

/**
 * Every error of Nirvana's fake. The API has no codes that are known, so the names are ours, in the words of its reference.
 * The first of a status is what a client meets most whose credentials were good yesterday.
 * Waits are of one second, so that a test which obeys them is quick.
 */

const silent = 'no public source shows an error of this API; that a body has a message is what its clients show'
const keys = `${silent}; API keys have a status and an end (reference of the TypeScript client, api_keys)`

export const errors: readonly CatalogueEntry[] = [
  {
    name: 'invalid_parameter',
    fault: { kind: 'invalid-parameter', parameter: 'limit', rule: 'must be a whole number from 1 to 100' },
    basis: 'assumed',
    source: `${silent}; limits of 10 to 100 are observed (reference of the Go client), 1 to 9 are served too`,
    meaning: 'A query parameter has a value that is not accepted; the message names it.',
    cause: 'limit outside 1 to 100 or not a whole number, or a parameter given twice.',
    advice: 'Mend the parameter (10 to 100 is safe for limit). To retry changes nothing.',
  },
  {
    name: 'invalid_cursor',
    fault: { kind: 'invalid-cursor', parameter: 'cursor' },
    basis: 'assumed',
    source: `${silent}; a cursor is good for the same filters and order only (nirvana-go, commit 7aec386)`,
    meaning: 'The cursor is none that this list gave out.',
    cause: 'A cursor that was shortened, decoded or made up, is of another account, or has expired.',
    advice:
      'Send next_cursor or previous_cursor back unchanged. When a stored one is refused, begin again without a cursor.',
  },
  {
    name: 'unknown_api_key',
    fault: { kind: 'unauthenticated', reason: 'unknown' },
    basis: 'assumed',
    source: silent,
    meaning: 'Nobody has this API key.',
    cause: 'The key was mistyped, cut off or deleted, or belongs to another environment.',
    advice: 'Create a new key: one is shown only once. Stop and report it; to retry changes nothing.',
  },
  {
    name: 'missing_api_key',
    fault: { kind: 'unauthenticated', reason: 'missing' },
    basis: 'assumed',
    source: silent,
    meaning: 'The request carries no API key.',
    cause: 'Authorization is absent or empty: often NIRVANA_LABS_API_KEY is not set where the program runs.',
    advice: 'Send Authorization: Bearer and the key. To retry without it changes nothing.',
  },
  {
    name: 'malformed_authorization',
    fault: { kind: 'unauthenticated', reason: 'malformed' },
    basis: 'assumed',
    source: silent,
    meaning: 'Authorization is not the word Bearer, a space and a key.',
    cause: 'The bare key without Bearer, another scheme such as Basic, or a key with a space in it.',
    advice: 'Send Authorization: Bearer and the key. To retry changes nothing.',
  },
  {
    name: 'expired_api_key',
    fault: { kind: 'unauthenticated', reason: 'expired' },
    basis: 'assumed',
    source: keys,
    meaning: 'The API key was good until its expires_at.',
    cause: 'The time that was set when the key was created has passed.',
    advice: 'Create a new key and replace the old one before it ends. To retry with the old one changes nothing.',
    scenarios: ['expired', 'expiring-after-2'],
  },
  {
    name: 'inactive_api_key',
    fault: { kind: 'unauthenticated', reason: 'revoked' },
    basis: 'assumed',
    source: keys,
    meaning: 'The API key exists but has been switched off.',
    cause: 'Somebody set the key inactive or revoked it, or its starts_at has not come yet.',
    advice: 'Ask whoever manages the keys, or create a new one. To retry changes nothing.',
    scenarios: ['revoked'],
  },
  {
    name: 'forbidden',
    fault: { kind: 'forbidden', missingScope: 'organization:read' },
    basis: 'assumed',
    source: `${silent}; API keys carry permissions by resource type (reference of the TypeScript client, api_keys)`,
    meaning: 'The API key is good but may not read organizations.',
    cause: 'The key was created without read permission for the resource type organization.',
    advice: 'Create a key with that permission. To retry changes nothing.',
    scenarios: ['forbidden'],
  },
  {
    name: 'not_found',
    fault: { kind: 'not-found' },
    basis: 'assumed',
    source: silent,
    meaning: 'Nothing is at this path.',
    cause: 'A base URL with /v1 in it (paths begin with /v1 themselves), a slash at the end, or a mistyped path.',
    advice: 'Use https://api.nirvanalabs.io as the base URL. To retry changes nothing.',
  },
  {
    name: 'method_not_allowed',
    fault: { kind: 'method-not-allowed', allow: ['GET', 'HEAD'] },
    basis: 'assumed',
    source: silent,
    meaning: 'The path is right, but the method is not one of those in Allow.',
    cause: 'POST, PATCH, DELETE or OPTIONS on the list.',
    advice: 'Send GET. To retry changes nothing.',
  },
  {
    name: 'too_many_requests',
    fault: { kind: 'throttled', retryAfterSeconds: 1 },
    basis: 'assumed',
    source: `${silent}; its clients retry 429 and go by Retry-After`,
    meaning: 'There were too many requests in a short time.',
    cause: 'More requests than the rate that an account has; which rate that is, nobody tells.',
    advice: 'Wait as many seconds as Retry-After says, then retry; where it is absent wait longer each time.',
    scenarios: ['throttled', 'throttled-after-3'],
  },
  {
    name: 'internal_server_error',
    fault: { kind: 'internal' },
    basis: 'assumed',
    source: `${silent}; its clients retry every 5xx twice`,
    meaning: 'Nirvana failed, not the request.',
    cause: 'A fault or an outage behind the API.',
    advice: 'Retry a few times, waiting longer each time (1 s, 2 s, 4 s and a random bit), then give up and report it.',
    scenarios: ['flaky'],
  },
]
