import type { ExpectedError } from './expected.ts'

const list = '/api.nirvanalabs.io/v1/organizations'
const refused = { 'content-type': 'application/json', 'www-authenticate': 'Bearer error="invalid_token"' }

export const nirvana: readonly ExpectedError[] = [
  {
    name: 'invalid_parameter',
    status: 400,
    basis: 'assumed',
    headers: { 'content-type': 'application/json' },
    body: '{"message":"limit must be a whole number from 1 to 100"}',
    causes: [
      { target: `${list}?limit=101`, authorized: true },
      { target: `${list}?limit=0`, authorized: true },
      { target: `${list}?limit=5&limit=5`, authorized: true, says: '{"message":"limit must be given once"}' },
    ],
  },
  {
    name: 'invalid_cursor',
    status: 400,
    basis: 'assumed',
    body: '{"message":"cursor is not one that a previous request returned"}',
    causes: [{ target: `${list}?cursor=abc`, authorized: true }],
  },
  {
    name: 'unknown_api_key',
    status: 401,
    basis: 'assumed',
    headers: refused,
    body: '{"message":"API key is not valid"}',
    causes: [{ target: list, headers: { Authorization: 'Bearer wrong' } }],
  },
  {
    name: 'missing_api_key',
    status: 401,
    basis: 'assumed',
    headers: { 'www-authenticate': 'Bearer' },
    body: '{"message":"API key is missing; send it as Authorization: Bearer"}',
    causes: [{ target: list }],
  },
  {
    name: 'malformed_authorization',
    status: 401,
    basis: 'assumed',
    headers: { 'www-authenticate': 'Bearer' },
    body: '{"message":"Authorization must be Bearer, a space and an API key"}',
    causes: [
      { target: list, headers: { Authorization: 'Basic abc' } },
      { target: list, headers: { Authorization: 'Bearer a b' } },
    ],
  },
  {
    name: 'expired_api_key',
    status: 401,
    basis: 'assumed',
    headers: refused,
    body: '{"message":"API key has expired"}',
    scenarios: ['expired', 'expiring-after-2'],
  },
  {
    name: 'inactive_api_key',
    status: 401,
    basis: 'assumed',
    headers: refused,
    body: '{"message":"API key is inactive"}',
    scenarios: ['revoked'],
  },
  {
    name: 'forbidden',
    status: 403,
    basis: 'assumed',
    headers: { 'www-authenticate': null },
    body: '{"message":"API key lacks the permission organization:read"}',
    scenarios: ['forbidden'],
  },
  {
    name: 'not_found',
    status: 404,
    basis: 'assumed',
    body: '{"message":"Not found"}',
    causes: [{ target: '/api.nirvanalabs.io/v1/v1/organizations' }, { target: `${list}/` }],
  },
  {
    name: 'method_not_allowed',
    status: 405,
    basis: 'assumed',
    headers: { allow: 'GET, HEAD' },
    body: '{"message":"Method not allowed"}',
    causes: [
      { method: 'DELETE', target: list, authorized: true },
      { method: 'OPTIONS', target: list },
    ],
  },
  {
    name: 'too_many_requests',
    status: 429,
    basis: 'assumed',
    headers: { 'retry-after': '1' },
    body: '{"message":"Too many requests"}',
    scenarios: ['throttled', 'throttled-after-3'],
  },
  {
    name: 'internal_server_error',
    status: 500,
    basis: 'assumed',
    body: '{"message":"Internal server error"}',
    scenarios: ['flaky'],
  },
]
