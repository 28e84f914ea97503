import type { Provider, ProviderUrls, PublishedAccount, Sample } from '../../mock/index.ts'
import type { Edition } from '../../spec/index.ts'
import { type Operation, operation } from './operation.ts'
import { listOf, ref } from './schemas.ts'

/** What a client needs to call one provider on this server. */
export interface ProviderEntry extends ProviderUrls {
  readonly id: string
  readonly title: string
  /** Which state of the provider's document is served. */
  readonly edition: Edition
  readonly credentials: Readonly<Record<string, string>>
  /** Further accounts by name, such as `empty`. */
  readonly accounts: Readonly<Record<string, PublishedAccount>>
  /** The vendor's own environment variables with values for this server. */
  readonly env: Readonly<Record<string, string>>
  /** Further variables of the vendor, which must not be set beside them. */
  readonly unset: readonly string[]
  /** Programs that call the provider with the vendor's own clients. */
  readonly samples?: readonly Sample[]
}

/** What `GET /__admin/providers` says under this origin. */
export function providerEntries(providers: readonly Provider[], origin: string): ProviderEntry[] {
  return providers.map(({ id, title, edition, client, urls }) => {
    const found = urls(origin)
    return {
      id,
      title,
      edition,
      ...found,
      credentials: client.credentials,
      accounts: client.accounts ?? {},
      env: client.env(found),
      unset: client.unset ?? [],
      ...(client.samples && { samples: client.samples(found) }),
    }
  })
}

export const providerOperations: readonly Operation[] = [
  operation({
    method: 'get',
    path: '/providers',
    id: 'listProviders',
    summary: 'what a client needs to call each provider here',
    replies: {
      200: {
        description: 'The providers that are served.',
        schema: listOf(ref('Provider')),
        example: [
          {
            id: 'nirvana',
            title: 'Nirvana Labs',
            edition: 'documents',
            baseUrl: 'http://localhost:8080/api.nirvanalabs.io',
            operationUrl: 'http://localhost:8080/api.nirvanalabs.io/v1/organizations',
            credentials: { apiKey: '…' },
            accounts: {},
            env: { NIRVANA_LABS_API_KEY: '…', NIRVANA_LABS_BASE_URL: 'http://localhost:8080/api.nirvanalabs.io' },
            unset: [],
          },
        ],
      },
    },
    handle: ({ world, origin }) => ({ status: 200, json: providerEntries(world.providers, origin) }),
  }),
]
