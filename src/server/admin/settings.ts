import type { Provider, RateLimit } from '../../mock/index.ts'
import { object, truth } from '../../options/index.ts'
import { chosenProviders, providerQuery } from './addressed.ts'
import { type Operation, operation } from './operation.ts'
import { limitFor, rateLimitOrSwitch } from './rate-limit.ts'
import { listOf, ref } from './schemas.ts'

interface ProviderSettings {
  readonly provider: string
  /** For every tenant; null is none. */
  readonly rateLimit: RateLimit | null
  readonly ownRateLimit: RateLimit
  /** Whether `Prefer` and `?__code=` are honoured. */
  readonly preferences: boolean
}

const query = { provider: providerQuery }
const answered = {
  200: {
    description: 'The settings of each provider then.',
    schema: listOf(ref('Settings')),
    example: [
      {
        provider: 'cloudflare',
        rateLimit: null,
        ownRateLimit: { requests: 1200, windowSeconds: 300 },
        preferences: true,
      },
    ],
  },
}

function shown(providers: readonly Provider[]): ProviderSettings[] {
  return providers.map(({ id, control }) => ({
    provider: id,
    rateLimit: control.rateLimit ?? null,
    ownRateLimit: control.ownRateLimit,
    preferences: control.honoursPreferences,
  }))
}

export const settingsOperations: readonly Operation[] = [
  operation({
    method: 'get',
    path: '/settings',
    id: 'readSettings',
    summary: 'rate limits, and whether requests may ask for faults',
    query,
    replies: answered,
    handle: ({ world, query }) => ({ status: 200, json: shown(chosenProviders(world.providers, query.provider)) }),
  }),
  operation({
    method: 'patch',
    path: '/settings',
    id: 'changeSettings',
    summary: 'change them, for one provider or for all',
    query,
    body: {
      shape: object({ rateLimit: rateLimitOrSwitch, preferences: truth }, { fewest: 1 }),
      examples: {
        ownLimit: { rateLimit: true },
        limit: { rateLimit: { requests: 10, windowSeconds: 1 } },
        noLimit: { rateLimit: false },
        quiet: { preferences: false },
      },
    },
    replies: answered,
    handle({ world, query, body: { rateLimit, preferences } }) {
      const providers = chosenProviders(world.providers, query.provider)
      for (const provider of providers) {
        if (rateLimit !== undefined) provider.control.rateLimit = limitFor(provider, rateLimit)
        if (preferences !== undefined) provider.control.honoursPreferences = preferences
      }
      return { status: 200, json: shown(providers) }
    },
  }),
]
