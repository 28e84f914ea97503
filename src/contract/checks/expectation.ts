import { joinPointer } from '../../spec/index.ts'
import { itemsAt } from '../json-pointer.ts'
import { ownRules } from '../own-rules.ts'
import type { Check, ContractDefinition, Exchange, Family, ListShape, NewFinding, Refusal } from '../types.ts'
import { plain, words } from '../words.ts'

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
        rule: plan.rule ?? ownRules.document,
        message: words`${plain(plan.purpose)}: answered with status ${response.status} where a success is due`,
        promised: words`a 2xx status`,
        came: words`status ${response.status}`,
      },
    ]
  }

  function judgeRefusal(exchange: Exchange, refusal: Refusal, check: string): NewFinding[] {
    const { response, plan, json } = exchange
    const promised = plain(`status ${refusal.status.join(' or ')}`)
    if (!refusal.status.includes(response.status)) {
      const message = words`${plain(plan.purpose)}: answered with status ${response.status}`
      const isAccepted = response.status >= 200 && response.status < 300
      const rule = (isAccepted && refusal.refusesBy) || refusal
      return [{ check, rule, message, promised, came: words`status ${response.status}` }]
    }
    const findings: NewFinding[] = []
    const items = json.ok && response.status >= 300 ? carried(json.value, list) : undefined
    if (items !== undefined) {
      const message = words`${plain(plan.purpose)}: the refusal carries ${items.count} organizations`
      findings.push({
        check: `${law.family}/refusal-without-data`,
        rule: refusal.refusesBy ?? refusal,
        message,
        promised: words`no data`,
        came: words`${items.count} organizations`,
        at: items.at,
      })
    }
    for (const clause of refusal.also ?? []) {
      const came = clause.broken(exchange)
      if (came === undefined) continue
      const message = words`${plain(plan.purpose)}: the refusal lacks ${plain(clause.promised)}`
      findings.push({
        check: `${law.family}/refusal-envelope`,
        rule: clause,
        message,
        promised: plain(clause.promised),
        came,
      })
    }
    return findings
  }
}

/** How deep a refusal is searched for data. */
const mostLevels = 6

/** A list that is not empty where the organizations are, or a list of objects with an organization's identity anywhere else. */
function carried(body: unknown, { items, id }: ListShape): { readonly at: string; readonly count: number } | undefined {
  const inPlace = itemsAt(body, items)
  if (inPlace !== undefined && inPlace.length > 0) return { at: items, count: inPlace.length }

  function search(value: unknown, at: string, level: number): { at: string; count: number } | undefined {
    if (typeof value !== 'object' || value === null || level > mostLevels) return undefined
    if (Array.isArray(value) && value.length > 0 && value.every((element) => hasMember(element, id))) {
      return { at, count: value.length }
    }
    for (const [name, inner] of Object.entries(value)) {
      const found = search(inner, joinPointer(at, name), level + 1)
      if (found !== undefined) return found
    }
    return undefined
  }
  return search(body, '', 0)
}

function hasMember(value: unknown, name: string): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
}
