import { expect, test } from 'vitest'
import { createRedactor } from '../../../src/contract/client/secret-redactor.ts'
import { badServer, clientOf, failureOf } from './bad-server.ts'

const form = { grant_type: 'client_credentials', client_id: 'an id', client_secret: 'kT4wQ9zLm2XvB7nR' }

function json(status: number, value: unknown): string {
  const body = JSON.stringify(value)
  return `HTTP/1.1 ${status} X\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
}

test('posts the form and gives the JSON, whose tokens are secrets from then on', async () => {
  const server = await badServer((socket) => socket.write(json(200, { access_token: 'a.b.c-42', expires_in: 3_600 })))
  const secrets = createRedactor([])
  const client = clientOf(server.url, { tokenUrl: `${server.url}/auth.cradl.ai/oauth2/token`, secrets })
  expect(await client.requestToken(form)).toEqual({ access_token: 'a.b.c-42', expires_in: 3_600 })
  expect(server.heard[0]?.text).toBe(
    [
      'POST /auth.cradl.ai/oauth2/token HTTP/1.1',
      `Host: 127.0.0.1:${server.port}`,
      'Accept: application/json',
      'Accept-Encoding: identity',
      'User-Agent: orgmock',
      'Content-Type: application/x-www-form-urlencoded',
      'Content-Length: 76',
      '',
      'grant_type=client_credentials&client_id=an+id&client_secret=kT4wQ9zLm2XvB7nR',
    ].join('\r\n'),
  )
  expect(secrets.text('token a.b.c-42, secret kT4wQ9zLm2XvB7nR')).toBe('token [REDACTED], secret [REDACTED]')
  expect(client.requestsMade).toBe(1)
})

test.each([
  [
    json(400, { error: 'invalid_client', error_description: 'no client kT4wQ9zLm2XvB7nR' }),
    'REFUSED',
    'gave no token: it answered 400, invalid_client: "no client kT4wQ9zLm2XvB7nR"',
  ],
  [json(401, {}), 'REFUSED', 'gave no token: it answered 401'],
  [json(200, 'text'), 'NO_CREDENTIALS', 'gave no token: it answered 200 without a JSON object'],
  [
    'HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>',
    'NO_CREDENTIALS',
    'gave no token: it answered 200 without a JSON object',
  ],
  [
    'HTTP/1.1 307 X\r\nLocation: http://evil.example/\r\nContent-Length: 0\r\n\r\n',
    'REDIRECT',
    'redirects (307), which is not followed',
  ],
  [json(500, {}), 'SERVER_ERROR', 'answered 500'],
  [
    json(400, { error: `${'x'.repeat(190)} ${form.client_secret}` }),
    'NO_CREDENTIALS',
    `gave no token: it answered 400, "${'x'.repeat(60)}"… (207 characters)`,
  ],
])('tells why there is no token: %j', async (reply, code, what) => {
  const server = await badServer((socket) => socket.write(reply))
  const failure = await failureOf(clientOf(server.url, { tokenUrl: `${server.url}/t` }).requestToken(form))
  expect(failure).toEqual({ code, message: `the token endpoint at ${server.url} ${what}` })
})

test('takes no token from an answer that is cut short', async () => {
  const server = await badServer((socket) => socket.end(json(200, { access_token: 'a.b.c-42' }).replace('27', '28')))
  expect(await failureOf(clientOf(server.url, { tokenUrl: `${server.url}/t` }).requestToken(form))).toEqual({
    code: 'NO_CREDENTIALS',
    message: `the token endpoint at ${server.url} gave no token: it answered 200 with a body that is cut short`,
  })
})

test('says that a target has no token endpoint', async () => {
  expect(await failureOf(clientOf('http://127.0.0.1:9').requestToken(form))).toEqual({
    code: 'NO_CREDENTIALS',
    message: 'this target has no token endpoint',
  })
})

test('shows the token request of a dry run', () => {
  const client = clientOf('http://127.0.0.1:9', { tokenUrl: 'http://127.0.0.1:9/t' })
  expect(client.prepareToken({ scope: 'a b' })).toMatchObject({
    method: 'POST',
    url: 'http://127.0.0.1:9/t',
    body: 'scope=a+b',
  })
})
