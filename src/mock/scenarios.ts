import { type Meaning, meaningOf } from './scenario-words.ts'
import type { Account, PublishedAccount } from './types.ts'

/** The scenarios that are published, each under a name that is a word of a tenant's. */
const scenarios: Readonly<Record<string, string>> = {
  empty: 'no organizations',
  one: 'exactly one organization',
  page: 'exactly one full page of the default size',
  many: '10,000 organizations',
  expired: 'the credential has expired',
  revoked: 'the credential has been revoked',
  forbidden: 'the credential may not list organizations',
  throttled: 'every request is throttled',
  'throttled-after-3': 'throttled after 3 requests, until a second has passed; then 3 more',
  slow: 'every answer takes 2 s',
  flaky: "every third request gets the provider's 500",
  'expiring-after-2': 'the key, or each token, is refused as expired after 2 requests',
  changing: 'with every page a new organization comes at the front and the last one goes',
}

const counted = ['throttled-after-3', 'flaky', 'expiring-after-2', 'changing']

/**
 * The account that a tenant's name speaks of: words of letters, digits and hyphens with `_` between them. Words such as `seed-7`,
 * `count-30` and the names of scenarios mean something, in any number; all others tell tenants apart. Undefined when it is no such name,
 * that of the ordinary account, or a word's number is too large.
 */
export function tenantAccount(tenant: string): Account | undefined {
  if (tenant === ordinaryName || tenant.length > longestName || !/^[a-z0-9-]+(_[a-z0-9-]+)*$/.test(tenant))
    return undefined
  let account: Account = { tenant }
  for (const word of tenant.split('_')) {
    const meaning = meaningOf(word)
    if (meaning === undefined) return undefined
    account = merge(account, meaning)
  }
  return account
}

/** Whoever had this name would share the counts of the ordinary account. */
const ordinaryName = 'ordinary'

/** Longer names would be a place to keep things in. */
const longestName = 100

/** The text before a tenant's name in a credential. */
export const testPrefix = 'test_'

const padding = /_0+$/

/** A credential of this length, or longer, for a tenant; zeros fill it up and mean nothing. */
export function testCredential(tenant: string, length: number): string {
  const text = `${testPrefix}${tenant}`
  if (text.length + 1 < length) return `${text}_`.padEnd(length, '0')
  // A name that ends like padding would lose its end.
  return padding.test(text) ? `${text}_0` : text
}

/** The account behind a credential that begins with `test_`; undefined for any other text. */
export function testAccount(credential: string): Account | undefined {
  if (!credential.startsWith(testPrefix)) return undefined
  return tenantAccount(credential.slice(testPrefix.length).replace(padding, ''))
}

/** The published account of each scenario, with credentials in the provider's own form and its default page size. */
export function publishedScenarios(
  credentialsOf: (tenant: string) => Readonly<Record<string, string>>,
  pageSize: number,
): Record<string, PublishedAccount> {
  return Object.fromEntries(
    Object.entries(scenarios).map(([name, description]) => {
      const count = tenantAccount(name)?.count
      const isPage = count === 'page'
      const entry: PublishedAccount = {
        credentials: credentialsOf(name),
        ...(count === undefined ? {} : { count: isPage ? pageSize : count }),
        description: isPage ? `${description}, ${pageSize}` : description,
        isCounted: counted.includes(name),
      }
      return [name, entry]
    }),
  )
}

function merge(account: Account, more: Meaning): Account {
  const { scenario, ...rest } = more
  if (scenario === undefined) return { ...account, ...rest }
  const before = account.scenario
  // A word that is said twice is one rule, not two that count together.
  const faults = [...new Set([...(before?.faults ?? []), ...(scenario.faults ?? [])])]
  return { ...account, ...rest, scenario: { ...before, ...scenario, ...(faults.length === 0 ? {} : { faults }) } }
}
