import { type CheckOptions, checkProvider, type ProviderReport, type ProviderTarget } from '../contract/index.ts'
import { accountRouter, namedCredentials, ownCounts, refusedAccounts } from './accounts.ts'
import { forwarder, startProxy } from './proxy.ts'
import type { Forward, MockServer, Mutation, StartMocks, Subject, TestedProvider } from './types.ts'

export interface RigOptions {
  /** Organizations of the ordinary account. */
  readonly count: number
  readonly seed: number
  readonly providers: readonly TestedProvider[]
  readonly start: StartMocks
}

/** Mocks that are well, and the means to check them through a proxy that is not. */
export interface Rig {
  readonly subjects: readonly Subject[]
  /** Runs the contract of a provider against its mock behind the mutation. */
  check(
    provider: string,
    mutation: Mutation,
    options: Pick<CheckOptions, 'laws' | 'onFinding'> & { readonly signal?: AbortSignal },
  ): Promise<ProviderReport>
  /** What a run without a mutation does not see either, by pointer into the spec. Worked out once. */
  unseen(provider: string): Promise<ReadonlySet<string>>
  close(): Promise<void>
}

interface Bench extends TestedProvider {
  readonly subject: Subject
  readonly forward: Forward
  target(origin: string): ProviderTarget
}

/** Longer than any mock takes, on a machine with other things to do. */
const timeoutMs = 20_000

/** Starts the mocks: one for the ordinary accounts, and one for each account with data of its own. */
export async function startRig({ count, seed, providers, start }: RigOptions): Promise<Rig> {
  const names = Object.keys(ownCounts)
  const servers = await Promise.all(
    // Another seed for each, so that their tokens and cursors mean nothing to the others.
    [count, ...Object.values(ownCounts)].map((organizations, i) => start({ count: organizations, seed: seed + i })),
  )
  const forwarders = servers.map(({ url }) => forwarder(url))
  const [ordinary, ...others] = forwarders.map(({ forward }) => forward) as [Forward, ...Forward[]]
  const accounts = Object.fromEntries(names.map((name, i) => [name, others[i] as Forward]))
  const benches = new Map<string, Bench>()
  for (const provider of providers) {
    benches.set(provider.spec.provider, await bench(provider, servers[0] as MockServer, { ordinary, accounts }))
  }

  const unseen = new Map<string, Promise<ReadonlySet<string>>>()
  const rig: Rig = {
    subjects: [...benches.values()].map(({ subject }) => subject),
    unseen(provider) {
      const known = unseen.get(provider) ?? rig.check(provider, (request, pass) => pass(request), {}).then(unseenIn)
      unseen.set(provider, known)
      return known
    },
    async check(provider, mutation, { signal, ...options }) {
      const { spec, contract, forward, target } = benches.get(provider) as Bench
      const proxy = await startProxy(mutation, forward)
      try {
        return await checkProvider({
          spec,
          contract,
          target: target(proxy.origin),
          reading: 'repaired',
          failOn: 'violation',
          requireBasis: 'assumed',
          bodies: 'full',
          client: { timeoutMs, retries: 0, ...(signal === undefined ? {} : { signal }) },
          locate: async () => undefined,
          ...options,
        })
      } finally {
        proxy.close()
      }
    },
    async close() {
      for (const { close } of forwarders) close()
      await Promise.all(servers.map((server) => server.close()))
    },
  }
  return rig
}

/** Pointers that a run did not witness. */
export function unseenIn({ seen }: ProviderReport): ReadonlySet<string> {
  return new Set(seen.unseen.map(({ pointer }) => pointer))
}

async function bench(
  { spec, contract, id = spec.provider }: TestedProvider,
  server: MockServer,
  to: { readonly ordinary: Forward; readonly accounts: Readonly<Record<string, Forward>> },
): Promise<Bench> {
  const operation = spec.repaired
  const entry = server.providers.find((served) => served.id === id)
  if (entry === undefined) throw new Error(`the mock server does not serve ${id}`)
  const { credentials, tokenUrl } = entry
  const definition = contract(operation)
  const { headers } = await definition.authorizer.authorize(credentials, (form) => requestToken(tokenUrl ?? '', form))
  const refused = refusedAccounts(entry)
  return {
    subject: {
      provider: spec.provider,
      operation,
      contract: definition,
      path: `${operation.basePath}${operation.path}`,
      credentialHeaders: headers,
      refusedAccounts: refused,
    },
    spec,
    contract,
    forward: await accountRouter({ ...to, authorizer: definition.authorizer, credentials }),
    target: (origin) => ({
      root: `${origin}/${operation.hosts[0]}`,
      ...(tokenUrl === undefined ? {} : { tokenUrl: `${origin}${new URL(tokenUrl).pathname}` }),
      isLive: false,
      isOwn: true,
      credentials,
      accounts: Object.fromEntries([
        ...Object.entries(ownCounts).map(([name, count]) => [
          name,
          { credentials: namedCredentials(name, credentials), count },
        ]),
        ...Object.entries(refused).map(([name, own]) => [name, { credentials: own, count: 0 }]),
      ]),
    }),
  }
}

async function requestToken(url: string, form: Readonly<Record<string, string>>): Promise<unknown> {
  const response = await fetch(url, { method: 'POST', body: new URLSearchParams(form) })
  return response.json()
}
