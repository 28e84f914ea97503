import { useMemo } from 'preact/hooks'
import { useResource } from './api.ts'
import type { OpenApi } from './types.ts'

/** What each fault on the wire does, by its name: from the document of the admin API. */
export function useWireMeanings(): ReadonlyMap<string, string> {
  const { value } = useResource<OpenApi>('/openapi.json')
  return useMemo(() => {
    const named = value?.components?.schemas?.FaultRule?.properties?.wire?.oneOf ?? []
    return new Map(named.map((one) => [one.const, one.description]))
  }, [value])
}
