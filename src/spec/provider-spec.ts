import { deepFreeze } from './json.ts'
import { readOperation } from './operation.ts'
import type { Readings } from './readings-file.ts'
import type { ProviderSpec } from './types.ts'

/** Reads the operation out of both documents; `file` is the name that errors give. Throws what `readOperation` throws. */
export function providerSpec(
  provider: string,
  file: string,
  { published, repaired, errata, knownDrifts }: Readings,
): ProviderSpec {
  return Object.freeze({
    provider,
    published: readOperation({ provider, reading: 'published', file, document: published }),
    repaired: readOperation({ provider, reading: 'repaired', file: `${file} (repaired)`, document: repaired }),
    errata: deepFreeze(errata),
    knownDrifts: deepFreeze(knownDrifts),
  })
}
