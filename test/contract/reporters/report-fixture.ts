import type { Finding, LawResult, ProviderReport, Report } from '../../../src/contract/types.ts'

/** What a hostile or broken server may put into a body, and so into a finding. */
export const nasty =
  '<script>document.title="pwned"</script><img src=x onerror="document.title=\'pwned\'"> ]]> \u0000\u0008\u001b[31mred\u001b[0m \u202egnp.exe \ud800 \ufffe 🏢 ::error::pwned ##[error]pwned %0A 100% | `tick` ```fence``` [link](https://evil.example) {0} @all "quoted" \'single\' &amp; \\ $x$\r\nsecond line\n::error file=x::third line'

const base = '/home/ada/app/node_modules/orgmock'
const operation = '/paths/~1user~1organizations/get'

const missingName: Finding = {
  check: 'shape/body',
  severity: 'violation',
  basis: 'documented',
  message: 'an organization lacks the required property "name"',
  promised: 'a property "name" in each organization',
  came: 'an organization with id, status, permissions and roles',
  exchange: 1,
  at: '/result/1',
  clause: `${operation}/responses/200/content/application~1json/schema/allOf/1/properties/result/items/required`,
  erratum: 'E-CF-006',
  request:
    "curl -i -H 'X-Auth-Email: [redacted]' -H 'X-Auth-Key: [redacted]' 'http://127.0.0.1:8080/api.cloudflare.com/client/v4/user/organizations?per_page=50&page=2'",
  excerpt:
    '{"success":true,"errors":[],"messages":[],"result":[{"id":"0c1d2e3f405162738495a6b7c8d9eaf0","name":"Harvey LLC","status":"member","permissions":["#zones:read","#dns_records:edit"],"roles":["Administrator"]},{"id":"0c1d2e3f405162738495a6b7c8d9eaf1","status":"invited","permissions":[],"roles":["Billing"]},{"id":"0c1d2e3f405162738495a6b7c8d9eaf2","name":"Okafor and Sons","status":"member","permissions":["#zones:read"],"roles":["Administrator Read Only"]},{"id":"0c1d2e3f405162738495a6b7c8d9eaf3","name":"Blue Heron Foods","status":"member","permissions":["#zones:read","#waf:edit","#logs:read"],"roles":["Super Administrator - All Priv',
  location: { file: `${base}/specs/cloudflare.overlay.yaml`, line: 88, column: 7 },
}

const hostile: Finding = {
  check: 'shape/undeclared',
  severity: 'violation',
  basis: 'documented',
  message: `an undeclared property has the value ${nasty}`,
  promised: 'no undeclared property',
  came: nasty,
  exchange: 0,
  at: '/result/0/<script>alert(1)<~1script>',
  clause: `${operation}/responses/200`,
  request: `curl -i 'http://127.0.0.1:8080/api.cloudflare.com/client/v4/user/organizations?name=%3Cscript%3E'`,
  excerpt: `{"result":[{"<script>alert(1)</script>":${JSON.stringify(nasty)},"raw":"${nasty}"}]}`,
  location: { file: 'C:\\work\\app\\specs\\cloudflare.openapi.yaml', line: 205, column: 9 },
}

const twice: Finding = {
  check: 'pagination/each-once',
  severity: 'violation',
  basis: 'documented',
  message: 'organization 0c1d2e3f405162738495a6b7c8d9eaf5 comes a second time on page 2',
  promised: 'each organization once',
  came: 'twice',
}

const walk: LawResult = {
  scenario: 'pagination/walk',
  family: 'pagination',
  title: 'a walk over all pages ends and gives each organization exactly once',
  verdict: 'broken',
  findings: [
    missingName,
    {
      ...missingName,
      exchange: 2,
      at: '/result/17',
      message: 'another organization lacks the required property "name"',
    },
    twice,
    {
      check: 'envelope/total-pages',
      severity: 'note',
      basis: 'observed',
      message: 'total_pages does not agree with total_count and per_page',
      promised: 'total_pages is total_count divided by per_page, rounded up',
      came: 'total_pages 4 with total_count 57 and per_page 20',
      exchange: 2,
      at: '/result_info/total_pages',
      request: "curl -i 'http://127.0.0.1:8080/api.cloudflare.com/client/v4/user/organizations?page=3'",
      excerpt:
        '{"success":true,"errors":[],"messages":[],"result":[],"result_info":{"page":3,"per_page":20,"count":0,"total_count":57,"total_pages":4}}',
    },
  ],
  requests: 4,
  durationMs: 41.25,
}

const accepted: LawResult = {
  scenario: 'authentication/wrong-value',
  family: 'authentication',
  title: 'a credential altered in one character is refused',
  verdict: 'broken',
  findings: [
    {
      check: 'authentication/wrong-value',
      severity: 'violation',
      basis: 'observed',
      message: 'a credential altered in one character is accepted',
      promised: 'status 403 or 400',
      came: 'status 200 with 20 organizations',
      exchange: 1,
      at: '',
      clause: `${operation}/security`,
      request:
        "curl -i -H 'X-Auth-Email: [redacted]' -H 'X-Auth-Key: [redacted]' 'http://127.0.0.1:8080/api.cloudflare.com/client/v4/user/organizations'",
      excerpt: '<!doctype html><title>It works!</title>',
      location: { file: 'specs/cloudflare.openapi.yaml', line: 249, column: 7 },
    },
  ],
  requests: 2,
  durationMs: 8,
}

const cloudflare: ProviderReport = {
  provider: 'cloudflare',
  title: 'Cloudflare API',
  target: 'http://127.0.0.1:8080/api.cloudflare.com',
  verdict: 'broken',
  scenarios: [
    kept('http/first-page', 'http', 'the ordinary request is answered', 1),
    walk,
    {
      ...kept('pagination/same-page', 'pagination', 'the same page twice is the same', 2),
      findings: [hostile],
    },
    kept('pagination/past-end', 'pagination', 'a page past the end is an empty list', 1),
    unchecked('pagination/altered-cursor', 'pagination', 'an altered cursor is refused', 'there are no cursors'),
    kept('authentication/missing', 'authentication', 'no credential is refused', 1),
    accepted,
    unchecked(
      'authentication/expired',
      'authentication',
      'an expired credential is refused',
      'it does not apply to this kind of credential',
    ),
    unchecked(
      'authentication/under-scoped',
      'authentication',
      'a credential without the right is refused',
      'it does not apply to this kind of credential',
    ),
    kept('query/filters', 'query', 'a filter gives all that match and nothing else', 6),
  ],
  conformance: { conforms: 9, underErrata: { 'E-CF-001': 3, 'E-CF-001 E-CF-004': 1 }, violates: 3 },
  seen: {
    total: 40,
    witnessed: 31,
    unseen: [
      { pointer: `${operation}/responses/429`, what: 'status 429' },
      {
        pointer: `${operation}/responses/200/content/application~1json/schema/allOf/0/allOf/1/properties/result`,
        what: 'null',
      },
      { pointer: `${operation}/responses/200/<b>bold<~1b>`, what: 'enum member "<i>invited</i>"' },
    ],
  },
  requests: 17,
  errata: [
    {
      id: 'E-CF-001',
      basis: 'documented',
      reason: 'No body satisfies the 4XX schema: success has to be true and false at once.',
      source: 'The 4XX schema and the example inside it',
    },
    {
      id: 'E-CF-004',
      basis: 'documented',
      reason: 'minLength measures text, so that a failure without any error passes.',
      source: 'The errors list of the 4XX schema',
    },
    {
      id: 'E-CF-006',
      basis: 'observed',
      reason: 'Nothing is required of an organization. <b>Every</b> real one has id, name and status.',
      source: "Cloudflare's page on a single organization",
    },
  ],
}

const cekura: ProviderReport = {
  provider: 'cekura',
  title: 'Cekura API',
  target: 'http://127.0.0.1:8080/api.cekura.ai',
  verdict: 'kept',
  scenarios: [
    kept('http/first-page', 'http', 'the ordinary request is answered', 1),
    {
      ...kept(
        'pagination/walk',
        'pagination',
        'a walk over all pages ends and gives each organization exactly once',
        1,
      ),
      findings: [
        {
          check: 'shape/undeclared',
          severity: 'drift',
          basis: 'documented',
          message: 'the property "user_onboarding" is not declared',
          promised: 'the declared properties; others are allowed',
          came: '"user_onboarding": "done"',
          exchange: 0,
          at: '/0/user_onboarding',
          clause: '/components/schemas/Organization',
          location: { file: './specs/cekura.openapi.yaml', line: 41, column: 5 },
        },
      ],
    },
    kept('authentication/missing', 'authentication', 'no credential is refused', 1),
  ],
  conformance: { conforms: 3, underErrata: {}, violates: 0 },
  seen: { total: 60, witnessed: 60, unseen: [] },
  requests: 3,
  errata: [],
}

const cradl: ProviderReport = {
  provider: 'cradl',
  title: 'Cradl API',
  target: 'http://127.0.0.1:8080/api.cradl.ai',
  verdict: 'not-checked',
  reason:
    'no credentials: set CRADL_CLIENT_ID and CRADL_CLIENT_SECRET (or CRADL_CLIENT_ID_FILE and CRADL_CLIENT_SECRET_FILE)',
  scenarios: [],
  conformance: { conforms: 0, underErrata: {}, violates: 0 },
  seen: { total: 77, witnessed: 0, unseen: [] },
  requests: 0,
  errata: [],
}

const nirvana: ProviderReport = {
  provider: 'nirvana',
  title: 'Nirvana Labs API',
  target: 'http://127.0.0.1:8080/api.nirvanalabs.io',
  verdict: 'kept',
  scenarios: [
    kept('http/first-page', 'http', 'the ordinary request is answered', 1),
    unchecked(
      'pagination/walk',
      'pagination',
      'a walk over all pages ends and gives each organization exactly once',
      'interrupted',
    ),
  ],
  conformance: { conforms: 1, underErrata: {}, violates: 0 },
  seen: {
    total: 50,
    witnessed: 20,
    unseen: [{ pointer: '/components/schemas/OrganizationType', what: 'enum member "team"' }],
  },
  requests: 1,
  errata: [],
}

/** Kept, broken, not checked and interrupted providers, with what a server may do at its worst. */
export const reportFixture: Report = {
  tool: { name: 'orgmock', version: '0.1.0' },
  target: 'http://127.0.0.1:8080',
  reading: 'repaired',
  failOn: 'violation',
  startedAt: '2026-08-07T12:00:00.000Z',
  durationMs: 3210,
  interrupted: true,
  providers: [cekura, cloudflare, cradl, nirvana],
}

/** A run in which all was well. */
export const keptReport: Report = {
  ...reportFixture,
  interrupted: false,
  providers: [{ ...cekura, scenarios: cekura.scenarios.map((scenario) => ({ ...scenario, findings: [] })) }],
}

/** A run in which all was well with the one provider that had credentials. */
export const skippedReport: Report = {
  ...keptReport,
  skipped: [
    {
      provider: 'cradl',
      title: `Cradl ${nasty}`,
      reason: 'no credentials: set CRADL_CLIENT_ID and CRADL_CLIENT_SECRET',
    },
    { provider: 'nirvana', title: 'Nirvana Labs API', reason: 'no credentials: set NIRVANA_LABS_API_KEY' },
  ],
}

/** A run that ended before it began. */
export const emptyReport: Report = { ...reportFixture, providers: [] }

/** The fixture with `count` defects in one law, found by as many checks as `checks` says, check after check. */
export function crowdedReport(count: number, checks = 1): Report {
  const findings = Array.from({ length: count }, (_, index) => ({
    ...hostile,
    check: `shape/crowd-${Math.floor((index * checks) / count)}`,
    clause: `${operation}/responses/200/${index}`,
    message: `finding ${index}`,
  }))
  const crowded: ProviderReport = { ...cloudflare, scenarios: [{ ...walk, findings }] }
  return { ...reportFixture, interrupted: false, providers: [crowded] }
}

function kept(scenario: string, family: LawResult['family'], title: string, requests: number): LawResult {
  return { scenario, family, title, verdict: 'kept', findings: [], requests, durationMs: 3.5 * requests }
}

function unchecked(scenario: string, family: LawResult['family'], title: string, reason: string): LawResult {
  return { scenario, family, title, verdict: 'not-checked', reason, findings: [], requests: 0, durationMs: 0 }
}
