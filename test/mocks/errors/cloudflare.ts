import type { ExpectedError } from './expected.ts'

const list = '/api.cloudflare.com/client/v4/user/organizations'
const email = 'user@orgmock.test'
const key = '5f2c8e1b7a9d04c36e8f1a2b3c4d5e6f7a8b9'

/** The envelope of four keys, which the document requires, around one error. */
function failure(error: string): string {
  return `{"success":false,"errors":[${error}],"messages":[],"result":null}`
}

function headersRefused(chain: string): string {
  return failure(`{"code":6003,"message":"Invalid request headers","error_chain":[${chain}]}`)
}

const badKey = '{"code":6103,"message":"Invalid format for X-Auth-Key header"}'
const badEmail = '{"code":6102,"message":"Invalid format for X-Auth-Email header"}'
const noChallenge = { 'content-type': 'application/json', 'www-authenticate': null, server: 'cloudflare' }

export const cloudflare: readonly ExpectedError[] = [
  {
    name: '11000',
    status: 400,
    basis: 'assumed',
    body: failure(
      '{"code":6008,"message":"Invalid request parameters","error_chain":[{"code":11000,"message":"per_page variable must be a number between 5 and 50"}]}',
    ),
    causes: [
      { target: `${list}?per_page=51`, authorized: true },
      {
        target: `${list}?direction=up`,
        authorized: true,
        says: failure(
          '{"code":6008,"message":"Invalid request parameters","error_chain":[{"code":11000,"message":"direction variable must be one of asc, desc"}]}',
        ),
      },
    ],
  },
  {
    name: '9106',
    status: 400,
    basis: 'observed',
    headers: noChallenge,
    body: failure('{"code":9106,"message":"Missing X-Auth-Key, X-Auth-Email or Authorization headers"}'),
    causes: [{ target: list }, { target: list, headers: { 'X-Auth-Key': key } }],
  },
  {
    name: '6103',
    status: 400,
    basis: 'observed',
    headers: noChallenge,
    body: headersRefused(badKey),
    causes: [{ target: list, headers: { 'X-Auth-Email': email, 'X-Auth-Key': 'secret' } }],
  },
  {
    name: '6102',
    status: 400,
    basis: 'observed',
    body: headersRefused(badEmail),
    causes: [{ target: list, headers: { 'X-Auth-Email': 'nobody', 'X-Auth-Key': key } }],
  },
  {
    name: '6103-6102',
    status: 400,
    basis: 'observed',
    body: headersRefused(`${badKey},${badEmail}`),
    causes: [{ target: list, headers: { 'X-Auth-Email': key, 'X-Auth-Key': email } }],
  },
  {
    name: '6111',
    status: 400,
    basis: 'observed',
    body: headersRefused('{"code":6111,"message":"Invalid format for Authorization header"}'),
    causes: [{ target: list, headers: { Authorization: 'Basic abc' } }],
  },
  {
    name: '9103',
    status: 403,
    basis: 'observed',
    headers: noChallenge,
    body: failure('{"code":9103,"message":"Unknown X-Auth-Key or X-Auth-Email"}'),
    causes: [
      { target: list, headers: { 'X-Auth-Email': email, 'X-Auth-Key': '0'.repeat(37) } },
      { target: list, headers: { 'X-Auth-Email': 'nobody@example.com', 'X-Auth-Key': key } },
    ],
    scenarios: ['expired', 'revoked', 'expiring-after-2'],
  },
  {
    name: '9109',
    status: 403,
    basis: 'observed',
    body: failure('{"code":9109,"message":"Unauthorized to access requested resource"}'),
    scenarios: ['forbidden'],
  },
  {
    name: '9109-token',
    status: 403,
    basis: 'observed',
    body: failure('{"code":9109,"message":"Invalid access token"}'),
    causes: [{ target: list, headers: { Authorization: `Bearer ${'a1B2'.repeat(10)}` } }],
  },
  {
    name: '9109-family',
    status: 403,
    basis: 'observed',
    body: failure('{"code":9109,"message":"Valid user-level authentication not found"}'),
    causes: [{ target: list, headers: { Authorization: `Bearer cfat_${'a1B2'.repeat(12)}` } }],
  },
  {
    name: '7003',
    status: 404,
    basis: 'observed',
    body: failure(
      '{"code":7003,"message":"Could not route to /client/v4/user/organizations, perhaps your object identifier is invalid?"}',
    ),
    causes: [
      {
        target: `${list}/`,
        authorized: true,
        says: failure(
          '{"code":7003,"message":"Could not route to /client/v4/user/organizations/, perhaps your object identifier is invalid?"}',
        ),
      },
    ],
  },
  {
    name: '7001',
    status: 405,
    basis: 'observed',
    headers: { allow: 'GET, HEAD', 'access-control-allow-origin': null },
    body: failure('{"code":7001,"message":"Method GET not available for that URI."}'),
    causes: [
      {
        method: 'PUT',
        target: list,
        authorized: true,
        says: failure('{"code":7001,"message":"Method PUT not available for that URI."}'),
      },
      {
        method: 'OPTIONS',
        target: list,
        says: failure('{"code":7001,"message":"Method OPTIONS not available for that URI."}'),
      },
    ],
  },
  {
    name: '10100',
    status: 429,
    basis: 'observed',
    headers: { 'retry-after': '1' },
    body: failure(
      '{"code":10100,"message":"More than 1200 requests per 300 seconds reached. Please wait and consider throttling your request speed"}',
    ),
    scenarios: ['throttled', 'throttled-after-3'],
  },
  {
    name: '971',
    status: 429,
    basis: 'observed',
    headers: { 'retry-after': '1' },
    body: '{"success":false,"errors":[{"code":971,"message":"Please wait and consider throttling your request speed"}]}',
  },
  {
    name: '10001',
    status: 500,
    basis: 'assumed',
    body: failure('{"code":10001,"message":"Internal server error"}'),
    scenarios: ['flaky'],
  },
]
