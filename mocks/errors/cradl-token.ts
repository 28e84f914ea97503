import { invalidClient, type ProviderError } from '../../src/mock/index.ts'
import { fixedHeaders, tokenHeaders } from '../headers/cradl.ts'

/**
 * Every error of Cradl's token endpoint, by their OAuth codes. Observed: 400 for every refusal, for wrong credentials in the Authorization
 * header too (RFC 6749, 5.2 wants 401 there).
 */

const kinde = "Kinde's documentation of its token endpoint, which auth.cradl.ai is; the description is ours"

export const tokenErrors: readonly ProviderError[] = [
  {
    name: 'invalid_client',
    kind: 'token',
    when: { code: 'invalid_client' },
    status: 400,
    headers: tokenHeaders,
    body: { error: 'invalid_client', error_description: invalidClient },
    basis: 'observed',
    source:
      "the description: Kinde, in the words of RFC 6749, 5.2; the status: Zapier's integration, which takes a 400 for wrong credentials (Kinde's page says 401)",
    meaning: 'Said by the token endpoint: client id and client secret do not belong together.',
    cause:
      'One of them is wrong, missing or of another environment, or the client was revoked. The status is 400, not 401.',
    advice:
      'Look at both values. The real endpoint sometimes says 400 without cause (observed: the Python SDK asks up to four times), so ask again once or twice before you report it.',
    scenarios: ['revoked'],
  },
  {
    name: 'invalid_request',
    kind: 'token',
    when: { code: 'invalid_request' },
    status: 400,
    headers: tokenHeaders,
    body: ({ description = 'audience is missing' }) => ({ error: 'invalid_request', error_description: description }),
    basis: 'observed',
    source: kinde,
    meaning: 'Said by the token endpoint: the request lacks something or cannot be read.',
    cause: 'audience or grant_type is missing, a parameter is given twice, or the content type is not that of a form.',
    advice:
      'POST grant_type, audience, client_id and client_secret as application/x-www-form-urlencoded, in the body. A retry does not help.',
  },
  {
    name: 'invalid_scope',
    kind: 'token',
    when: { code: 'invalid_scope' },
    status: 400,
    headers: tokenHeaders,
    body: { error: 'invalid_scope', error_description: 'the client may not have one of the scopes' },
    basis: 'observed',
    source: kinde,
    meaning: 'Said by the token endpoint: the client asked for a scope that it may not have.',
    cause:
      'scope holds a name that does not exist (older ones began with api.lucidtech.ai/) or that the client was not given.',
    advice:
      "Leave scope out, as Cradl's own clients do: the token then has every scope of the client. A retry does not help.",
  },
  {
    name: 'unauthorized_client',
    kind: 'token',
    when: { code: 'unauthorized_client' },
    status: 400,
    headers: tokenHeaders,
    body: { error: 'unauthorized_client', error_description: 'the client is not authorized for this audience' },
    basis: 'observed',
    source: kinde,
    meaning: 'Said by the token endpoint: the client is good, but not for this audience.',
    cause: 'audience is not https://api.cradl.ai/v1, or has a slash at its end.',
    advice: 'Send exactly https://api.cradl.ai/v1. A retry does not help.',
  },
  {
    name: 'unsupported_grant_type',
    kind: 'token',
    when: { code: 'unsupported_grant_type' },
    status: 400,
    headers: tokenHeaders,
    body: { error: 'unsupported_grant_type', error_description: 'grant_type must be client_credentials' },
    basis: 'observed',
    source: `${kinde}; its page of machine-to-machine tokens says invalid_request instead`,
    meaning: 'Said by the token endpoint: there is no such way to get a token.',
    cause: 'grant_type is something else than client_credentials, such as password or refresh_token.',
    advice: 'Send grant_type=client_credentials; for a new token ask the same way again. A retry does not help.',
  },
  {
    name: 'token_path_not_found',
    kind: 'token',
    when: { code: 'wrong-path' },
    status: 404,
    headers: [...fixedHeaders, 'Cache-Control', 'no-store'],
    body: { error: 'not_found', error_description: 'there is nothing at this path' },
    basis: 'assumed',
    source: 'a plain choice: no public source shows it',
    meaning: 'Said by the token host: nothing is at this path.',
    cause: 'The auth endpoint was set without or with twice its end /oauth2/token.',
    advice: 'POST to https://auth.cradl.ai/oauth2/token. A retry does not help.',
  },
  {
    name: 'token_method_not_allowed',
    kind: 'token',
    when: { code: 'wrong-method' },
    status: 405,
    headers: (_, { allow = ['POST'] }) => [...tokenHeaders, 'Allow', allow.join(', ')],
    body: ({ allow = ['POST'] }) => ({
      error: 'invalid_request',
      error_description: `the method must be ${allow.join(' or ')}`,
    }),
    basis: 'assumed',
    source: 'RFC 6749, 3.2 (the method must be POST); how another one is refused is a plain choice',
    meaning: 'Said by the token host: the token endpoint takes POST only, its documents take GET and HEAD.',
    cause: 'The token endpoint was opened in a browser, or a redirect turned POST into GET.',
    advice: 'POST the form to the token endpoint. A retry does not help.',
  },
]
