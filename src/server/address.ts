import type { Provider } from '../mock/index.ts'
import { memo } from './memo.ts'

/** What a request is addressed to: a provider, or this server itself. */
export interface Address {
  readonly provider?: Provider
  /** The provider's host name; empty for this server's own routes. */
  readonly host: string
  /** What stands before the provider's path, such as `/api.cekura.ai`. */
  readonly prefix: string
  readonly path: string
  readonly query: string
}

/** Paths that are this server's own wherever no provider is named. */
const ownRoutes = /^\/(healthz|livez|readyz|metrics|__admin)(\/|$)/

/**
 * Decides who is asked. The Host header decides first (port, letter case and a final dot ignored; forwarded headers never), then the first path segment, then this server's own routes, then, when there
 * is one, the provider that was asked to answer at the root too.
 */
export function addressResolver(
  providers: readonly Provider[],
  atRoot: Provider | undefined,
  aliases: Readonly<Record<string, string>> = {},
): (hostHeader: string | undefined, target: string) => Address {
  const byHost = new Map(providers.flatMap((provider) => provider.hosts.map((host) => [host, provider] as const)))

  // Another name for a host changes nothing but who is asked.
  const known = new Map([...byHost].map(([host, provider]) => [host, { provider, host }] as const))
  for (const [alias, host] of Object.entries(aliases)) {
    const provider = byHost.get(host)
    if (provider !== undefined) known.set(alias.toLowerCase(), { provider, host })
  }

  const parts = memo('parts of request targets', (target) => {
    const mark = target.indexOf('?')
    return mark === -1 ? { path: target, query: '' } : { path: target.slice(0, mark), query: target.slice(mark + 1) }
  })

  const byHeader = memo('Host headers', (header) => known.get(hostName(header)) ?? 'nobody')

  const byTarget = memo('addresses of request targets', (target): Address => {
    const { path, query } = parts(target)
    const slash = path.indexOf('/', 1)
    const segment = path.slice(1, slash === -1 ? undefined : slash)
    const prefixed = known.get(segment.toLowerCase())
    if (prefixed !== undefined) {
      const prefix = `/${segment}`
      return { ...prefixed, prefix, path: path.slice(prefix.length) || '/', query }
    }
    if (atRoot !== undefined && !ownRoutes.test(path)) {
      return { provider: atRoot, host: atRoot.hostOf(path), prefix: '', path, query }
    }
    return { host: '', prefix: '', path, query }
  })

  return function resolveAddress(hostHeader, target) {
    const named = byHeader(hostHeader ?? '')
    return named === 'nobody' ? byTarget(target) : { ...named, prefix: '', ...parts(target) }
  }
}

/** The name in an authority (RFC 3986, 3.2) without port, letter case and final dot. */
function hostName(authority: string): string {
  const colon = authority.startsWith('[') ? authority.indexOf(':', authority.indexOf(']')) : authority.indexOf(':')
  const name = (colon === -1 ? authority : authority.slice(0, colon)).toLowerCase()
  return name.endsWith('.') ? name.slice(0, -1) : name
}
