import type { Provider, ProviderUrls, TenantState } from '../../mock/index.ts'
import { tenantAccount } from '../../mock/index.ts'

/** A tenant, with what its client needs. */
export interface TenantEntry extends TenantState, ProviderUrls {
  readonly provider: string
  /** Absent for a tenant that has no test credential. */
  readonly credentials?: Readonly<Record<string, string>>
}

/** What is told of a tenant under this origin. */
export function tenantEntry(provider: Provider, state: TenantState, origin: string): TenantEntry {
  const credentials = credentialsOf(provider, state.tenant)
  return {
    provider: provider.id,
    ...state,
    ...(credentials === undefined ? {} : { credentials }),
    ...provider.urls(origin),
  }
}

function credentialsOf({ client }: Provider, tenant: string): Readonly<Record<string, string>> | undefined {
  if (tenant === 'ordinary') return client.credentials
  return tenantAccount(tenant) === undefined ? undefined : client.tenantCredentials?.(tenant)
}
