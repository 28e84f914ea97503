import type { Account, PublishedAccount, Scenario } from './types.ts'

/** What one word of a tenant's name says. */
interface Word {
  readonly pattern: RegExp
  readonly means: (number: number) => Omit<Account, 'tenant'>
  /** Largest number that the word takes. */
  readonly most?: number
}

const words: readonly Word[] = [
  { pattern: /^seed-(\d{1,10})$/, most: 0xffff_ffff, means: (seed) => ({ seed }) },
  { pattern: /^count-(\d{1,8})$/, most: 10_000_000, means: (count) => ({ count }) },
  { pattern: /^empty$/, means: () => ({ count: 0 }) },
  { pattern: /^one$/, means: () => ({ count: 1 }) },
  { pattern: /^page$/, means: () => ({ count: 20 }) },
  { pattern: /^many$/, means: () => ({ count: 10_000 }) },
  { pattern: /^expired$/, means: () => behaves({ credential: 'expired' }) },
  { pattern: /^revoked$/, means: () => behaves({ credential: 'revoked' }) },
  { pattern: /^forbidden$/, means: () => behaves({ credential: 'forbidden' }) },
  { pattern: /^throttled$/, means: () => behaves({ faults: [{ code: 429 }] }) },
  {
    pattern: /^throttled-after-(\d{1,6})$/,
    means: (requests) => behaves({ budget: { requests, blockSeconds: 1 } }),
  },
  { pattern: /^slow$/, means: () => behaves({ faults: [{ delayMs: 2_000 }] }) },
  { pattern: /^slow-(\d{1,5})$/, most: 60_000, means: (delayMs) => behaves({ faults: [{ delayMs }] }) },
  { pattern: /^flaky$/, means: () => behaves({ faults: [{ code: 500, every: 3 }] }) },
  { pattern: /^expiring-after-(\d{1,6})$/, means: (expiresAfter) => behaves({ expiresAfter }) },
  { pattern: /^changing$/, means: () => behaves({ isChanging: true }) },
]

/** The scenarios that are published, each under a name that is a word of the above. */
const scenarios: Readonly<Record<string, string>> = {
  empty: 'no organizations',
  one: 'exactly one organization',
  page: 'exactly one full page of the default size, 20',
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
 * or a word's number is too large.
 */
export function tenantAccount(tenant: string): Account | undefined {
  if (!/^[a-z0-9-]+(_[a-z0-9-]+)*$/.test(tenant) || tenant.length > longestName) return undefined
  let account: Account = { tenant }
  for (const text of tenant.split('_')) {
    for (const { pattern, means, most = Number.POSITIVE_INFINITY } of words) {
      const match = pattern.exec(text)
      if (match === null) continue
      const number = Number(match[1] ?? 0)
      if (number > most) return undefined
      account = merge(account, means(number))
    }
  }
  return account
}

/** Longer names would be a place to keep things in. */
const longestName = 100

/** The text before a tenant's name in a credential. */
export const testPrefix = 'test_'

/** A credential of this length for a tenant; zeros fill it up and mean nothing. */
export function testCredential(tenant: string, length: number): string {
  const text = `${testPrefix}${tenant}`
  return text.length + 1 < length ? `${text}_`.padEnd(length, '0') : text
}

/** The account behind a credential that begins with `test_`; undefined for any other text. */
export function testAccount(credential: string): Account | undefined {
  if (!credential.startsWith(testPrefix)) return undefined
  return tenantAccount(credential.slice(testPrefix.length).replace(/_0+$/, ''))
}

/** The published account of each scenario, with credentials in the provider's own form. */
export function publishedScenarios(
  credentialsOf: (tenant: string) => Readonly<Record<string, string>>,
): Record<string, PublishedAccount> {
  return Object.fromEntries(
    Object.entries(scenarios).map(([name, description]) => {
      const count = tenantAccount(name)?.count
      const entry: PublishedAccount = {
        credentials: credentialsOf(name),
        ...(count === undefined ? {} : { count }),
        description,
        isCounted: counted.includes(name),
      }
      return [name, entry]
    }),
  )
}

function behaves(scenario: Scenario): { readonly scenario: Scenario } {
  return { scenario }
}

function merge(account: Account, more: Omit<Account, 'tenant'>): Account {
  const { scenario, ...rest } = more
  if (scenario === undefined) return { ...account, ...rest }
  const before = account.scenario
  const faults = [...(before?.faults ?? []), ...(scenario.faults ?? [])]
  return { ...account, ...rest, scenario: { ...before, ...scenario, ...(faults.length === 0 ? {} : { faults }) } }
}
