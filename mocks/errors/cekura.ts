import type { ProviderError } from '../../src/mock/index.ts'
import { headersWith, pageHeaders } from '../headers/cekura.ts'

/**
 * Every error of Cekura's fake, by the codes that Django REST Framework gives them (they are not sent; bodies have `detail` only).
 * The first of a status is what a client meets most whose credentials were good yesterday.
 * Waits are of one second, so that a test which obeys them is quick.
 */

const framework = 'Django REST Framework 3.18 with its defaults, run with a view like this one'
const sibling = 'that Cekura answers 401 is documented for its other endpoints (docs.cekura.ai, generate-token)'

// Assumed: the scheme's name. That there is one is the framework's rule for a 401.
const unauthenticatedHeaders = headersWith('WWW-Authenticate', 'Api-Key')

/** Django's page for what no view has answered: its markup, our words. */
function page(title: string, sentence: string): string {
  return `
<!doctype html>
<html lang="en">
<head>
  <title>${title}</title>
</head>
<body>
  <h1>${title}</h1><p>${sentence}</p>
</body>
</html>
`
}

/** Of the list in pages, which the latest edition has. */
export const invalidPage: ProviderError = {
  name: 'invalid_page',
  kind: 'invalid-cursor',
  facts: { parameter: 'page' },
  status: 404,
  body: { detail: 'Invalid page.' },
  basis: 'assumed',
  source: `the text: ${framework}`,
  meaning: 'There is no such page.',
  cause: 'A page past the last one, or one that is no number.',
  advice: 'Follow next until it is null, and make no page numbers.',
}

export const errors: readonly ProviderError[] = [
  {
    name: 'invalid',
    kind: 'invalid-parameter',
    facts: { parameter: 'name', rule: 'This field is required.' },
    status: 400,
    body: ({ parameter, rule }) => ({ [parameter]: [rule] }),
    basis: 'assumed',
    source: `the shape: ${framework}; the list takes no parameters, so it comes only when asked for`,
    meaning: 'What was sent does not fit; the body has a list of texts for each field instead of detail.',
    cause: 'Comes when something is created or changed with a field missing or wrong. The list itself never says it.',
    advice: 'Show the texts beside their fields. Mend the request; a retry does not help.',
  },
  {
    name: 'authentication_failed',
    kind: 'unauthenticated',
    status: 401,
    headers: unauthenticatedHeaders,
    body: { detail: 'Incorrect authentication credentials.' },
    basis: 'assumed',
    source: `the text: ${framework}; Cekura may word it its own way; ${sibling}`,
    meaning: 'There is a key, but it is not a good one.',
    cause: 'The key was mistyped, cut off, revoked or has expired, or is one of another environment.',
    advice: 'Take a new key from the Cekura dashboard. Stop and report it: a retry does not help.',
    scenarios: ['expired', 'revoked', 'expiring-after-2'],
  },
  {
    name: 'not_authenticated',
    kind: 'unauthenticated',
    when: { reason: 'missing' },
    status: 401,
    headers: unauthenticatedHeaders,
    body: { detail: 'Authentication credentials were not provided.' },
    basis: 'observed',
    source: `${framework}; ${sibling}`,
    meaning: 'The request carries no key.',
    cause: 'X-CEKURA-API-KEY is absent or empty, or the key was sent in Authorization instead.',
    advice: 'Send the key in X-CEKURA-API-KEY with every request. A retry without it does not help.',
  },
  {
    name: 'permission_denied',
    kind: 'forbidden',
    status: 403,
    body: { detail: 'You do not have permission to perform this action.' },
    basis: 'observed',
    source: `${framework}; 403 is documented for other endpoints (docs.cekura.ai, generate-token)`,
    meaning: 'The key is good, but it does not open this.',
    cause: 'The key belongs to one project only, or to a member whose role may not read this.',
    advice: 'Use a key of the organization, or ask an administrator. A retry does not help.',
    scenarios: ['forbidden'],
  },
  {
    name: 'not_found',
    kind: 'not-found',
    status: 404,
    headers: pageHeaders,
    body: page('Not Found', 'This server has nothing at the address that you asked for.'),
    basis: 'observed',
    source: 'Django 5.2 with its defaults; the words of the page are ours',
    meaning: "Nothing is at this path. The answer is Django's HTML page, not JSON.",
    cause: 'A mistyped path or base URL. (A path that lacks only its final slash is redirected instead.)',
    advice: 'Look at the content type before you parse a body as JSON. Mend the path; a retry does not help.',
  },
  {
    name: 'method_not_allowed',
    kind: 'method-not-allowed',
    facts: { allow: ['GET', 'HEAD', 'OPTIONS'] },
    status: 405,
    body: (_, { method }) => ({ detail: `Method "${method}" not allowed.` }),
    basis: 'observed',
    source: `${framework}; that POST is refused is assumed: Cekura creates organizations with it, the fake only lists them`,
    meaning: 'The path is right and the key is good, but the method is not one of those in Allow.',
    cause:
      'PUT, PATCH, DELETE or POST on the list. Without a good key the answer is 401, since the framework checks it first.',
    advice: 'Send GET. A retry does not help.',
  },
  {
    name: 'not_acceptable',
    kind: 'not-acceptable',
    status: 406,
    body: { detail: 'Could not satisfy the request Accept header.' },
    basis: 'observed',
    source: framework,
    meaning: 'The Accept header leaves no room for JSON, which is all that is on offer.',
    cause: 'Accept asks for text/csv, text/html or another format alone. It is judged before the key is.',
    advice: 'Send Accept: application/json, or */*, or no Accept at all. A retry does not help.',
  },
  {
    name: 'unsupported_media_type',
    kind: 'unsupported-media-type',
    facts: { mediaType: 'application/xml' },
    status: 415,
    body: ({ mediaType }) => ({ detail: `Unsupported media type "${mediaType}" in request.` }),
    basis: 'observed',
    source: `${framework}; the list takes no body, so it comes only when asked for`,
    meaning: 'The body is in a format that is not read.',
    cause: 'A request with a body under another content type than JSON or a form. The list itself never says it.',
    advice: 'Send Content-Type: application/json with a JSON body. A retry does not help.',
  },
  {
    name: 'throttled',
    kind: 'throttled',
    facts: { retryAfterSeconds: 1 },
    status: 429,
    headers: (_, { retryAfterSeconds }) => headersWith('Retry-After', String(retryAfterSeconds)),
    body: ({ retryAfterSeconds: wait }) => ({
      detail: `Request was throttled. Expected available in ${wait} second${wait === 1 ? '' : 's'}.`,
    }),
    basis: 'observed',
    source: `${framework}; that there are limits by plan is documented, their numbers are not`,
    meaning: 'There were too many requests; Retry-After and the text say in how many seconds the next one is served.',
    cause: "More requests than the plan's rate allows. The window slides: each request counts for as long as it lasts.",
    advice: 'Wait as long as Retry-After says, then retry. Requests that are refused do not make the wait longer.',
    scenarios: ['throttled', 'throttled-after-3'],
  },
  {
    name: 'server_error',
    kind: 'internal',
    status: 500,
    headers: pageHeaders,
    body: page('Server Error (500)', ''),
    basis: 'assumed',
    source: "Django 5.2's page for an exception; Cekura may have a handler of its own",
    meaning: "Cekura failed, not the request. The answer is Django's HTML page, not JSON.",
    cause: 'An exception that no code caught, in Cekura or behind it.',
    advice:
      'Do not parse the body as JSON. Retry a few times, waiting longer each time (1 s, 2 s, 4 s and a random bit), then report it.',
    scenarios: ['flaky'],
  },
]
