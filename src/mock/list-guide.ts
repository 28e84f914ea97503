import { type OperationSpec, objectOf } from '../spec/index.ts'
import type { ListGuide, ProviderDefinition } from './types.ts'

/** How this provider's list is read, from its document and its file. */
export function listGuide<Org, Info>(spec: OperationSpec, definition: ProviderDefinition<Org, Info>): ListGuide {
  const { paging } = definition.paginator
  const { evidencedFilters, reasons } = definition
  const [endpoint] = definition.auth.endpoints ?? []
  const { minimum, maximum } = objectOf(spec.parameters.find(({ name }) => name === paging?.size)?.schema)
  const evidenced = paging?.size === undefined ? undefined : definition.evidenced?.[paging.size]
  return {
    paging,
    path: `${spec.basePath}${spec.path}`,
    ...(endpoint === undefined ? {} : { token: { host: endpoint.host, path: endpoint.path } }),
    ...(typeof minimum === 'number' && typeof maximum === 'number' ? { sizes: { minimum, maximum } } : {}),
    ...(evidenced === undefined ? {} : { evidencedSizes: evidenced }),
    ...(evidencedFilters === undefined ? {} : { evidencedFilters }),
    ...(reasons === undefined ? {} : { reasons }),
  }
}
