import type { FaultRule, Provider } from '../../mock/index.ts'
import { needed, object } from '../../options/index.ts'
import { chosenProviders, providerQuery } from './addressed.ts'
import { faultRule, faultRules, rulesFor, withRule } from './fault-rule.ts'
import { type Operation, operation } from './operation.ts'
import { listOf, ref } from './schemas.ts'

interface Faults {
  readonly provider: string
  readonly faults: readonly FaultRule[]
}

const query = { provider: providerQuery }
const answered = {
  200: {
    description: 'The rules of each provider then, in the order in which they are looked at.',
    schema: listOf(ref('Faults')),
    example: [{ provider: 'cloudflare', faults: [{ code: 429, every: 3 }] }],
  },
}

function shown(providers: readonly Provider[]): Faults[] {
  return providers.map(({ id, control }) => ({ provider: id, faults: control.faults }))
}

/** Changes the rules of all of these providers, or of none: a rule that one of them cannot obey throws ControlError BAD_VALUE first. */
function change(
  providers: readonly Provider[],
  rulesOf: (provider: Provider) => readonly FaultRule[],
): { status: number; json: Faults[] } {
  const changes = providers.map((provider) => ({ provider, rules: rulesOf(provider) }))
  for (const { provider, rules } of changes) provider.control.faults = rules
  return { status: 200, json: shown(providers) }
}

/** For all providers at once a rule such as `cloudflare.9103` is meant for the one that it names. */
function meantFor(
  provider: Provider,
  rules: readonly FaultRule[],
  named: string | undefined,
  all: readonly Provider[],
): readonly FaultRule[] {
  if (named !== undefined) return rules
  return rules.filter(({ error }) => !all.some(({ id }) => id !== provider.id && error?.startsWith(`${id}.`) === true))
}

/** Faults for every tenant of a provider, or of all providers. */
export const faultOperations: readonly Operation[] = [
  operation({
    method: 'get',
    path: '/faults',
    id: 'listFaults',
    summary: 'the faults of every tenant',
    query,
    replies: answered,
    handle: ({ world, query }) => ({ status: 200, json: shown(chosenProviders(world.providers, query.provider)) }),
  }),
  operation({
    method: 'put',
    path: '/faults',
    id: 'replaceFaults',
    summary: 'replace the faults of every tenant',
    query,
    body: {
      shape: object({ faults: needed(faultRules) }),
      examples: {
        rateLimited: { faults: [{ code: 429, every: 3 }] },
        slow: { faults: [{ delayMs: [100, 500], probability: 0.2 }] },
        nothing: { faults: [] },
      },
    },
    replies: answered,
    handle: ({ world, query, body }) =>
      change(chosenProviders(world.providers, query.provider), (provider) =>
        rulesFor(provider, meantFor(provider, body.faults, query.provider, world.providers)),
      ),
  }),
  operation({
    method: 'post',
    path: '/faults',
    id: 'addFault',
    summary: 'add one rule behind the others',
    query,
    body: { shape: faultRule, examples: { cut: { wire: 'connection-reset-in-body', times: 1 } } },
    replies: answered,
    handle: ({ world, query, body }) =>
      change(chosenProviders(world.providers, query.provider), (provider) =>
        withRule(
          provider,
          provider.control.faults,
          rulesFor(provider, meantFor(provider, [body], query.provider, world.providers), () => []),
        ),
      ),
  }),
  operation({
    method: 'delete',
    path: '/faults',
    id: 'deleteFaults',
    summary: 'end the faults of every tenant',
    query,
    replies: answered,
    handle: ({ world, query }) => change(chosenProviders(world.providers, query.provider), () => []),
  }),
]
