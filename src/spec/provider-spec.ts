import { deepFreeze, objectOf } from './json.ts'
import { readOperation } from './operation.ts'
import type { Readings } from './readings-file.ts'
import type { ProviderSpec } from './types.ts'

/** Reads the operation out of both documents; `file` is the name that errors give. Throws what `readOperation` throws. */
export function providerSpec(
  provider: string,
  file: string,
  { edition, published, repaired, errata, knownDrifts, later }: Readings,
): ProviderSpec {
  const repairedFile = `${file} (repaired)`
  const main = readOperation({ provider, reading: 'published', file, document: published })
  const read = (path?: string) =>
    readOperation({ provider, reading: 'repaired', file: repairedFile, document: repaired, ...(path && { path }) })
  const others =
    edition === 'latest' ? Object.keys(objectOf(repaired['paths'])).filter((path) => path !== main.path) : []
  return Object.freeze({
    provider,
    edition,
    published: main,
    repaired: read(edition === 'latest' ? main.path : undefined),
    further: others.map(read),
    errata: deepFreeze(errata),
    knownDrifts: deepFreeze(knownDrifts),
    later: deepFreeze(later),
  })
}
