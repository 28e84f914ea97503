import { type Meaning, meaningOf, publishedWords } from './scenario-words.ts'
import type { Account, PublishedAccount, Scenario } from './types.ts'

/**
 * The account that a tenant's name speaks of: words of letters, digits and hyphens with `_` between them. Words such as `seed-7`,
 * `count-30` and the names of scenarios mean something, in any number and letter case; all others tell tenants apart, `MyTest` and `mytest`
 * too. Undefined when it is no such name, that of the ordinary account, or a word's number is too large.
 */
export function tenantAccount(tenant: string): Account | undefined {
  if (tenant.length > longestName || !tenantNamePattern.test(tenant) || tenant.toLowerCase() === ordinaryName) {
    return undefined
  }
  let account: Account = { tenant }
  for (const word of tenant.split('_')) {
    const meaning = meaningOf(word.toLowerCase())
    if (meaning === undefined) return undefined
    account = merge(account, meaning)
  }
  return account
}

/** What the name of a tenant is made of. */
export const tenantNamePattern = /^[A-Za-z0-9-]+(_[A-Za-z0-9-]+)*$/

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
    publishedWords.map(({ name, description }) => {
      const { count, scenario = {} } = meaningOf(name) ?? {}
      const isPage = count === 'page'
      const entry: PublishedAccount = {
        credentials: credentialsOf(name),
        ...(count === undefined ? {} : { count: isPage ? pageSize : count }),
        description: isPage ? `${description}, ${pageSize}` : description,
        isCounted: isCounted(scenario),
      }
      return [name, entry]
    }),
  )
}

/** Whether what happens depends on the requests before, which each process counts for itself. */
function isCounted({ allowance, expiresAfter, isChanging, faults = [] }: Scenario): boolean {
  return [allowance, expiresAfter, isChanging, ...faults.map(({ every }) => every)].some((count) => count !== undefined)
}

function merge(account: Account, more: Meaning): Account {
  const { scenario, ...rest } = more
  if (scenario === undefined) return { ...account, ...rest }
  const before = account.scenario
  // A word that is said twice is one rule, not two that count together.
  const faults = [...new Set([...(before?.faults ?? []), ...(scenario.faults ?? [])])]
  return { ...account, ...rest, scenario: { ...before, ...scenario, ...(faults.length === 0 ? {} : { faults }) } }
}
