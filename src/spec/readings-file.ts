import { SpecError } from './errors.ts'
import type { JsonObject, ProviderSpec } from './types.ts'

/** Both documents of a provider and what lies between them. */
export interface Readings extends Pick<ProviderSpec, 'edition' | 'errata' | 'knownDrifts' | 'later'> {
  readonly published: JsonObject
  readonly repaired: JsonObject
}

/** Raised whenever the shape of compiled readings changes. */
const FORMAT = 3

/** Compiled readings as text: both documents and the errata, whatever else a spec holds is rebuilt from these. */
export function serializeReadings({ edition, published, repaired, errata, knownDrifts, later }: ProviderSpec): string {
  const documents = { published: published.document, repaired: repaired.document }
  return JSON.stringify({ format: FORMAT, edition, ...documents, errata, knownDrifts, later })
}

/** Parses what `serializeReadings` wrote. Throws SpecError READINGS_INVALID. */
export function parseReadings(file: string, text: string): Readings {
  const value = parse(file, text)
  if (isReadings(value)) return value
  throw new SpecError('READINGS_INVALID', { file, reason: 'holds no readings of this version; run npm run build' })
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new SpecError('READINGS_INVALID', { file, reason: 'is not JSON; run npm run build', cause })
  }
}

/** The build wrote the file: its format number vouches for what lies deeper. */
function isReadings(value: unknown): value is Readings {
  if (typeof value !== 'object' || value === null) return false
  if (!('format' in value) || value.format !== FORMAT) return false
  return 'published' in value && 'repaired' in value && 'errata' in value && Array.isArray(value.errata)
}
