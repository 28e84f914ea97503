import { expect, test } from 'vitest'
import { answering, checked, contract, law } from '../checked.ts'

const token = 'a-token/of the+run~é1'
const clientSecret = 'Client-Secret-0123456789'
const headers = { Authorization: `Bearer ${token.replace('é', 'e').replace(' ', '-')}` }
const carried = headers.Authorization.slice(7)
const authorizer = { variables: {}, authorize: async () => ({ headers }) }
const credentials = { clientId: 'client-0123456789', clientSecret }

async function found(body: string): Promise<readonly (readonly [check: string, at: string | undefined])[]> {
  const one = law('http/first', async ({ send }) => void (await send({ purpose: 'one' })))
  const more = { contract: () => ({ ...contract, authorizer }) }
  const { report } = await checked([one], answering(body), more, { credentials })
  return report.scenarios.flatMap(({ findings }) => findings.map(({ check, at }) => [check, at] as const))
}

const bytes = (encoding: 'hex' | 'base64' | 'base64url') => (text: string) => Buffer.from(text).toString(encoding)
const escaped = (write: (code: string) => string) => (text: string) =>
  [...text].map((one) => write(one.charCodeAt(0).toString(16).padStart(2, '0'))).join('')

test.each([
  ['as it is', (text: string) => text],
  ['in a sentence', (text: string) => `made with ${text}.`],
  ['in capitals', (text: string) => text.toUpperCase()],
  ['in escapes of JSON', escaped((code) => `\\u00${code}`)],
  ['in escapes of URLs', escaped((code) => `%${code}`)],
  ['in escapes of HTML', escaped((code) => `&#x${code};`)],
  ['in hex', bytes('hex')],
  ['in Base64', bytes('base64')],
  ['in base64url', bytes('base64url')],
  ['in Base64 behind a name', (text: string) => bytes('base64')(`me:${text}`)],
])('a secret of the run %s is found where it is, whether the request carried it or not', async (_name, write) => {
  for (const secret of [carried, clientSecret]) {
    expect(await found(`["x","${write(secret)}"]`), secret).toEqual([['wire/secret', '/1']])
  }
})

test('a name that holds a secret is found in the object that has it', async () => {
  expect(await found(`[{"a":{"${clientSecret}":1}}]`)).toContainEqual(['wire/secret', '/0/a'])
})

test('an id, a part of a secret and other text are no leaks', async () => {
  for (const text of ['client-0123456789', clientSecret.slice(0, -1), 'ordinary text of a page', carried.slice(1)]) {
    expect(await found(JSON.stringify([text])), text).toEqual([])
  }
})

test('an altered credential is a secret of its own request only', async () => {
  const altered = { headers: { Authorization: 'Bearer altered-credential-1' } }
  const echo = law('http/first', async ({ send }) => {
    await send({ purpose: 'altered', authorization: altered })
    await send({ purpose: 'ordinary' })
  })
  const more = { contract: () => ({ ...contract, authorizer }) }
  const { report } = await checked([echo], answering('["altered-credential-1"]'), more, { credentials })
  const findings = report.scenarios.flatMap((scenario) => scenario.findings)
  expect(findings.map(({ check, exchange }) => [check, exchange])).toEqual([['wire/secret', 0]])
})

test('a header that holds a secret is found, but for one that repeats an address', async () => {
  const one = law('http/first', async ({ send }) => void (await send({ purpose: 'one' })))
  const more = { contract: () => ({ ...contract, authorizer }) }
  for (const [name, checks] of [
    ['X-Made-With', ['wire/secret']],
    ['Link', []],
  ] as const) {
    const { report } = await checked(
      [one],
      (_request, response) =>
        void response.writeHead(200, { 'content-type': 'application/json', [name]: clientSecret }).end('[]'),
      more,
      { credentials },
    )
    expect(report.scenarios.flatMap(({ findings }) => findings.map(({ check }) => check))).toEqual(checks)
  }
})
