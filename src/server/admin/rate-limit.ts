import type { Provider, RateLimit } from '../../mock/index.ts'
import { number, object, refuse, type Shape, wholeNumber } from './shape.ts'

const limit = object(
  { requests: wholeNumber(1, 1_000_000), windowSeconds: number(0.001, 86_400) },
  { needed: ['requests', 'windowSeconds'] },
)

/** A limit; `true` for the provider's own, `false` for none. */
export const rateLimitOrSwitch: Shape<RateLimit | boolean> = {
  schema: { anyOf: [{ type: 'boolean' }, limit.schema], description: "true is the provider's own limit, false none." },
  read(value, at) {
    if (typeof value === 'boolean') return value
    if (typeof value !== 'object' || value === null) {
      return refuse(at, 'true, false or { "requests": …, "windowSeconds": … }', value)
    }
    return limit.read(value, at)
  },
}

/** What is in force then; undefined is none. */
export function limitFor(provider: Provider, told: RateLimit | boolean): RateLimit | undefined {
  if (told === false) return undefined
  return told === true ? provider.control.ownRateLimit : told
}
