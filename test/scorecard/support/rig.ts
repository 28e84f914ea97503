import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import cekura from '../../../mocks/cekura.ts'
import cloudflare from '../../../mocks/cloudflare.ts'
import cradl from '../../../mocks/cradl.ts'
import nirvana from '../../../mocks/nirvana.ts'
import type { MockRequest, Provider } from '../../../src/mock/index.ts'
import { type Observation, type Scorecard, scorecards } from '../../../src/scorecard/index.ts'
import { frozenNow, makeProvider, mockRequest } from '../../mocks/ask.ts'
import type { ProviderId } from '../../support/providers.ts'

/** A clock that moves when it is told to. */
export interface Clock {
  now: number
  /** Lets time pass, for a client that waits. */
  readonly sleep: (ms: number) => Promise<void>
}

/** Providers with a journal in front: over a socket, or straight. */
export interface Rig {
  readonly url: string
  readonly clock: Clock
  readonly providers: Readonly<Record<ProviderId, Provider>>
  readonly observations: readonly Observation[]
  /** Answers as the providers do, and remembers. */
  handle(provider: Provider, request: MockRequest): Promise<Awaited<ReturnType<Provider['handle']>>>
  /** The card of one tenant, or of nobody. */
  card(id: ProviderId, tenant?: string): Scorecard
  close(): Promise<void>
}

/** `isReal`: the clock is the machine's, for clients that wait by themselves. */
export async function startRig({ isReal = false }: { isReal?: boolean } = {}): Promise<Rig> {
  const providers: Record<ProviderId, Provider> = {
    cekura: await makeProvider('cekura', cekura),
    cloudflare: await makeProvider('cloudflare', cloudflare),
    cradl: await makeProvider('cradl', cradl),
    nirvana: await makeProvider('nirvana', nirvana),
  }
  const all = Object.values(providers)
  const observations: Observation[] = []
  const clock = {
    now: frozenNow,
    async sleep(ms: number) {
      clock.now += ms
    },
  }

  async function handle(provider: Provider, request: MockRequest) {
    const seq = observations.length + 1
    const answer = await provider.handle(request)
    observations.push({ seq, at: request.now, provider: provider.id, request, answer })
    return answer
  }

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, host = '', rest = ''] = /^\/([^/]*)(.*)$/.exec(incoming.url ?? '') ?? []
    const provider = all.find(({ hosts }) => hosts.includes(host))
    if (provider === undefined) throw new Error(`nobody serves ${host}`)
    const [path = '', query = ''] = rest.split(/\?(.*)/s)
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
    const answer = await handle(
      provider,
      mockRequest(provider, {
        method: incoming.method ?? '',
        host,
        path,
        query,
        headers: incoming.headers,
        body: Buffer.concat(chunks),
        prefix: `/${host}`,
        now: isReal ? Date.now() : clock.now,
      }),
    )
    if (answer.wire?.startsWith('connection-reset') === true) {
      response.destroy()
      return
    }
    response.writeHead(answer.status, [...answer.headers])
    response.end(incoming.method === 'HEAD' ? undefined : answer.body)
  }

  const server = createServer((incoming, response) => {
    serve(incoming, response).catch((error: unknown) => response.destroy(error as Error))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    clock,
    providers,
    observations,
    handle,
    card(id, tenant) {
      const found = scorecards(observations, all).find((card) => card.provider === id && card.tenant === tenant)
      if (found === undefined) throw new Error(`no card of ${id} for ${tenant ?? 'nobody'}`)
      return found
    },
    close() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

/** Ids of the failed grades. */
export function failedGrades({ grades }: Scorecard): string[] {
  return grades.filter(({ verdict }) => verdict === 'failed').map(({ id }) => id)
}

export function passedGrades({ grades }: Scorecard): string[] {
  return grades.filter(({ verdict }) => verdict === 'passed').map(({ id }) => id)
}
