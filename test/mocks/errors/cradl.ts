import { type Cause, type ExpectedError, form } from './expected.ts'

const list = '/api.cradl.ai/v1/organizations'
const tokenUrl = '/auth.cradl.ai/oauth2/token'
/** Documented of every reply of the API. */
const cors = { 'content-type': 'application/json', 'access-control-allow-origin': '*', 'www-authenticate': null }
const ofToken = { 'content-type': 'application/json', 'cache-control': 'no-store' }

/** docs.cradl.ai, introduction: a form with these four, with some of them changed. */
function tokenRequest(changed: Readonly<Record<string, string>>): Cause {
  const fields = {
    grant_type: 'client_credentials',
    audience: 'https://api.cradl.ai/v1',
    client_id: '3f8c1d5b7e9a42608d1f6c4b2a0e9d73',
    client_secret: 'kT4wQ9zLm2XvB7nRc5YhJ8sDf3GpA6uE1iOoZxCyVbNqWtKr',
    ...changed,
  }
  return { method: 'POST', target: tokenUrl, headers: form, body: new URLSearchParams(fields).toString() }
}

export const cradl: readonly ExpectedError[] = [
  {
    name: 'bad_request',
    status: 400,
    basis: 'assumed',
    headers: cors,
    body: '{"message":"maxResults must be a whole number from 1 to 100"}',
    causes: [
      { target: `${list}?maxResults=0`, authorized: true },
      { target: `${list}?maxResults=many`, authorized: true },
    ],
  },
  {
    name: 'invalid_next_token',
    status: 400,
    basis: 'assumed',
    headers: cors,
    body: '{"message":"nextToken is not a token of this list"}',
    causes: [{ target: `${list}?nextToken=abc`, authorized: true }],
  },
  {
    name: 'unauthorized',
    status: 401,
    basis: 'assumed',
    headers: { ...cors, 'x-amzn-errortype': 'UnauthorizedException' },
    body: '{"message":"Unauthorized"}',
  },
  {
    name: 'forbidden',
    status: 403,
    basis: 'documented',
    headers: { ...cors, 'x-amzn-errortype': 'ForbiddenException' },
    body: '{"message":"Forbidden"}',
    causes: [{ target: list }, { target: list, headers: { Authorization: 'Bearer a.b.c' } }],
    scenarios: ['expired', 'forbidden', 'expiring-after-2'],
  },
  {
    name: 'missing_authentication_token',
    status: 403,
    basis: 'assumed',
    headers: { ...cors, 'x-amzn-errortype': 'MissingAuthenticationTokenException' },
    body: '{"message":"Missing Authentication Token"}',
    causes: [
      { target: '/api.cradl.ai/v1/organisations', authorized: true },
      { method: 'POST', target: list, authorized: true },
    ],
  },
  { name: 'not_found', status: 404, basis: 'assumed', headers: cors, body: '{"message":"Not Found"}' },
  {
    name: 'unsupported_media_type',
    status: 415,
    basis: 'documented',
    headers: cors,
    body: '{"message":"Unsupported Media Type"}',
    causes: [
      { target: list, authorized: true, headers: { 'Content-Type': 'text/plain', 'Content-Length': '2' }, body: 'hi' },
    ],
  },
  {
    name: 'too_many_requests',
    status: 429,
    basis: 'observed',
    headers: { ...cors, 'retry-after': null },
    body: '{"message":"Too Many Requests"}',
    scenarios: ['throttled', 'throttled-after-3'],
  },
  {
    name: 'limit_exceeded',
    status: 429,
    basis: 'observed',
    headers: { ...cors, 'retry-after': null },
    body: '{"message":"Limit Exceeded"}',
  },
  {
    name: 'internal_server_error',
    status: 500,
    basis: 'documented',
    headers: cors,
    body: '{"message":"Internal server error"}',
    scenarios: ['flaky'],
  },
  { name: 'bad_gateway', status: 502, basis: 'assumed', headers: cors, body: '{"message":"Internal server error"}' },
  {
    name: 'endpoint_request_timed_out',
    status: 504,
    basis: 'assumed',
    headers: cors,
    body: '{"message":"Endpoint request timed out"}',
  },
  {
    name: 'invalid_client',
    status: 400,
    basis: 'observed',
    headers: ofToken,
    body: '{"error":"invalid_client","error_description":"Client authentication failed (e.g., unknown client, no client authentication included, or unsupported authentication method)."}',
    causes: [tokenRequest({ client_secret: 'wrong' }), tokenRequest({ client_id: 'nobody' })],
    scenarios: ['revoked'],
  },
  {
    name: 'invalid_request',
    status: 400,
    basis: 'observed',
    headers: ofToken,
    body: '{"error":"invalid_request","error_description":"audience is missing"}',
    causes: [
      tokenRequest({ audience: '' }),
      {
        ...tokenRequest({ grant_type: '' }),
        says: '{"error":"invalid_request","error_description":"grant_type is missing"}',
      },
    ],
  },
  {
    name: 'invalid_scope',
    status: 400,
    basis: 'observed',
    headers: ofToken,
    body: '{"error":"invalid_scope","error_description":"the client may not have one of the scopes"}',
    causes: [tokenRequest({ scope: 'organizations:delete' })],
  },
  {
    name: 'unauthorized_client',
    status: 400,
    basis: 'observed',
    headers: ofToken,
    body: '{"error":"unauthorized_client","error_description":"the client is not authorized for this audience"}',
    causes: [tokenRequest({ audience: 'https://api.cradl.ai/v1/' })],
  },
  {
    name: 'unsupported_grant_type',
    status: 400,
    basis: 'observed',
    headers: ofToken,
    body: '{"error":"unsupported_grant_type","error_description":"grant_type must be client_credentials"}',
    causes: [tokenRequest({ grant_type: 'refresh_token' })],
  },
  {
    name: 'token_path_not_found',
    status: 404,
    basis: 'assumed',
    headers: ofToken,
    body: '{"error":"not_found","error_description":"there is nothing at this path"}',
    causes: [{ ...tokenRequest({}), target: '/auth.cradl.ai/oauth2/token/oauth2/token' }],
  },
  {
    name: 'token_method_not_allowed',
    status: 405,
    basis: 'assumed',
    headers: { ...ofToken, allow: 'POST' },
    body: '{"error":"invalid_request","error_description":"the method must be POST"}',
    causes: [{ target: tokenUrl }],
  },
]
