import { randomBytes } from 'node:crypto'
import { type Provider, tenantAccount, tenantNamePattern } from '../../mock/index.ts'
import { badValue, described, either, list, refuse, type Shape, someText, text } from '../../options/index.ts'
import type { QueryParameter } from './operation.ts'

export const tenantQuery: QueryParameter<string> = {
  shape: text(/^[\w-]*$/, 'the name of a tenant', 100),
  description: 'Name of a tenant: ordinary, or what follows the test prefix in its credential.',
}

const accepted = 'letters, digits and hyphens, with _ between words, at most 100 characters, and not ordinary'

/** A name that a test credential can carry. */
export const tenantName: Shape<string> = {
  schema: { type: 'string', pattern: tenantNamePattern.source, maxLength: 100 },
  accepts: accepted,
  read: (value, at) => (typeof value === 'string' && isTenantName(value) ? value : refuse(at, accepted, value)),
}

function isTenantName(name: string): boolean {
  return tenantAccount(name) !== undefined
}

/** One word of a scenario, or several. */
export const scenarioWords = described(
  either(someText('a word'), list(someText('a word'), 10), (value) => !Array.isArray(value)),
  'Names of scenarios, as GET /__admin/credentials lists them, such as throttled-after-3 or slow-500.',
)

/**
 * The name of a new tenant: what it is called, or eight random hex digits, and the words of its scenario.
 * Throws OptionError for a word that is no scenario.
 */
export function newTenantName(provider: Provider, called: string | undefined, words: readonly string[]): string {
  for (const word of words) {
    const account = tenantAccount(word)
    if (account !== undefined && Object.keys(account).length > 1) continue
    const known = Object.keys(provider.client.accounts ?? {})
    refuse(['scenario'], `a scenario such as ${known.join(', ')}`, word)
  }
  const name = [called ?? `t-${randomBytes(4).toString('hex')}`, ...words].join('_')
  if (!isTenantName(name)) {
    throw badValue(['tenant'], `and scenario make ${JSON.stringify(name)}, which must be ${accepted}`)
  }
  return name
}
