import { errorEntries } from '../../mock/index.ts'
import { chosenProviders, providerQuery } from './addressed.ts'
import { type Operation, operation } from './operation.ts'
import { listOf, ref } from './schemas.ts'

export const errorOperations: readonly Operation[] = [
  operation({
    method: 'get',
    path: '/errors',
    id: 'listErrors',
    summary: 'every error that the mocks can say, each as it goes on the wire',
    query: { provider: providerQuery },
    replies: {
      200: {
        description: 'The catalogue; `Prefer: error=<id>` asks for one of them.',
        schema: listOf(ref('Error')),
        example: [
          {
            id: 'acme.throttled',
            provider: 'acme',
            status: 429,
            headers: ['Content-Type', 'application/json', 'Retry-After', '30'],
            body: '{"detail":"slow down"}',
            basis: 'assumed',
            source: 'no document lists the errors of this provider',
            meaning: 'there were too many requests',
            cause: 'asked for by name, or met on the way',
            advice: 'wait as long as Retry-After says',
            scenarios: ['throttled'],
          },
        ],
      },
    },
    handle: ({ world, query }) => ({
      status: 200,
      json: errorEntries(chosenProviders(world.providers, query.provider)),
    }),
  }),
]
