import { ownRules } from '../own-rules.ts'
import type { Authorization, Law, LawContext, Refusal } from '../types.ts'
import { includes } from './credential-text.ts'
import { tokenIn } from './json-web-token.ts'

/** Why a law does not misuse a credential. */
export const guardedReason =
  'sent to mocks and to servers on this machine only: it puts a credential where others may see it, or looks like an attack'

/** A credential to try. */
export interface Variant extends Authorization {
  /** What it is, where the title does not say it: `api_key` in the query. */
  readonly what?: string
  /** Whether the user named it as one to refuse: it is tried whatever it is. */
  readonly isGiven?: true
}

/** What is done to the ordinary credential, and which refusal it must meet. */
export interface RefusedCredential {
  /** Of the law. */
  readonly id: string
  readonly title: string
  /** Sent to the real API and to other machines too: no flood of bad logins, three at most. */
  readonly harmless?: boolean
  /** The altered credentials to try; empty where that has no meaning for this kind of credential. */
  variants(ordinary: Authorization, context: LawContext): readonly Variant[] | Promise<readonly Variant[]>
  /** Any of these. */
  refusal(refusals: LawContext['contract']['refusals']): readonly (Refusal | undefined)[]
}

/** Makes the law that a credential is refused, generated from the ordinary credential's own headers. */
export function refusedCredential({ id, title, harmless = false, variants, refusal }: RefusedCredential): Law {
  return {
    id,
    family: 'authentication',
    title,
    async run(context) {
      if (context.isGuarded && !harmless) context.skip(guardedReason)
      const ordinary = await context.ordinary()
      // What holds all that one of the documented ways asks for is no wrong credential.
      const ways = [ordinary, ...(ordinary.others ?? [])]
      const altered = (await variants(ordinary, context)).filter(
        (one) => one.isGiven === true || !ways.some((way) => includes(one, way)),
      )
      const accepted = refusal(context.contract.refusals).filter((one) => one !== undefined)
      const [first] = accepted
      if (altered.length === 0 && context.tokenUrl !== undefined && tokenIn(ordinary) === undefined) {
        context.skip('the token is no JSON Web Token: nothing in it can be forged')
      }
      if (altered.length === 0 || first === undefined) return context.notApplicable()
      const expect: Refusal = { ...anyOf(first, accepted), refusesBy: ownRules.credentialRequired }
      for (const { what, isGiven: _, ...authorization } of altered) {
        const purpose = what === undefined ? title : `${title} (${what})`
        await context.send({ purpose, authorization, expect, check: id })
      }
    },
  }
}

/** A refusal that is as good as any of several: with the status of one of them, and with all that this one promises. */
function anyOf(first: Refusal, refusals: readonly Refusal[]): Refusal {
  if (refusals.length === 1) return first
  const promises = refusals.map((refusal) => (refusal.also ?? []).map(({ promised }) => promised).join(' and '))
  return {
    status: [...new Set(refusals.flatMap(({ status }) => status))],
    basis: first.basis,
    also: [
      {
        basis: first.basis,
        promised: [...new Set(promises)].join(', or '),
        broken(exchange) {
          const told = refusals
            .filter(({ status }) => status.includes(exchange.response.status))
            .map(({ also }) => also?.map((clause) => clause.broken(exchange)).find((came) => came !== undefined))
          return told.every((came) => came !== undefined) ? told[0] : undefined
        },
      },
    ],
  }
}
