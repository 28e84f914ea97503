import { useState } from 'preact/hooks'
import { useResource } from './api.ts'
import { accountOf } from './curl.ts'
import { Copy, Loaded, Snippet, useFirst } from './parts.tsx'
import { href, replaceRoute } from './route.ts'
import { snippetsOf } from './snippets.ts'
import { plural, visible } from './texts.ts'
import type { Account, Credentials, Provider, Tenant } from './types.ts'

interface ProvidersViewProps {
  readonly providers: readonly Provider[]
  /** Provider of the last request. */
  readonly last: string | undefined
  readonly parameters: Readonly<Record<string, string>>
}

/** How to call each provider here, as each of its accounts. */
export function ProvidersView({ providers, last, parameters }: ProvidersViewProps) {
  const credentials = useResource<readonly Credentials[]>('/credentials')
  const tenants = useResource<readonly Tenant[]>('/tenants').value ?? []
  const start = useFirst(last)
  const provider = providers.find(({ id }) => id === (parameters['id'] ?? start)) ?? providers[0]
  return (
    <div class="view">
      <h1>Providers</h1>
      <nav class="tabs" aria-label="Providers">
        {providers.map(({ id, title }, index) => (
          <a key={id} href={href('providers', { id })} aria-current={id === provider?.id ? 'page' : undefined}>
            <i class={`dot hue${index % 6}`} /> {title}
          </a>
        ))}
      </nav>
      <Loaded from={credentials}>
        {(all) => {
          const found = all.find((one) => one.provider === provider?.id)
          if (provider === undefined || found === undefined) return <p class="quiet">No provider is served.</p>
          return (
            <One
              key={provider.id}
              provider={provider}
              credentials={found}
              tenants={tenants.filter((one) => one.provider === provider.id)}
              chosen={parameters['account'] ?? 'ordinary'}
            />
          )
        }}
      </Loaded>
    </div>
  )
}

interface OneProps {
  readonly provider: Provider
  readonly credentials: Credentials
  readonly tenants: readonly Tenant[]
  readonly chosen: string
}

function One({ provider, credentials, tenants, chosen }: OneProps) {
  const told = tenants.find(({ tenant }) => tenant === chosen)?.credentials
  const account = accountOf(credentials, chosen, told) ?? credentials.accounts[0]
  const further = tenants.filter(
    ({ tenant, credentials: own }) => own !== undefined && !credentials.accounts.some(({ name }) => name === tenant),
  )
  const choose = (name: string) => replaceRoute('providers', { id: provider.id, account: name })
  const urls = [
    ['Base URL', provider.baseUrl],
    ['List', provider.operationUrl],
    ...(provider.tokenUrl === undefined ? [] : [['Token URL', provider.tokenUrl] as const]),
  ] as const
  return (
    <>
      <dl class="facts wide">
        {urls.map(([label, url]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              <code>{url}</code> <Copy text={url} name={label} />
            </dd>
          </div>
        ))}
        {Object.entries(account?.credentials ?? {}).map(([part, value]) => (
          <div key={part}>
            <dt>{part}</dt>
            <dd>
              <code>{value}</code> <Copy text={value} name={part} />
            </dd>
          </div>
        ))}
      </dl>
      {account !== undefined && <Snippets provider={provider} credentials={credentials} account={account} />}
      <h2>Accounts with a scenario</h2>
      <p class="lead">
        An account is what a credential opens; its scenario is how it behaves. Choose one: credential and snippets above
        become those of the account.
      </p>
      <Accounts accounts={credentials.accounts} chosen={account?.name} choose={choose} provider={provider.id} />
      {credentials.tenants !== undefined && (
        <details class="entry">
          <summary>
            Make more accounts: each name that you write is a tenant, an account with data, limits and a journal of its
            own
          </summary>
          <p>
            The name is made of {credentials.tenants.rule}. Such as <code>{credentials.tenants.example.tenant}</code>:
          </p>
          <dl class="facts">
            {Object.entries(credentials.tenants.example.credentials).map(([part, value]) => (
              <div key={part}>
                <dt>{part}</dt>
                <dd>
                  <code>{value}</code> <Copy text={value} name={part} />
                </dd>
              </div>
            ))}
          </dl>
          <dl class="facts">
            {credentials.tenants.words.map(({ word, description }) => (
              <div key={word}>
                <dt>{word}</dt>
                <dd>{description}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
      <h2>Tenants</h2>
      {further.length === 0 ? (
        <p class="quiet">No other account has called yet, or was made under Controls.</p>
      ) : (
        <Accounts
          accounts={further.map(({ tenant, count, requests, credentials: own = {} }) => ({
            name: tenant,
            credentials: own,
            description: `${plural(count, 'organization')}, ${plural(requests, 'request')} since the last reset`,
          }))}
          chosen={account?.name}
          choose={choose}
          provider={provider.id}
        />
      )}
    </>
  )
}

function Snippets({ provider, credentials, account }: Omit<OneProps, 'tenants' | 'chosen'> & { account: Account }) {
  const [language, setLanguage] = useState('curl')
  const snippets = snippetsOf(provider, credentials, account)
  const shown = snippets.find((one) => one.language === language) ?? snippets[0]
  return (
    <section class="snippets" aria-label={`Snippets for ${account.name}`}>
      <h2>
        Call it as <code>{visible(account.name)}</code>
      </h2>
      <p class="quiet">{visible(account.description)}</p>
      <fieldset class="tabs">
        <legend class="unseen">Language</legend>
        {snippets.map((one) => (
          <button
            type="button"
            key={one.language}
            aria-pressed={one === shown}
            onClick={() => setLanguage(one.language)}
          >
            {one.language}
          </button>
        ))}
      </fieldset>
      {shown !== undefined && (
        <>
          <p class="quiet">{shown.client}</p>
          <Snippet text={shown.code} name={`${shown.language} snippet`} />
        </>
      )}
    </section>
  )
}

interface AccountsProps {
  readonly accounts: readonly Account[]
  readonly chosen: string | undefined
  readonly choose: (name: string) => void
  readonly provider: string
}

function Accounts({ accounts, chosen, choose, provider }: AccountsProps) {
  return (
    // biome-ignore lint/a11y: what scrolls must be reached by keyboard.
    <div class="scroll" tabIndex={0} role="region" aria-label="Accounts">
      <table>
        <thead>
          <tr>
            <th scope="col">Account</th>
            <th scope="col">What it does</th>
            <th scope="col">Use</th>
          </tr>
        </thead>
        <tbody>
          {accounts.map(({ name, description }) => (
            <tr key={name} class={name === chosen ? 'chosen' : ''}>
              <th scope="row">
                <code>{visible(name)}</code>
              </th>
              <td>{visible(description)}</td>
              <td class="uses">
                <button
                  type="button"
                  aria-pressed={name === chosen}
                  aria-label={`Choose ${name}`}
                  onClick={() => choose(name)}
                >
                  Choose
                </button>{' '}
                <a href={href('journal', { provider, tenant: name })}>Requests</a>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
