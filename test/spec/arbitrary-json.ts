import fc from 'fast-check'
import type { Json } from '../../src/spec/types.ts'

// The same cases in every run.
fc.configureGlobal({ seed: 4 })

/** Any JSON value, keys that need escaping and `__proto__` included; no -0, which JSON does not keep. */
export const anyJson: fc.Arbitrary<Json> = fc
  .jsonValue({ maxDepth: 4 })
  .map((value): Json => JSON.parse(JSON.stringify(value)))

/** Any JSON object. */
export const anyObject = fc
  .dictionary(fc.oneof(fc.string({ maxLength: 4 }), fc.constantFrom('a/b', 'm~n', '__proto__', '0')), anyJson)
  .map((value): { readonly [key: string]: Json } => JSON.parse(JSON.stringify(value)))
