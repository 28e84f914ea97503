import { expect, test } from 'vitest'
import { reporters, textReporter } from '../../../src/contract/reporters/index.ts'
import { emptyReport, keptReport, reportFixture } from './report-fixture.ts'

const plain = reporters.text(reportFixture)
const lines = plain.split('\n')

test('tells a kept contract in a few lines', () => {
  expect(reporters.text(keptReport)).toMatchInlineSnapshot(`
    "orgmock 0.1.0 checked http://127.0.0.1:8080 (repaired reading) in 3.2 s

    ✓ Cekura API (cekura): kept, no findings
        laws     3 laws: 3 kept; 3 requests
        bodies   3 conform
        seen     60 of 60 (100 %) of what the document declares

    laws            cekura
    shape           ✓
    wire            ✓
    envelope        ✓
    authentication  ✓
    pagination      ✓
    http            ✓
    (✓ kept, ✗ broken, – not checked; one mark for each law)

    1 of 1 provider kept its contract.
    "
  `)
})

test('says what a run is strict about when it is stricter than usual', () => {
  expect(reporters.text({ ...keptReport, failOn: 'drift' })).toContain('(repaired reading, failing on drift) in 3.2 s')
})

test('tells the verdict of each provider, how bodies fared and what was seen', () => {
  expect(plain).toContain(`
✗ Cloudflare API (cloudflare): broken, 5 violations, 1 note
    laws     10 laws: 5 kept, 2 broken, 3 not checked; 17 requests
    bodies   9 conform, 3 conform with E-CF-001 repaired, 1 conforms with E-CF-001 and E-CF-004 repaired, 3 violate
    seen     31 of 40 (77 %) of what the document declares
– Cradl API (cradl): not checked
`)
})

test('begins with what kept providers from being checked', () => {
  expect(lines.slice(0, 2)).toEqual([
    'cradl: no credentials: set CRADL_CLIENT_ID and CRADL_CLIENT_SECRET (or CRADL_CLIENT_ID_FILE and CRADL_CLIENT_SECRET_FILE)',
    expect.stringMatching(/^(nirvana: interrupted|orgmock 0\.1\.0 )/),
  ])
})

test('says when a run saw little', () => {
  expect(plain).toContain('20 of 50 (40 %) of what the document declares; this run saw little, so that it says little')
})

test('shows the laws as a small matrix', () => {
  expect(plain).toContain(`
laws            cekura  cloudflare  cradl  nirvana
shape           ✓✓      ✗✗                 ✓
wire            ✓       ✓                  ✓
envelope        ✓       ✓✓                 ✓
authentication  ✓       ✓✗––
pagination      ✓       ✗✓✓–               –
query                   ✓
http            ✓       ✓                  ✓
`)
})

test('puts the providers below each other where the terminal is too narrow for all', () => {
  expect(textReporter({ columns: 36 })(reportFixture)).toContain(`
laws            cekura  cloudflare
shape           ✓✓      ✗✗
wire            ✓       ✓
envelope        ✓       ✓✓
authentication  ✓       ✓✗––
pagination      ✓       ✗✓✓–
query                   ✓
http            ✓       ✓
laws            cradl  nirvana
shape                  ✓
wire                   ✓
envelope               ✓
authentication
pagination             –
query
http                   ✓
(✓ kept`)
})

test('tells a defect as a block, however often it was found', () => {
  expect(plain).toContain(`
violation  shape/body  (cloudflare, pagination/walk)
    an organization lacks the required property "name"
    promised a property "name" in each organization (documented)
    came     an organization with id, status, permissions and roles
    at       /result/1
    clause   specs/cloudflare.overlay.yaml:88  #/paths/~1user~1organizations/get/responses/200/content/application~1json/schema/allOf/1/properties/result/items/required
    erratum  E-CF-006
    repeat   curl -i -H 'X-Auth-Email: [redacted]' -H 'X-Auth-Key: [redacted]' 'http://127.0.0.1:8080/api.cloudflare.com/client/v4/user/organizations?per_page=50&page=2'
    also     1 more finding, in pagination/walk
`)
})

test('gives the worst findings first', () => {
  const severities = lines.flatMap((line) => /^(violation|drift|note) {2}/.exec(line)?.[1] ?? [])
  expect(severities).toEqual(['violation', 'violation', 'violation', 'violation', 'drift', 'note'])
})

test('lists what was not checked, with the reason', () => {
  expect(plain).toContain(`
not checked
    cloudflare: pagination/altered-cursor: there are no cursors
    cloudflare: authentication/expired, authentication/under-scoped: it does not apply to this kind of credential
    nirvana: pagination/walk: interrupted
`)
})

test('ends with the whole in one sentence', () => {
  expect(lines.slice(-3)).toEqual([
    '1 of 4 providers broke its contract, 1 could not be checked (interrupted).',
    'Known defects of the documents, repaired before bodies were judged: E-CF-001, E-CF-004. orgmock explain E-CF-001 says what is wrong.',
    '',
  ])
  expect(plain).toContain('\norgmock 0.1.0 checked http://127.0.0.1:8080 (repaired reading) interrupted after 3.2 s\n')
})

test('never counts a run without providers as kept', () => {
  expect(reporters.text(emptyReport)).toContain('No provider was checked.')
})

test('lets no text of a server steer a terminal', () => {
  expect(plain).not.toMatch(/[\p{Cs}\p{Bidi_Control}]/u)
  expect(plain.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u)
  expect(plain).toContain('\\x1b[31mred\\x1b[0m \\u202egnp.exe')
})

test('lets no text of a server command the build that prints it', () => {
  // As GitHub's runner reads a line: trimmed, `::` in front; or `##[` anywhere.
  expect(lines.filter((line) => line.trimStart().startsWith('::'))).toEqual([])
  expect(plain).not.toContain('##[')
  const spoken = textReporter({ color: false })(saying('  ::set-output name=x::y'))
  expect(spoken).toContain('\n      \\::set-output name=x::y\n')
})

test('has the same words with colours', () => {
  const colored = textReporter({ color: true })(reportFixture)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ANSI codes are what is looked for
  const ansi = /\u001b\[\d+m/g
  expect(colored).toMatch(ansi)
  expect(colored.replace(ansi, '')).toBe(plain)
})

/** The fixture with a first finding of this message. */
function saying(message: string) {
  const [first, broken] = reportFixture.providers
  if (first === undefined || broken === undefined) throw new Error('the fixture has lost its providers')
  const scenarios = broken.scenarios.map((scenario) => ({
    ...scenario,
    findings: scenario.findings.map((finding) => ({ ...finding, message })),
  }))
  return { ...reportFixture, providers: [{ ...broken, scenarios }] }
}
