import { credentialEntries } from '../../mock/index.ts'
import { chosenProviders, providerQuery } from './addressed.ts'
import { type Operation, operation } from './operation.ts'
import { listOf, ref } from './schemas.ts'

export const credentialOperations: readonly Operation[] = [
  operation({
    method: 'get',
    path: '/credentials',
    id: 'listCredentials',
    summary: 'every published credential, how its account behaves, and how to make further ones',
    query: { provider: providerQuery },
    replies: {
      200: {
        description: 'The ordinary credential of each provider, then its scenarios.',
        schema: listOf(ref('Credentials')),
        example: [
          {
            provider: 'nirvana',
            title: 'Nirvana Labs API',
            baseUrl: 'http://localhost:8080/api.nirvanalabs.io',
            operationUrl: 'http://localhost:8080/api.nirvanalabs.io/v1/organizations',
            curl: 'curl …',
            accounts: [
              {
                name: 'empty',
                credentials: { apiKey: 'test_empty_00000000000000000000000000000000' },
                count: 0,
                description: 'no organizations',
                isCounted: false,
              },
            ],
          },
        ],
      },
    },
    handle: ({ world, query, origin }) => ({
      status: 200,
      json: credentialEntries(chosenProviders(world.providers, query.provider), origin),
    }),
  }),
]
