import type { Provider } from '../../mock/index.ts'
import { chosenProviders, providerQuery } from './addressed.ts'
import { type Operation, operation } from './operation.ts'
import { listOf, ref } from './schemas.ts'

/** One published credential and what it does. */
export interface CredentialEntry {
  readonly provider: string
  /** `ordinary`, or the name of a published account. */
  readonly scenario: string
  readonly credentials: Readonly<Record<string, string>>
  readonly description: string
  readonly count?: number
  /** Whether what it does is counted by each process for itself. */
  readonly isCounted: boolean
}

/** Every published credential of these providers. */
export function credentialEntries(providers: readonly Provider[]): CredentialEntry[] {
  return providers.flatMap(({ id, client }) => [
    {
      provider: id,
      scenario: 'ordinary',
      credentials: client.credentials,
      description: 'the ordinary account',
      isCounted: false,
    },
    ...Object.entries(client.accounts ?? {}).map(([scenario, account]) => ({ provider: id, scenario, ...account })),
  ])
}

export const credentialOperations: readonly Operation[] = [
  operation({
    method: 'get',
    path: '/credentials',
    id: 'listCredentials',
    summary: 'every published credential, and what its account is in for',
    query: { provider: providerQuery },
    replies: {
      200: {
        description: 'The ordinary credential of each provider, then its scenarios.',
        schema: listOf(ref('Credential')),
        example: [
          {
            provider: 'nirvana',
            scenario: 'empty',
            credentials: { apiKey: '…' },
            count: 0,
            description: 'no organizations',
            isCounted: false,
          },
        ],
      },
    },
    handle: ({ world, query }) => ({
      status: 200,
      json: credentialEntries(chosenProviders(world.providers, query.provider)),
    }),
  }),
]
