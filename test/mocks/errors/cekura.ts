import type { ExpectedError } from './expected.ts'

const list = '/api.cekura.ai/user/organizations/'
const json = { 'content-type': 'application/json', allow: 'GET, HEAD, OPTIONS', 'x-frame-options': 'DENY' }
const html = { 'content-type': 'text/html; charset=utf-8', allow: null }

export const cekura: readonly ExpectedError[] = [
  {
    name: 'invalid',
    status: 400,
    basis: 'assumed',
    headers: json,
    body: '{"name":["This field is required."]}',
  },
  {
    name: 'authentication_failed',
    status: 401,
    basis: 'assumed',
    headers: { ...json, 'www-authenticate': 'Api-Key' },
    body: '{"detail":"Incorrect authentication credentials."}',
    causes: [{ target: list, headers: { 'X-CEKURA-API-KEY': 'wrong' } }],
    scenarios: ['expired', 'revoked', 'expiring-after-2'],
  },
  {
    name: 'not_authenticated',
    status: 401,
    basis: 'observed',
    headers: { ...json, 'www-authenticate': 'Api-Key' },
    body: '{"detail":"Authentication credentials were not provided."}',
    causes: [
      { target: list },
      { target: list, headers: { Authorization: 'Bearer abc' } },
      { method: 'PUT', target: list },
    ],
  },
  {
    name: 'permission_denied',
    status: 403,
    basis: 'observed',
    headers: { ...json, 'www-authenticate': null },
    body: '{"detail":"You do not have permission to perform this action."}',
    scenarios: ['forbidden'],
  },
  {
    name: 'not_found',
    status: 404,
    basis: 'observed',
    headers: html,
    body: `
<!doctype html>
<html lang="en">
<head>
  <title>Not Found</title>
</head>
<body>
  <h1>Not Found</h1><p>This server has nothing at the address that you asked for.</p>
</body>
</html>
`,
    causes: [{ target: '/api.cekura.ai/user/organisations/' }],
  },
  {
    name: 'method_not_allowed',
    status: 405,
    basis: 'observed',
    headers: json,
    body: '{"detail":"Method \\"GET\\" not allowed."}',
    causes: [
      { method: 'PUT', target: list, authorized: true, says: '{"detail":"Method \\"PUT\\" not allowed."}' },
      { method: 'POST', target: list, authorized: true, says: '{"detail":"Method \\"POST\\" not allowed."}' },
    ],
  },
  {
    name: 'not_acceptable',
    status: 406,
    basis: 'observed',
    headers: json,
    body: '{"detail":"Could not satisfy the request Accept header."}',
    causes: [{ target: list, headers: { Accept: 'text/csv' } }],
  },
  {
    name: 'unsupported_media_type',
    status: 415,
    basis: 'observed',
    headers: json,
    body: '{"detail":"Unsupported media type \\"application/xml\\" in request."}',
  },
  {
    name: 'throttled',
    status: 429,
    basis: 'observed',
    headers: { ...json, 'retry-after': '1' },
    body: '{"detail":"Request was throttled. Expected available in 1 second."}',
    scenarios: ['throttled', 'throttled-after-3'],
  },
  {
    name: 'server_error',
    status: 500,
    basis: 'assumed',
    headers: html,
    body: `
<!doctype html>
<html lang="en">
<head>
  <title>Server Error (500)</title>
</head>
<body>
  <h1>Server Error (500)</h1><p></p>
</body>
</html>
`,
    scenarios: ['flaky'],
  },
]
