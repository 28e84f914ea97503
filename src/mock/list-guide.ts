import { type OperationSpec, objectOf } from '../spec/index.ts'
import type { ListGuide, ProviderDefinition } from './types.ts'

/** How this provider's list is read, from its document and its file. */
export function listGuide<Org, Info>(spec: OperationSpec, definition: ProviderDefinition<Org, Info>): ListGuide {
  const { paging } = definition.paginator
  const { evidencedFilters, reasons, parameters } = definition
  const size = paging?.size
  const [endpoint] = definition.auth.endpoints ?? []
  const { minimum, maximum } = objectOf(spec.parameters.find(({ name }) => name === size)?.schema)
  const evidenced = size === undefined ? undefined : definition.evidenced?.[size]
  return {
    paging,
    path: `${spec.basePath}${spec.path}`,
    ...(endpoint === undefined ? {} : { token: { host: endpoint.host, path: endpoint.path } }),
    ...(typeof minimum === 'number' && typeof maximum === 'number' ? { sizes: { minimum, maximum } } : {}),
    ...(size === undefined || parameters === undefined
      ? {}
      : { servesSize: (text: string) => parameters(`${size}=${encodeURIComponent(text)}`).ok }),
    ...(evidenced === undefined ? {} : { evidencedSizes: evidenced }),
    ...(evidencedFilters === undefined ? {} : { evidencedFilters }),
    ...(reasons === undefined ? {} : { reasons }),
  }
}
