import { describedWords } from './scenario-words.ts'
import type { Provider, ProviderUrls, PublishedAccount } from './types.ts'

/** Everything that a user can sign in with at one provider, and where. */
export interface CredentialEntry extends ProviderUrls {
  readonly provider: string
  readonly title: string
  /** A command that gets the first organizations of the ordinary account. */
  readonly curl: string
  /** The ordinary one first. */
  readonly accounts: readonly AccountEntry[]
  /** How to make tenants of one's own; absent where the provider has none. */
  readonly tenants?: TenantGrammar
}

export interface AccountEntry extends PublishedAccount {
  readonly name: string
}

/** How the name of a tenant is made, and what it looks like as a credential. */
export interface TenantGrammar {
  readonly rule: string
  readonly words: readonly TenantWord[]
  readonly example: { readonly tenant: string; readonly credentials: Readonly<Record<string, string>> }
}

export interface TenantWord {
  /** N stands for a number. */
  readonly word: string
  readonly description: string
}

const rule =
  'words of letters, digits and hyphens, in any number and order, at most 100 characters with what joins them'

const tenantWords: readonly TenantWord[] = [
  ...describedWords,
  { word: "an account's name", description: 'does what that account does: empty, flaky, changing and so on' },
  { word: 'any other word', description: 'tells two tenants apart: one for each test, say' },
]

const exampleTenant = 'seed-7_count-30_my-test'

/** Every published credential, and how to make further ones, for a server at this origin. */
export function credentialEntries(providers: readonly Provider[], origin: string): CredentialEntry[] {
  return providers.map(({ id, title, client, urls }) => {
    const found = urls(origin)
    const ordinary: AccountEntry = {
      name: 'ordinary',
      credentials: client.credentials,
      description: 'as many organizations as the server was started with',
      isCounted: false,
    }
    const example = client.tenantCredentials?.(exampleTenant)
    const published = Object.entries(client.accounts ?? {}).map(([name, account]) => ({ name, ...account }))
    return {
      provider: id,
      title,
      ...found,
      curl: client.curl(found),
      accounts: [ordinary, ...published],
      ...(example && {
        tenants: { rule, words: tenantWords, example: { tenant: exampleTenant, credentials: example } },
      }),
    }
  })
}
