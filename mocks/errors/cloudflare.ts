import type { ProviderError } from '../../src/mock/index.ts'
import { headers, ownLimit, throttledHeaders } from '../headers/cloudflare.ts'

interface ApiError {
  readonly code: number
  readonly message: string
  readonly error_chain?: readonly ApiError[]
}

/** Observed: some gateway replies leave out messages and result; the document requires all four, and the document decides. */
function failure(error: ApiError) {
  return { success: false, errors: [error], messages: [], result: null }
}

function malformed(...chain: readonly ApiError[]) {
  return failure({ code: 6003, message: 'Invalid request headers', error_chain: chain })
}

/** Observed for bounds, on another endpoint. */
function worded(rule: string): string {
  return rule.replace(/^must be a whole number from (\S+) to (\S+)$/, 'must be a number between $1 and $2')
}

const plea = 'Please wait and consider throttling your request speed'

/**
 * Every error of Cloudflare's fake, by Cloudflare's own codes: where the code in `errors` says little (6003), by the one in its chain.
 * The first of a status is what a client meets most whose credentials were good yesterday.
 * Waits are of one second, so that a test which obeys them is quick.
 */
export const errors: readonly ProviderError[] = [
  {
    name: '11000',
    kind: 'invalid-parameter',
    facts: { parameter: 'per_page', rule: 'must be a whole number from 5 to 50' },
    status: 400,
    body: ({ parameter, rule }) =>
      failure({
        code: 6008,
        message: 'Invalid request parameters',
        error_chain: [{ code: 11000, message: `${parameter} variable ${worded(rule)}` }],
      }),
    basis: 'assumed',
    source:
      "bounds: the document's parameters; codes, shape and the text for bounds: cloudflare-go pull request 129, where another endpoint refuses per_page, without its status; status 400 and the other texts are assumed (the list of DNS records answers a bad order with code 9201, without a chain)",
    meaning: 'A query parameter has a value that is not accepted; the chained error names it.',
    cause:
      'per_page outside 5 to 50, page below 1, an order, direction, match or status outside the listed values, a name longer than 100 characters, or a parameter given twice.',
    advice:
      'Read error_chain, mend that parameter and send the request again. Unchanged it fails every time, so do not retry.',
  },
  {
    name: '9106',
    kind: 'unauthenticated',
    when: { reason: 'missing' },
    status: 400,
    body: failure({ code: 9106, message: 'Missing X-Auth-Key, X-Auth-Email or Authorization headers' }),
    basis: 'observed',
    source:
      'cloudflare-python issue 2678 (status 400); seen without messages and result, sent here with all four keys, as the document requires',
    meaning: 'The request carries no credentials, or only half of them. Cloudflare says 400 here, not 401.',
    cause: 'X-Auth-Email or X-Auth-Key is absent or empty: often a variable that is not set where the program runs.',
    advice: 'Send both headers with every request. Treat this 400 as a matter of configuration; a retry does not help.',
  },
  {
    name: '6103',
    kind: 'unauthenticated',
    when: { reason: 'malformed', detail: 'x-auth-key' },
    status: 400,
    body: malformed({ code: 6103, message: 'Invalid format for X-Auth-Key header' }),
    basis: 'observed',
    source: 'cloudflare-typescript issue 161 (with headers); Posh-ACME issue 126',
    meaning: 'X-Auth-Key does not look like a global API key, so Cloudflare did not even look it up.',
    cause:
      'An API token in the place of the global key, a key that was cut off or has a space or a line end, or capital letters in it.',
    advice:
      'Copy the global API key again: 37 lower-case hexadecimal digits, or cfk_ and 50 characters. A token belongs into Authorization. Do not retry.',
  },
  {
    name: '6102',
    kind: 'unauthenticated',
    when: { reason: 'malformed', detail: 'x-auth-email' },
    status: 400,
    body: malformed({ code: 6102, message: 'Invalid format for X-Auth-Email header' }),
    basis: 'observed',
    source: 'cloudflare-typescript issue 161; Posh-ACME issue 126',
    meaning: 'X-Auth-Email is not an e-mail address.',
    cause: 'A user name or an account id in the place of the address, or a stray space or quote around it.',
    advice: 'Send the address that the Cloudflare account signs in with. Do not retry.',
  },
  {
    name: '6103-6102',
    kind: 'unauthenticated',
    when: { reason: 'malformed', detail: 'x-auth-key,x-auth-email' },
    status: 400,
    body: malformed(
      { code: 6103, message: 'Invalid format for X-Auth-Key header' },
      { code: 6102, message: 'Invalid format for X-Auth-Email header' },
    ),
    basis: 'observed',
    source: 'cloudflare-typescript issue 161; Posh-ACME issue 126 (both chained in one reply)',
    meaning: 'Neither X-Auth-Key nor X-Auth-Email is well formed; the chain holds an error for each.',
    cause: 'The two values are swapped, or placeholders of an example were sent as they stand.',
    advice: 'Look at every entry of error_chain, not only at the first; mend both headers. Do not retry.',
  },
  {
    name: '6111',
    kind: 'unauthenticated',
    when: { reason: 'malformed', detail: 'authorization' },
    status: 400,
    body: malformed({ code: 6111, message: 'Invalid format for Authorization header' }),
    basis: 'observed',
    source: 'ddns-go issue 916',
    meaning: 'The Authorization header is not "Bearer" and an API token.',
    cause: 'The header has another word instead of Bearer, or the token is too short.',
    advice: 'For this endpoint send X-Auth-Email and X-Auth-Key instead. Do not retry.',
  },
  {
    name: '9103',
    kind: 'unauthenticated',
    when: { reason: ['unknown', 'expired', 'revoked'] },
    status: 403,
    body: failure({ code: 9103, message: 'Unknown X-Auth-Key or X-Auth-Email' }),
    basis: 'observed',
    source: 'terraform-provider-cloudflare issue 1185 (HTTP 403)',
    meaning:
      'Both headers are well formed, but no account has this e-mail with this key. Cloudflare says 403, not 401.',
    cause: 'The key was rolled or revoked, belongs to another address, or has a wrong digit.',
    advice:
      'Get the current global API key from the profile page and check the address. Stop and report it: a retry does not help.',
    scenarios: ['expired', 'revoked', 'expiring-after-2'],
  },
  {
    name: '9109',
    kind: 'forbidden',
    status: 403,
    body: failure({ code: 9109, message: 'Unauthorized to access requested resource' }),
    basis: 'observed',
    source:
      'cloudflare-docs issue 13405 (with headers), of single resources; that this list says it too, and that an account below the enterprise plan meets it, is assumed from the plan block of the document',
    meaning: 'The credentials are good, but this user may not list organizations.',
    cause: 'The account is not on an enterprise plan, or the user lacks the permission to read memberships.',
    advice:
      'Ask an administrator for the permission, or use /accounts or /memberships instead. Do not retry. Lists such as /accounts answer 200 with no rows to a token that may see nothing: be ready for an empty list too.',
    scenarios: ['forbidden'],
  },
  {
    name: '9109-token',
    kind: 'unauthenticated',
    when: { reason: 'unknown', detail: 'authorization' },
    status: 403,
    body: failure({ code: 9109, message: 'Invalid access token' }),
    basis: 'observed',
    source:
      'public API clients that look for this text; that every token is refused here is assumed, since the document knows only e-mail and key',
    meaning: 'The bearer token is well formed but not accepted for this endpoint.',
    cause: 'The token is unknown, expired or revoked, or the endpoint takes no API tokens, as this one.',
    advice: 'Send X-Auth-Email and X-Auth-Key. Do not retry with the same token.',
  },
  {
    name: '9109-family',
    kind: 'unauthenticated',
    when: { reason: 'unknown', detail: 'account token' },
    status: 403,
    body: failure({ code: 9109, message: 'Valid user-level authentication not found' }),
    basis: 'observed',
    source:
      'notes and tests of public API clients, which get this from /user/tokens and /user for tokens that belong to an account; that this endpoint of /user says it too is assumed',
    meaning: 'The bearer token belongs to an account, and everything under /user wants a user.',
    cause: 'An account-owned token (cfat_…) where only credentials of a user are taken.',
    advice: 'Send X-Auth-Email and X-Auth-Key of a user. Do not retry with the same token.',
  },
  {
    name: '7003',
    kind: 'not-found',
    status: 404,
    body: (_, { path }) =>
      failure({ code: 7003, message: `Could not route to ${path}, perhaps your object identifier is invalid?` }),
    basis: 'observed',
    source: 'workers-sdk issues 2100 and 10588 (status 404)',
    meaning: 'No endpoint has this path. The text speaks of an identifier even where the path has no identifier.',
    cause:
      'A base URL without /client/v4, a slash at the end, a letter in another case, or an empty identifier in the path.',
    advice: 'Compare the path that the message repeats with the documented one. Do not retry.',
  },
  {
    name: '7001',
    kind: 'method-not-allowed',
    facts: { allow: ['GET', 'HEAD'] },
    status: 405,
    // Assumed: RFC 9110 (15.5.6) wants it of every server, and no public thread shows the headers of this reply.
    headers: (asked, { allow }) => [...headers(asked), 'allow', allow.join(', ')],
    body: (_, { method }) => failure({ code: 7001, message: `Method ${method} not available for that URI.` }),
    basis: 'observed',
    source: 'public threads of many clients quote this text for other methods, OPTIONS included',
    meaning: 'The path is right, but it does not take this method, but those in Allow.',
    cause: 'POST, PUT, PATCH or DELETE on a list that can only be read; or a browser that asks with OPTIONS first.',
    advice: 'Send GET. Cloudflare has no CORS: from a browser go through a server of your own. Do not retry.',
  },
  {
    name: '10100',
    kind: 'throttled',
    facts: { retryAfterSeconds: 1 },
    status: 429,
    headers: throttledHeaders,
    body: ({ limit: { requests, windowSeconds } = ownLimit }) =>
      failure({
        code: 10100,
        message: `More than ${requests} requests per ${windowSeconds} seconds reached. ${plea}`,
      }),
    basis: 'observed',
    source:
      "cloud-inquisitor issue 153 (the text); Cloudflare's page on API limits; Cloudflare's changelog of 3 September 2025 (retry-after)",
    meaning: 'More requests came than a user has in five minutes; the next ones are refused too.',
    cause: 'More than 1200 requests within five minutes, counted over all keys and programs of one user.',
    advice:
      'Wait as many seconds as retry-after says (up to 300 at the real API) before anything else is sent, then go slower: ratelimit tells what is left.',
    scenarios: ['throttled', 'throttled-after-3'],
  },
  {
    name: '971',
    kind: 'throttled',
    isOnDemand: true,
    facts: { retryAfterSeconds: 1 },
    status: 429,
    headers: throttledHeaders,
    body: { success: false, errors: [{ code: 971, message: plea }] },
    basis: 'observed',
    source:
      'terraform-provider-cloudflare issue 5505; public API clients and their tests. Breaks the document twice: codes begin at 1000, and messages and result are required; so it comes only when asked for by name',
    meaning: 'Too many requests, said by the newer gateway, in a short body without messages and result.',
    cause: 'As 10100: too many requests within five minutes. Which of the two comes is up to Cloudflare.',
    advice:
      'Go by the status 429 and retry-after, never by the code, and do not count on messages or result being there. It can take more than a minute.',
  },
  {
    name: '10001',
    kind: 'internal',
    status: 500,
    body: failure({ code: 10001, message: 'Internal server error' }),
    basis: 'assumed',
    source: "the envelope is the document's; no public source shows code and text",
    meaning: 'Cloudflare failed, not the request.',
    cause: 'A fault or an outage behind the API.',
    advice: 'Retry a few times, waiting longer each time (1 s, 2 s, 4 s and a random bit), then give up and report it.',
    scenarios: ['flaky'],
  },
]
