import { expect, test } from 'vitest'
import { clientCredentials, keyCredentials } from '../../src/contract/index.ts'

const { authorize } = clientCredentials({
  audience: 'https://api.example.com',
  variables: { clientId: 'MY_ID', clientSecret: 'MY_SECRET' },
})
const credentials = { clientId: 'an id', clientSecret: 'a secret' }

test('client credentials are exchanged for a token, which is sent as Bearer', async () => {
  const asked: unknown[] = []
  const granted = await authorize(credentials, async (form) => {
    asked.push(form)
    return { access_token: 'a.b.c' }
  })
  expect(granted).toEqual({ headers: { Authorization: 'Bearer a.b.c' } })
  expect(asked).toEqual([
    {
      grant_type: 'client_credentials',
      audience: 'https://api.example.com',
      client_id: 'an id',
      client_secret: 'a secret',
    },
  ])
})

test.each([[{}], [{ access_token: '' }], [{ access_token: 7 }], [null], ['a.b.c']])(
  '%j holds no token',
  async (reply) => {
    await expect(authorize(credentials, async () => reply)).rejects.toMatchObject({
      code: 'NO_CREDENTIALS',
      message: 'the token endpoint gave no access_token for these client credentials',
    })
  },
)

test.each(['clientId', 'clientSecret'])('nothing is asked without the %s', async (part) => {
  for (const value of ['', undefined]) {
    const asked = authorize({ ...credentials, [part]: value } as never, () => Promise.reject(new Error('it is asked')))
    await expect(asked).rejects.toMatchObject({ code: 'NO_CREDENTIALS', message: `the credential has no ${part}` })
  }
})

test('keys are sent where each way has them, the first way by itself and the others beside it', async () => {
  const { authorize, headers } = keyCredentials({
    ways: [
      [
        { in: 'user', part: 'user' },
        { in: 'password', part: 'key' },
      ],
      [{ in: 'header', name: 'Authorization', part: 'key', prefix: 'Bearer ' }],
      [{ in: 'query', name: 'access token', part: 'key' }],
      [{ in: 'cookie', name: 'sid', part: 'key' }],
      [{ in: 'user', part: 'key' }],
    ],
    variables: { user: 'MY_USER', key: 'MY_KEY' },
    headers: { 'X-Version': '7' },
  })
  expect(headers).toEqual({ 'X-Version': '7' })
  expect(await authorize({ user: 'me', key: 'a&b' }, () => Promise.reject(new Error('it is asked')))).toEqual({
    // me:a&b and a&b: in base64 (RFC 7617, 2).
    headers: { Authorization: 'Basic bWU6YSZi' },
    others: [
      { headers: { Authorization: 'Bearer a&b' } },
      { headers: {}, query: 'access%20token=a%26b' },
      { headers: { Cookie: 'sid=a&b' } },
      { headers: { Authorization: 'Basic YSZiOg==' } },
    ],
  })
})

test('without a key nothing is sent', async () => {
  const { authorize } = keyCredentials({ ways: [[]], variables: {} })
  expect(await authorize({}, () => Promise.reject(new Error('it is asked')))).toEqual({ headers: {} })
})
