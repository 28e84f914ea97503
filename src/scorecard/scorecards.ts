import { runnerUserAgent } from '../spec/index.ts'
import { secretsOf } from './credentials.ts'
import type { Behaviour, GradeDefinition } from './grade-definition.ts'
import { gradeDefinitions } from './grades/index.ts'
import { readSent, type Sent } from './sent.ts'
import { clockGrainMs } from './tolerance.ts'
import type { Evidence, Grade, GradedProvider, Observation, Scorecard } from './types.ts'
import { crowdEvidence, walksOf } from './walks/index.ts'

/** Findings of one grade that are listed one by one. */
const mostEvidence = 10

/**
 * One card for each provider and tenant that was seen: providers in their own order, tenants as they came, what was nobody's last.
 * Requests are judged in the order of their numbers. Those of the contract runner, which does wrong on purpose, are left out.
 */
export function scorecards(observations: readonly Observation[], providers: readonly GradedProvider[]): Scorecard[] {
  const ofClients = observations.filter(({ request }) => request.headers['user-agent'] !== runnerUserAgent)
  return providers.flatMap((provider) => {
    const own = ofClients.filter((observation) => observation.provider === provider.id).sort((a, b) => a.seq - b.seq)
    const secrets = secretsOf(own)
    const byTenant = new Map<string | undefined, Observation[]>()
    for (const observation of own) {
      const { tenant } = observation.answer
      const group = byTenant.get(tenant)
      if (group === undefined) byTenant.set(tenant, [observation])
      else group.push(observation)
    }
    const nobodys = byTenant.get(undefined)
    byTenant.delete(undefined)
    if (nobodys !== undefined) byTenant.set(undefined, nobodys)
    return [...byTenant].map(([tenant, group]) => card(provider, tenant, group, secrets))
  })
}

function card(
  provider: GradedProvider,
  tenant: string | undefined,
  observations: readonly Observation[],
  secrets: ReadonlySet<string>,
): Scorecard {
  const sent = paced(observations.map((observation) => readSent(observation, provider)))
  const walks = walksOf(sent, provider)
  const behaviour: Behaviour = { provider, sent, walks, secrets }
  const crowd = crowdEvidence(walks)
  return {
    provider: provider.id,
    title: provider.title,
    ...(tenant === undefined ? {} : { tenant }),
    requests: observations.length,
    grades: gradeDefinitions
      .filter((definition) => definition.appliesTo(provider))
      .map((definition) => gradeOf(definition, behaviour, crowd)),
  }
}

/**
 * The requests at the times that their client lived through: between two of them as much time has passed as either clock says. The server's,
 * once moved on, counts as waiting; standing still, or set back, it does not make a client that waited seem hasty.
 */
function paced(sent: readonly Sent[]): Sent[] {
  let aheadMs = 0
  return sent.map((one, place) => {
    const before = sent[place - 1]
    if (before !== undefined) {
      const missedMs = machineMsBetween(before, one) - (one.at - before.at)
      if (missedMs > clockGrainMs) aheadMs += missedMs
    }
    return aheadMs === 0 ? one : { ...one, at: one.at + aheadMs }
  })
}

/** Negative where it is not known. */
function machineMsBetween({ observation: before }: Sent, { observation: after }: Sent): number {
  const [from, to] = [before.machineMs, after.machineMs]
  return from === undefined || to === undefined ? Number.NEGATIVE_INFINITY : to - from
}

function gradeOf(definition: GradeDefinition, behaviour: Behaviour, crowd: Evidence | undefined): Grade {
  const { isSeen, evidence: faults, leftEarly = [], basis = definition.basis } = definition.judge(behaviour)
  const isJudged = isSeen || faults.length > 0 || leftEarly.length > 0
  const guess = isJudged && definition.isOfEachRequest !== true ? crowd : undefined
  const evidence = guess !== undefined ? [guess] : faults.length > 0 ? faults : leftEarly
  const { listGuide } = behaviour.provider
  const reason = listGuide.reasons?.[definition.id]
  const why = typeof definition.why === 'string' ? definition.why : definition.why(listGuide.paging?.style)
  return {
    id: definition.id,
    title: definition.title,
    verdict:
      guess !== undefined || !isJudged
        ? 'not-seen'
        : faults.length > 0
          ? 'failed'
          : leftEarly.length > 0
            ? 'left-early'
            : 'passed',
    why: reason?.why ?? why,
    basis: reason?.basis ?? basis,
    evidence: evidence.slice(0, mostEvidence),
    findings: evidence.length,
  }
}
