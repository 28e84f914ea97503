import { afterAll, expect, test } from 'vitest'
import { mutantsOf } from '../../src/self-test/mutants/index.ts'
import { type MutantResult, runMutant } from '../../src/self-test/run-mutant.ts'
import type { Mutant } from '../../src/self-test/types.ts'
import { Rigs } from './rigs.ts'

// Each check finds its own defect, as the whole contract is run against a broken server. Of the servers that a check finds, the table has
// one that it finds soon. `check --self-test` runs all of them.

const rigs = new Rigs()
afterAll(() => rigs.close())

async function resultOf(id: string): Promise<MutantResult> {
  const rig = await rigs.of(id.slice(0, id.indexOf('/')))
  const mutant = rig.subjects.flatMap((subject) => mutantsOf(subject).mutants).find((one) => one.id === id)
  return runMutant(rig, mutant as Mutant)
}

test.each([
  ['wire/body-presence', 'nirvana/wire/empty'],
  ['wire/encoding', 'cloudflare/wire/packed-not'],
  ['wire/json', 'nirvana/wire/html-as-json'],
  ['wire/length', 'cloudflare/wire/truncated'],
  ['wire/refusal-headers', 'nirvana/shape/needed-401-www-authenticate'],
  ['wire/secret', 'cloudflare/wire/secret-in-text'],
  ['shape/body', 'cloudflare/shape/body/success/required'],
  ['shape/content-type', 'cloudflare/shape/content-type-4'],
  ['shape/headers', 'cekura/shape/header-401-www-authenticate'],
  ['shape/status', 'cloudflare/http/list-201'],
  ['shape/undeclared-fields', 'cloudflare/shape/result[]/surplus'],
  ['shape/write-only', 'cekura/shape/[].retell_api_key/write-only'],
  ['envelope/count', 'cloudflare/envelope/count-plus'],
  ['envelope/counter-count', 'cloudflare/envelope/count-total'],
  ['envelope/counter-page', 'cloudflare/envelope/page-zero'],
  ['envelope/counter-per_page', 'cloudflare/envelope/per-page-text'],
  ['envelope/empty-result', 'cloudflare/envelope/result-null-empty'],
  ['envelope/errors', 'cloudflare/envelope/errors-empty'],
  ['envelope/first-page', 'nirvana/envelope/pagination-absent'],
  ['envelope/next-cursor', 'nirvana/envelope/next-empty'],
  ['envelope/next-token', 'cradl/envelope/token-absent-always'],
  ['envelope/personal', 'nirvana/envelope/personal-flag'],
  ['envelope/refusal-result', 'cloudflare/envelope/result-in-refusal'],
  ['envelope/result', 'cloudflare/envelope/result-null'],
  ['envelope/result-info', 'cloudflare/envelope/page-absent'],
  ['envelope/success-flag', 'cloudflare/envelope/success-false'],
  ['envelope/total-pages', 'cloudflare/envelope/total-pages-plus'],
  ['authentication/audience', 'cradl/authentication/accepts-jwt-audience'],
  ['authentication/basic', 'cloudflare/authentication/accepts-basic'],
  ['authentication/cookie', 'nirvana/authentication/accepts-cookie'],
  ['authentication/embedded-key', 'cradl/authentication/accepts-jwt-embedded-key'],
  ['authentication/empty', 'nirvana/authentication/accepts-empty'],
  ['authentication/empty-token', 'nirvana/authentication/accepts-scheme-only'],
  ['authentication/expired', 'cloudflare/authentication/accepts-expired'],
  ['authentication/foreign-token', 'nirvana/authentication/accepts-foreign-hex-key'],
  ['authentication/inexact-value', 'nirvana/authentication/accepts-prefix'],
  ['authentication/issuer', 'cradl/authentication/token-issuer'],
  ['authentication/key-confusion', 'cradl/authentication/accepts-jwt-key-confusion-pem'],
  ['authentication/letter-case', 'nirvana/authentication/lower-case-header'],
  ['authentication/missing', 'cloudflare/authentication/missing-403'],
  ['authentication/one-header-only', 'cloudflare/authentication/accepts-only-x-auth-email'],
  ['authentication/query-string', 'cloudflare/authentication/accepts-usual-query'],
  ['authentication/refusal-envelope', 'cloudflare/authentication/missing-text'],
  ['authentication/refusal-without-data', 'nirvana/authentication/missing-data'],
  ['authentication/token-refused', 'cradl/authentication/token-error-number'],
  ['authentication/token-reply', 'cradl/authentication/token-type-mac'],
  ['authentication/under-scoped', 'nirvana/authentication/accepts-forbidden'],
  ['authentication/unsigned-token', 'cradl/authentication/accepts-jwt-without-signature'],
  ['authentication/wrong-header', 'nirvana/authentication/accepts-other-header'],
  ['authentication/wrong-scheme', 'nirvana/authentication/accepts-scheme-basic'],
  ['authentication/wrong-value', 'cloudflare/authentication/wrong-400'],
  ['pagination/account-empty', 'cloudflare/pagination/empty-404'],
  ['pagination/account-page', 'nirvana/pagination/further-full-refused'],
  ['pagination/altered-cursor', 'nirvana/pagination/cursor-middle'],
  ['pagination/complete', 'nirvana/pagination/full-last-lost'],
  ['pagination/each-once', 'cloudflare/pagination/row-added-last'],
  ['pagination/empty-page', 'nirvana/pagination/further-full-empty'],
  ['pagination/ends', 'nirvana/pagination/next-round'],
  ['pagination/full-pages', 'cloudflare/pagination/row-lost-first'],
  ['pagination/page-refused', 'cloudflare/pagination/page-takes-zero'],
  ['pagination/page-size', 'nirvana/pagination/size-ignored'],
  ['pagination/past-end', 'cloudflare/pagination/size-refuses-50'],
  ['pagination/round-trip', 'nirvana/pagination/previous-null'],
  ['pagination/same-list', 'cloudflare/pagination/order-by-size'],
  ['pagination/same-page', 'cloudflare/pagination/unsteady'],
  ['pagination/size-refused', 'cloudflare/pagination/size-refused-500'],
  ['pagination/sizes', 'cloudflare/pagination/size-refuses-5'],
  ['pagination/total-exact', 'cloudflare/pagination/total-rounded'],
  ['pagination/total-steady', 'cloudflare/pagination/total-unsteady'],
  ['query/combined', 'cloudflare/query/order-drops-filter'],
  ['query/filters', 'cloudflare/query/name-later'],
  ['query/limits', 'cloudflare/query/name-limit'],
  ['query/match-all', 'cloudflare/query/match-first'],
  ['query/match-any', 'cloudflare/query/match-twice'],
  ['query/match-default', 'cloudflare/query/match-default-any'],
  ['query/orders', 'cloudflare/query/order-status-falls'],
  ['query/orders-complete', 'cloudflare/query/order-loses-one'],
  ['query/refusals', 'cloudflare/query/takes-direction-nothing'],
  ['query/total', 'cloudflare/query/filter-total'],
  ['http/first-page', 'cloudflare/http/list-302'],
  ['http/head', 'nirvana/http/head-204'],
  ['http/method', 'nirvana/http/method-404'],
  ['http/not-found', 'nirvana/http/unknown-path'],
  ['http/operation-gone', 'cloudflare/http/list-404'],
  ['http/probe-authentication-before-method', 'cekura/http/probe-authentication-before-method-500'],
  ['http/probe-malformed-key', 'cloudflare/http/probe-malformed-key-served'],
  ['http/probe-media-type', 'cradl/http/probe-media-type-served'],
  ['http/probe-not-acceptable', 'cekura/http/probe-not-acceptable-200'],
  ['http/probe-options', 'cloudflare/http/probe-options-500'],
  ['http/refusal-envelope', 'nirvana/http/method-envelope'],
  ['http/refusal-without-data', 'nirvana/http/method-data'],
  ['http/slash', 'nirvana/http/slash-served'],
])('%s finds %s', async (check, id) => {
  const { isKilled, killer, reason } = await resultOf(id)
  expect({ isKilled, check: killer?.check, reason }).toEqual({ isKilled: true, check, reason: undefined })
})

test('what is never shown is listed as unseen', async () => {
  const { isKilled, killer, others } = await resultOf('cekura/seen/cronjob_low_balance_mute_days/3')
  expect({ isKilled, killer, others }).toEqual({ isKilled: true, killer: undefined, others: [] })
})
