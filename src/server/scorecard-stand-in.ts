import type { GradedProvider, Observation, Scorecard } from '../scorecard/index.ts'

// Stands in for src/scorecard's own until that is there.
export function scorecards(observations: readonly Observation[], providers: readonly GradedProvider[]): Scorecard[] {
  return providers.flatMap(({ id, title }) => {
    const own = observations.filter(({ provider }) => provider === id)
    const tenants = [...new Set(own.map(({ answer }) => answer.tenant))]
    return tenants.map((tenant) => ({
      provider: id,
      title,
      ...(tenant === undefined ? {} : { tenant }),
      requests: own.filter(({ answer }) => answer.tenant === tenant).length,
      grades: [],
    }))
  })
}
