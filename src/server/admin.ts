import { Router } from 'express'
import type { Provider, ProviderUrls, PublishedAccount } from '../mock/index.ts'
import { requestOrigin } from './origin.ts'

/** What a client needs to call one provider on this server. */
export interface ProviderEntry extends ProviderUrls {
  readonly id: string
  readonly title: string
  readonly credentials: Readonly<Record<string, string>>
  /** Further accounts by name, such as `empty`. */
  readonly accounts: Readonly<Record<string, PublishedAccount>>
  /** The vendor's own environment variables with values for this server. */
  readonly env: Readonly<Record<string, string>>
}

/** The routes under /__admin. */
export function adminRouter({
  providers,
  certificate,
}: {
  providers: readonly Provider[]
  certificate: string | undefined
}): Router {
  const router = Router({ caseSensitive: true, strict: true })
  router.get('/providers', (request, response) => {
    response.json(providerEntries(providers, requestOrigin(request)))
  })
  if (certificate !== undefined) {
    router.get('/tls.pem', (_request, response) => void response.type('application/x-pem-file').send(certificate))
  }
  return router
}

/** What `GET /__admin/providers` says under this origin. */
export function providerEntries(providers: readonly Provider[], origin: string): ProviderEntry[] {
  return providers.map(({ id, title, client, urls }) => {
    const found = urls(origin)
    return {
      id,
      title,
      ...found,
      credentials: client.credentials,
      accounts: client.accounts ?? {},
      env: client.env(found),
    }
  })
}
