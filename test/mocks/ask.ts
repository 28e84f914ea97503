import { createHmac } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import {
  type MockReply,
  type MockRequest,
  type Provider,
  type ProviderFactory,
  workshop,
} from '../../src/mock/index.ts'
import { type Edition, loadProviderSpec } from '../../src/spec/index.ts'

const ownSpecs = fileURLToPath(new URL('../../specs/', import.meta.url))

/** 2026-06-15T12:00:00Z: every test's present. */
export const frozenNow: number = Date.UTC(2026, 5, 15, 12)

export interface ProviderSettings {
  readonly seed?: number
  readonly count?: number
  /** Stands in for the server's secret; another text gives other cursors and tokens. */
  readonly secret?: string
  readonly specs?: string
  readonly cursorLifetimeSeconds?: number
  readonly edition?: Edition
}

/** A provider as a server sets it up, without the server. */
export async function makeProvider(
  id: string,
  factory: ProviderFactory,
  { seed = 1, count = 127, secret = 'secret', specs = ownSpecs, edition, ...more }: ProviderSettings = {},
): Promise<Provider> {
  const spec = await loadProviderSpec(specs, id, edition)
  return factory({
    spec: spec.repaired,
    edition: spec.edition,
    later: spec.later,
    further: spec.further,
    seed,
    count,
    deriveKey: (purpose) => createHmac('sha256', secret).update(`${id} ${purpose}`).digest(),
    work: workshop(() => new Promise((resolve) => setImmediate(resolve))),
    ...more,
  })
}

/** What a client sees of a reply. */
export interface Answer {
  readonly status: number
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

/** Sends one request straight to a provider. */
export async function ask(
  provider: Provider,
  request: Partial<MockRequest> & Pick<MockRequest, 'path'>,
): Promise<Answer> {
  return answer(await provider.handle(mockRequest(provider, request)))
}

/** A GET over plain HTTP under the provider's own host name, unless the request says otherwise. */
export function mockRequest(
  provider: Provider,
  request: Partial<MockRequest> & Pick<MockRequest, 'path'>,
): MockRequest {
  return {
    method: 'GET',
    host: provider.hosts[0] ?? '',
    query: '',
    headers: {},
    body: new Uint8Array(0),
    prefix: '',
    scheme: 'http',
    requestId: '0123456789abcdef0123456789abcdef',
    now: frozenNow,
    ...request,
  }
}

export function answer({ status, headers, body }: MockReply): Answer {
  const pairs = headers.flatMap((name, place) => (place % 2 === 0 ? [[name.toLowerCase(), headers[place + 1]]] : []))
  return { status, headers: Object.fromEntries(pairs), text: Buffer.from(body).toString() }
}
