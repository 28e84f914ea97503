import { createProviders } from '../../src/compose/providers.ts'
import type { Provider } from '../../src/mock/index.ts'
import { createServableApp, createWorld, type Listener, listen, makeCertificate } from '../../src/server/index.ts'
import { headersOf } from '../mocks/fleet.ts'
import { type Heard, hear, request } from './wire-client.ts'

export function pathOf(limit: number): string {
  return `/api.nirvanalabs.io/v1/organizations?limit=${limit}`
}

/** A request for a page, and how it goes wrong. */
export interface Ask {
  /** Whose credential; default the ordinary one. */
  readonly tenant?: string
  readonly prefer?: string
  /** Default 10. */
  readonly limit?: number
  /** Behind the limit. */
  readonly query?: string
  /** Asks the server to close the connection. */
  readonly closing?: boolean
  readonly method?: string
  readonly version?: string
  readonly overTls?: boolean
}

/** One provider behind HTTP and HTTPS, in this process. */
export interface WireServer {
  readonly provider: Provider
  readonly plain: Listener
  readonly secure: Listener
  bytes(options: Ask): string
  ask(options: Ask): Promise<Heard>
  close(): Promise<unknown>
}

export async function startWire(count = 127): Promise<WireServer> {
  const [provider] = await createProviders({ only: ['nirvana'], count })
  if (provider === undefined) throw new Error('no provider')
  const app = createServableApp({ world: createWorld({ providers: [provider] }) })
  const tls = await makeCertificate(['localhost'], new Date())
  const [plain, secure] = [
    await listen(app, { host: '127.0.0.1', port: 0 }),
    await listen(app, { host: '127.0.0.1', port: 0, tls }),
  ]

  function bytes({
    tenant = 'ordinary',
    prefer,
    limit = 10,
    query = '',
    closing = false,
    method,
    version,
  }: Ask): string {
    const headers = {
      ...headersOf(provider as Provider, tenant),
      ...(prefer === undefined ? {} : { Prefer: prefer }),
      ...(closing ? { Connection: 'close' } : {}),
    }
    return request(pathOf(limit) + query, headers, {
      ...(method === undefined ? {} : { method }),
      ...(version === undefined ? {} : { version }),
    })
  }

  return {
    provider,
    plain,
    secure,
    bytes,
    ask: (options) =>
      hear(options.overTls === true ? secure.url : plain.url, bytes(options), { secure: options.overTls === true }),
    close: () => Promise.all([plain.close(), secure.close()]),
  }
}

/** Whether a text is a page of ten. Two tenants' pages differ: cursors and data are a tenant's own. */
export function isPage(text: string): boolean {
  return (JSON.parse(text) as { items: unknown[] }).items.length === 10
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
