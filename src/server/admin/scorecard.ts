import { options } from '../../options/index.ts'
import { type Scorecard, scorecards } from '../../scorecard/index.ts'
import { rawRequests } from '../journal-filter.ts'
import type { World } from '../world.ts'
import { chosenProviders, providerQuery } from './addressed.ts'
import { type Operation, operation } from './operation.ts'
import { listOf, ref } from './schemas.ts'
import { tenantQuery } from './tenant-name.ts'

/** Whose requests are graded. */
export interface ScorecardFilter {
  /** Id. */
  readonly provider?: string
  readonly tenant?: string
}

export const scorecardFilter = options<ScorecardFilter>({ provider: providerQuery.shape, tenant: tenantQuery.shape })

/** How clients behaved, judged by the journal. Throws OptionError, ControlError SWITCHED_OFF. */
export function gradeRequests(world: World, filter: ScorecardFilter = {}): Scorecard[] {
  const providers = chosenProviders(world.providers, filter.provider)
  return scorecards(rawRequests(world, filter), providers)
}

export const scorecardOperations: readonly Operation[] = [
  operation({
    method: 'get',
    path: '/scorecard',
    id: 'readScorecard',
    summary: 'how clients behaved, judged by what they sent',
    query: { provider: providerQuery, tenant: tenantQuery },
    replies: {
      200: {
        description: 'One card for each provider and tenant that was seen.',
        schema: listOf(ref('Scorecard')),
        example: [
          {
            provider: 'nirvana',
            title: 'Nirvana Labs',
            tenant: 'ordinary',
            requests: 3,
            grades: [
              {
                id: 'waits-out-retry-after',
                title: 'waits as long as Retry-After says',
                verdict: 'failed',
                why: 'it says when the next request is served',
                basis: 'assumed',
                evidence: [{ requests: [2, 3], message: 'came 3 ms after a 429 that asks to wait 1 s' }],
                findings: 1,
              },
            ],
          },
        ],
      },
      409: { description: 'The journal is switched off.', schema: ref('Message') },
    },
    handle: ({ world, query }) => ({ status: 200, json: gradeRequests(world, query) }),
  }),
]
