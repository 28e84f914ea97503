import type { Law, RequestPlan } from '../../types.ts'

/** Further harmless requests that provoke an error that the provider documents or is known for. */
export const httpProbes: Law = {
  id: 'http/probes',
  family: 'http',
  title: 'each error that a harmless request can provoke is as documented',
  async run(context) {
    const { probes } = context.contract.http
    if (probes.length === 0) context.notApplicable()
    const [gets, others] = [probes.filter(({ plan }) => isGet(plan)), probes.filter(({ plan }) => !isGet(plan))]
    // Those that a live target does not get come last, so that they keep none of the others from it.
    for (const { id, plan } of [...gets, ...others]) await context.send({ ...plan, check: `http/probe-${id}` })
  },
}

function isGet({ method = 'GET' }: RequestPlan): boolean {
  return method === 'GET'
}
