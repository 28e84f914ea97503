import { afterAll, expect, test } from 'vitest'
import { type Finding, laws } from '../../src/contract/index.ts'
import { mutantsOf } from '../../src/self-test/mutants/index.ts'
import type { Mutant } from '../../src/self-test/types.ts'
import { Rigs } from './rigs.ts'

// Each check finds a defect of its own and says what is wrong. `check --self-test` lets the whole contract judge every broken server.

const rigs = new Rigs()
afterAll(() => rigs.close())

/** Check | the law that meets the defect | broken server | message | what was promised → what came, where the promise comes from. */
const table = `
wire/body-presence | http/first-page | nirvana/wire/empty | the body is empty, but status 200 is documented with JSON | a JSON body → an empty body, documented
wire/encoding | http/first-page | cloudflare/wire/packed-not | the body is coded as "gzip", though the request asks for identity, and cannot be decoded | no Content-Encoding → Content-Encoding: "gzip", documented
wire/json | http/first-page | nirvana/wire/html-as-json | the body is not JSON: "<" is out of place, at character 1 | JSON → "<" is out of place, documented
wire/length | http/first-page | cloudflare/wire/truncated | Content-Length says 3481, but the body breaks off after 1740 bytes | 3481 bytes → 1740 bytes, documented
wire/refusal-headers | authentication/missing | nirvana/shape/needed-401-www-authenticate | status 401 comes without the header WWW-Authenticate (RFC 9110, 15.5.2 and 11.6.1) | the header WWW-Authenticate → no such header, documented
wire/secret | http/first-page | cloudflare/wire/secret-in-text | /made_with holds a secret of this run: a credential or a token | no secret → the secret, documented, at /made_with
shape/body | http/first-page | cloudflare/shape/body/success/required | the body must have the field "success", but it is missing | the field "success" → it is missing, documented
shape/content-type | http/first-page | cloudflare/shape/content-type-4 | the Content-Type is "application/octet-stream"; documented for status 200 is application/json | application/json → "application/octet-stream", documented
shape/headers | authentication/missing | cekura/shape/header-401-www-authenticate | the header WWW-Authenticate is missing; the document declares it for status 401 | the header WWW-Authenticate → no such header, observed
shape/status | http/first-page | cloudflare/http/list-201 | status 201 is not documented; 200, 4XX are | status 200, 4XX → status 201, documented
shape/undeclared-fields | http/first-page | cloudflare/shape/result[]/surplus | /result/0/surplus_field is not declared | only the fields that are declared → the field "surplus_field", documented, at /result/0/surplus_field
shape/write-only | http/first-page | cekura/shape/[].retell_api_key/write-only | /5/retell_api_key is for requests only and must not come back | no field "retell_api_key" in a reply → it is there, documented, at /5/retell_api_key
envelope/count | http/first-page | cloudflare/envelope/count-plus | a count of the rows on this page, or of all: came 21, not 20 | a count of the rows on this page, or of all → 21, not 20, documented, at /result_info/count
envelope/counter-count | http/first-page | cloudflare/envelope/count-total | count is the number of rows on this page: came 57, not 20 | count is the number of rows on this page → 57, not 20, observed, at /result_info/count
envelope/counter-page | http/first-page | cloudflare/envelope/page-zero | page is the page that was asked for: came 0, not 1 | page is the page that was asked for → 0, not 1, documented, at /result_info/page
envelope/counter-per_page | http/first-page | cloudflare/envelope/per-page-text | per_page is the page size that was asked for: came "20", not 20 | per_page is the page size that was asked for → "20", not 20, documented, at /result_info/per_page
envelope/empty-result | pagination/past-end | cloudflare/envelope/result-null-empty | an empty list where there are no rows: came null with status 200 | an empty list where there are no rows → null with status 200, observed, at /result
envelope/errors | authentication/missing | cloudflare/envelope/errors-empty | no errors in a success, at least one in a failure: came 0 errors with status 400 | no errors in a success, at least one in a failure → 0 errors with status 400, documented, at /errors
envelope/first-page | http/first-page | nirvana/envelope/pagination-absent | no previous cursor on the first page: came nothing | no previous cursor on the first page → nothing, observed, at /pagination/previous_cursor
envelope/next-cursor | pagination/sizes | nirvana/envelope/next-empty | a next cursor that is null where the list ends: came "" | a next cursor that is null where the list ends → "", observed, at /pagination/next_cursor
envelope/next-token | http/first-page | cradl/envelope/token-absent-always | nextToken in every list, null on the last page: came nothing | nextToken in every list, null on the last page → nothing, documented, at /nextToken
envelope/personal | http/first-page | nirvana/envelope/personal-flag | personal agrees with the type: came personal false with type "personal" | personal agrees with the type → personal false with type "personal", assumed, at /items/3/personal
envelope/refusal-result | authentication/missing | cloudflare/envelope/result-in-refusal | null for a result in a failure: came an empty list with status 400 | null for a result in a failure → an empty list with status 400, observed, at /result
envelope/result | http/first-page | cloudflare/envelope/result-null | a list in a success: came null with status 200 | a list in a success → null with status 200, documented, at /result
envelope/result-info | http/first-page | cloudflare/envelope/page-absent | result_info with its counters beside every list: came no page | result_info with its counters beside every list → no page, observed, at /result_info
envelope/success-flag | http/first-page | cloudflare/envelope/success-false | success true with a 2xx status and false with any other: came success false with status 200 | success true with a 2xx status and false with any other → success false with status 200, documented, at /success
envelope/total-pages | http/first-page | cloudflare/envelope/total-pages-plus | total_pages is total_count divided by per_page, rounded up, where nothing is filtered: came 4, not 3 | total_pages is total_count divided by per_page, rounded up, where nothing is filtered → 4, not 3, observed, at /result_info/total_pages
authentication/audience | authentication/audience | cradl/authentication/accepts-jwt-audience | a token for another audience, or of another issuer, is refused: answered with status 200 | status 403 or 401 → status 200, documented
authentication/basic | authentication/basic | cloudflare/authentication/accepts-basic | the right value as user and password is refused: answered with status 200 | status 400 or 403 → status 200, documented
authentication/cookie | authentication/cookie | nirvana/authentication/accepts-cookie | a credential in a cookie is refused: answered with status 200 | status 401 → status 200, documented
authentication/embedded-key | authentication/embedded-key | cradl/authentication/accepts-jwt-embedded-key | a token signed with a key that it brings along is refused: answered with status 200 | status 403 or 401 → status 200, documented
authentication/empty | authentication/empty | nirvana/authentication/accepts-empty | an empty credential is refused: answered with status 200 | status 401 → status 200, documented
authentication/empty-token | authentication/empty-token | nirvana/authentication/accepts-scheme-only | a scheme without a token is refused: answered with status 200 | status 401 → status 200, documented
authentication/expired | authentication/expired | cloudflare/authentication/accepts-expired | an expired credential is refused: answered with status 200 | status 403 → status 200, documented
authentication/foreign-token | authentication/foreign-token | nirvana/authentication/accepts-foreign-hex-key | another provider's credential is refused: answered with status 200 | status 401 → status 200, documented
authentication/inexact-value | authentication/inexact-value | nirvana/authentication/accepts-prefix | a credential cut short, with more behind it, or in another letter case is refused: answered with status 200 | status 401 → status 200, documented
authentication/issuer | authentication/issuer | cradl/authentication/token-issuer | the token that is accepted names the issuer (iss) "https://auth.cradl.ai", and the token host publishes another one | the issuer "https://login.other.example" → "https://auth.cradl.ai", documented
authentication/key-confusion | authentication/key-confusion | cradl/authentication/accepts-jwt-key-confusion-pem | a token under HS256 with a published key as its secret is refused: answered with status 200 | status 403 or 401 → status 200, documented
authentication/letter-case | authentication/letter-case | nirvana/authentication/lower-case-header | another letter case: answered with status 401 where a success is due | a 2xx status → status 401, documented
authentication/missing | authentication/missing | cloudflare/authentication/missing-403 | no credential is refused: answered with status 403 | status 400 → status 403, observed
authentication/one-header-only | authentication/one-header-only | cloudflare/authentication/accepts-only-x-auth-email | one of two headers alone is refused: answered with status 200 | status 400 → status 200, documented
authentication/query-string | authentication/query-string | cloudflare/authentication/accepts-usual-query | a credential in the query string is refused (api_key): answered with status 200 | status 400 → status 200, documented
authentication/refusal-envelope | authentication/missing | cloudflare/authentication/missing-text | no credential is refused: the refusal lacks 9106 at /errors/0/code | 9106 at /errors/0/code → nothing there, observed
authentication/refusal-without-data | authentication/missing | nirvana/authentication/missing-data | no credential is refused: the refusal carries 20 organizations | no data → 20 organizations, documented, at /items
authentication/token-refused | authentication/token-refused | cradl/authentication/token-error-number | a token for an altered secret: the refusal lacks a text error | a text error → 17, documented, at /error
authentication/token-reply | authentication/token-reply | cradl/authentication/token-type-mac | the token reply lacks a token_type Bearer, in any letter case | a token_type Bearer, in any letter case → "mac", documented, at /token_type
authentication/under-scoped | authentication/under-scoped | nirvana/authentication/accepts-forbidden | a credential without the right is refused: answered with status 200 | status 403 → status 200, documented
authentication/unsigned-token | authentication/unsigned-token | cradl/authentication/accepts-jwt-without-signature | a token without a signature is refused: answered with status 200 | status 403 or 401 → status 200, documented
authentication/wrong-header | authentication/wrong-header | nirvana/authentication/accepts-other-header | the right value under another header is refused: answered with status 200 | status 401 → status 200, documented
authentication/wrong-scheme | authentication/wrong-scheme | nirvana/authentication/accepts-scheme-basic | the right value under another scheme is refused: answered with status 200 | status 401 → status 200, documented
authentication/wrong-value | authentication/wrong-value | cloudflare/authentication/wrong-400 | a credential altered in one character is refused: answered with status 400 | status 403 → status 400, observed
pagination/account-empty | pagination/account-empty | cloudflare/pagination/empty-404 | a walk, page 1: answered with status 404 where a success is due | a 2xx status → status 404, documented
pagination/account-page | pagination/account-page | nirvana/pagination/further-full-refused | a walk, page 3: answered with status 400 where a success is due | a 2xx status → status 400, documented
pagination/altered-cursor | pagination/altered-cursor | nirvana/pagination/cursor-middle | the cursor with character 18 altered: answered with status 200 | status 400 → status 200, assumed
pagination/complete | pagination/account-page | nirvana/pagination/full-last-lost | the walk gives 20 organizations where there are 40 | 40 organizations → 20, documented
pagination/each-once | pagination/account-one | cloudflare/pagination/row-added-last | organization "023e10028a801fe1a892d2be16879e3c" comes a second time on page 1 | each organization once → twice, documented
pagination/empty-page | pagination/account-page | nirvana/pagination/further-full-empty | page 3 is empty: the page before it was the last and leads on all the same | an end → an empty page, assumed
pagination/ends | pagination/account-page | nirvana/pagination/next-round | page 2 leads to itself | an end after 4 pages → another page, documented, at /pagination/next_cursor
pagination/full-pages | pagination/account-page | cloudflare/pagination/row-lost-first | page 1 has 19 organizations, yet more follow | 20 organizations on every page but the last → 19, documented
pagination/page-refused | pagination/past-end | cloudflare/pagination/page-takes-zero | a page that is none: per_page=50&page=0: answered with status 200 | status 400 → status 200, assumed
pagination/page-size | pagination/sizes | nirvana/pagination/size-ignored | a page of 1 has 20 organizations | 1 → 20, documented
pagination/past-end | pagination/past-end | cloudflare/pagination/size-refuses-50 | the first page: answered with status 400 where a success is due | a 2xx status → status 400, documented
pagination/round-trip | pagination/round-trip | nirvana/pagination/previous-null | page 2 does not lead back | a previous page → none, observed
pagination/same-list | pagination/same-list | cloudflare/pagination/order-by-size | with pages of 50 the list differs from position 0 on | "023e100e04126c272bc32de7b1ad5207" at position 0 → "023e131eb8d684360cc07a37994911c3", documented
pagination/same-page | pagination/same-page | cloudflare/pagination/unsteady | the same page asked 4 times differs each time at /result/0/id | the same body → another body, assumed, at /result/0/id
pagination/size-refused | pagination/sizes | cloudflare/pagination/size-refused-500 | a page of "51": answered with status 500 | status 400 → status 500, assumed
pagination/sizes | pagination/sizes | cloudflare/pagination/size-refuses-5 | a page of 5: answered with status 400 where a success is due | a 2xx status → status 400, documented
pagination/total-exact | pagination/account-one | cloudflare/pagination/total-rounded | the total says 20 for an account of 1 | a total of 1 → 20, documented
pagination/total-steady | pagination/account-one | cloudflare/pagination/total-unsteady | the total changes from 1 to 2 on page 2 | a total of 1 → 2, documented
query/combined | query/combined | cloudflare/query/order-drops-filter | name=Bruen%20-%20Zemlak&order=id&direction=desc gives 56 too many | 1 organizations → 57, documented
query/filters | query/filters | cloudflare/query/name-later | name=Bruen%20-%20Zemlak gives 7 too many | 1 organizations → 8, documented
query/limits | query/refusals | cloudflare/query/name-limit | name with 100 characters: answered with status 400 where a success is due | a 2xx status → status 400, documented
query/match-all | query/match | cloudflare/query/match-first | name=Bruen%20-%20Zemlak&status=invited&match=all gives 1 too many | 0 organizations → 1, documented
query/match-any | query/match | cloudflare/query/match-twice | name=Bruen%20-%20Zemlak&status=member&match=any repeats 1 | 43 organizations → 44, documented
query/match-default | query/match | cloudflare/query/match-default-any | name=Bruen%20-%20Zemlak&status=invited gives 15 too many | 0 organizations → 15, documented
query/orders | query/orders | cloudflare/query/order-status-falls | order=status&direction=desc does not hold at position 43 | "member" after "invited" → "member" before "invited", documented
query/orders-complete | query/orders | cloudflare/query/order-loses-one | order=id leaves out 1 | 57 organizations → 56, documented
query/refusals | query/refusals | cloudflare/query/takes-direction-nothing | direction with nonsense: answered with status 200 | status 400 → status 200, assumed
query/total | query/filters | cloudflare/query/filter-total | under a filter the total is 1, without one 57 | a total of 57: filters do not count → 1, documented
http/first-page | http/first-page | cloudflare/http/list-302 | ORIGIN/api.cloudflare.com/client/v4/user/organizations redirects to another path of its own (status 302): log in, leave the proxy out, or give the base URL that it leads to | status 200 → status 302, documented
http/head | http/head | nirvana/http/head-204 | HEAD without a credential: answered with status 204 | status 401 → status 204, documented
http/method | http/method | nirvana/http/method-404 | the method DELETE: answered with status 404 | status 405 → status 404, assumed
http/not-found | http/not-found | nirvana/http/unknown-path | an unknown path: answered with status 200 | status 404 → status 200, assumed
http/operation-gone | http/first-page | cloudflare/http/list-404 | the operation answers 404: Cloudflare deprecated it in favour of accounts and memberships | the documented operation → status 404, observed
http/probe-authentication-before-method | http/probes | cekura/http/probe-authentication-before-method-500 | a wrong method without a credential: answered with status 500 | status 401 → status 500, observed
http/probe-malformed-key | http/probes | cloudflare/http/probe-malformed-key-served | a key that is no key: answered with status 200 | status 400 → status 200, observed
http/probe-media-type | http/probes | cradl/http/probe-media-type-served | a body that is no JSON: answered with status 200 | status 415 → status 200, assumed
http/probe-not-acceptable | http/probes | cekura/http/probe-not-acceptable-200 | a media type that is not served: answered with status 200 | status 406 → status 200, observed
http/probe-options | http/probes | cloudflare/http/probe-options-500 | OPTIONS: there is no CORS: answered with status 500 | status 405 → status 500, observed
http/refusal-envelope | http/method | nirvana/http/method-envelope | the method DELETE: the refusal lacks a text at /message | a text at /message → nothing there, assumed
http/refusal-without-data | http/method | nirvana/http/method-data | the method DELETE: the refusal carries 20 organizations | no data → 20 organizations, assumed, at /items
http/slash | http/slash | nirvana/http/slash-served | the path /v1/organizations/: answered with status 200 | status 404 → status 200, assumed
`

/** The first finding of a check about a broken server. The ordinary request goes first, as in every run. */
async function findingOf(check: string, law: string, id: string): Promise<Finding | undefined> {
  const provider = id.slice(0, id.indexOf('/'))
  const rig = await rigs.of(provider)
  const mutant = rig.subjects.flatMap((subject) => mutantsOf(subject).mutants).find((one) => one.id === id) as Mutant
  const chosen = laws.filter((one) => one.id === 'http/first-page' || one.id === law)
  const { scenarios } = await rig.check(provider, mutant.mutation(), { laws: chosen })
  return scenarios.flatMap(({ findings }) => findings).find((finding) => finding.check === check)
}

const rows = table
  .trim()
  .split('\n')
  .map((line) => line.split(' | '))

test.each(rows)('%s, met by %s, finds %s', async (check = '', law = '', id = '', message, outcome) => {
  const finding = await findingOf(check, law, id)
  expect([withoutPort(finding?.message), outcomeOf(finding)]).toEqual([message, outcome])
})

function withoutPort(text = ''): string {
  return text.replace(/http:\/\/127\.0\.0\.1:\d+/, 'ORIGIN')
}

function outcomeOf({ promised, came, basis, at = '' }: Partial<Finding> = {}): string {
  return `${promised} → ${came}, ${basis}${at === '' ? '' : `, at ${at}`}`
}
