import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { type CheckOptions, type ContractDefinition, checkProvider, type Law } from '../../src/contract/index.ts'
import { document, json, provider } from './providers.ts'

const spec = provider(document({ '200': json({ type: 'array', items: { type: 'string' } }) }))
const refusal = { status: [401], basis: 'assumed' as const }

/** Of a list without pages; tests replace what they are about. */
export const contract: ContractDefinition = {
  authorizer: { variables: { key: 'ACME_KEY' }, authorize: async () => ({ headers: {} }) },
  list: { items: '', id: 'id' },
  refusals: { missing: refusal, malformed: refusal, unknown: refusal, notFound: refusal, methodNotAllowed: refusal },
  envelope: [],
  pager: { basis: 'documented', first: () => '', next: () => undefined },
  http: {
    head: 'as-get',
    wrongMethod: { method: 'POST', refusal },
    otherSlash: { isTolerated: true, basis: 'assumed' },
    probes: [],
  },
}

/** Runs laws against a server that answers as the test likes; gives the report, and the requests in the order in which they came. */
export async function checked(
  laws: readonly Law[],
  answer: RequestListener,
  more: Partial<CheckOptions> = {},
  {
    basePath = '',
    tokenPath,
    ...target
  }: Partial<CheckOptions['target']> & { readonly basePath?: string; readonly tokenPath?: string } = {},
) {
  const heard: string[] = []
  const server = createServer((request, response) => {
    heard.push(`${request.method} ${request.url}`)
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const report = await checkProvider({
    spec,
    contract: () => contract,
    target: {
      root: `${origin}${basePath}`,
      ...(tokenPath === undefined ? {} : { tokenUrl: `${origin}${tokenPath}` }),
      isLive: false,
      isOwn: true,
      credentials: { key: 'some-key' },
      ...target,
    },
    reading: 'repaired',
    failOn: 'violation',
    requireBasis: 'assumed',
    bodies: 'full',
    client: { retries: 0 },
    locate: async () => undefined,
    laws,
    ...more,
  })
  return { report, heard }
}

export function law(id: string, run: Law['run'], more: Partial<Law> = {}): Law {
  return { id, family: 'http', title: id, run, ...more }
}

export function answering(body: string): RequestListener {
  return (_request, response) => void response.writeHead(200, { 'content-type': 'application/json' }).end(body)
}
