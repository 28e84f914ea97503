import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type MockServer, startMockServer } from '../../../src/compose/index.ts'
import { createProviders } from '../../../src/compose/providers.ts'
import { type ErrorEntry, errorEntries } from '../../../src/mock/index.ts'
import { type Answer, ask } from '../../support/http.ts'
import { credentialHeaders, operations, type ProviderId, providerIds, tokenForm } from '../../support/providers.ts'
import { cekura } from './cekura.ts'
import { cloudflare } from './cloudflare.ts'
import { cradl } from './cradl.ts'
import type { ExpectedError } from './expected.ts'
import { nirvana } from './nirvana.ts'

// Every error of every provider: asked for by name, by status, and met by what leads to it, over a socket.

const expected: Readonly<Record<ProviderId, readonly ExpectedError[]>> = { cekura, cloudflare, cradl, nirvana }
const all = providerIds.flatMap((provider) => expected[provider].map((error) => ({ provider, ...error })))

let server: MockServer
let credentials: Record<ProviderId, Record<string, string>>
const catalogue = errorEntries(await createProviders())

beforeAll(async () => {
  server = await startMockServer()
  credentials = await credentialHeaders(server.url)
})

afterAll(() => server.close())

function list(provider: ProviderId, headers: Readonly<Record<string, string>>): Promise<Answer> {
  return ask(server.url, `/${operations[provider]}`, { headers })
}

function listed(id: string): ErrorEntry {
  const found = catalogue.find((entry) => entry.id === id)
  if (found === undefined) throw new Error(`${id} is not in the catalogue`)
  return found
}

function expectAnswer(answer: Answer, { status, headers = {} }: ExpectedError, body: string): void {
  expect({ status: answer.status, body: answer.text }).toEqual({ status, body })
  for (const [name, value] of Object.entries(headers)) {
    expect(answer.header(name) ?? null, name).toBe(value)
  }
}

// The edge's own, and the answer to the preference.
const added = ['date', 'connection', 'keep-alive', 'content-length', 'preference-applied']
/** Different for every request. */
const ofRequest = ['cf-ray', 'set-cookie', 'x-amzn-requestid', 'x-amz-apigw-id', 'x-amzn-trace-id']

function comparable(lines: readonly (readonly [string, string])[]): string[] {
  return lines
    .filter(([name]) => !added.includes(name.toLowerCase()))
    .map(([name, value]) => `${name}: ${ofRequest.includes(name.toLowerCase()) ? '…' : value}`)
}

function pairs(headers: readonly string[]): (readonly [string, string])[] {
  return headers.flatMap((name, place) => (place % 2 === 0 ? [[name, headers[place + 1] ?? ''] as const] : []))
}

test.each(providerIds)('the catalogue of %s has these errors, in this order and with this basis', (id) => {
  const found = catalogue.filter(({ provider }) => provider === id)
  expect(found.map(({ id: name, status, basis }) => `${name} ${status} ${basis}`)).toEqual(
    expected[id].map(({ name, status, basis }) => `${id}.${name} ${status} ${basis}`),
  )
})

describe('Prefer: error=', () => {
  test.each(all)('$provider: $name comes as the catalogue prints it', async (error) => {
    const id = `${error.provider}.${error.name}`
    const answer = await list(error.provider, { ...credentials[error.provider], Prefer: `error=${id}` })
    expectAnswer(answer, error, error.body)
    expect(answer.header('preference-applied')).toBe(`error=${id}`)
    const entry = listed(id)
    expect({ status: entry.status, body: entry.body }).toEqual({ status: error.status, body: error.body })
    expect(comparable(answer.lines)).toEqual(comparable(pairs(entry.headers)))
  })
})

describe('Prefer: code=', () => {
  const firsts = all.filter(
    (error) => error === all.find(({ provider, status }) => provider === error.provider && status === error.status),
  )

  test.each(firsts)('$provider: $status gives $name, the first with this status', async (error) => {
    const answer = await list(error.provider, { ...credentials[error.provider], Prefer: `code=${error.status}` })
    expectAnswer(answer, error, error.body)
    expect(answer.header('preference-applied')).toBe(`code=${error.status}`)
  })
})

describe('the natural cause of', () => {
  const rows = all.flatMap((error) => (error.causes ?? []).map((cause) => ({ ...error, cause })))

  test.each(rows)(
    '$provider: $name: $cause.method $cause.target $cause.headers $cause.body',
    async ({ provider, cause, ...error }) => {
      const { method = 'GET', target, authorized = false, headers, body, says = error.body } = cause
      const answer = await ask(server.url, target, {
        method,
        headers: { ...(authorized ? credentials[provider] : {}), ...headers },
        ...(body === undefined ? {} : { body }),
      })
      expectAnswer(answer, error, says)
      expect(answer.header('preference-applied')).toBeUndefined()
    },
  )
})

describe('an account', () => {
  test('leads to each error that the catalogue says it does, and only those are listed', () => {
    expect(catalogue.map(({ id, scenarios }) => [id, scenarios])).toEqual(
      all.map(({ provider, name, scenarios = [] }) => [`${provider}.${name}`, scenarios]),
    )
  })

  const rows = all.flatMap((error) => (error.scenarios ?? []).map((scenario) => ({ ...error, scenario })))

  test.each(rows)('$provider: $scenario meets $name within four requests', async ({ provider, scenario, ...error }) => {
    const met: Answer[] = []
    const account = await signIn(provider, scenario)
    if ('refused' in account) met.push(account.refused)
    else for (let turn = 0; turn < 4; turn += 1) met.push(await list(provider, account.headers))
    const last = met.find(({ status }) => status >= 400)
    if (last === undefined) throw new Error(`${scenario} meets nothing`)
    expectAnswer(last, error, error.body)
  })
})

/** What a client of this account sends; at Cradl it asks for a token first, which can be refused. */
async function signIn(
  provider: ProviderId,
  scenario: string,
): Promise<{ headers: Record<string, string> } | { refused: Answer }> {
  const entry = server.providers.find(({ id }) => id === provider)
  const parts = entry?.accounts[scenario]?.credentials ?? {}
  switch (provider) {
    case 'cekura':
      return { headers: { 'X-CEKURA-API-KEY': parts['apiKey'] ?? '' } }
    case 'cloudflare':
      return { headers: { 'X-Auth-Email': parts['apiEmail'] ?? '', 'X-Auth-Key': parts['apiKey'] ?? '' } }
    case 'nirvana':
      return { headers: { Authorization: `Bearer ${parts['apiKey']}` } }
    case 'cradl': {
      const { clientId = '', clientSecret = '' } = parts
      const answer = await ask(server.url, '/auth.cradl.ai/oauth2/token', {
        method: 'POST',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        body: tokenForm({ CRADL_CLIENT_ID: clientId, CRADL_CLIENT_SECRET: clientSecret }),
      })
      if (answer.status !== 200) return { refused: answer }
      return { headers: { Authorization: `Bearer ${(answer.json() as { access_token: string }).access_token}` } }
    }
  }
}

test('every error says in words what it means, what leads to it, what to do, and where it is from', () => {
  for (const { id, meaning, cause, advice, source } of catalogue) {
    for (const text of [meaning, cause, advice]) expect(text, id).toMatch(/^\S.*[.)]$/)
    expect(source, id).toMatch(/\w{3}/)
    expect(meaning.length, id).toBeLessThan(140)
  }
})
