import type { Provider, RateLimit } from '../../mock/index.ts'
import { described, either, needed, number, options, type Shape, truth, wholeNumber } from '../../options/index.ts'

const limit = options<RateLimit>({
  requests: needed(wholeNumber(1, 1_000_000)),
  windowSeconds: needed(number(0.001, 86_400)),
})

/** A limit; `true` for the provider's own, `false` for none. */
export const rateLimitOrSwitch: Shape<RateLimit | boolean> = described(
  either(truth, limit, (value) => typeof value === 'boolean'),
  "true is the provider's own limit, false none.",
)

/** What is in force then; undefined is none. */
export function limitFor(provider: Provider, told: RateLimit | boolean): RateLimit | undefined {
  if (told === false) return undefined
  return told === true ? provider.control.ownRateLimit : told
}
