import { type Answer, describeTenant, type Listed, tenantAccount } from '../mock/index.ts'
import type { RawEntry } from './raw-entry.ts'

/** What led to an answer, in words for people; what did not apply is absent. */
export interface Decided {
  /** Name of the account or tenant that the credential opens; never the credential. */
  readonly credential?: string
  /** What the account's name says that it does: `slow: every answer takes 2 s`. */
  readonly scenario?: string
  /** The trouble that was made on demand, and by whom. */
  readonly fault?: string
  /** Which part of the list it is. */
  readonly page?: string
  /** Id of the error in the catalogue, asked for or met: `cloudflare.9103`. */
  readonly error?: string
}

/** Worked out from what is kept of a request when somebody looks at it: no request waits for it. */
export function decisionOf(provider: string, { answer }: Pick<RawEntry, 'answer'>): Decided {
  const { tenant, error = answer.met, listed } = answer
  const scenario = tenant === undefined ? '' : describeTenant(tenant)
  const fault = faultOf(provider, answer)
  return {
    ...(tenant === undefined ? {} : { credential: tenant }),
    ...(scenario === '' ? {} : { scenario }),
    ...(fault === undefined ? {} : { fault }),
    ...(listed === undefined ? {} : { page: pageOf(listed) }),
    ...(error === undefined ? {} : { error: `${provider}.${error}` }),
  }
}

function faultOf(provider: string, answer: Answer): string | undefined {
  const { error, wire, delayMs, headers } = answer
  const done = [
    ...(error === undefined ? [] : [`error ${provider}.${error}`]),
    ...(wire === undefined ? [] : [`wire fault ${wire}`]),
    ...(delayMs === undefined ? [] : [`held back ${delayMs} ms`]),
  ].join(', ')
  if (done === '') return undefined
  // The mocks say in it what they understood of Prefer and of ?__error= (RFC 7240, 3).
  const isAskedFor = headers.some((name, place) => place % 2 === 0 && name === 'Preference-Applied')
  if (isAskedFor) return `${done}: asked for by the request`
  return `${done}: by ${causeOf(answer)}`
}

/** Which rule made the trouble is not kept: it is the scenario's where the scenario makes trouble of just this kind. */
function causeOf({ tenant = '', error, status, wire, delayMs }: Answer): string {
  const names = tenant.split('_').filter((word) => tenantAccount(word)?.scenario?.faults !== undefined)
  if (names.length === 0) return 'a fault rule'
  const faults = tenantAccount(tenant)?.scenario?.faults ?? []
  const isOwn =
    (error === undefined || faults.some((fault) => fault.error === error || fault.code === status)) &&
    (wire === undefined || faults.some((fault) => fault.wire === wire)) &&
    (delayMs === undefined || faults.some((fault) => fault.delayMs !== undefined))
  return `the scenario ${names.join(' and ')}${isOwn ? '' : ' or a fault rule'}`
}

function pageOf({ from, to, count, next }: Listed): string {
  if (from === to) return `no item of ${count}`
  const isLast = next === undefined ? to >= count : next === null
  return `items ${from + 1} to ${to} of ${count}${isLast ? ', the last page' : ''}`
}
