import { afterEach, describe, expect, test } from 'vitest'
import { endAll, orgmock, orgmockHere, serve } from '../support/command-line.ts'
import { runCurl } from '../support/curl.ts'

// `orgmock explain ID` says what an error means, what causes it and what a client should do.

afterEach(endAll)

async function told(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await orgmockHere(['explain', ...args])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return stdout
}

test('tells all of an error: what comes, what it means, what to do, how to provoke it, and where it is from', async () => {
  expect(
    await told('nirvana.inactive_api_key', '--url', 'http://mocks.test:1234'),
  ).toBe(`nirvana.inactive_api_key  401 Unauthorized

  Content-Type: application/json
  WWW-Authenticate: Bearer error="invalid_token"

  {
    "message": "API key is inactive"
  }

means   The API key exists but has been switched off.
cause   Somebody set the key inactive or revoked it, or its starts_at has not come yet.
do      Ask the person who manages the keys, or create a new one. A retry does not help.
basis   assumed: no public source shows an error of this API; that a body has a message is what its clients
        show; API keys have a status and an end (reference of the TypeScript client, api_keys)

to provoke it
  curl 'http://mocks.test:1234/api.nirvanalabs.io/v1/organizations?limit=10' -H 'Authorization: Bearer Qx7vN2kLr0aYtE5uHjD8sWgZc3MfPb_V6i-oR1nKeT4' -H 'Prefer: error=nirvana.inactive_api_key' -i
  with ?__error=nirvana.inactive_api_key in the query, where a client cannot set headers
  as revoked: apiKey test_revoked_000000000000000000000000000000
`)
})

test('tells of the first error of a status that the status alone asks for it', async () => {
  expect(await told('cloudflare.9103')).toContain('; also as Prefer: code=403\n')
  expect(await told('cloudflare.9109')).not.toContain('Prefer: code=')
})

test('shows a page of HTML as it is', async () => {
  expect(await told('cekura.not_found')).toContain('\n    <title>Not Found</title>\n')
})

test('finds an error by its name alone where only one provider has it, in any letter case', async () => {
  const { code, stdout } = await orgmock(['explain', '9103'])
  expect({ code, stdout }).toEqual({ code: 0, stdout: await told('cloudflare.9103') })
  expect(await told('Cradl.LIMIT_EXCEEDED')).toBe(await told('limit_exceeded'))
})

test.each([
  ['cloudflare.9103', '403', '"code":9103'],
  ['cekura.server_error', '500', '<h1>Server Error (500)</h1>'],
  ['cradl.endpoint_request_timed_out', '504', '"Endpoint request timed out"'],
  ['nirvana.expired_api_key', '401', '"API key has expired"'],
])('prints a command that provokes %s', async (id, status, words) => {
  const { url } = await serve()
  const command = /^ {2}((?:TOKEN=\$\()?curl .*)$/m.exec(await told(id, '--url', url))?.[1] ?? 'no command'
  const answer = await runCurl(command)
  expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status}\n`))
  expect(answer).toContain(words)
})

test('explains an erratum of a document', async () => {
  const text = await told('E-CF-004')
  expect(text).toMatch(/^E-CF-004 {2}erratum of specs\/cloudflare\.openapi\.yaml\n/)
  expect(text).toContain('minLength measures text, so that a failure without any error passes.')
  expect(text).toMatch(/^basis {3}documented: The errors list of the 4XX schema$/m)
})

test('explains a law of the contract', async () => {
  expect(await told('pagination/past-end')).toBe(`pagination/past-end  law of the contract

means   a page past the end is an empty list
run it  orgmock check --law pagination/past-end
`)
})

describe('is refused in one line, and told what is near:', () => {
  test.each([
    ['a letter too few and two turned round', 'clouflare.9013', /"clouflare\.9013"; near to it are cloudflare\.9103/],
    ['the beginning of a name', 'throt', /near to it are cekura\.throttled, throttled, throttled-after-3$/m],
    ['a code that stands in bodies only', '6003', /cloudflare\.6103, cloudflare\.6102/],
    ['an erratum that does not exist', 'E-CF-099', /"E-CF-099"; near to it are E-CF-00\d/],
    ['nothing like anything', 'constructor', /"constructor"; names are listed by orgmock errors .* check --list/],
    ['what is no name at all', '(', /"\("; names are listed by orgmock errors .* check --list/],
  ])('%s', async (_, id, words) => {
    const { code, stdout, stderr } = await orgmockHere(['explain', id])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^orgmock: .*\n$/)
    expect(stderr).toMatch(words)
  })

  test('nothing at all', async () => {
    const { code, stderr } = await orgmockHere(['explain'])
    expect({ code, stderr }).toEqual({ code: 2, stderr: "orgmock: missing required argument 'id'\n" })
  })
})

describe('whatever a report, a list or a log names is explained:', () => {
  test.each([
    ['shape/body', 'id of findings', 'The body fits the schema'],
    ['authentication/refusal-envelope', 'id of findings', 'own error body'],
    ['envelope/total-pages', 'id of findings', 'a rule of the provider'],
    ['pagination/walk', 'law of the contract', 'run it  orgmock check --law pagination/walk'],
    ['seen/enough', 'id of findings', '--min-seen'],
    ['follows-pages', 'grade of the scorecard', 'orgmock scorecard'],
    ['throttled-after-3', 'scenario of an account', 'throttled after 3 requests'],
    ['throttled-after-20', 'scenario of an account', 'throttled after N requests'],
    ['changing', 'scenario of an account', '  cradl: '],
    ['truncated-body', 'fault on the wire', 'fault=truncated-body'],
  ])('%s', async (id, kind, words) => {
    const text = await told(id)
    expect(text).toContain(`${id.replace('-20', '-N')}  ${kind}`)
    expect(text.replace(/\s+/g, ' ')).toContain(words.replace(/\s+/g, ' '))
  })

  test('a name with two meanings gets both', async () => {
    const text = await told('forbidden')
    expect(text).toContain('scenario of an account')
    expect(text).toContain('\nforbidden  error of several providers: cradl.forbidden, nirvana.forbidden\n')
  })
})
