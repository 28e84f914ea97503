import type { FakeSource } from '../../src/mock/index.ts'
import type { Organization } from './nirvana.ts'
import { createdAtOf, time, updatedAtOf } from './nirvana-times.ts'

/** As the latest edition has it, in the order of its client. */
export type BilledOrganization = Omit<Organization, 'metronome_customer_id'> & Billing

interface Billing {
  readonly billing_state: string
  readonly billing_state_since: string
  readonly charging_model: 'manual' | 'prepaid'
}

/** Assumed: what is suspended or closed runs nothing. */
const stopped = ['suspended', 'closed']

/** The organization with its billing, and without Metronome. */
export function billed(
  { metronome_customer_id: _, id, billing_email, ...rest }: Organization,
  billingOf: (isFunded: boolean) => Billing,
): BilledOrganization {
  const billing = billingOf(rest.stripe_customer_id !== null)
  const cloud = rest.services.cloud && !stopped.includes(billing.billing_state)
  return { id, billing_email, ...billing, ...rest, services: { ...rest.services, cloud } }
}

/**
 * Assumed throughout: without a way to pay an organization is unfunded since its creation, and is to pay ahead; any other state began
 * later, at the latest with the last change. One in seven pays by hand.
 */
export function billings(states: readonly string[]): (source: FakeSource, isFunded: boolean) => Billing {
  const funded = states.filter((state) => state !== 'unfunded')
  return (source, isFunded) => {
    const createdAt = createdAtOf(source)
    if (!isFunded) {
      return { billing_state: 'unfunded', billing_state_since: time(createdAt), charging_model: 'prepaid' }
    }
    const since = createdAt + 1 + (source.word('billed') % (updatedAtOf(source, createdAt) - createdAt))
    return {
      billing_state: source.oneIn('billing trouble', 3) ? source.rotate('billing state', funded) : 'active',
      billing_state_since: time(since),
      charging_model: source.oneIn('manual', 7) ? 'manual' : 'prepaid',
    }
  }
}
