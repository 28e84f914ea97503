import { itemsAt } from '../json-pointer.ts'
import type { Check, ContractDefinition, Exchange, Family, NewFinding, Refusal } from '../types.ts'

/** Judges what the plan of a request promised: a success, or a refusal as the provider words it, without data in it. */
export function expectation(
  law: { readonly id: string; readonly family: Family },
  { list }: ContractDefinition,
): Check {
  return {
    id: 'expectation',
    family: law.family,
    judge(exchange) {
      const { plan } = exchange
      const expect = plan.expect ?? 'success'
      const check = plan.check ?? law.id
      if (expect === 'judged-by-law') return []
      return expect === 'success' ? judgeSuccess(exchange, check) : judgeRefusal(exchange, expect, check)
    },
  }

  function judgeSuccess({ response, plan }: Exchange, check: string): NewFinding[] {
    if (response.status >= 200 && response.status < 300) return []
    return [
      {
        check,
        basis: 'documented',
        message: `${plan.purpose}: answered with status ${response.status} where a success is due`,
        promised: 'a 2xx status',
        came: `status ${response.status}`,
      },
    ]
  }

  function judgeRefusal(exchange: Exchange, refusal: Refusal, check: string): NewFinding[] {
    const { response, plan, json } = exchange
    const promised = `status ${refusal.status.join(' or ')}`
    if (!refusal.status.includes(response.status)) {
      const message = `${plan.purpose}: answered with status ${response.status}`
      return [{ check, basis: refusal.basis, message, promised, came: `status ${response.status}` }]
    }
    const findings: NewFinding[] = []
    const items = json.ok && response.status >= 300 ? itemsAt(json.value, list.items) : undefined
    if (items !== undefined && items.length > 0) {
      const message = `${plan.purpose}: the refusal carries ${items.length} organizations`
      findings.push({
        check: `${law.family}/refusal-without-data`,
        basis: 'documented',
        message,
        promised: 'no data',
        came: `${items.length}`,
        at: list.items,
      })
    }
    for (const clause of refusal.also ?? []) {
      const came = clause.broken(exchange)
      if (came === undefined) continue
      const message = `${plan.purpose}: the refusal lacks ${clause.promised}`
      findings.push({
        check: `${law.family}/refusal-envelope`,
        basis: clause.basis,
        message,
        promised: clause.promised,
        came,
      })
    }
    return findings
  }
}
