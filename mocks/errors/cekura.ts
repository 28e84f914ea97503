import type { CatalogueEntry } from '../../src/mock/index.ts'

/**
 * Every error of Cekura's fake, by the codes that Django REST Framework gives them (they are not sent; bodies have `detail` only).
 * The first of a status is what a client meets most whose credentials were good yesterday.
 * Waits are of one second, so that a test which obeys them is quick.
 */

const framework = 'Django REST Framework 3.18 with its defaults, run with a view like this one'
const sibling = 'that Cekura answers 401 is documented for its other endpoints (docs.cekura.ai, generate-token)'

export const errors: readonly CatalogueEntry[] = [
  {
    name: 'invalid',
    fault: { kind: 'invalid-parameter', parameter: 'name', rule: 'This field is required.' },
    basis: 'assumed',
    source: `the shape: ${framework}; nothing leads to it here, since the list takes no parameters`,
    meaning: 'What was sent does not fit; the body has a list of texts for each field instead of detail.',
    cause: 'Comes when something is created or changed with a field missing or wrong. The list itself never says it.',
    advice: 'Show the texts beside their fields. Mend the request; to retry changes nothing.',
  },
  {
    name: 'authentication_failed',
    fault: { kind: 'unauthenticated', reason: 'unknown' },
    basis: 'assumed',
    source: `the text: ${framework}; Cekura may word it its own way; ${sibling}`,
    meaning: 'There is a key, but it is not a good one.',
    cause: 'The key was mistyped, cut off, revoked or has expired, or is one of another environment.',
    advice: 'Take a new key from the Cekura dashboard. Stop and report it: to retry changes nothing.',
    scenarios: ['expired', 'revoked', 'expiring-after-2'],
  },
  {
    name: 'not_authenticated',
    fault: { kind: 'unauthenticated', reason: 'missing' },
    basis: 'observed',
    source: `${framework}; ${sibling}`,
    meaning: 'The request carries no key.',
    cause: 'X-CEKURA-API-KEY is absent or empty, or the key was sent in Authorization instead.',
    advice: 'Send the key in X-CEKURA-API-KEY with every request. To retry without it changes nothing.',
  },
  {
    name: 'permission_denied',
    fault: { kind: 'forbidden' },
    basis: 'observed',
    source: `${framework}; 403 is documented for other endpoints (docs.cekura.ai, generate-token)`,
    meaning: 'The key is good, but it does not open this.',
    cause: 'The key belongs to one project only, or to a member whose role may not read this.',
    advice: 'Use a key of the organization, or ask an administrator. To retry changes nothing.',
    scenarios: ['forbidden'],
  },
  {
    name: 'not_found',
    fault: { kind: 'not-found' },
    basis: 'observed',
    source: 'Django 5.2 with its defaults; the words of the page are ours',
    meaning: "Nothing is at this path. The answer is Django's HTML page, not JSON.",
    cause: 'A mistyped path or base URL. (A path that lacks only its final slash is redirected instead.)',
    advice: 'Look at the content type before you parse a body as JSON. Mend the path; to retry changes nothing.',
  },
  {
    name: 'method_not_allowed',
    fault: { kind: 'method-not-allowed', allow: ['GET', 'HEAD', 'OPTIONS'] },
    basis: 'observed',
    source: `${framework}; that POST is refused is assumed: Cekura creates organizations with it, the fake only lists them`,
    meaning: 'The path is right and the key is good, but the method is not one of those in Allow.',
    cause:
      'PUT, PATCH, DELETE or POST on the list. Without a good key the answer is 401, since the framework checks it first.',
    advice: 'Send GET. To retry changes nothing.',
  },
  {
    name: 'not_acceptable',
    fault: { kind: 'not-acceptable' },
    basis: 'observed',
    source: framework,
    meaning: 'The Accept header leaves no room for JSON, which is all that is on offer.',
    cause: 'Accept asks for text/csv, text/html or another format alone. It is judged before the key is.',
    advice: 'Send Accept: application/json, or */*, or no Accept at all. To retry changes nothing.',
  },
  {
    name: 'unsupported_media_type',
    fault: { kind: 'unsupported-media-type', mediaType: 'application/xml' },
    basis: 'observed',
    source: `${framework}; nothing leads to it here, since the list takes no body`,
    meaning: 'The body is in a format that is not read.',
    cause: 'A request with a body under another content type than JSON or a form. The list itself never says it.',
    advice: 'Send Content-Type: application/json with a JSON body. To retry changes nothing.',
  },
  {
    name: 'throttled',
    fault: { kind: 'throttled', retryAfterSeconds: 1 },
    basis: 'observed',
    source: `${framework}; that there are limits by plan is documented, their numbers are not`,
    meaning: 'There were too many requests; Retry-After and the text say in how many seconds the next one is served.',
    cause: "More requests than the plan's rate allows. The window slides: each request counts for as long as it lasts.",
    advice: 'Wait as long as Retry-After says, then retry. Requests that are refused do not make the wait longer.',
    scenarios: ['throttled', 'throttled-after-3'],
  },
  {
    name: 'server_error',
    fault: { kind: 'internal' },
    basis: 'assumed',
    source: "Django 5.2's page for an exception; Cekura may have a handler of its own",
    meaning: "Cekura failed, not the request. The answer is Django's HTML page, not JSON.",
    cause: 'An exception that nobody caught, in Cekura or behind it.',
    advice:
      'Do not parse the body as JSON. Retry a few times, waiting longer each time (1 s, 2 s, 4 s and a random bit), then report it.',
    scenarios: ['flaky'],
  },
]
